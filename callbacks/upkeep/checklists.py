"""The editor of checklists: one class at a time, each saved by itself."""

import asyncio
import time
from typing import Any, Protocol

from dash import Dash

from callbacks import editing, office
from callbacks.editing import Draft, Wanted
from callbacks.guarded import caller
from domain.access.access import may
from domain.access.callers import Caller
from domain.errors import ConflictError, RefusedError
from domain.incidents.checklists import ChecklistMistakesError
from domain.incidents.incidents import IncidentClass
from domain.words import Catalogues, sentence
from layouts.office import editor
from layouts.reader import Reader
from layouts.upkeep import checklists

PAGE = checklists.PAGE


class Checklists(Protocol):
    """The part of operations/desk/checklists.py the editor asks."""

    async def read(self, incident_class: IncidentClass) -> dict[str, Any]:
        """The newest version."""
        ...

    async def version(self, incident_class: IncidentClass, number: int) -> dict[str, Any]:
        """An earlier version."""
        ...

    async def versions(self, incident_class: IncidentClass) -> list[dict[str, Any]]:
        """Who wrote which version when, newest first."""
        ...

    async def write(
        self, incident_class: IncidentClass, version: int, raw_items: object, *, caller: Caller
    ) -> dict[str, Any]:
        """Write the next version."""
        ...


class DeskParts(Protocol):
    """The part of the desk this page needs."""

    checklists: Checklists


class Parts(Protocol):
    """What the product is made of, as far as this page asks for it."""

    catalogues: Catalogues
    desk_parts: DeskParts
    zone_name: str


def register(app: Dash, parts: Parts) -> None:
    """Wire the editor."""

    async def show_checklists(
        wanted: Wanted, drafts: dict[str, Draft], reader: Reader
    ) -> dict[str, Any]:
        return await _drawn(parts, wanted, drafts, reader)

    async def do_checklists(
        wanted: Wanted, drafts: dict[str, Draft], reader: Reader
    ) -> office.Told:
        draft = drafts.get(wanted.code)
        if draft is None:
            return office.Told(is_changed=False)
        return await _save(parts, IncidentClass(wanted.code), draft, reader)

    editing.wire(app, parts, PAGE, show_checklists, do_checklists)


async def _drawn(
    parts: Parts, wanted: Wanted, drafts: dict[str, Draft], reader: Reader
) -> dict[str, Any]:
    lists, words = parts.desk_parts.checklists, reader.words
    incident_class = IncidentClass(wanted.code)
    newest, versions = await asyncio.gather(
        lists.read(incident_class), lists.versions(incident_class)
    )
    base = checklists.rows_of(newest["items"])
    may_write = may(caller(), "settings.manage")
    draft = drafts.get(wanted.code) if may_write else None
    rows, state = (draft.rows if draft else base), ""
    if draft is None and wanted.version and wanted.newest == newest["version"]:
        held = await lists.version(incident_class, wanted.version)
        rows = checklists.rows_of(held["items"])
        state = editor.of_version(wanted.version, words, may_write=may_write)
    return editor.drawn(
        editor.View(
            page=PAGE,
            what=words("问询清单"),
            code=wanted.code,
            version=newest["version"],
            based=draft.version if draft else newest["version"],
            base=base,
            parts=[editor.Part(checklists.PART, rows)],
            versions=versions,
            lines=checklists.lines(words),
            reader=reader,
            zone_name=parts.zone_name,
            may_write=may_write,
            drawn=str(time.time_ns()),
            state=state,
            is_chosen=wanted.is_chosen,
        )
    )


async def _save(
    parts: Parts, incident_class: IncidentClass, draft: Draft, reader: Reader
) -> office.Told:
    lists, words = parts.desk_parts.checklists, reader.words
    items = checklists.items_of(draft.rows)
    try:
        made = await lists.write(incident_class, draft.version, items, caller=caller())
    except ChecklistMistakesError as error:
        mistakes = [
            {
                "class": incident_class.value,
                "part": checklists.PART,
                "row": editing.at_row(one.item, draft.rows),
                "field": one.field,
                "message": sentence(one.error, words),
            }
            for one in error.mistakes
        ]
        return editing.refused(error, mistakes, reader)
    except ConflictError as error:
        theirs = await lists.read(incident_class)
        says = checklists.differs(checklists.rows_of(theirs["items"]), draft.rows, words)
        return editing.overtaken(error, says, theirs["version"], reader)
    except RefusedError as error:
        return editing.refused(error, [], reader)
    says = words("已保存为第 {version} 版，新接的警即用新版", version=made["version"])
    versions = await lists.versions(incident_class)
    return editing.saved(
        PAGE, incident_class.value, made["version"], says, versions, reader, parts.zone_name
    )
