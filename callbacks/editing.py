"""What the callbacks of both editors do alike: wiring, reading what is kept, saying what came."""

import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import Dash, Input, Output, State, no_update

from callbacks import office
from domain.errors import OneScreenError, RefusedError
from domain.incidents.incidents import IncidentClass
from domain.statistics.area_words import CLASS_NAMES
from domain.words import sentence
from layouts.office import editor, editor_ids
from layouts.office import ids as office_ids
from layouts.office import office as drawing
from layouts.office.editor import Row
from layouts.reader import Reader, read_reader
from layouts.working_ids import READER

# More than any list may hold: what is above is refused by the rules, not cut off here.
_MOST_ROWS = 500
_MOST_VERSION = 100_000


@dataclass(frozen=True, slots=True)
class Draft:
    """What is not saved yet of a class, and which version it was made from."""

    version: int
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the browser asks to see: a class, perhaps as it was in a version.

    `newest`: which version was the newest when the earlier one was asked for; when it no longer is,
    the newest is shown.
    """

    code: str
    version: int
    newest: int
    is_chosen: bool


# The classes of checklists and run cards; another editor names its own.
_INCIDENTS = tuple(one.value for one in IncidentClass)


def read_wanted(asked: Any, known: Sequence[str] = _INCIDENTS) -> Wanted:
    """Whatever the browser says; the first class where it names none."""
    held = office.Asked(asked)
    code = held.text("class")
    is_chosen = isinstance(asked, dict) and asked.get("chosen") is True
    return Wanted(
        code if code in known else known[0],
        _version(held, "version"),
        _version(held, "newest"),
        is_chosen,
    )


def _version(held: office.Asked, name: str) -> int:
    number = held.whole(name)
    return number if 0 < number < _MOST_VERSION else 0


def read_drafts(kept: Any, known: Sequence[str] = _INCIDENTS) -> dict[str, Draft]:
    """What is not saved, by class; anything the browser may say."""
    if not isinstance(kept, dict):
        return {}
    made = {}
    for one in known:
        held = kept.get(one)
        if not isinstance(held, dict):
            continue
        version = _version(office.Asked(held), "version")
        rows = held.get("rows")
        if version and isinstance(rows, list):
            read = [_row(each) for each in rows[:_MOST_ROWS]]
            made[one] = Draft(version, read)
    return made


def _row(raw: Any) -> Row:
    held = raw if isinstance(raw, dict) else {}
    fields = held.get("fields")
    named = fields if isinstance(fields, dict) else {}
    return Row(
        part=str(held.get("part") or "")[:32],
        row=str(held.get("row") or "")[:64],
        fields={str(name)[:32]: _value(value) for name, value in named.items()},
    )


def _value(value: Any) -> str | list[str]:
    if isinstance(value, list):
        return [str(one) for one in value[:_MOST_ROWS]]
    return value.replace("\x00", "") if isinstance(value, str) else ""


def shown(page: str) -> dict[str, Output]:
    """What is drawn when a class is asked for, and in another language."""
    named = ("classes", "title", "save", "drop", "state", "versions")
    body = {"body": Output(office_ids.body(page), "children")}
    return body | {name: Output(getattr(editor_ids, name)(page), "children") for name in named}


def outputs(page: str) -> dict[str, Output]:
    """What a save changes on the page; the lines themselves stay as they are being typed."""
    named = ("title", "save", "state", "versions")
    made = {
        name: Output(getattr(editor_ids, name)(page), "children", allow_duplicate=True)
        for name in named
    }
    return made | {"answer": Output(editor_ids.answer(page), "children")}


async def drawn(
    draw: Callable[[Reader], Awaitable[dict[str, Any]]], page: str, reader: Reader
) -> dict[str, Any]:
    """What an editor shows, or why it cannot be shown."""
    try:
        return await draw(reader)
    except OneScreenError as error:
        nothing = dict.fromkeys(shown(page), no_update)
        return {**nothing, "body": drawing.bad(office.said(error, reader.words))}


Show = Callable[[Wanted, dict[str, Draft], Reader], Awaitable[dict[str, Any]]]
Save = Callable[[Wanted, dict[str, Draft], Reader], Awaitable[office.Told]]


def wire(
    app: Dash,
    parts: office.Worded,
    page: str,
    show: Show,
    save: Save,
    known: Sequence[str] = _INCIDENTS,
    **more: Output,
) -> None:
    """Wire an editor: what it shows of a class, and what a press of its save button does.

    Args:
        app: where it is wired.
        parts: what the product is made of.
        page: its name in domain/pages/, where `show` and `save` are named as well.
        show: draws the class that is wanted, with what is not saved yet.
        save: keeps what is not saved; there is some.
        known: codes of the classes there are.
        more: further outputs of a save.
    """

    async def shows(asked: Any, kept: Any, drafts: Any) -> Any:
        if not isinstance(asked, dict):
            return dict.fromkeys(shown(page), no_update)

        async def draw(reader: Reader) -> dict[str, Any]:
            return await show(read_wanted(asked, known), read_drafts(drafts, known), reader)

        return await drawn(draw, page, read_reader(kept, parts.catalogues))

    app.callback(
        output=shown(page),
        inputs={
            "asked": Input(editor_ids.asked(page), "data"),
            "kept": Input(READER, "data"),
            "drafts": State(editor_ids.drafts(page), "data"),
        },
        prevent_initial_call=True,
    )(office.named_as(show, shows))

    async def saves(asked: office.Asked, reader: Reader) -> office.Told:
        wanted = read_wanted({"class": asked.text("class")}, known)
        drafts = read_drafts(asked.held("drafts"), known)
        if asked.act != "save" or not drafts:
            return office.Told(is_changed=False)
        return await save(wanted, drafts, reader)

    office.does(app, parts, page, **outputs(page), **more)(office.named_as(save, saves))


def saved(
    page: str,
    code: str,
    version: int,
    says: str,
    versions: Sequence[Mapping[str, Any]],
    reader: Reader,
    zone_name: str,
    names: Mapping[str, str] = CLASS_NAMES,
) -> office.Told:
    """A new version is kept: title, button and the list of versions say so."""
    words = reader.words
    more = {
        "title": editor.title(code, version, words, names),
        "save": editor.save_label(version, words),
        "state": says,
        "versions": editor.versions(page, versions, zone_name, words, may_write=True),
        "answer": editor.answer({"saved": version, "at": time.time_ns()}),
    }
    return office.Told(is_changed=False, more=more)


def refused(
    error: RefusedError, mistakes: Sequence[Mapping[str, Any]], reader: Reader
) -> office.Told:
    """Nothing was kept: what is wrong is said, and shown at its field."""
    more = {
        "state": drawing.bad(sentence(error, reader.words)),
        "answer": editor.answer({"mistakes": list(mistakes), "at": time.time_ns()}),
    }
    return office.Told(is_changed=False, more=more)


def overtaken(error: RefusedError, more_says: str, newest: int, reader: Reader) -> office.Told:
    """Somebody else has saved meanwhile: what they changed, and the two ways on."""
    says = f"{sentence(error, reader.words)} {more_says}"
    more = {
        "state": editor.conflict(says, newest, reader.words),
        "answer": editor.answer({"mistakes": [], "at": time.time_ns()}),
    }
    return office.Told(is_changed=False, more=more)


def at_row(mistake_at: int, rows: Sequence[Row]) -> str:
    """The id of the line a mistake counts to, from 1; empty for the list as a whole."""
    return rows[mistake_at - 1]["row"] if 0 < mistake_at <= len(rows) else ""
