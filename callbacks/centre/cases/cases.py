"""The dispute centre's page: the queue, intake, a case and its steps, each by one operation."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any, Protocol

from dash import Dash, Output, no_update

from callbacks import office
from callbacks.centre.cases.asked import whole, word
from callbacks.centre.cases.intake import take_in
from callbacks.centre.cases.sections import act_of, loaded
from callbacks.centre.cases.steps import said
from callbacks.guarded import address, caller
from domain.access.access import may
from domain.centre.cases.stages import Step
from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.words import Catalogues
from layouts.centre.cases import queue as drawing
from layouts.centre.cases.card import card
from layouts.centre.cases.opened import Opened
from layouts.centre.cases.page import FILE, PAGE
from layouts.office import office as office_page
from layouts.reader import Reader
from operations.centre.cases.cases import Cases
from operations.centre.cases.looking import looked_for

LISTED = 100


class Parts(Protocol):
    """What the product is made of, as far as this page asks for it."""

    catalogues: Catalogues
    cases: Cases
    zone_name: str


def register(app: Dash, parts: Parts) -> None:
    """Wire the page to its operations."""

    @office.shows(app, parts, PAGE)
    async def show_queue(reader: Reader) -> Any:
        who, looking = caller(), parts.cases.looking
        return drawing.queue(
            await looking.page(who, looked_for(is_open=True), cursor=None, limit=LISTED),
            await parts.cases.reminders.all(who),
            parts.cases.centre(who),
            reader,
            parts.zone_name,
            takes_in=may(who, "cases.register"),
        )

    @office.does(app, parts, PAGE, file=Output(FILE, "data"))
    async def do_case(asked: office.Asked, reader: Reader) -> office.Told:
        act = _ACTS.get(asked.act)
        if act is not None:
            return await act(parts, asked, reader)
        of_section = act_of(asked.act)
        if of_section is None:
            raise InvalidError(says="field_not_valid", field="act")
        told = await of_section(parts, asked, reader)
        if told.card is not no_update:
            return told
        return replace(told, card=await _card_again(parts, asked, reader))


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
        return office.Told(says, card=await _card_again(parts, asked, reader))
    return office.Told(reader.words("已办理"), card=await _card_again(parts, asked, reader))


async def _card_again(parts: Parts, asked: office.Asked, reader: Reader) -> Any:
    """The case after something was done; none where that took it out of its doer's sight."""
    try:
        return await _card(parts, asked, reader)
    except NotFoundError:
        return None


async def _card(parts: Parts, asked: office.Asked, reader: Reader) -> Any:
    """A case whole, as its reader sees it now."""
    who, reason = caller(), asked.text("reason")
    found = await parts.cases.looking.one(asked.text("code"), who, reason=reason, address=address())
    opened = Opened(found, parts.cases.centre(who), reader, parts.zone_name, reason)
    return card(opened, await loaded(parts, found, who))


async def _slip(parts: Parts, asked: office.Asked, _reader: Reader) -> office.Told:
    """The slip of a sealed case: asked for with its reason, so that no address holds it."""
    name, content = await parts.cases.slips.slip_for_page(
        asked.text("code"), caller(), reason=asked.text("reason"), address=address()
    )
    file = office.download(name, content, "application/pdf")
    return office.Told(is_changed=False, more={"file": file})


async def _find(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    who, wanted = caller(), looked_for(asked.text("q"))
    page = await parts.cases.looking.page(who, wanted, cursor=None, limit=LISTED)
    found = drawing.results(page, parts.cases.centre(who), reader, parts.zone_name)
    return office.Told(card=found, is_changed=False)


async def _answer(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    await parts.cases.reminders.answer(asked.text("notice"), caller())
    return office.Told(reader.words("已确认"), card=None)


_Act = Callable[[Parts, office.Asked, Reader], Awaitable[office.Told]]
_ACTS: Mapping[str, _Act] = {
    "take_in": take_in,
    "find": _find,
    "open": _open,
    "slip": _slip,
    "answer": _answer,
    "step": _step,
}
