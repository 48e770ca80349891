"""Measures of cases: written in the transaction that changes a case, and counted anew."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, exists, select

from domain.centre.cases.case import CASE, Case
from domain.centre.figures.measures import Measure, measured
from store.live.journal import read_records
from store.tables import CASE as CASES
from store.tables import CASE_MEASURE, JOURNAL
from store.write_buffer import upsert

_NAMES = tuple(one.name for one in fields(Measure))


def keep_measure(connection: Connection, case: Case, at: datetime) -> None:
    """Fold a change of a case into its measure."""
    now = measured(measure_of(connection, case.code), case, at)
    connection.execute(upsert(CASE_MEASURE, connection.dialect.name), [asdict(now)])


def measure_of(connection: Connection, code: str) -> Measure | None:
    """What is kept of a case."""
    query = select(CASE_MEASURE).where(CASE_MEASURE.c.code == code)
    row = connection.execute(query).mappings().first()
    return _measure(row) if row else None


def fill_missing(connection: Connection) -> None:
    """Measure the cases that have no measure yet: those of an older version."""
    has_one = exists(select(CASE_MEASURE.c.code).where(CASE_MEASURE.c.code == CASES.c.code))
    codes = connection.scalars(select(CASES.c.code).where(~has_one)).all()
    for measure in recounted(connection, codes):
        connection.execute(CASE_MEASURE.insert(), [asdict(measure)])


def recounted(connection: Connection, codes: Iterable[str] | None = None) -> Iterator[Measure]:
    """The measure of every case, or of some, folded from its records as far as they are kept."""
    if codes is None:
        codes = connection.scalars(select(CASES.c.code).order_by(CASES.c.code)).all()
    for code in codes:
        of_case = (JOURNAL.c.kind == CASE.name) & (JOURNAL.c.entity_id == code)
        held: Measure | None = None
        for record in read_records(connection, of_case):
            case = CASE.entity_of(record.state, record.private)
            held = measured(held, case, record.occurred_at)
        if held is not None:
            yield held


def differences(connection: Connection) -> list[str]:
    """Codes whose kept measure is not the recounted one."""
    kept = {
        row["code"]: _measure(row) for row in connection.execute(select(CASE_MEASURE)).mappings()
    }
    again = {one.code: one for one in recounted(connection)}
    return sorted(code for code in {*kept, *again} if kept.get(code) != again.get(code))


def has_cases(connection: Connection) -> bool:
    """Whether there is any case."""
    return bool(connection.scalar(select(exists(select(CASES.c.code)))))


def _measure(row: Mapping[Any, Any]) -> Measure:
    return Measure(**{name: row[name] for name in _NAMES})
