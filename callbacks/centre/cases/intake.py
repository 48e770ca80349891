"""Taking a case in by the page's form."""

from datetime import date
from typing import Any, Protocol
from uuid import uuid4

from callbacks import office
from callbacks.centre.cases.asked import fen
from callbacks.centre.cases.people import people_of
from callbacks.fields import named, several, whole, word
from callbacks.guarded import caller
from domain.centre.cases.case import Channel, Flag
from domain.centre.cases.categories import Category
from domain.centre.cases.parties import PartyKind, PartyRole
from domain.centre.cases.petitions import Matter
from domain.errors import ConflictError, InvalidError
from layouts.centre.cases.card import slip_link
from layouts.centre.cases.intake import PARTY_ROWS, intake
from layouts.centre.cases.offers import offers, taken
from layouts.office import office as office_page
from layouts.reader import Reader
from operations.centre.cases.cases import Cases
from operations.centre.cases.new_case import WINDOW, NewCase, NewParty, id_of_form


class Parts(Protocol):
    """What the product is made of, as far as intake asks for it."""

    cases: Cases


# The form's key is a case already, of other content or not for this caller's eyes.
_TAKEN = frozenset({"case_key_other_content", "case_source_taken"})
SIDES = (
    (PartyRole.APPLICANT, "applicants"),
    (PartyRole.REPRESENTATIVE, "representatives"),
    (PartyRole.RESPONDENT, "respondents"),
)


async def draw_intake(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    """The form, with what its reader has typed before."""
    who = caller()
    typed = await parts.cases.offering.typed(who)
    form = intake(parts.cases.centre(who), reader, who.actor, typed)
    return office.Told(card=form, is_changed=False)


async def forget(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    """An empty form in place of what was typed."""
    await parts.cases.offering.forget(caller())
    told = await draw_intake(parts, asked, reader)
    return office.Told(reader.words("草稿已清空"), card=told.card)


async def heard(parts: Parts, asked: office.Asked, reader: Reader) -> Any:
    """Earlier cases and a warning for what is typed so far, which is kept."""
    who, typed = caller(), {name: asked.text(name) for name in asked.names()}
    typed.pop("typed", None)
    is_kept = await parts.cases.offering.keep(typed, who)
    try:
        people = tuple(_people(asked))
    except InvalidError:  # a line is not whole yet
        people = ()
    category = _maybe(Category, asked.text("category"))
    found = await parts.cases.offering.offers(people, category, _day(asked.text("known_on")), who)
    return offers(found.earlier, found.warned, reader.words, is_saved=is_kept)


def _maybe(words: type[Category], text: str) -> Category | None:
    return words(text) if text in {one.value for one in words} else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _people(asked: office.Asked) -> list[NewParty]:
    """The parties of the rows, and of the lines typed in bulk."""
    rows = [one for n in range(1, PARTY_ROWS + 1) if (one := _row(asked, n))]
    return rows + [one for role, name in SIDES for one in people_of(asked.text(name), role, name)]


def _row(asked: office.Asked, n: int) -> NewParty | None:
    name = asked.text(f"name-{n}")
    phone, id_number = asked.text(f"phone-{n}"), asked.text(f"id-{n}")
    if not name:
        if phone or id_number:
            raise InvalidError(says="party_line_wrong", line=phone or id_number, field="name")
        return None
    return NewParty(
        role=word(PartyRole, asked, f"role-{n}"),
        party=word(PartyKind, asked, f"kind-{n}"),
        name=name,
        phone=phone or None,
        id_number=id_number.upper() or None,
    )


async def take_in(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    """Take in what the form says; what came of it, with earlier cases of the same people."""
    people = _people(asked)
    applicants = sum(one.role is PartyRole.APPLICANT for one in people)
    new = NewCase(
        source=WINDOW,
        source_id=id_of_form(asked.text("key") or uuid4().hex),
        window=asked.text("window"),
        channel=word(Channel, asked, "channel"),
        matter=word(Matter, asked, "matter"),
        category=word(Category, asked, "category"),
        claim=asked.text("claim"),
        parties=tuple(people),
        people_count=whole(asked, "people_count") or max(1, applicants),
        amount_fen=fen(asked.text("amount"), "amount", unit=asked.text("unit")),
        flags=tuple(named(Flag, one, "flags") for one in several(asked, "flags")),
        accused=several(asked, "accused"),
        incident=asked.text("incident") or None,
    )
    who = caller()
    try:
        made = await parts.cases.intake.register(new, who)
    except ConflictError as error:
        if error.says not in _TAKEN:
            raise
        return await _under_new_key(parts, asked, reader, error)
    words, case = reader.words, made.case
    says = words("已登记：{code}", code=case.code)
    if made.earlier:
        says += words("；同一当事人或同一事件的其他案件：{codes}", codes="、".join(made.earlier))
    if case.is_sealed and case.people == (case.first_clerk,):
        says += words("；尚未指定查看检举控告的人员，请告知安全管理员")
    slip = slip_link(case, words, words("受理登记后出具回执"))
    return office.Told(says, card=taken(case.code, case.first_clerk, made.earlier, words, slip))


async def _under_new_key(
    parts: Parts, asked: office.Asked, reader: Reader, error: ConflictError
) -> office.Told:
    """The form again with what stands in it, as another case: the one it was is told."""
    who, words = caller(), reader.words
    typed = {name: text for name, text in asked.same().items() if name != "act"}
    typed["key"] = uuid4().hex
    await parts.cases.offering.keep(typed, who)
    if error.says == "case_key_other_content":
        says = words(
            "这张表已登记为 {code}，现在的内容与它不同，没有保存。"
            "另有一件案件的，请再按一次登记；更正请打开 {code} 办理",
            code=error.values["case"],
        )
    else:
        says = office.said(error, words)
    form = intake(parts.cases.centre(who), reader, who.actor, typed)
    return office.Told(office_page.bad(says), card=form)
