"""Whether rows and files are still what the journal says of them: changed, removed or put in.

The chain of hashes guards the records; screens, lists and sign-ins read rows, and photos lie in a
folder. Each is compared with the newest record about it.
Source: docs/decisions/0085-rows-and-files-are-proved.md
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, func, select

from domain.errors import InvalidError
from domain.incidents.additions import is_removed
from domain.incidents.incidents import INCIDENT, Incident, IncidentStatus
from domain.kind import Kind
from domain.kinds import kind_of
from domain.live.records import Record
from store.access.accounts import AccountRows
from store.access.told_rows import row_hashes, told_rows
from store.kind_tables import TABLES, key_of
from store.live.base import read_base
from store.live.journal import record_from, records_where
from store.rows import row_of
from store.tables import ENTITY_HEAD, JOURNAL
from store.upkeep.seals import Fault

_AT_ONCE = 500
# After these an incident runs anew.
REOPENINGS = frozenset({"reopen", "split"})


def first_strange(connection: Connection, files: Path | None) -> Fault | None:
    """The first row or file that is not what the journal says; None when all are.

    What was removed from the journal is told by no record any more, and not compared.

    Args:
        connection: one snapshot of the facts.
        files: the folder of the files of incidents; None where it is not at hand.
    """
    for kind in TABLES:
        if fault := _strange_row(connection, kind) or _row_put_in(connection, kind):
            return fault
    return (
        _strange_head(connection)
        or _strange_sign_in(connection)
        or (_strange_file(connection, files) if files is not None else None)
    )


# rows of facts ------------------------------------------------------------------------------


def _newest(connection: Connection, kind: str) -> Iterator[list[Record]]:
    """The newest record of every entity of a kind, a few hundred at a time."""
    newest = select(func.max(JOURNAL.c.seq)).where(JOURNAL.c.kind == kind)
    numbers = list(connection.scalars(newest.group_by(JOURNAL.c.entity_id)))
    for start in range(0, len(numbers), _AT_ONCE):
        some = JOURNAL.c.seq.in_(numbers[start : start + _AT_ONCE])
        yield [record_from(row) for row in connection.execute(records_where(some))]


def _strange_row(connection: Connection, kind: str) -> Fault | None:
    table, key = TABLES[kind], key_of(kind)
    for records in _newest(connection, kind):
        asked = select(table).where(key.in_([one.id for one in records]))
        rows = {row[key.name]: row for row in connection.execute(asked).mappings()}
        for record in records:
            row = rows.get(record.id)
            if row is None:
                return _row_fault(record.seq, f"{kind} {record.id} has lost its row", record)
            try:
                is_same = _fits(connection, kind, row, record)
            except InvalidError:
                words = f"record {record.seq} of {kind} {record.id} has a blank inside a word"
                return Fault("row", record.seq, words)
            if not is_same:
                return _row_fault(record.seq, f"the row of {kind} {record.id} was changed", record)
    return None


def _fits(connection: Connection, kind: str, row: Any, record: Record) -> bool:
    """Whether every column says what the newest record says."""
    declared = kind_of(kind)
    told = declared.entity_of(record.state, record.private)
    if _says(declared, told, row):
        return True
    before = _with_earlier_runs(connection, told) if isinstance(told, Incident) else None
    return before is not None and _says(declared, before, row)


def _says(declared: Kind[Any], told: object, row: Any) -> bool:
    written = row_of(declared, told, row["seq"])
    return all(row[column] == value for column, value in written.items())


def _with_earlier_runs(connection: Connection, told: Incident) -> Incident | None:
    """An incident reopened by a version whose records kept the last run alone.

    What its first runs had reached was gathered from the journal when the folder was brought up
    (migration facts_0064); None where the record tells of them itself, or there were none.
    """
    if told.first_reached_at:
        return None
    its_own = (JOURNAL.c.kind == INCIDENT.name) & (JOURNAL.c.entity_id == told.number)
    first: dict[IncidentStatus, datetime] = {}
    run: Mapping[IncidentStatus, datetime] = {}
    for row in connection.execute(records_where(its_own)):
        record = record_from(row)
        if record.action in REOPENINGS:
            first = {**run, **first}
        run = INCIDENT.entity_of(record.state, record.private).reached_at
    return replace(told, first_reached_at=first) if first else None


def _row_put_in(connection: Connection, kind: str) -> Fault | None:
    table, key = TABLES[kind], key_of(kind)
    told = exists().where(JOURNAL.c.kind == kind, JOURNAL.c.entity_id == key)
    base = read_base(connection).seq
    found = connection.execute(select(key, table.c.seq).where(table.c.seq > base, ~told)).first()
    return Fault("row", found[1], f"{kind} {found[0]} has a row and no record") if found else None


def _row_fault(number: int, words: str, record: Record) -> Fault:
    return Fault("row", number, f"{words}: record {record.seq} says otherwise")


def _strange_head(connection: Connection) -> Fault | None:
    """What is live is found by its newest record's number: one set back would hide it."""
    newest = (
        select(JOURNAL.c.kind, JOURNAL.c.entity_id, func.max(JOURNAL.c.seq).label("seq"))
        .group_by(JOURNAL.c.kind, JOURNAL.c.entity_id)
        .subquery()
    )
    same: ColumnElement[bool] = (ENTITY_HEAD.c.kind == newest.c.kind) & (
        ENTITY_HEAD.c.entity_id == newest.c.entity_id
    )
    unlike = ENTITY_HEAD.c.seq.is_(None) | (ENTITY_HEAD.c.seq != newest.c.seq)
    found = connection.execute(
        select(newest).select_from(newest.outerjoin(ENTITY_HEAD, same)).where(unlike).limit(1)
    ).first()
    if found is None:
        return None
    kind, entity_id, seq = found
    return Fault("row", seq, f"record {seq} is not noted as the newest of {kind} {entity_id}")


# who signs in -------------------------------------------------------------------------------


def _strange_sign_in(connection: Connection) -> Fault | None:
    """An account or a device changed, removed or put in behind the server's back."""
    told = told_rows(connection)
    if not told:
        return None  # nobody signs in, or the journal is older than these hashes
    held = row_hashes(AccountRows(connection))
    for row, one in told.items():
        if one.strange_at is not None:
            words = f"{row.words} was changed or put in by no record before {one.strange_at}"
            return Fault("row", one.strange_at, words)
        if held.pop(row, None) != one.hash:
            words = f"the row of {row.words} was changed or removed: record {one.seq}"
            return Fault("row", one.seq, f"{words} says otherwise")
    for row in held:
        return Fault("row", 0, f"{row.words} has a row and no record")
    return None


# files --------------------------------------------------------------------------------------


def _strange_file(connection: Connection, folder: Path) -> Fault | None:
    for records in _newest(connection, "file"):
        for record in records:
            if fault := _compared(folder / record.id, record):
                return fault
    return None


def _compared(path: Path, record: Record) -> Fault | None:
    if not path.is_file():
        if record.private is None or is_removed(record):
            return None  # taken away, or erased with its words or the person it was about
        return Fault("file", record.seq, f"file {record.id} of record {record.seq} is gone")
    size, digest = _measured(path)
    if size != record.state["size"] or digest != record.state.get("sha256", digest):
        words = f"file {record.id} is not the one of record {record.seq}"
        return Fault("file", record.seq, words)
    return None


def _measured(path: Path) -> tuple[int, str]:
    with path.open("rb") as file:
        return path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest()
