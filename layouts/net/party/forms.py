"""The forms of the party's page: one for each book, and those of what was opened."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from domain.net.party.activities import ActivityType
from domain.net.party.books import Book
from domain.net.party.organisations import (
    OrganisationLevel,
    OrganisationType,
    PartyMember,
    PartyOrganisation,
    Roll,
)
from domain.net.party.self_governance import CommunityActivity, SelfGovernancePlace
from layouts.net.party.page import PAGE
from layouts.net.party.seat import Seat
from layouts.office import fields, ids, office

LONGEST = 1000
Organisations = Sequence[PartyOrganisation]
Places = Sequence[SelfGovernancePlace]


def folded(title: str, form: Component) -> Component:
    """A form behind its name."""
    return html.Details([html.Summary(title), form], className="case-step")


def _form(act: str, label: str, *inputs: Component, **more: str) -> Component:
    return office.form(ids.do(PAGE), {"act": act, **more}, label, *inputs)


def book_form(
    book: Book, organisations: Organisations, places: Places, seat: Seat
) -> Component | None:
    """What is written into a book; None where it is made of the others."""
    words = seat.words
    forms: Mapping[Book, tuple[str, Callable[[], Component]]] = {
        Book.ORGANISATIONS: (words("成立党组织"), lambda: found_form(seat)),
        Book.MEMBERS: (words("登记党员"), lambda: member_form(None, organisations, seat)),
        Book.ACTIVITIES: (words("登记活动"), lambda: _activity_form(organisations, seat)),
        Book.PLACES: (words("登记自治组织"), lambda: _place_form(seat)),
        Book.COMMUNITY: (words("登记群众活动"), lambda: _community_form(places, seat)),
    }
    if book not in forms:
        return None
    title, form = forms[book]
    return folded(title, form())


def _of(organisations: Organisations, seat: Seat, chosen: str = "") -> Component:
    made: Component = fields.choice(
        "organisation",
        seat.words("党组织"),
        [(one.organisation_id, one.name) for one in organisations],
        chosen,
    )
    return made


def _community(seat: Seat) -> Component:
    """In which community it is; whoever belongs to one need not say so."""
    if seat.home:
        return html.Span()
    return _area(seat, seat.words("社区（村）编码（12 位）"))


def _area(seat: Seat, label: str) -> Component:
    made: Component = fields.text(
        "area_code", label, is_required=True, longest=15, input_mode="numeric"
    )
    return made


def found_form(seat: Seat) -> Component:
    """A new organisation; the one above is found by its place."""
    words = seat.words
    return _form(
        "found",
        words("成立"),
        fields.text("name", words("名称"), is_required=True),
        fields.choice("level", words("层级"), seat.options(OrganisationLevel), "grid"),
        fields.choice("type", words("类型"), seat.options(OrganisationType), "branch"),
        _area(seat, words("区域编码（社区 12 位，网格 15 位）")),
        fields.text("secretary", words("书记")),
        fields.text("deputy", words("副书记")),
        fields.text("founded", words("成立日期（年-月-日）"), longest=10),
        fields.text("term_end", words("任期届满（年-月-日）"), longest=10),
    )


def organisation_forms(one: PartyOrganisation, seat: Seat) -> list[Component]:
    """What may be done with an organisation that stands."""
    words, key = seat.words, one.organisation_id
    if one.ended is not None:
        return []
    change = _form(
        "change",
        words("保存"),
        fields.text("name", words("名称"), value=one.name, is_required=True),
        fields.choice("type", words("类型"), seat.options(OrganisationType), one.type.value),
        fields.text("deputy", words("副书记"), value=one.deputy or ""),
        fields.text("founded", words("成立日期（年-月-日）"), value=one.founded or "", longest=10),
        fields.text(
            "term_end", words("任期届满（年-月-日）"), value=one.term_end or "", longest=10
        ),
        id=key,
    )
    secretary = _form(
        "secretary",
        words("更换书记"),
        fields.text("secretary", words("新书记（空：暂缺）")),
        fields.text("term_end", words("新任期届满（年-月-日，可空）"), longest=10),
        id=key,
    )
    end = office.form(
        ids.do(PAGE),
        {"act": "end", "id": key},
        words("撤销党组织"),
        fields.text("day", words("撤销日期（年-月-日，空：今天）"), longest=10),
        sure=words("撤销后不能恢复，确定撤销？"),
        about=one.name,
        words=words,
    )
    return [
        folded(words("更改信息"), change),
        folded(words("更换书记"), secretary),
        folded(words("撤销党组织"), end),
    ]


def member_form(one: PartyMember | None, organisations: Organisations, seat: Seat) -> Component:
    """A member as they are registered, corrected, or moved to another organisation."""
    words = seat.words
    held = one or PartyMember("", None, "", "", Roll.HERE)
    return _form(
        "member",
        words("保存党员"),
        fields.text("name", words("姓名"), value=held.name or "", is_required=True),
        _of(organisations, seat, held.organisation_id),
        fields.choice("roll", words("报到方式"), seat.options(Roll), held.roll.value),
        fields.text("trade", words("行业"), value=held.trade or ""),
        fields.text("duty_post", words("岗位"), value=held.duty_post or ""),
        fields.text(
            "hours", words("志愿时长（小时）"), value=str(held.volunteer_hours or ""),
            input_mode="numeric",
        ),
        fields.text("phone", words("联系电话"), value=held.phone or ""),
        id=held.member_id,
    )  # fmt: skip


def member_forms(one: PartyMember, organisations: Organisations, seat: Seat) -> list[Component]:
    """What may be done with a member."""
    words = seat.words
    link = _form(
        "link",
        words("结对联系户"),
        fields.text("household", words("联系户（地址）"), is_required=True, longest=120),
        id=one.member_id,
    )
    leave = _form(
        "leave",
        words("转出"),
        fields.text("day", words("转出日期（年-月-日，空：今天）"), longest=10),
        id=one.member_id,
    )
    return [
        folded(words("更改信息"), member_form(one, organisations, seat)),
        folded(words("结对联系户"), link),
        folded(words("党员转出"), leave),
    ]


def link_forms(link_id: str, seat: Seat) -> list[Component]:
    """A contact, or the end of a link."""
    words = seat.words
    day = fields.text("day", words("日期（年-月-日，空：今天）"), longest=10)
    return [
        folded(words("记录联系"), _form("contact", words("记录联系"), day, id=link_id)),
        folded(words("结束联系"), _form("unlink", words("结束联系"), day, id=link_id)),
    ]


def _people(seat: Seat) -> Component:
    made: Component = fields.text(
        "attendance", seat.words("人数（计划中的活动不填）"), input_mode="numeric", longest=6
    )
    return made


def _activity_form(organisations: Organisations, seat: Seat) -> Component:
    words = seat.words
    return _form(
        "activity",
        words("登记活动"),
        _of(organisations, seat),
        fields.choice("activity", words("类型"), seat.options(ActivityType)),
        fields.text("day", words("日期（年-月-日）"), is_required=True, longest=10),
        fields.text("place", words("地点"), is_required=True, longest=120),
        _people(seat),
        fields.lines("note", words("备注"), longest=LONGEST),
    )


def _place_form(seat: Seat) -> Component:
    words = seat.words
    return _form(
        "place",
        words("登记自治组织"),
        fields.text("name", words("名称"), is_required=True),
        _community(seat),
        fields.text("place", words("地点"), is_required=True, longest=120),
        fields.text("head", words("负责人")),
        fields.text("opened", words("启用日期（年-月-日）"), longest=10),
    )


def _place(places: Places, seat: Seat, chosen: str = "") -> Component:
    """The self-governance organisation that holds something, or the community itself."""
    names = [(one.place_id, one.name) for one in places]
    made: Component = fields.choice(
        "place_id", seat.words("主办"), [("", seat.words("社区（村）")), *names], chosen
    )
    return made


def _community_form(places: Places, seat: Seat) -> Component:
    words = seat.words
    return _form(
        "event",
        words("登记群众活动"),
        fields.text("title", words("活动"), is_required=True),
        _place(places, seat),
        _community(seat),
        fields.text("day", words("日期（年-月-日）"), is_required=True, longest=10),
        fields.text("place", words("地点"), is_required=True, longest=120),
        _people(seat),
        fields.text("cost", words("花费（元）"), input_mode="decimal"),
        fields.lines("note", words("备注"), longest=LONGEST),
    )


def place_forms(one: SelfGovernancePlace, seat: Seat) -> list[Component]:
    """What may be done with a self-governance organisation that stands."""
    words = seat.words
    if one.ended is not None:
        return []
    change = _form(
        "place_change",
        words("保存"),
        fields.text("name", words("名称"), value=one.name, is_required=True),
        fields.text("place", words("地点"), value=one.place, is_required=True, longest=120),
        fields.text("head", words("负责人"), value=one.head or ""),
        id=one.place_id,
    )
    day = fields.text("day", words("日期（年-月-日，空：今天）"), longest=10)
    return [
        folded(words("更改信息"), change),
        folded(words("撤销自治组织"), _form("close", words("撤销"), day, id=one.place_id)),
    ]


def event_forms(one: CommunityActivity, places: Places, seat: Seat) -> list[Component]:
    """What may be done with an activity of residents: corrected, called off, its cost checked."""
    words = seat.words
    if one.called_off is not None:
        return []
    change = _form(
        "event_change",
        words("保存"),
        fields.text("title", words("活动"), value=one.title, is_required=True),
        _place(places, seat, one.place_id or ""),
        fields.text("day", words("日期（年-月-日）"), value=one.day, is_required=True, longest=10),
        fields.text("place", words("地点"), value=one.place, is_required=True, longest=120),
        fields.lines("note", words("备注"), value=one.note or "", longest=LONGEST),
        id=one.activity_id,
    )
    forms = [*held_forms(Book.COMMUNITY, one, seat), folded(words("更改信息"), change)]
    store, key = ids.do(PAGE), one.activity_id
    if one.cost_fen is not None and one.cost_checked_by is None:
        forms.append(office.act(words("核对花费"), store, {"act": "check_cost", "id": key}))
    if one.attendance is None:
        off = office.act(
            words("取消活动"), store, {"act": "call_off", "id": key},
            sure=words("取消后不再计划，确定吗？"), about=one.title, words=words,
        )  # fmt: skip
        forms.append(off)
    return forms


def held_forms(book: Book, one: Any, seat: Seat) -> list[Component]:
    """What is told of a planned activity once it was held."""
    words = seat.words
    if one.day > seat.today.isoformat():
        return []
    inputs = [fields.text("attendance", words("到场人数"), is_required=True, input_mode="numeric")]
    if book is Book.COMMUNITY:
        inputs.append(fields.text("cost", words("花费（元）"), input_mode="decimal"))
    act = "event_held" if book is Book.COMMUNITY else "held"
    form = _form(act, words("登记到场"), *inputs, id=one.activity_id)
    return [folded(words("登记到场"), form)]
