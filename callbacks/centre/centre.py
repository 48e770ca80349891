"""The dispute centre's page: the queue, intake, a case and its steps, each by one operation."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Protocol, TypeVar
from uuid import uuid4

from dash import Dash, Output

from callbacks import office
from callbacks.centre.people import people_of
from callbacks.guarded import address, caller
from domain.access.access import may
from domain.centre.cases.agreements import Form
from domain.centre.cases.case import Channel, Flag, Level, Remedy
from domain.centre.cases.categories import Category
from domain.centre.cases.parties import PartyRole
from domain.centre.cases.petitions import Matter, Way
from domain.centre.cases.stages import Step
from domain.centre.limits.clocks import Ground
from domain.centre.loop.said import Said
from domain.centre.papers.dossier import Paper
from domain.errors import InvalidError, NotFoundError
from domain.fields import as_choice
from domain.words import Catalogues
from layouts.centre import centre as drawing
from layouts.reader import Reader
from operations.centre.cases import Cases, NewCase, looked_for

LISTED = 100
W = TypeVar("W", bound=StrEnum)
_PART = re.compile(r"(\d{4}-\d{2}-\d{2})\s+(\S+)")


class Parts(Protocol):
    """What the product is made of, as far as this page asks for it."""

    catalogues: Catalogues
    cases: Cases
    zone_name: str


def register(app: Dash, parts: Parts) -> None:
    """Wire the page to its operations."""

    @office.shows(app, parts, drawing.PAGE)
    async def show_queue(reader: Reader) -> Any:
        who = caller()
        page = await parts.cases.page(who, looked_for(is_open=True), cursor=None, limit=LISTED)
        return drawing.queue(
            page,
            await parts.cases.reminders(who),
            parts.cases.centre(who),
            reader,
            parts.zone_name,
            takes_in=may(who, "cases.register"),
        )

    @office.does(app, parts, drawing.PAGE, file=Output(drawing.FILE, "data"))
    async def do_case(asked: office.Asked, reader: Reader) -> office.Told:
        if asked.act == "take_in":
            return await _take_in(parts, asked, reader)
        if asked.act == "find":
            return await _find(parts, asked, reader)
        if asked.act == "open":
            return office.Told(card=await _card(parts, asked, reader), is_changed=False)
        if asked.act == "slip":
            return await _slip(parts, asked)
        if asked.act == "answer":
            await parts.cases.answer(asked.text("notice"), caller())
            return office.Told(reader.words("已确认"), card=None)
        step = _word(Step, asked, "step")
        await parts.cases.step(asked.text("code"), step, _said(asked), caller())
        try:
            card = await _card(parts, asked, reader)
        except NotFoundError:  # the step took it out of its taker's sight
            card = None
        return office.Told(reader.words("已办理"), card=card)


async def _card(parts: Parts, asked: office.Asked, reader: Reader) -> Any:
    """A case whole, as its reader sees it now."""
    who, reason = caller(), asked.text("reason")
    found = await parts.cases.one(asked.text("code"), who, reason=reason, address=address())
    return drawing.card(found, parts.cases.centre(who), reader, parts.zone_name, reason)


async def _slip(parts: Parts, asked: office.Asked) -> office.Told:
    """The slip of a sealed case: asked for with its reason, so that no address holds it."""
    name, content = await parts.cases.slip_for_page(
        asked.text("code"), caller(), reason=asked.text("reason"), address=address()
    )
    file = office.download(name, content, "application/pdf")
    return office.Told(is_changed=False, more={"file": file})


async def _find(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    who = caller()
    page = await parts.cases.page(who, looked_for(asked.text("q")), cursor=None, limit=LISTED)
    card = drawing.results(page, parts.cases.centre(who), reader, parts.zone_name)
    return office.Told(card=card, is_changed=False)


async def _take_in(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    sides = (
        (PartyRole.APPLICANT, "applicants"),
        (PartyRole.REPRESENTATIVE, "representatives"),
        (PartyRole.RESPONDENT, "respondents"),
    )
    people = [one for role, name in sides for one in people_of(asked.text(name), role, name)]
    applicants = sum(one.role is PartyRole.APPLICANT for one in people)
    new = NewCase(
        source="window",
        source_id=f"page-{asked.text('key') or uuid4().hex}",
        window=asked.text("window"),
        channel=_word(Channel, asked, "channel"),
        matter=_word(Matter, asked, "matter"),
        category=_word(Category, asked, "category"),
        claim=asked.text("claim"),
        parties=tuple(people),
        people_count=_whole(asked, "people_count") or max(1, applicants),
        amount_fen=_fen(asked.text("amount"), "amount"),
        flags=tuple(_named(Flag, one, "flags") for one in _several(asked, "flags")),
        accused=_several(asked, "accused"),
        incident=asked.text("incident") or None,
    )
    taken = await parts.cases.register(new, caller())
    words = reader.words
    says = words("已登记：{code}", code=taken.case.code)
    if taken.earlier:
        says += words("；同一当事人或同一事件的其他案件：{codes}", codes="、".join(taken.earlier))
    return office.Told(says, card=None)


def _said(asked: office.Asked) -> Said:
    return Said(
        text=asked.text("text"),
        body=asked.text("body") or None,
        clock=asked.text("clock") or None,
        way=_maybe(Way, asked, "way"),
        level=_maybe(Level, asked, "level"),
        leader=asked.text("leader") or None,
        mediators=tuple(dict.fromkeys(asked.text("mediators").split())),
        remedy=_maybe(Remedy, asked, "remedy"),
        has_consent=asked.text("has_consent") == "yes",
        is_apart=asked.text("is_apart") == "yes",
        room=asked.text("room") or None,
        form=_maybe(Form, asked, "form"),
        agreement=asked.text("agreement"),
        amount_fen=_fen(asked.text("amount"), "amount"),
        instalments=_instalments(asked.text("instalments")),
        instalment=_whole(asked, "instalment"),
        proof=asked.text("proof"),
        ground=_maybe(Ground, asked, "ground"),
        longer=_whole(asked, "longer"),
        paper=_maybe(Paper, asked, "paper"),
        satisfaction=_whole(asked, "satisfaction") or None,
        joined_to=asked.text("joined_to") or None,
    )


def _several(asked: office.Asked, name: str) -> tuple[str, ...]:
    """Words with commas between, each once."""
    return tuple(dict.fromkeys(filter(None, asked.text(name).split(","))))


def _word(words: type[W], asked: office.Asked, name: str) -> W:
    return _named(words, asked.text(name), name)


def _named(words: type[W], value: str, name: str) -> W:
    return words(as_choice(value, name, [one.value for one in words]))


def _maybe(words: type[W], asked: office.Asked, name: str) -> W | None:
    return _word(words, asked, name) if asked.text(name) else None


def _whole(asked: office.Asked, name: str) -> int:
    text = asked.text(name)
    if text and not (text.isascii() and text.isdigit() and len(text) <= 6):
        raise InvalidError(says="field_not_valid", field=name)
    return int(text or 0)


def _fen(text: str, name: str) -> int | None:
    """A sum in yuan, to the fen; None where nothing stands."""
    if not text:
        return None
    try:
        fen = Decimal(text.replace(",", "").replace("，", "")) * 100
    except InvalidOperation:
        raise InvalidError(says="field_not_valid", field=name) from None
    if not fen.is_finite() or fen != fen.to_integral_value() or not 0 <= fen <= 10**13:
        raise InvalidError(says="field_not_valid", field=name)
    return int(fen)


def _instalments(text: str) -> tuple[tuple[date, int], ...]:
    """Days and sums as they are typed: `2026-12-31 50000, 2027-01-31 70000.50`."""
    found: list[tuple[date, int]] = []
    for part in re.split(r"[,，;；\n]", text):
        if not part.strip():
            continue
        told = _PART.fullmatch(part.strip())
        fen = _fen(told[2], "instalments") if told else None
        if told is None or fen is None:
            raise InvalidError(says="field_not_valid", field="instalments")
        try:
            found.append((date.fromisoformat(told[1]), fen))
        except ValueError:
            raise InvalidError(says="field_not_valid", field="instalments") from None
    return tuple(found)
