"""No list, search or figure of the centre reads a whole table: an index serves each."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, event

from domain.access.callers import Caller
from domain.centre.cases.views import Order
from domain.centre.figures.definitions import COUNTS, SHARES
from domain.centre.limits.clocks import Light
from store import Store
from store.centre import calls, mediators
from store.centre import case_lists as kept
from store.centre.case_lists import CaseFilter
from store.measures import behind as rows_of
from store.measures import figures
from store.measures.figures import Period, Where
from tests.support.stores import a_store

NOW = datetime(2026, 11, 29, 4, tzinfo=UTC)
MONTH = Period(datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))
DUTY = Caller("duty", "duty_clerk", department="governance")
MEDIATOR = Caller("talker", "mediation")
# `SCAN case` alone reads every row; with an index it walks the list in its own order.
WHOLE = re.compile(r"^SCAN (?!.*\bINDEX\b)(case\w*)")
Ask = Callable[[Connection], object]


def page(who: Caller, **wanted: Any) -> Ask:
    return lambda one: kept.page_of(one, who, CaseFilter(**wanted), now=NOW, cursor=None, limit=100)


DUE = figures.Due(MONTH.begins.date(), NOW.date(), NOW.date(), lambda _: NOW)


def performed(part: str) -> Ask:
    def ask(one: Connection) -> object:
        condition = rows_of.performed(one, DUE, part, Where())
        return figures.rows_behind(one, DUTY, condition, Where(), 50)

    return ask


def behind(id: str, part: str) -> Ask:
    condition = rows_of.condition_of(rows_of.Behind(id, part, MONTH, NOW))
    assert condition is not None
    return lambda one: figures.rows_behind(one, DUTY, condition, Where(), 50)


QUESTIONS: dict[str, Ask] = {
    "open, duty": page(DUTY, is_open=True),
    "open, mediator": page(MEDIATOR, is_open=True),
    "all, mediator": page(MEDIATOR),
    "late": page(DUTY, light=Light.RED),
    "of a body": page(DUTY, body="visits"),
    "by code": page(DUTY, code="LS20261129-01-0001-1"),
    "by name": page(DUTY, name="演示-0417"),
    "by what is due": page(DUTY, is_open=True, order=Order.DUE),
    "tallies of mediators": mediators.tallies_of,
    "who is to be called": lambda one: calls.codes_to_call(
        one,
        DUTY,
        now=NOW,
        booked_until=NOW,
        confirm_until=NOW,
        closed_since=MONTH.begins,
        most=100,
    ),
    "what is told on the phone": lambda one: calls.known_of(one, ["LS20261129-01-0001-1"]),
    "by letters": page(DUTY, letters="ys"),
    "by phone": page(DUTY, phone="13800000417"),
    "counts": lambda one: figures.counts(one, MONTH, Where()),
    "late now": lambda one: figures.late(one, Where(), NOW),
    "hours": lambda one: figures.hours_taken(one, MONTH, Where()),
    "money": lambda one: figures.money(one, DUE, Where()),
    "repeated": lambda one: figures.repeated(one, MONTH, Where()),
    "stages": lambda one: figures.by_stage(one, Where(), NOW),
    "types": lambda one: figures.by_type(one, MONTH, Where()),
    "heat": lambda one: figures.by_town_and_type(one, MONTH, Where()),
    "months": lambda one: figures.by_month(one, [MONTH], Where()),
    "red and orange": lambda one: figures.watched(one, Where(), NOW),
    "monthly table": lambda one: figures.mediated(one, MONTH),
    **{f"rows behind {id}": behind(id, "top") for id in (*SHARES, *COUNTS, "late", "watched")},
    **{
        f"rows behind {id} {part}": behind(id, part)
        for id, part in (
            ("stage", "handling"),
            ("stage_late", "handling"),
            ("level_late", "red"),
            ("level_led", "red"),
            ("rising", "contract"),
            ("risen_from", "contract"),
            ("cell", "340604001:contract"),
            ("repeated", "all"),
            ("repeated", "rest"),
        )
    },
    **{f"rows behind performed {part}": performed(part) for part in ("top", "rest", "owed")},
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = a_store(tmp_path_factory.mktemp("plans"))
    yield opened
    opened.close()


@pytest.mark.parametrize("name", QUESTIONS)
def test_an_index_serves_it(store: Store, name: str):
    assert not [line for line in plan_of(store, QUESTIONS[name]) if WHOLE.match(line)]


@pytest.mark.parametrize(
    ("name", "index"),
    [("by what is due", "case_open_by_due"), ("tallies of mediators", "case_mediated")],
)
def test_it_is_read_in_the_order_of_its_index(store: Store, name: str, index: str):
    plan = plan_of(store, QUESTIONS[name])
    assert any(f"INDEX {index}" in line for line in plan), plan
    assert not [line for line in plan if "ORDER BY" in line], plan


def plan_of(store: Store, question: Ask) -> list[str]:
    """How the database would go about all that a question asks."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, told: Any, *_: Any) -> None:
        asked.append((statement, told))

    with store.transaction() as tx:
        connection = tx.connection
        event.listen(connection.engine, "before_cursor_execute", note)
        try:
            question(connection)
        finally:
            event.remove(connection.engine, "before_cursor_execute", note)
        assert asked
        return [
            str(row[-1])
            for statement, told in asked
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", told)
        ]


@pytest.mark.parametrize("wanted", [{"letters": "ys"}, {"name": "演示-0"}])
def test_of_many_people_the_cases_are_walked_in_their_order(
    store: Store, monkeypatch: pytest.MonkeyPatch, wanted: dict[str, str]
):
    monkeypatch.setattr(kept, "MANY_PEOPLE", -1)
    asked: list[str] = []
    with store.transaction() as tx:
        connection = tx.connection
        event.listen(
            connection.engine, "before_cursor_execute", lambda *told: asked.append(told[2])
        )
        page(DUTY, **wanted)(connection)
    assert "EXISTS" in asked[-1]
