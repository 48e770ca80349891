"""The dispute centre's page: the queue, intake, a case and its steps, each by one operation."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any, Protocol
from urllib.parse import parse_qs

from dash import Dash, Input, Output, State, no_update

from callbacks import office
from callbacks.centre.cases.intake import draw_intake, forget, heard, take_in
from callbacks.centre.cases.queue import export_of, queue_of
from callbacks.centre.cases.section import open_case
from callbacks.centre.cases.sections import loaded, section_of
from callbacks.centre.cases.steps import said
from callbacks.fields import whole, word
from callbacks.guarded import address, caller
from domain.centre.cases.stages import Step
from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.words import Catalogues
from layouts.centre.cases.card import card
from layouts.centre.cases.opened import Opened
from layouts.centre.cases.page import FILE, OFFERS, PAGE, TYPED, VIEW
from layouts.office import ids
from layouts.office import office as office_page
from layouts.reader import Reader, read_reader
from layouts.working_ids import LOCATION, READER
from operations.centre.cases.cases import Cases
from operations.centre.person.calling import Calling


class Parts(Protocol):
    """What the product is made of, as far as this page asks for it."""

    calling: Calling
    catalogues: Catalogues
    cases: Cases
    zone_name: str


def register(app: Dash, parts: Parts) -> None:
    """Wire the page to its operations."""

    async def show_queue(_done: Any, kept: Any, looked: Any, search: Any) -> Any:
        """What of the queue its reader has asked for; drawn anew after each act.

        Before anything was pressed it is what the address says: `/centre?view=calls`.
        """
        asked = office.Asked(looked if isinstance(looked, dict) else _in_address(search))

        async def draw(reader: Reader) -> Any:
            return await queue_of(parts, asked, reader)

        return await office.drawn(draw, read_reader(kept, parts.catalogues))

    async def hear_intake(typed: Any, kept: Any) -> Any:
        """Keep what is typed, and tell what is known of it; nothing where it cannot be read."""

        async def draw(reader: Reader) -> Any:
            return await heard(parts, office.Asked(typed), reader)

        return await office.drawn(draw, read_reader(kept, parts.catalogues))

    app.callback(
        Output(ids.body(PAGE), "children"),
        Input(ids.done(PAGE), "data"),
        Input(READER, "data"),
        Input(VIEW, "data"),
        Input(LOCATION, "search"),
    )(show_queue)
    app.callback(
        Output(OFFERS, "children"),
        Input(TYPED, "data"),
        State(READER, "data"),
        prevent_initial_call=True,
    )(hear_intake)

    @office.does(app, parts, PAGE, file=Output(FILE, "data"))
    async def do_case(asked: office.Asked, reader: Reader) -> office.Told:
        return await _do(parts, asked, reader)

    @office.redraws(app, parts, PAGE, _again)
    async def redraw_case(asked: office.Asked, reader: Reader) -> office.Told:
        return await _do(parts, asked, reader)


async def _do(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    act = _ACTS.get(asked.act)
    if act is not None:
        return await act(parts, asked, reader)
    section = section_of(asked.act)
    if section is None:
        raise InvalidError(says="field_not_valid", field="act")
    told = await section.acts[asked.act](parts, asked, reader)
    if told.card is not no_update:
        return told
    return replace(told, card=await _card_again(parts, asked, reader))


def _again(asked: office.Asked) -> Mapping[str, str] | None:
    """What draws the same card; what tells of something done is left as it is."""
    if asked.act in {"open", "step"}:
        return open_case(asked)
    if asked.act in {"intake", "forget"}:
        return {"act": "intake"}
    section = section_of(asked.act)
    return section.again(asked) if section else None


def _in_address(search: Any) -> dict[str, str]:
    """The view an address asks for; nothing where it asks for none."""
    views = parse_qs(search[1:]).get("view") if isinstance(search, str) else None
    return {"view": views[0]} if views else {}


async def _open(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    return office.Told(card=await _card(parts, asked, reader), is_changed=False)


async def _step(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    step = word(Step, asked, "step")
    told, version = said(asked, parts.zone_name), whole(asked, "version", longest=15)
    try:
        await parts.cases.steps.step(asked.text("code"), step, told, caller(), version=version)
    except ConflictError as error:
        if error.says != "case_changed_meanwhile":
            raise
        says = office_page.bad(office.said(error, reader.words))
        typed = asked.same()
        return office.Told(says, card=await _card_again(parts, asked, reader, typed))
    return office.Told(reader.words("已办理"), card=await _card_again(parts, asked, reader))


async def _card_again(
    parts: Parts, asked: office.Asked, reader: Reader, typed: Mapping[str, str] | None = None
) -> Any:
    """The case after something was done; none where that took it out of its doer's sight.

    `typed` is drawn again into the form of its step, where somebody else was first.
    """
    try:
        return await _card(parts, asked, reader, typed)
    except NotFoundError:
        return None


async def _card(
    parts: Parts, asked: office.Asked, reader: Reader, typed: Mapping[str, str] | None = None
) -> Any:
    """A case whole, as its reader sees it now."""
    who, reason = caller(), asked.text("reason")
    found = await parts.cases.looking.one(asked.text("code"), who, reason=reason, address=address())
    leaders = await parts.cases.looking.leaders(who) if _NAME_LEADERS & {*found.steps} else []
    opened = Opened(
        found, parts.cases.centre(who), reader, parts.zone_name, reason, leaders, typed or {}
    )
    return card(opened, await loaded(parts, found, who))


async def _slip(parts: Parts, asked: office.Asked, _reader: Reader) -> office.Told:
    """The slip of a sealed case: asked for with its reason, so that no address holds it."""
    name, content = await parts.cases.slips.slip_for_page(
        asked.text("code"), caller(), reason=asked.text("reason"), address=address()
    )
    file = office.download(name, content, "application/pdf")
    return office.Told(is_changed=False, more={"file": file})


async def _shut(_parts: Parts, _asked: office.Asked, _reader: Reader) -> office.Told:
    return office.Told(card=None, is_changed=False)


async def _answer(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    await parts.cases.reminders.answer(asked.text("notice"), caller())
    return office.Told(reader.words("已确认"), card=None)


# The steps that name a leader.
_NAME_LEADERS = frozenset({Step.LEAD, Step.STAND_IN, Step.STUDY})
_Act = Callable[[Parts, office.Asked, Reader], Awaitable[office.Told]]
_ACTS: Mapping[str, _Act] = {
    "take_in": take_in,
    "intake": draw_intake,
    "forget": forget,
    "shut": _shut,
    "open": _open,
    "slip": _slip,
    "answer": _answer,
    "export": export_of,
    "step": _step,
}
