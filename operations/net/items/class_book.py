"""The table of classes in force: the product's until somebody edits it, then the newest version."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from domain.access.access import require
from domain.access.callers import Caller
from domain.errors import ConflictError, NotFoundError
from domain.live.records import Change, Record
from domain.moments import to_iso
from domain.net.items.class_table import read_classes, rows_of
from domain.net.items.classes import ITEM_CLASSES, ClassTable, ItemClass, read_lines, table_of
from domain.net.items.default_table import FIRST, first_lines
from domain.tables import Sheet, TableError
from operations.files.decoding import Decoding
from operations.net.items.item_desk import ItemDesk
from operations.prints.sheets import Watermark, workbook
from store import Transaction

NAME = ITEM_CLASSES.name


class ClassBook:
    """Reads and edits the table; every version stays in the journal.

    Args:
        desk: what the operations share.
        decoding: takes tables of others apart.
    """

    def __init__(self, desk: ItemDesk, decoding: Decoding) -> None:
        self._desk, self._decoding = desk, decoding
        lines = first_lines(desk.settings.region, frozenset(desk.departments))
        self._first = ClassTable(FIRST, lines)
        self._held: tuple[int, ClassTable] = (0, self._first)

    async def newest(self) -> ClassTable:
        """The version in force, whichever process wrote it."""
        return await self._desk.work.read(self.table)

    def table(self) -> ClassTable:
        """As `newest`, on a thread."""
        return self._table(self._desk.store.newest(NAME, NAME))

    def table_in(self, tx: Transaction) -> ClassTable:
        """As `newest`, as a transaction sees it."""
        return self._table(tx.newest(NAME, NAME))

    def _table(self, record: Record | None) -> ClassTable:
        if record is None:
            return self._first
        seq, table = self._held
        if seq != record.seq:
            table = table_of(record.state)
            self._held = record.seq, table
        return table

    async def version(self, number: int) -> ClassTable:
        """An earlier version: to look at, to take up again, or because an item keeps it.

        Raises:
            NotFoundError: there is no such version.
        """
        if number == FIRST:
            return self._first
        for record in await self._history():
            if record.state["version"] == number:
                return table_of(record.state)
        raise NotFoundError(says="no_item_classes_version", version=number, field="version")

    async def versions(self) -> list[dict[str, Any]]:
        """Who wrote which version when, newest first; the first is the product's."""
        told = [
            {"version": one.state["version"], "at": to_iso(one.at), "actor": one.actor}
            for one in reversed(await self._history())
        ]
        return [*told, {"version": FIRST, "at": None, "actor": "onescreen"}]

    async def _history(self) -> list[Record]:
        return await self._desk.work.read(lambda: self._desk.store.history(NAME, NAME))

    async def write(
        self, version: int, raw: Sequence[Mapping[str, Any]], caller: Caller
    ) -> ClassTable:
        """Write the next version, whole; it counts for items taken up from now on.

        Raises:
            NotAllowedError: the caller may not.
            ClassMistakesError: what is wrong, line by line.
            ConflictError: somebody else has written a newer version.
        """
        require(caller, "items.classes")
        region = self._desk.settings.region
        lines = read_lines(raw, region=region, departments=self._desk.departments)
        return await self._keep(version, lines, caller)

    async def load(self, raw: bytes, caller: Caller) -> ClassTable:
        """Take a table (xlsx or CSV) whole as the next version.

        Raises:
            NotAllowedError: the caller may not.
            TableError: names every row that is wrong; nothing was taken.
        """
        require(caller, "items.classes")
        version = (await self.newest()).version
        read = await self._decoding.run("item_classes", raw, actor=caller.actor)
        lines, errors = read_classes(
            Sheet(**read.facts),
            region=self._desk.settings.region,
            departments=self._desk.department_names,
        )
        if errors:
            raise TableError(errors)
        return await self._keep(version, tuple(lines), caller)

    async def _keep(self, version: int, lines: Sequence[ItemClass], caller: Caller) -> ClassTable:
        def steps(tx: Transaction) -> ClassTable:
            newest = self.table_in(tx)
            if newest.version != version:
                raise ConflictError(
                    says="item_classes_changed", version=newest.version, field="version"
                )
            if tuple(newest.lines) == tuple(lines):
                return newest
            made = ClassTable(version + 1, lines)
            tx.append(Change(NAME, NAME, "write", made.state(), caller.actor, tx.at))
            return made

        return await self._desk.write(steps)

    async def exported(self, caller: Caller, *, as_csv: bool = False) -> tuple[str, bytes]:
        """The table in force as a file: its name and its bytes, in the columns it is read by.

        Raises:
            NotAllowedError: the caller sees none.
        """
        require(caller, "items.see")
        table = await self.newest()
        rows = rows_of(table, self._desk.department_names)
        name = f"item-classes-v{table.version}"
        if as_csv:
            made = io.StringIO()
            csv.writer(made).writerows(rows)
            return f"{name}.csv", ("\ufeff" + made.getvalue()).encode()
        mark = Watermark(caller.actor, self._desk.now(), self._desk.calendar.zone)
        head, *lines = rows
        sheet = await self._desk.work.read(lambda: workbook(head, lines, mark, title=head[0]))
        return f"{name}.xlsx", sheet
