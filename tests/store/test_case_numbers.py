"""Statutory numbers: one of each body, year and serial, also of those from before they had rows."""

from dataclasses import replace
from datetime import UTC, datetime
from importlib import import_module

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations

from domain.centre.papers.filed import CASE_NUMBER, CaseNumber
from domain.errors import ConflictError
from store.centre.papers import last_serial
from store.engine import connect, facts_url
from tests.store.conftest import Place

NINE = datetime(2026, 1, 5, 1, tzinfo=UTC)
CODE = "LS20260105-01-0001-9"
FIRST = CaseNumber(
    "number-a", CODE, "people_mediation", "（2026）烈人调字第1号", 2026, NINE, "a", 1
)


def test_the_database_has_one_number_of_a_body_year_and_serial(place: Place):
    store = place.open()
    with store.transaction() as tx:
        tx.put(CASE_NUMBER, FIRST, action="give", actor="a")
    same = replace(FIRST, number_id="number-b", case_code="LS20260105-01-0002-7")
    with pytest.raises(ConflictError, match="case_number_taken"), store.transaction() as tx:
        tx.put(CASE_NUMBER, same, action="give", actor="a")
    for at, other in enumerate(({"year": 2027}, {"body": "labour"}, {"serial": 12})):
        with store.transaction() as tx:
            one = replace(same, number_id=f"number-c{at}", **other)
            tx.put(CASE_NUMBER, one, action="give", actor="a")
    assert store.ask(lambda c: last_serial(c, "people_mediation", 2026)) == 12
    assert store.ask(lambda c: last_serial(c, "people_mediation", 2027)) == 1
    assert store.ask(lambda c: last_serial(c, "people_mediation", 2028)) == 0


def test_numbers_of_other_bodies_are_as_many_as_they_are(place: Place):
    store = place.open()
    for name in ("number-a", "number-b"):
        with store.transaction() as tx:
            tx.put(
                CASE_NUMBER, replace(FIRST, number_id=name, serial=None), action="record", actor="a"
            )
    assert store.ask(lambda c: last_serial(c, "people_mediation", 2026)) == 0


def migrate_again(place: Place) -> None:
    """The one migration that lays the rows; those after it stand already."""
    laying = import_module("store.migrations.versions.facts.0156_case_numbers")
    engine = connect(facts_url(place.url, place.data_dir))
    with engine.begin() as connection, Operations.context(MigrationContext.configure(connection)):
        laying.upgrade()
    engine.dispose()


def test_numbers_from_before_they_had_rows_are_counted_on(place: Place):
    store = place.open()
    with store.transaction() as tx:
        tx.put(CASE_NUMBER, replace(FIRST, serial=7), action="give", actor="a")
    store.close()
    place.sql("DROP TABLE case_number")
    migrate_again(place)
    again = place.open()
    assert again.ask(lambda c: last_serial(c, "people_mediation", 2026)) == 7
    with pytest.raises(ConflictError), again.transaction() as tx:
        one = replace(FIRST, number_id="number-b", serial=7)
        tx.put(CASE_NUMBER, one, action="give", actor="a")
