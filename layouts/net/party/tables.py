"""The books of the party's page, a table for each."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash.development.base_component import Component

from domain.net.party.activities import HouseholdLink, PartyActivity
from domain.net.party.books import Book
from domain.net.party.gaps import Gap, PartyGap
from domain.net.party.money import yuan
from domain.net.party.organisations import PartyMember, PartyOrganisation
from domain.net.party.self_governance import CommunityActivity, SelfGovernancePlace
from layouts.net.party.page import PAGE
from layouts.net.party.seat import Seat
from layouts.office import ids, office

Names = Mapping[str, str]
# Where no day means that it never was.
_NEVER = frozenset({PartyGap.NO_MEETING, PartyGap.NO_CONTACT})


def book_table(
    book: Book, rows: Sequence[Any], names: Names, people: Names, seat: Seat
) -> Component:
    """The rows of a book.

    Args:
        book: which.
        rows: of it.
        names: of organisations, by id.
        people: names of members by their id, or by that of a link.
        seat: for whom.
    """
    drawn = {
        Book.ORGANISATIONS: lambda: organisations(rows, names, seat),
        Book.GAPS: lambda: gaps(rows, names, people, seat),
        Book.MEMBERS: lambda: members(rows, names, seat),
        Book.HOUSEHOLDS: lambda: households(rows, people, seat),
        Book.ACTIVITIES: lambda: activities(rows, names, seat),
        Book.PLACES: lambda: places(rows, seat),
        Book.COMMUNITY: lambda: community(rows, seat),
    }
    return drawn[book]()


def _open(book: Book, entity_id: str, seat: Seat) -> Component:
    asked = {"act": "open", "book": book.value, "id": entity_id}
    return office.act(seat.words("打开"), ids.do(PAGE), asked)


def organisations(rows: Sequence[PartyOrganisation], names: Names, seat: Seat) -> Component:
    """Organisations that stand; an empty post of secretary is said."""
    words = seat.words
    columns: office.Columns = (
        (words("名称"), lambda one: office.named(one.name)),
        (words("类型"), lambda one: seat.word(one.type)),
        (words("层级"), lambda one: seat.word(one.level)),
        (words("所在区域"), lambda one: office.named(seat.place(one.area_code))),
        (words("上级组织"), lambda one: office.named(names.get(one.parent_id or "", ""))),
        (words("书记"), lambda one: office.named(one.secretary) or office.bad(words("缺书记"))),
        (words("任期届满"), lambda one: one.term_end or ""),
        ("", lambda one: _open(Book.ORGANISATIONS, one.organisation_id, seat)),
    )
    return office.table(columns, rows, words("没有党组织"))


def gaps(rows: Sequence[Gap], names: Names, people: Names, seat: Seat) -> Component:
    """What is missing, and since when."""
    words = seat.words
    columns: office.Columns = (
        (words("短板"), lambda one: seat.word(one.gap)),
        (words("所在区域"), lambda one: office.named(seat.place(one.area_code))),
        (
            words("组织或党员"),
            lambda one: office.named(names.get(one.about_id) or people.get(one.about_id, "")),
        ),
        (words("日期"), lambda one: one.since or (words("从未") if one.gap in _NEVER else "")),
    )
    return office.table(columns, rows, words("没有短板"))


def members(rows: Sequence[PartyMember], names: Names, seat: Seat) -> Component:
    """Members who have not left."""
    words = seat.words
    columns: office.Columns = (
        (words("姓名"), lambda one: office.named(one.name)),
        (words("所属组织"), lambda one: office.named(names.get(one.organisation_id, ""))),
        (words("报到方式"), lambda one: seat.word(one.roll)),
        (words("行业"), lambda one: office.named(one.trade)),
        (words("岗位"), lambda one: office.named(one.duty_post)),
        (words("志愿时长（小时）"), lambda one: str(one.volunteer_hours)),
        ("", lambda one: _open(Book.MEMBERS, one.member_id, seat)),
    )
    return office.table(columns, rows, words("没有党员"))


def households(rows: Sequence[HouseholdLink], people: Names, seat: Seat) -> Component:
    """Linked households, those longest without contact first."""
    words = seat.words
    columns: office.Columns = (
        (words("联系户"), lambda one: office.named(one.household)),
        (words("党员"), lambda one: office.named(people.get(one.member_id, ""))),
        (words("所在区域"), lambda one: office.named(seat.place(one.area_code))),
        (words("结对日期"), lambda one: one.since),
        (words("最近联系"), lambda one: one.last_contact or words("从未")),
        ("", lambda one: _open(Book.HOUSEHOLDS, one.link_id, seat)),
    )
    return office.table(columns, rows, words("没有联系户"))


def activities(rows: Sequence[PartyActivity], names: Names, seat: Seat) -> Component:
    """Activities of organisations, the newest first."""
    words = seat.words
    columns: office.Columns = (
        (words("日期"), lambda one: one.day),
        (words("活动"), lambda one: seat.word(one.activity)),
        (words("组织"), lambda one: office.named(names.get(one.organisation_id, ""))),
        (words("地点"), lambda one: office.named(one.place)),
        (words("人数"), lambda one: _people(one, seat)),
        ("", lambda one: _open(Book.ACTIVITIES, one.activity_id, seat)),
    )
    return office.table(columns, rows, words("没有活动"), tight=1)


def places(rows: Sequence[SelfGovernancePlace], seat: Seat) -> Component:
    """Self-governance organisations that stand."""
    words = seat.words
    columns: office.Columns = (
        (words("名称"), lambda one: office.named(one.name)),
        (words("社区（村）"), lambda one: office.named(seat.area_name(one.area_code))),
        (words("地点"), lambda one: office.named(one.place)),
        (words("负责人"), lambda one: office.named(one.head)),
        (words("启用日期"), lambda one: one.opened or ""),
        ("", lambda one: _open(Book.PLACES, one.place_id, seat)),
    )
    return office.table(columns, rows, words("没有自治组织"))


def community(rows: Sequence[CommunityActivity], seat: Seat) -> Component:
    """Activities of residents, the newest first; sums in yuan."""
    words = seat.words
    columns: office.Columns = (
        (words("日期"), lambda one: one.day),
        (words("活动"), lambda one: office.named(one.title)),
        (words("社区（村）"), lambda one: office.named(seat.area_name(one.area_code))),
        (words("地点"), lambda one: office.named(one.place)),
        (words("人数"), lambda one: _people(one, seat)),
        (words("花费（元）"), lambda one: _cost(one, seat)),
        ("", lambda one: _open(Book.COMMUNITY, one.activity_id, seat)),
    )
    return office.table(columns, rows, words("没有活动"), tight=1)


def _people(one: PartyActivity | CommunityActivity, seat: Seat) -> str:
    """How many came; of what is to come, was called off or is not told yet, that."""
    words = seat.words
    if getattr(one, "called_off", None):
        return words("已取消")
    if one.attendance is not None:
        return str(one.attendance)
    return words("计划中") if one.day > seat.today.isoformat() else words("待登记")


def _cost(one: CommunityActivity, seat: Seat) -> str:
    if one.cost_fen is None:
        return ""
    sum_ = yuan(one.cost_fen)
    return sum_ if one.cost_checked_by else seat.words("{sum}（待核）", sum=sum_)
