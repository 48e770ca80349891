"""The frame of the pages of administration, and what their acts have in common."""

from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from dash import Dash, Input, Output, no_update

from callbacks.guarded import caller
from domain.access.access import granted, may
from domain.access.callers import Caller
from domain.errors import OneScreenError
from domain.words import Catalogues, Words, sentence
from layouts import ids as shell
from layouts import office, office_ids
from layouts.reader import read_reader
from layouts.working_ids import READER


class Alarms(Protocol):
    """The part of operations/access/alarms.py that is counted."""

    async def all(self, caller: Caller) -> list[dict[str, Any]]:
        """The newest alarms and who has seen to each."""
        ...


class People(Protocol):
    """The part of operations/access/people.py the frame asks."""

    alarms: Alarms


class District(Protocol):
    """Whose server it is."""

    name: str


class Parts(Protocol):
    """What the product is made of, as far as the frame asks for it."""

    catalogues: Catalogues
    people: Any
    district: Any


def register(app: Dash, parts: Parts) -> None:
    """Wire the tabs and the bell."""

    @app.callback(
        output={
            "tabs": Output(office_ids.TABS, "children"),
            "title": Output(shell.TITLE, "children"),
        },
        inputs={"pathname": Input(shell.LOCATION, "pathname"), "kept": Input(READER, "data")},
    )
    async def draw_frame(pathname: str | None, kept: Any) -> Any:
        words = read_reader(kept, parts.catalogues).words
        return {
            "tabs": office.tabs(pathname or "", granted(caller()), words),
            "title": words("{district} 系统管理", district=parts.district.name),
        }

    @app.callback(
        Output(office_ids.BELL, "children"),
        Input(office_ids.BELL_CLOCK, "n_intervals"),
        Input(READER, "data"),
    )
    async def ring(_count: Any, kept: Any) -> Any:
        """How many alarms are open, for whom they concern."""
        who = caller()
        if not may(who, "accounts.manage"):
            return None
        try:
            alarms = await parts.people.alarms.all(who)
        except OneScreenError:
            return no_update
        words = read_reader(kept, parts.catalogues).words
        return office.bell(sum(1 for one in alarms if not one["seen_by"]), words)


async def said(work: Callable[[], Awaitable[Any]], words: Words) -> tuple[Any, str | None]:
    """What an operation answers, and None; or None, and why it refused."""
    try:
        return await work(), None
    except OneScreenError as error:
        return None, sentence(error, words)
