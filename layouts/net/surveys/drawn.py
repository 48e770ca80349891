"""Waves, what they tell, official results apart, and where answers are entered."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from domain.net.surveys.questions import LONGEST_WORDS, AnswerKind, Question, Questionnaire
from domain.net.surveys.results import TownResult, WaveResult
from domain.net.surveys.waves import (
    OfficialResult,
    Outcome,
    SurveySample,
    SurveyWave,
    WaveKind,
    WaveMode,
)
from domain.statistics.intervals import wilson
from domain.words import Words
from layouts.elements.mantine import within
from layouts.net.shares import percent, spread, told_share
from layouts.net.surveys.page import PAGE, VIEW
from layouts.office import fields, ids, office
from layouts.reader import Reader

LONGEST_JSON = 20_000


@dataclass(frozen=True, slots=True)
class Seat:
    """For whom the page is drawn; `key` of the forms drawn now, `towns` by code."""

    reader: Reader
    zone_name: str
    key: str
    area_name: Callable[[str], str]
    towns: Mapping[str, str]
    may_run: bool
    may_enter: bool

    @property
    def words(self) -> Words:
        """In the language of the reader."""
        return self.reader.words


def kind_names(words: Words) -> Mapping[WaveKind, str]:
    """What is asked about."""
    return {WaveKind.SAFETY: words("安全感"), WaveKind.SATISFACTION: words("满意度")}


def mode_names(words: Words) -> Mapping[WaveMode, str]:
    """How people are asked."""
    return {
        WaveMode.PHONE: words("电话"),
        WaveMode.VISIT: words("入户"),
        WaveMode.LINK: words("一次性链接"),
    }


def outcome_names(words: Words) -> Mapping[Outcome, str]:
    """What a try brought, where it brought no answers."""
    return {
        Outcome.REFUSED: words("拒访"),
        Outcome.UNREACHABLE: words("未接通"),
        Outcome.INELIGIBLE: words("不符合条件"),
    }


def overview(
    waves: Sequence[SurveyWave],
    official: Sequence[OfficialResult],
    forms: Sequence[Questionnaire],
    problems: Sequence[SurveySample],
    ratings: tuple[int, int],
    seat: Seat,
) -> Component:
    """All waves, and apart from them the official results."""
    words = seat.words
    parts: list[Component] = [
        office.note(words("自有样本、12340 官方结果和办件评价是三种口径，分开列示，不相加，不排名"))
    ]
    if seat.may_run:
        parts += [_wave_form(forms, seat), _official_form(seat), _questionnaire_form(seat)]
    parts += [
        office.title(words("自有调查")),
        _waves(waves, seat),
        office.title(words("12340 官方结果")),
        _official(official, seat),
        office.title(words("办件评价（结案后）")),
        _ratings(*ratings, words),
        office.title(words("反映的问题（待转案件）")),
        _problems(problems, seat),
    ]
    return within(seat.reader, parts)


def _waves(waves: Sequence[SurveyWave], seat: Seat) -> Component:
    words = seat.words
    kinds, modes = kind_names(words), mode_names(words)
    columns: office.Columns = (
        (words("名称"), lambda one: office.named(one.name)),
        (words("内容"), lambda one: kinds[one.wave]),
        (words("方式"), lambda one: modes[one.mode]),
        (words("抽样框"), lambda one: office.named(one.frame)),
        (words("目标"), lambda one: words("{n} 份", n=sum(one.wanted.values()))),
        (words("开始"), lambda one: office.moment(one.at, seat.zone_name)),
        (words("状态"), lambda one: words("已结束") if one.closed_at else words("进行中")),
        ("", lambda one: office.act(words("打开"), VIEW, {"wave": one.wave_id})),
    )
    return office.table(columns, waves, words("没有调查"))


def _official(rows: Sequence[OfficialResult], seat: Seat) -> Component:
    words, kinds = seat.words, kind_names(seat.words)
    columns: office.Columns = (
        (words("时期"), lambda one: office.named(one.period)),
        (words("内容"), lambda one: kinds[one.wave]),
        (words("结果"), lambda one: percent(one.permille / 1000)),
        (words("样本数"), lambda one: str(one.answers) if one.answers else words("文件未载明")),
        (words("发布单位"), lambda one: office.named(one.issuer)),
        (words("文件"), lambda one: office.named(one.document)),
        (words("日期"), lambda one: one.day),
    )
    return office.table(columns, rows, words("没有官方结果"))


def _ratings(count: int, good: int, words: Words) -> Component:
    share = good / count if count else None
    told = told_share(share, wilson(good, count), count, words)
    return html.P(words("四星及以上 {told}", told=told))


def _problems(rows: Sequence[SurveySample], seat: Seat) -> Component:
    words = seat.words

    def act(one: SurveySample) -> Component | str:
        asked = {"act": "to_case", "sample": one.sample_id}
        return office.act(words("转为案件"), ids.do(PAGE), asked) if seat.may_run else ""

    columns: office.Columns = (
        (words("时间"), lambda one: office.moment(one.answered_at, seat.zone_name)),
        (words("镇街"), lambda one: office.named(seat.area_name(one.town))),
        (words("反映"), lambda one: office.named(one.text)),
        ("", act),
    )
    return office.table(columns, rows, words("没有待转的问题"))


def wave(held: SurveyWave, form: Questionnaire, result: WaveResult, seat: Seat) -> Component:
    """One wave: what it tells, how, and where answers are entered."""
    words = seat.words
    parts: list[Component] = [
        office.act(words("返回全部调查"), VIEW, {"wave": ""}),
        office.title(words("调查"), held.name),
        _whole(form, result, seat),
        _towns(result.towns, seat),
    ]
    if held.is_demo:
        parts.append(office.note(words("演示数据")))
    if held.closed_at is None:
        parts += _open_acts(held, seat)
    return within(seat.reader, parts)


def _whole(form: Questionnaire, result: WaveResult, seat: Seat) -> Component:
    words = seat.words
    names = {code: name for one in form.asked for code, name in one.options}
    good = "、".join(names.get(code, code) for code in form.good)
    told: list[Component] = [
        html.P(
            [
                html.Strong(
                    told_share(result.share, result.interval, result.valid, words),
                    className="figure-digits survey-result",
                )
            ]
        ),
        office.note(
            words(
                "回答“{good}”的占有效回答的比例，问卷《{form}》第 {version} 版",
                good=good, form=form.name, version=form.version,
            )
        ),
        office.note(
            words("按各镇街人口加权，折合简单样本 {n} 份", n=f"{result.effective:.0f}")
            if result.is_weighted
            else words("镇街人口不全，每份答卷同等计算")
        ),
        office.note(words("应答率 {share}", share=percent(result.response))),
    ]  # fmt: skip
    if result.missing:
        missing = "、".join(seat.area_name(town) for town in result.missing)
        told.append(office.bad(words("没有有效回答、结果不代表的镇街：{towns}", towns=missing)))
    return html.Section(told, className="case-section")


def _towns(towns: Sequence[TownResult], seat: Seat) -> Component:
    words = seat.words

    def above(one: TownResult) -> Component | str:
        if one.interval is None or len(towns) < 2:
            return ""
        names = "、".join(seat.area_name(town) for town in one.is_above)
        return office.named(names) if names else words("与其他镇街无明显差别")

    columns: office.Columns = (
        (words("镇街"), lambda one: office.named(seat.area_name(one.town))),
        (words("目标"), lambda one: str(one.wanted)),
        (words("有效"), lambda one: str(one.valid)),
        (words("结果"), lambda one: percent(one.share)),
        (words("95% 区间"), lambda one: spread(one.interval)),
        (words("明显高于"), above),
        (words("访问次数"), lambda one: str(one.attempts)),
        (words("拒访"), lambda one: str(one.refused)),
        (words("未接通"), lambda one: str(one.unreachable)),
        (words("不符合条件"), lambda one: str(one.ineligible)),
        (words("应答率"), lambda one: percent(one.response)),
        (words("人口"), lambda one: str(one.people or "")),
    )
    return office.table(columns, towns, words("没有样本"))


def _open_acts(held: SurveyWave, seat: Seat) -> list[Component]:
    words = seat.words
    towns = [(town, seat.area_name(town)) for town in held.wanted]
    parts: list[Component] = []
    if seat.may_enter and held.mode is not WaveMode.LINK:
        form = office.form(
            ids.do(PAGE),
            {"act": "waiting", "wave": held.wave_id},
            words("取待访样本"),
            fields.choice("town", words("镇街"), towns),
        )
        note = office.note(words("网格员、村（社区）人员不得代居民填写"))
        parts.append(html.Section([office.title(words("访问录入")), note, form]))
    if seat.may_run:
        links = office.form(
            ids.do(PAGE),
            {"act": "links", "wave": held.wave_id},
            words("生成一次性链接"),
            fields.choice("town", words("镇街"), towns),
            fields.text("count", words("份数"), is_required=True, input_mode="numeric", longest=3),
        )
        close = office.act(
            words("结束调查"),
            ids.do(PAGE),
            {"act": "close", "wave": held.wave_id},
            sure=words("结束后不再接受答卷，确定吗？"),
            words=words,
        )
        parts += [links, close]
    return parts


def waiting(samples: Sequence[SurveySample], seat: Seat) -> Component:
    """Samples an interviewer may ask next."""
    words = seat.words
    columns: office.Columns = (
        (words("样本"), lambda one: office.named(one.sample_id)),
        (words("已访次数"), lambda one: str(one.attempts)),
        (
            "",
            lambda one: office.act(
                words("访问"), ids.do(PAGE), {"act": "ask", "sample": one.sample_id}
            ),
        ),
    )
    return office.table(columns, samples, words("没有待访样本"))


def entry(sample: SurveySample, form: Questionnaire, seat: Seat) -> Component:
    """The questionnaire of one sample, and what may be said where nobody answers."""
    words = seat.words
    asked = {"act": "answer", "sample": sample.sample_id}
    questions = [_question(one, words) for one in form.asked]
    yes_no = [("", words("否")), ("yes", words("是"))]
    problem = fields.choice("has_problem", words("文字反映了需解决的问题"), yes_no)
    tries = [
        office.act(
            name,
            ids.do(PAGE),
            {"act": "try", "sample": sample.sample_id, "outcome": outcome.value},
        )
        for outcome, name in outcome_names(words).items()
    ]
    return within(
        seat.reader,
        [
            office.title(words("样本"), sample.sample_id),
            office.form(ids.do(PAGE), asked, words("提交答卷"), *questions, problem),
            html.Div(tries, className="admin-acts"),
        ],
    )


def _question(one: Question, words: Words) -> Component:
    name, label = f"answer.{one.code}", one.text
    drawn: Component
    if one.answer is AnswerKind.WORDS:
        drawn = fields.lines(name, label, longest=LONGEST_WORDS)
    elif one.answer is AnswerKind.MANY:
        drawn = fields.several(name, label, one.options)
    else:
        drawn = fields.choice(name, label, [("", words("未问")), *one.options])
    return drawn


def _wave_form(forms: Sequence[Questionnaire], seat: Seat) -> Component:
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


def _official_form(seat: Seat) -> Component:
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


def _questionnaire_form(seat: Seat) -> Component:
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
