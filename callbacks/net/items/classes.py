"""The editor of the table of classes: group by group, all of them saved as one version."""

import asyncio
import time
from collections.abc import Mapping
from typing import Any, Protocol

from dash import Dash, Input, Output, no_update

from callbacks import editing, office
from callbacks.editing import Draft, Wanted
from callbacks.guarded import caller
from callbacks.tables import takes_table
from domain.access.access import may
from domain.errors import ConflictError, RefusedError
from domain.net.items.classes import GROUPS, ClassMistakesError, ClassTable, Mistake
from domain.net.items.default_table import FIRST
from domain.words import Catalogues, Words, sentence
from layouts.net.items import classes
from layouts.net.items.names import group_names
from layouts.net.items.page import CLASS_FILE, CLASS_LOADED, CLASS_UPLOAD, CLASSES, EXPORT, KEEPS
from layouts.office import editor
from layouts.reader import Reader
from operations.net.items.net_items import NetItems

CODES = tuple(GROUPS)


class Parts(Protocol):
    """What the product is made of, as far as this page asks for it."""

    catalogues: Catalogues
    net_items: NetItems
    zone_name: str


def register(app: Dash, parts: Parts) -> None:
    """Wire the editor, and the table as a file."""

    async def show_classes(
        wanted: Wanted, drafts: dict[str, Draft], reader: Reader
    ) -> dict[str, Any]:
        return await _drawn(parts, wanted, drafts, reader)

    async def do_classes(wanted: Wanted, drafts: dict[str, Draft], reader: Reader) -> office.Told:
        return await _save(parts, wanted.code, drafts, reader)

    editing.wire(app, parts, CLASSES, show_classes, do_classes, CODES)

    @takes_table(app, parts, CLASSES, upload=CLASS_UPLOAD, says=CLASS_LOADED)
    async def load_classes(raw: bytes, reader: Reader) -> str:
        made = await parts.net_items.classes.load(raw, caller())
        return reader.words(
            "已存为第 {version} 版，共 {count} 类；刷新页面查看",
            version=made.version,
            count=len(made.lines),
        )

    @app.callback(
        Output(CLASS_FILE, "data"),
        Input(EXPORT, "n_clicks"),
        prevent_initial_call=True,
    )
    async def export_classes(clicks: Any) -> Any:
        """The table in force as a spreadsheet."""
        if not clicks:
            return no_update
        name, content = await parts.net_items.classes.exported(caller())
        return office.download(name, content, "application/octet-stream")


async def _drawn(
    parts: Parts, wanted: Wanted, drafts: dict[str, Draft], reader: Reader
) -> dict[str, Any]:
    book, words = parts.net_items.classes, reader.words
    newest, versions = await asyncio.gather(book.newest(), book.versions())
    base = classes.rows_of(newest.by_group.get(wanted.code, ()))
    may_write = may(caller(), KEEPS)
    draft = drafts.get(wanted.code) if may_write else None
    rows, state = (draft.rows if draft else base), ""
    if draft is None and wanted.version and wanted.newest == newest.version:
        held = await book.version(wanted.version)
        rows = classes.rows_of(held.by_group.get(wanted.code, ()))
        state = editor.of_version(wanted.version, words, may_write=may_write)
    if not state and draft is None and newest.version == FIRST:
        state = words("这是产品附带的默认标准，请按本区公布的标准核对后保存为新版")
    return editor.drawn(
        editor.View(
            page=CLASSES,
            what=words("立案标准"),
            code=wanted.code,
            version=newest.version,
            based=_based(drafts, newest.version) if may_write else newest.version,
            base=base,
            parts=[editor.Part(classes.PART, rows)],
            versions=versions,
            lines=classes.lines(parts.net_items.desk.department_names, words),
            reader=reader,
            zone_name=parts.zone_name,
            may_write=may_write,
            drawn=str(time.time_ns()),
            state=state,
            is_chosen=wanted.is_chosen,
            names=group_names(words),
            looking=words("只能查看。立案标准由指挥中心修改。"),
        )
    )


def _based(drafts: Mapping[str, Draft], version: int) -> int:
    """All groups become one version: the oldest any of them was made from."""
    return min((one.version for one in drafts.values()), default=version)


async def _save(parts: Parts, code: str, drafts: dict[str, Draft], reader: Reader) -> office.Told:
    """Put the groups that were changed in place of those that are kept, and keep all of them."""
    book, words = parts.net_items.classes, reader.words
    newest = await book.newest()
    raw: list[dict[str, Any]] = []
    for group in CODES:
        draft = drafts.get(group)
        rows = draft.rows if draft else classes.rows_of(newest.by_group.get(group, ()))
        raw += classes.told_of(rows, group)
    try:
        made = await book.write(_based(drafts, newest.version), raw, caller())
    except ClassMistakesError as error:
        mistakes = [_told(one, drafts, words) for one in error.mistakes]
        return editing.refused(error, mistakes, reader)
    except ConflictError as error:
        more = await _changed(parts, newest, drafts, words)
        return editing.overtaken(error, more, newest.version, reader)
    except RefusedError as error:
        return editing.refused(error, [], reader)
    says = words("已保存为第 {version} 版，新立案的件即用新版", version=made.version)
    versions = await book.versions()
    return editing.saved(
        CLASSES, code, made.version, says, versions, reader, parts.zone_name, group_names(words)
    )


def _told(one: Mistake, drafts: Mapping[str, Draft], words: Words) -> dict[str, Any]:
    draft = drafts.get(one.group)
    return {
        "class": one.group,
        "part": classes.PART,
        "row": editing.at_row(one.line, draft.rows if draft else []),
        "field": one.field,
        "message": sentence(one.error, words),
    }


async def _changed(
    parts: Parts, theirs: ClassTable, drafts: Mapping[str, Draft], words: Words
) -> str:
    """The groups somebody else has changed since this was begun."""
    before = await parts.net_items.classes.version(_based(drafts, 1))
    names = group_names(words)
    changed = [
        names[group]
        for group in CODES
        if tuple(before.by_group.get(group, ())) != tuple(theirs.by_group.get(group, ()))
    ]
    return words("对方改了：{names}", names=words.listed(changed))
