"""What is held about a person: found, handed out as a file, erased. The reason is written down."""

from collections.abc import Mapping
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from domain.centre.keeping.rules import KeepingRule
from domain.words import Words
from layouts.elements.attributes import attributes
from layouts.elements.dmc import dmc
from layouts.elements.mantine import within
from layouts.office import fields, ids, office
from layouts.reader import Reader
from layouts.working import Drawing

PAGE = "privacy"
FILE = "privacy-file"
WAYS: Mapping[str, str] = {
    "phone": "手机号",
    "name": "姓名",
    "unit": "力量编号或呼号",
    "account": "账号",
}
KINDS: Mapping[str, str] = {
    "incident": "事件",
    "unit": "力量",
    "note": "备注",
    "file": "文件",
    "checklist_answers": "核对单",
    "duty": "值班",
    "audit": "操作记录",
    "account": "账号",
    "tracks": "有轨迹的力量",
    "kept_by_law": "依法保留的操作记录",
    "fixes": "已删轨迹点",
    "refused": "已删拒收消息",
}


def privacy_page(drawing: Drawing) -> list[Component]:
    """Where the form is drawn."""
    return office.frame(drawing, dcc.Download(id=FILE))


def search(reader: Reader, rules: Mapping[str, KeepingRule]) -> Component:
    """The form: by what, whom, why; and what an erasure waits for, each with its reason."""
    words = reader.words
    says = words(
        "按手机号、姓名、力量或账号，查出系统中与此人有关的全部记录。导出与清除都会记下操作人和原因；"
        "清除后记录的编号与校验链不变，姓名、电话、描述、文件和轨迹不再存在。"
    )
    made = [
        office.note(says),
        office.form(
            ids.do(PAGE),
            {"act": "find"},
            words("查找"),
            fields.choice("kind", words("查找方式"), fields.choices(WAYS, words)),
            fields.text("value", words("内容"), is_required=True),
            _reason(words, ""),
        ),
        office.title(words("案卷保管期限")),
        office.note(
            words("案件未结、案卷封存或保管期未满的，当事人信息不予清除，期满或解除后方可清除。")
        ),
        _kept(rules, words),
    ]
    return within(reader, made)


def _kept(rules: Mapping[str, KeepingRule], words: Words) -> Component:
    columns: office.Columns = (
        (words("案卷"), lambda one: words(one.name)),
        (words("保管年限"), lambda one: str(one.years)),
        (words("保管理由"), lambda one: words(one.reason)),
    )
    return office.table(columns, list(rules.values()), "")


def found(told: Mapping[str, Any], asked: Mapping[str, str], reader: Reader) -> Component:
    """What is held, and the two things that may be done with it.

    Args:
        told: of operations/upkeep/privacy.py.
        asked: `kind`, `value` and `reason` as they were sent.
        reader: for whom.
    """
    words = reader.words
    whom = {"kind": asked["kind"], "value": asked["value"]}
    columns: office.Columns = (
        (words("类型"), lambda row: words(KINDS.get(row["kind"], row["kind"]))),
        (words("编号"), lambda row: office.named(row["id"])),
    )
    shown = told["subject"]["shown"]
    made = html.Section(
        [
            office.title(words("查到的记录"), shown),
            html.P(words("找到：{counts}", counts=counted(told["counts"], words))),
            office.form(
                ids.do(PAGE), {"act": "export", **whom}, words("导出全部"),
                _reason(words, asked["reason"]),
            ),
            office.form(
                ids.do(PAGE), {"act": "erase", **whom}, words("清除个人信息"),
                _reason(words, asked["reason"]),
                sure=words("清除后不能恢复。已核对，确认清除？"), about=shown, words=words,
            ),
            office.table(columns, told["items"], words("没有记录"), tight=1),
        ],
        className="admin-card",
        tabIndex=-1,
        **attributes({"aria-label": shown, "data-focus": shown}),
    )  # fmt: skip
    return within(reader, made)


def counted(counts: Mapping[str, int], words: Words) -> str:
    """How much of each kind."""
    return " · ".join(
        f"{words(KINDS.get(kind, kind))} {count}" for kind, count in counts.items() if count
    )


def _reason(words: Words, value: str) -> dmc.TextInput:
    return fields.text(
        "reason", words("依据或原因"), longest=200, shortest=4, is_required=True, value=value
    )
