"""The frame of the pages of administration, and what their acts have in common."""

import base64
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar
from urllib.parse import parse_qs

from dash import Dash, Input, Output, State, no_update

from callbacks.guarded import caller
from domain.access.access import granted, may
from domain.access.callers import Caller
from domain.errors import InvalidError, OneScreenError, RefusedError
from domain.words import Catalogues, Words, sentence
from layouts import ids as shell
from layouts.office import ids as office_ids
from layouts.office import office
from layouts.reader import Reader, read_reader
from layouts.working_ids import LOCATION, READER

log = logging.getLogger(__name__)
T = TypeVar("T")
LONGEST_ID = 64


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

    @property
    def name(self) -> str:
        """As people write it."""


class Framed(Protocol):
    """What the product is made of, as far as a frame names it."""

    catalogues: Catalogues
    district: District


class Parts(Framed, Protocol):
    """As `Framed`, and what the bell counts."""

    people: Any


def draws_frame(
    app: Dash,
    parts: Framed,
    nav: str,
    pages: Mapping[str, str],
    title: Callable[[Words, str], str],
) -> None:
    """Wire what stands around pages of forms: the ways between them and the browser's title.

    Args:
        app: where it is wired.
        parts: what the product is made of.
        nav: id of the ways.
        pages: address and name of each, in their order.
        title: of the reader's words and the district's name.
    """

    @app.callback(
        output={"nav": Output(nav, "children"), "title": Output(shell.TITLE, "children")},
        inputs={"pathname": Input(LOCATION, "pathname"), "kept": Input(READER, "data")},
    )
    async def draw_frame(pathname: str | None, kept: Any) -> Any:
        words = read_reader(kept, parts.catalogues).words
        return {
            "nav": office.tabs(pathname or "", granted(caller()), words, pages),
            "title": title(words, parts.district.name),
        }


def register(app: Dash, parts: Parts) -> None:
    """Wire the tabs and the bell."""

    def title(words: Words, district: str) -> str:
        return words("{district} 系统管理", district=district)

    draws_frame(app, parts, office_ids.TABS, office.TABS, title)

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


# While something is done its page is not pressed again (assets/pages/working/).
RUNNING = [(Output(office_ids.OFFICE, "className"), office.BUSY, office.QUIET)]


class Asked:
    """What was pressed or sent; anything the browser may say.

    Args:
        held: fields by name.
    """

    def __init__(self, held: Any) -> None:
        self._held: dict[str, Any] = held if isinstance(held, dict) else {}

    @property
    def act(self) -> str:
        """What is to be done."""
        return self.text("act")

    def one_of(self, acts: Mapping[str, T]) -> T:
        """Which of these is to be done.

        Raises:
            InvalidError: none of them.
        """
        if self.act not in acts:
            raise InvalidError(says="field_not_valid", field="act")
        return acts[self.act]

    def text(self, name: str) -> str:
        """A field; empty where it is missing or no text.

        Raises:
            InvalidError: it holds a character no database takes.
        """
        value = self._held.get(name)
        text = value if isinstance(value, str) else ""
        if "\x00" in text:
            raise InvalidError(says="field_no_text", field=name)
        return text.strip()

    def names(self) -> list[str]:
        """The names of the fields that are text."""
        return [name for name, value in self._held.items() if isinstance(value, str)]

    def same(self) -> dict[str, str]:
        """The same question once more, of its fields that are text."""
        return {name: self.text(name) for name in self.names()}

    def held(self, name: str) -> Any:
        """A field as the browser said it; whoever asks reads it with care."""
        return self._held.get(name)

    def whole(self, name: str) -> int:
        """A number; 0 where it is none."""
        value = self._held.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else 0


@dataclass(frozen=True, slots=True)
class Told:
    """What came of an act: what is said, and what stands above the rows from now on.

    `card` is left as it is unless it is given; `is_changed`: whether the rows are asked for anew;
    `more`: values of the further outputs of `does`, by name.
    """

    says: Any = ""
    card: Any = no_update
    is_changed: bool = True
    more: Mapping[str, Any] = field(default_factory=dict)


def outputs(page: str) -> dict[str, Output]:
    """What an act of a page answers."""
    return {
        "says": Output(office_ids.says(page), "children"),
        "done": Output(office_ids.done(page), "data"),
        "card": Output(office_ids.card(page), "children"),
    }


async def drawn(draw: Callable[[Reader], Awaitable[Any]], reader: Reader) -> Any:
    """What a page shows, or why it cannot be shown."""
    try:
        return await draw(reader)
    except OneScreenError as error:
        return office.bad(said(error, reader.words))


def said(error: OneScreenError, words: Words) -> str:
    """What a page says of an error: a refusal its sentence, a failure that it is one."""
    if isinstance(error, RefusedError) and error.says is not None:
        return sentence(error, words)
    log.error("a page of administration fails: %s", error)
    return words("现在办不了：数据库或磁盘没有响应。请稍后再试，并查看服务器日志")


async def acted(
    run: Callable[[Asked, Reader], Awaitable[Told]], asked: Any, reader: Reader
) -> dict[str, Any]:
    """Do what was asked; a refusal is said, and what was typed stays."""
    if not isinstance(asked, dict):
        return {"says": no_update, "done": no_update, "card": no_update}
    try:
        told = await run(Asked(asked), reader)
    except OneScreenError as error:
        says = office.bad(said(error, reader.words))
        return {"says": says, "done": no_update, "card": no_update}
    done = time.time_ns() if told.is_changed else no_update
    return {"says": told.says, "done": done, "card": told.card, **told.more}


Draw = Callable[[Reader], Awaitable[Any]]
Run = Callable[[Asked, Reader], Awaitable[Told]]


class Worded(Protocol):
    """What the product is made of, as far as the wiring asks for it."""

    catalogues: Catalogues


def download(name: str, content: bytes, media_type: str) -> dict[str, Any]:
    """A file as `dcc.Download` takes it."""
    written = base64.b64encode(content).decode()
    return {"content": written, "filename": name, "type": media_type, "base64": True}


def shows(app: Dash, parts: Worded, page: str) -> Callable[[Draw], Draw]:
    """Wire what a page shows: drawn when it opens, and anew after each act.

    The function decorated is named in domain/pages/, as every callback is.
    """

    def wire(draw: Draw) -> Draw:
        async def show(_done: Any, kept: Any) -> Any:
            return await drawn(draw, read_reader(kept, parts.catalogues))

        app.callback(
            Output(office_ids.body(page), "children"),
            Input(office_ids.done(page), "data"),
            Input(READER, "data"),
        )(named_as(draw, show))
        return draw

    return wire


View = Callable[[Asked, Reader], Awaitable[Any]]


def views(app: Dash, parts: Worded, page: str, view: str) -> Callable[[View], View]:
    """As `shows`, of a page whose reader chooses what of it they see.

    Args:
        app: where it is wired.
        parts: what the product is made of.
        page: its name in domain/pages/.
        view: id of the store that says what was chosen.
    """

    def wire(draw: View) -> View:
        async def show(_done: Any, kept: Any, chosen: Any) -> Any:
            async def of_it(reader: Reader) -> Any:
                return await draw(Asked(chosen), reader)

            return await drawn(of_it, read_reader(kept, parts.catalogues))

        app.callback(
            Output(office_ids.body(page), "children"),
            Input(office_ids.done(page), "data"),
            Input(READER, "data"),
            Input(view, "data"),
        )(named_as(draw, show))
        return draw

    return wire


Opens = Callable[[str, Reader], Awaitable[Any]]


def opens(app: Dash, parts: Worded, page: str, name: str) -> Callable[[Opens], Opens]:
    """Wire the card that an address opens: `?item=I-…` where the `name` is `item`."""

    def wire(draw: Opens) -> Opens:
        async def open_it(search: Any, kept: Any) -> Any:
            told = parse_qs(search.lstrip("?")) if isinstance(search, str) else {}
            wanted = (told.get(name) or [""])[0][:LONGEST_ID]
            if not wanted:
                return None

            async def card(reader: Reader) -> Any:
                return await draw(wanted, reader)

            return await drawn(card, read_reader(kept, parts.catalogues))

        app.callback(
            Output(office_ids.card(page), "children", allow_duplicate=True),
            Input(LOCATION, "search"),
            State(READER, "data"),
            prevent_initial_call="initial_duplicate",
        )(named_as(draw, open_it))
        return draw

    return wire


def does(app: Dash, parts: Worded, page: str, **more: Output) -> Callable[[Run], Run]:
    """Wire what a page does when something on it is pressed or sent.

    Args:
        app: where it is wired.
        parts: what the product is made of.
        page: its name in domain/pages/.
        more: further outputs; an act gives their values in `Told.more`, or leaves them.
    """

    def wire(run: Run) -> Run:
        async def do(asked: Any, kept: Any) -> Any:
            told = await acted(run, asked, read_reader(kept, parts.catalogues))
            return dict.fromkeys(more, no_update) | told

        app.callback(
            output=outputs(page) | more,
            inputs={"asked": Input(office_ids.do(page), "data"), "kept": State(READER, "data")},
            running=RUNNING,
            prevent_initial_call=True,
        )(named_as(run, do))
        return run

    return wire


Again = Callable[[Asked], Mapping[str, Any] | None]


def redraws(app: Dash, parts: Worded, page: str, again: Again) -> Callable[[Run], Run]:
    """Wire what draws the card of a page anew when its reader changes language or room.

    Args:
        app: where it is wired.
        parts: what the product is made of.
        page: its name in domain/pages/.
        again: the question that draws what an act has drawn; None where it is left as it is, as
            a password is that is shown once.
    """

    def wire(run: Run) -> Run:
        async def redraw(kept: Any, asked: Any) -> Any:
            question = again(Asked(asked)) if isinstance(asked, dict) else None
            if question is None:
                return no_update
            told = await acted(run, dict(question), read_reader(kept, parts.catalogues))
            return told["card"]

        app.callback(
            Output(office_ids.card(page), "children", allow_duplicate=True),
            Input(READER, "data"),
            State(office_ids.do(page), "data"),
            prevent_initial_call=True,
        )(named_as(run, redraw))
        return run

    return wire


def repeats(*acts: str) -> Again:
    """Draw a card anew by the question that drew it, where its act only shows something."""

    def again(asked: Asked) -> Mapping[str, Any] | None:
        return asked.same() if asked.act in acts else None

    return again


def named_as(function: Callable[..., Any], wired: Callable[..., Any]) -> Callable[..., Any]:
    """The access table knows a callback by its module and its name."""
    wired.__module__, wired.__name__ = function.__module__, function.__name__
    return wired
