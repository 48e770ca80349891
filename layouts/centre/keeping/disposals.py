"""Dossiers whose years are over: what is due, and the lists with who drew and confirmed them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from domain.centre.keeping.disposals import CaseDisposal, DisposalState, DueDossier
from domain.centre.keeping.rules import KeepingRule
from domain.words import Words
from layouts.centre.case_words import word
from layouts.centre.frame import centre_page
from layouts.centre.named import actor, last_day
from layouts.elements.mantine import within
from layouts.office import ids, office
from layouts.reader import Reader
from layouts.working import Drawing

PAGE = "disposals"


@dataclass(frozen=True, slots=True)
class View:
    """For whom the page is drawn, by which rules and in which zone; `actor` is the reader."""

    reader: Reader
    rules: Mapping[str, KeepingRule]
    zone_name: str
    actor: str


def disposals_page(drawing: Drawing) -> list[Component]:
    """The page, empty where its callbacks fill it."""
    return centre_page(drawing, PAGE, drawing.reader.words("到期案卷"))


def disposals(
    due: Sequence[DueDossier],
    held: int,
    lists: Mapping[str, Sequence[CaseDisposal]],
    days: int,
    view: View,
) -> Component:
    """What is due, what a hold keeps, and each list.

    Args:
        due: dossiers that may be listed now.
        held: how many more a legal hold keeps.
        lists: the dossiers of each list, the newest list first.
        days: after how many days the system's own lists are carried out; 0 where it draws none.
        view: for whom.
    """
    words = view.reader.words
    parts: list[Component] = [
        office.note(
            words(
                "销毁后当事人、诉求、办理记录、文书和文件不再存在；"
                "编号、日期、数量和校验链保留。未结、封存或未到期的不会销毁。"
            )
        ),
        office.note(_how(days, words)),
        office.title(words("到期待列册")),
        _due(due, view),
    ]
    if held:
        parts.append(office.note(words("另有 {count} 卷已到期，因封存不列入", count=held)))
    if due:
        sure = words("生成清册不会删除任何内容。共 {count} 卷", count=len(due))
        parts.append(
            office.act(
                words("生成销毁清册"), ids.do(PAGE), {"act": "draw"},
                sure=sure, about=words("销毁清册"), words=words,
            )
        )  # fmt: skip
    parts.append(office.title(words("销毁清册")))
    if not lists:
        parts.append(office.note(words("还没有清册")))
    parts += [_list(list_id, rows, view) for list_id, rows in lists.items()]
    return within(view.reader, parts)


def _how(days: int, words: Words) -> str:
    if days:
        return words("到期案卷每天自动列册，公示 {days} 天后自动销毁；期间可撤回", days=days)
    return words("清册由一人生成、另一人确认后销毁；生成人不能确认自己的清册")


def _due(due: Sequence[DueDossier], view: View) -> Component:
    words = view.reader.words
    columns: office.Columns = (
        (words("编号"), lambda one: office.named(one.code)),
        (words("案卷"), lambda one: _rule(one.rule, view)),
        (words("结案日期"), lambda one: last_day(one.closed_at, view.zone_name)),
        (words("保管至"), lambda one: last_day(one.until, view.zone_name)),
        (words("人数"), lambda one: str(one.people)),
        (words("文件数"), lambda one: str(one.files)),
    )
    return office.table(columns, due, words("没有到期的案卷"), tight=1)


def _list(list_id: str, rows: Sequence[CaseDisposal], view: View) -> Component:
    words, first = view.reader.words, rows[0]
    counts = Counter(one.state for one in rows)
    drawn = words(
        "{by} 于 {at} 列册：{dossiers} 卷，{people} 人，{files} 份文件",
        by=actor(first.listed_by, words),
        at=last_day(first.listed_at, view.zone_name),
        dossiers=len(rows),
        people=sum(one.people for one in rows),
        files=sum(one.files for one in rows),
    )
    parts: list[Component] = [html.P(drawn), *_decided(rows, view)]
    told = " · ".join(
        f"{word(state, words)} {counts[state]}" for state in DisposalState if counts[state]
    )
    parts.append(html.P(told))
    if counts[DisposalState.LISTED]:
        parts.append(html.Div(_acts(list_id, first, view), className="admin-acts"))
    columns: office.Columns = (
        (words("编号"), lambda one: office.named(one.case_code)),
        (words("案卷"), lambda one: _rule(one.rule, view)),
        (words("保管至"), lambda one: last_day(one.until, view.zone_name)),
        (words("状态"), lambda one: _state(one, words)),
    )
    table = office.table(columns, rows, "", tight=1)
    parts.append(html.Details([html.Summary(words("案卷明细")), table]))
    return html.Section(parts, className="admin-card")


def _decided(rows: Sequence[CaseDisposal], view: View) -> list[Component]:
    """Who confirmed it, and when the last of it went."""
    words = view.reader.words
    by = next((one for one in rows if one.confirmed_at is not None), None)
    gone = [one.ended_at for one in rows if one.state is DisposalState.ERASED and one.ended_at]
    told: list[Component] = []
    if by is not None:
        at = last_day(by.confirmed_at, view.zone_name)
        told.append(
            html.P(words("{by} 于 {at} 确认", by=actor(by.confirmed_by or "", words), at=at))
        )
    if gone:
        told.append(html.P(words("{at} 销毁完毕", at=last_day(max(gone), view.zone_name))))
    return told


def _acts(list_id: str, first: CaseDisposal, view: View) -> list[Component]:
    words = view.reader.words
    about = words("销毁清册")
    withdraw = office.act(
        words("撤回清册"), ids.do(PAGE), {"act": "withdraw", "list": list_id},
        sure=words("撤回后案卷继续保管，以后可再列册"), about=about, words=words,
    )  # fmt: skip
    if first.listed_by == view.actor:
        return [withdraw]
    confirm = office.act(
        words("确认销毁"), ids.do(PAGE), {"act": "confirm", "list": list_id},
        sure=words("销毁后不能恢复。已逐卷核对，确认销毁？"), about=about, words=words,
    )  # fmt: skip
    return [confirm, withdraw]


def _state(one: CaseDisposal, words: Words) -> str:
    why = f"（{word(one.why, words)}）" if one.why else ""
    return word(one.state, words) + why


def _rule(code: str, view: View) -> str:
    rule = view.rules.get(code)
    return view.reader.words(rule.name) if rule else code
