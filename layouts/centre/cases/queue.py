"""The queue of cases: what reminds, the search, and the open cases."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from domain.centre.cases.case import Case
from domain.centre.cases.case_file import CasePage
from domain.centre.cases.parties import CASE_PARTY, CaseParty, PartyRole
from domain.centre.limits.clocks import Light, light
from domain.centre.loop.reminders import HANDLER, LEADER
from domain.centre.premises.places import Centre
from domain.desk.notices import Notice
from domain.private import mask
from domain.words import Words
from layouts.centre.case_words import word
from layouts.centre.cases.intake import intake
from layouts.centre.cases.page import PAGE
from layouts.centre.named import body_name, last_day
from layouts.elements.mantine import within
from layouts.office import fields, ids, office
from layouts.reader import Reader


def queue(
    page: CasePage,
    reminders: Sequence[Notice],
    centre: Centre,
    reader: Reader,
    zone_name: str,
    *,
    takes_in: bool,
) -> Component:
    """What reminds, intake where it is the reader's, the search, and the open cases."""
    words = reader.words
    parts: list[Component] = []
    if reminders:
        parts.append(office.title(words("提醒")))
        parts.append(_reminders(reminders, words, zone_name))
    if takes_in:
        parts.append(intake(centre, words))
    parts.append(
        office.form(
            ids.do(PAGE),
            {"act": "find"},
            words("查找"),
            fields.text("q", words("案件编码、姓名或电话"), is_required=True),
        )
    )
    parts.append(office.title(words("在办案件")))
    parts.append(lines(page, centre, reader, zone_name))
    if page.cursor:
        newest = words("只列出最近的 {count} 件，其余请查找", count=len(page.cases))
        parts.append(office.note(newest))
    return within(reader, parts)


def _reminders(reminders: Sequence[Notice], words: Words, zone_name: str) -> Component:
    """What waits for an answer: of which case, what, for whom, since when."""
    columns: office.Columns = (
        (words("编码"), lambda one: office.named(one.subject_id)),
        (words("提醒"), lambda one: words(one.head)),
        (words("通知"), lambda one: _recipient(one, words)),
        (words("时间"), lambda one: office.moment(one.at, zone_name)),
        (
            "",
            lambda one: office.act(
                words("知道了"), ids.do(PAGE), {"act": "answer", "notice": one.notice_id}
            ),
        ),
    )
    return office.table(columns, reminders, "", tight=1)


def _recipient(notice: Notice, words: Words) -> str | Component:
    is_role = notice.recipient in {LEADER, HANDLER}
    return words(notice.recipient) if is_role else office.named(notice.recipient)


def results(page: CasePage, centre: Centre, reader: Reader, zone_name: str) -> Component:
    """What was looked for and found."""
    return within(reader, [lines(page, centre, reader, zone_name)])


def lines(page: CasePage, centre: Centre, reader: Reader, zone_name: str) -> Component:
    """Cases as rows, each with the way to it."""
    words = reader.words
    columns: office.Columns = (
        (words("编码"), lambda case: office.named(case.code)),
        (words("阶段"), lambda case: word(case.stage, words)),
        (words("类型"), lambda case: word(case.category, words)),
        (words("申请人"), lambda case: _of_whom(case, page, words)),
        (words("承办"), lambda case: office.named(body_name(centre, case.body))),
        (words("时限"), lambda case: _clock(case, page, words, zone_name)),
        ("", lambda case: _open(case, words)),
    )
    return office.table(columns, page.cases, words("没有案件"), tight=1)


def _open(case: Case, words: Words) -> Component:
    """The way to a case; to a sealed one with the reason it asks for."""
    asked = {"act": "open", "code": case.code}
    if not case.is_sealed:
        return office.act(words("打开"), ids.do(PAGE), asked)
    why = fields.text("reason", words("查看密封件的理由"), is_required=True, shortest=4)
    return office.form(ids.do(PAGE), asked, words("打开"), why)


def _of_whom(case: Case, page: CasePage, words: Words) -> str | Component:
    """Who brought a case, masked; of a sealed one that it is sealed."""
    if case.is_sealed:
        return words("密封")
    return office.named(_applicants(page.parties.get(case.code, [])))


def _applicants(parties: Sequence[CaseParty]) -> str:
    speak = (PartyRole.APPLICANT, PartyRole.REPRESENTATIVE)
    named = [one.name for one in parties if one.role in speak and one.name]
    return "、".join(str(mask(CASE_PARTY.name, {"name": name})["name"]) for name in named)


def _clock(case: Case, page: CasePage, words: Words, zone_name: str) -> list[str | Component]:
    """The colour, as a word and a mark, and the last moment."""
    colour = light(case.amber_at, case.due_at, page.at, is_paused=case.paused_at is not None)
    if colour is Light.NONE:
        return [last_day(case.answer_by, zone_name)]
    mark = html.Span(word(colour, words), className=f"case-light is-{colour.value}")
    return [mark, " ", last_day(case.due_at, zone_name)]
