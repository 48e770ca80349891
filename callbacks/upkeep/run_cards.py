"""The editor of run cards: drawn class by class, all classes saved as one version."""

import asyncio
import time
from typing import Any, Protocol

from dash import Dash

from callbacks import editing, office
from callbacks.editing import Draft, Wanted
from callbacks.guarded import caller
from domain.access.access import may
from domain.access.callers import Caller
from domain.dispatch.run_card_edits import Mistake, RunCardMistakesError
from domain.dispatch.run_cards import RunCards
from domain.errors import ConflictError, RefusedError
from domain.incidents.incidents import IncidentClass
from domain.statistics.area_words import CLASS_NAMES
from domain.words import Catalogues, Words, sentence
from layouts.office import editor
from layouts.office.editor import Row
from layouts.reader import Reader
from layouts.upkeep import run_cards
from operations.dispatch.recommendations import cards_body

PAGE = run_cards.PAGE


class Cards(Protocol):
    """The part of operations/dispatch/run_cards.py the editor asks."""

    async def newest(self) -> tuple[int, RunCards]:
        """The newest version's number and cards."""
        ...

    async def version(self, number: int) -> RunCards:
        """The cards of an earlier version."""
        ...

    async def versions(self) -> list[dict[str, Any]]:
        """Who wrote which version when, newest first."""
        ...

    async def write(self, version: int, raw: object, *, caller: Caller) -> tuple[int, RunCards]:
        """Write the next version, whole."""
        ...


class Dispatching(Protocol):
    """The part of dispatching this page needs."""

    cards: Cards


class Parts(Protocol):
    """What the product is made of, as far as this page asks for it."""

    catalogues: Catalogues
    dispatching: Dispatching
    zone_name: str


def register(app: Dash, parts: Parts) -> None:
    """Wire the editor."""

    async def show_run_cards(
        wanted: Wanted, drafts: dict[str, Draft], reader: Reader
    ) -> dict[str, Any]:
        return await _drawn(parts, wanted, drafts, reader)

    async def do_run_cards(wanted: Wanted, drafts: dict[str, Draft], reader: Reader) -> office.Told:
        return await _save(parts, wanted.code, drafts, reader)

    editing.wire(app, parts, PAGE, show_run_cards, do_run_cards)


async def _drawn(
    parts: Parts, wanted: Wanted, drafts: dict[str, Draft], reader: Reader
) -> dict[str, Any]:
    cards, words = parts.dispatching.cards, reader.words
    (version, newest), versions = await asyncio.gather(cards.newest(), cards.versions())
    body = cards_body(version, newest)
    base = run_cards.rows_of(body["items"], wanted.code)
    may_write = may(caller(), "settings.manage")
    draft = drafts.get(wanted.code) if may_write else None
    rows, state = (draft.rows if draft else base), ""
    if draft is None and wanted.version and wanted.newest == version:
        body = cards_body(wanted.version, await cards.version(wanted.version))
        rows = run_cards.rows_of(body["items"], wanted.code)
        state = editor.of_version(wanted.version, words, may_write=may_write)
    held = {skill for row in rows for skill in row["fields"].get("skills", ())}
    skills = sorted({*held, *(one["code"] for one in body["skills"])})
    return editor.drawn(
        editor.View(
            page=PAGE,
            what=words("派遣预案"),
            code=wanted.code,
            version=version,
            based=_based(drafts, version) if may_write else version,
            base=base,
            parts=run_cards.parts(rows, words),
            versions=versions,
            lines=run_cards.lines(skills, words),
            reader=reader,
            zone_name=parts.zone_name,
            may_write=may_write,
            drawn=str(time.time_ns()),
            state=state,
            is_chosen=wanted.is_chosen,
        )
    )


def _based(drafts: dict[str, Draft], version: int) -> int:
    """All classes become one version: the oldest any of them was made from."""
    return min((one.version for one in drafts.values()), default=version)


async def _save(parts: Parts, code: str, drafts: dict[str, Draft], reader: Reader) -> office.Told:
    """Put the classes that were changed in place of those that are kept, and keep all of them."""
    cards, words = parts.dispatching.cards, reader.words
    version, newest = await cards.newest()
    kept = cards_body(version, newest)["items"]
    items = [one for one in kept if one["class"] not in drafts]
    for one, draft in drafts.items():
        items += run_cards.cards_of(draft.rows, one)
    try:
        made, _ = await cards.write(_based(drafts, version), items, caller=caller())
    except RunCardMistakesError as error:
        return editing.refused(error, [_told(one, drafts, words) for one in error.mistakes], reader)
    except ConflictError as error:
        return editing.overtaken(error, await _changed(cards, kept, drafts, words), version, reader)
    except RefusedError as error:
        return editing.refused(error, [], reader)
    says = words("已保存为第 {version} 版，下一次推荐即用新版", version=made)
    versions = await cards.versions()
    return editing.saved(PAGE, code, made, says, versions, reader, parts.zone_name)


def _told(one: Mistake, drafts: dict[str, Draft], words: Words) -> dict[str, Any]:
    draft = drafts.get(one.incident_class or "")
    part = str(one.severity or "")
    rows = [row for row in draft.rows if row["part"] == part] if draft else []
    # The kind and the sort of a unit are chosen together.
    field = "unit" if one.field in {"kind", "subkind"} else one.field
    return {
        "class": one.incident_class,
        "part": part,
        "row": editing.at_row(one.need, rows),
        "field": field,
        "message": sentence(one.error, words),
    }


async def _changed(
    cards: Cards, theirs: list[dict[str, Any]], drafts: dict[str, Draft], words: Words
) -> str:
    """The classes somebody else has changed since this was begun."""
    before = cards_body(0, await cards.version(_based(drafts, 1)))["items"]

    def of(items: list[dict[str, Any]], code: str) -> list[Row]:
        return run_cards.rows_of(items, code)

    names = [
        words(CLASS_NAMES[one.value])
        for one in IncidentClass
        if of(before, one.value) != of(theirs, one.value)
    ]
    return words("对方改了：{names}", names=words.listed(names))
