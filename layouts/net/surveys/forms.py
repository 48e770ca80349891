"""What whoever runs surveys fills in: a wave, an official result, a version of a questionnaire."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from domain.net.surveys.questions import Questionnaire
from layouts.net.surveys.page import PAGE
from layouts.net.surveys.seat import Seat, kind_names, mode_names
from layouts.office import fields, ids, office

LONGEST_JSON = 20_000


def wave_form(forms: Sequence[Questionnaire], seat: Seat) -> Component:
    """A new wave."""
    words = seat.words
    versions = [
        (
            one.questionnaire_id,
            words("{name} 第 {version} 版", name=one.name, version=one.version),
        )
        for one in forms
    ]
    targets = [
        fields.text(f"target.{town}", name, input_mode="numeric", longest=4)
        for town, name in seat.towns.items()
    ]
    kinds = [(one.value, name) for one, name in kind_names(words).items()]
    modes = [(one.value, name) for one, name in mode_names(words).items()]
    form = office.form(
        ids.do(PAGE),
        {"act": "open"},
        words("开始调查"),
        fields.text("name", words("名称"), is_required=True),
        fields.choice("wave", words("内容"), kinds),
        fields.choice("mode", words("方式"), modes),
        fields.text("frame", words("抽样框"), is_required=True, longest=200),
        fields.choice("form", words("问卷"), [("", words("内置问卷")), *versions]),
        office.note(words("各镇街目标份数（不调查的留空）")),
        *targets,
        key=seat.key,
    )
    return html.Details([html.Summary(words("开始调查")), form], className="case-step")


def official_form(seat: Seat) -> Component:
    """An official result; its document is added to it once it stands there."""
    words = seat.words
    kinds = [(one.value, name) for one, name in kind_names(words).items()]
    form = office.form(
        ids.do(PAGE),
        {"act": "official"},
        words("录入官方结果"),
        fields.choice("wave", words("内容"), kinds),
        fields.text("period", words("时期"), is_required=True, longest=32),
        fields.text("percent", words("结果（%）"), is_required=True, input_mode="decimal"),
        fields.text("answers", words("样本数（文件载明的）"), input_mode="numeric", longest=6),
        fields.text("issuer", words("发布单位"), is_required=True),
        fields.text("document", words("文件名称和文号"), is_required=True, longest=200),
        fields.text("day", words("日期（年-月-日）"), is_required=True, longest=10),
    )
    return html.Details([html.Summary(words("录入 12340 官方结果")), form], className="case-step")


def questionnaire_form(seat: Seat) -> Component:
    """A new version of a questionnaire."""
    words = seat.words
    hint = words(
        "每题：code 编码，text 题目，answer 为 one、many 或 words，options 为编码和文字，"
        "only_if 为前题编码和选项，符合才问"
    )
    form = office.form(
        ids.do(PAGE),
        {"act": "questionnaire"},
        words("保存问卷新版本"),
        fields.text("name", words("问卷名称"), is_required=True),
        fields.lines(
            "questions", words("题目（JSON）"), longest=LONGEST_JSON, hint=hint, is_required=True
        ),
        fields.text("measured", words("计算结果的题目编码"), is_required=True),
        fields.text("good", words("算作好评的选项（空格分隔）"), is_required=True),
        fields.text("screen", words("筛选题编码（可空）")),
        fields.text("screen_ok", words("通过筛选的选项（空格分隔）")),
    )
    return html.Details([html.Summary(words("新建问卷版本")), form], className="case-step")
