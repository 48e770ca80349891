"""Figures against a recount: rules in Python and in SQL, on random cases and on a set by hand."""

from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from domain.centre.cases.case import Level, ProcedureResult, Result
from domain.centre.cases.categories import Category
from domain.centre.cases.petitions import Matter
from domain.centre.cases.stages import Stage
from domain.centre.figures.definitions import (
    CARDS,
    COUNTS,
    SHARES,
    By,
    handling_s,
    is_late,
    is_open,
    moment_of,
    runs,
)
from domain.centre.figures.measures import Measure
from domain.centre.figures.monthly import Group, Source, header, monthly, rows
from domain.centre.figures.report import days_of, months_before, next_month, rising
from domain.centre.figures.small_cells import hidden_cells, line, share, shown
from store import Store
from store.measures import figures
from store.measures.figures import Period, Where
from store.tables import CASE_MEASURE

NOON = datetime(2026, 6, 15, 4, tzinfo=UTC)
JUNE = Period(datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC))
moments = st.integers(0, 60 * 24 * 60).map(
    lambda minutes: datetime(2026, 5, 15, tzinfo=UTC) + timedelta(minutes=minutes)
)
maybe = st.none() | moments


@st.composite
def measures_(draw: st.DrawFn) -> Measure:
    result = draw(st.none() | st.sampled_from(Result))
    return Measure(
        code="",
        registered_at=draw(moments),
        town=draw(st.sampled_from(["340604001", "340604100", ""])),
        category=draw(st.sampled_from([Category.NEIGHBOURS, Category.CONTRACT])).value,
        matter=draw(st.sampled_from(Matter)).value,
        channel="visit",
        stage=draw(st.sampled_from(Stage)).value,
        people_count=draw(st.integers(1, 9)),
        is_sealed=draw(st.booleans()),
        level=draw(st.none() | st.sampled_from(Level).map(lambda one: one.value)),
        leader=draw(st.none() | st.just("leader-1")),
        accepted_first_at=draw(maybe),
        accepted_at=draw(maybe),
        objections=draw(st.integers(0, 2)),
        dispatched=draw(st.integers(0, 3)),
        paused_from=draw(maybe),
        paused_s=draw(st.integers(0, 100_000)),
        due_at=draw(maybe),
        is_extended=draw(st.booleans()),
        decided_at=draw(moments) if result else None,
        is_in_time=draw(st.none() | st.booleans()),
        procedure_result=draw(
            st.none() | st.sampled_from(ProcedureResult).map(lambda one: one.value)
        ),
        result=result.value if result else None,
        is_written=draw(st.booleans()),
        is_confirmed=draw(st.booleans()),
        called_back_at=draw(maybe),
        satisfaction=draw(st.none() | st.integers(1, 5)),
        closed_at=draw(maybe),
        reopened=draw(st.integers(0, 1)),
    )


def put(store: Store, held: list[Measure]) -> None:
    told = [asdict(one) | {"code": f"C{number}"} for number, one in enumerate(held)]
    with store.transaction() as tx:
        tx.connection.execute(delete(CASE_MEASURE))
        if told:
            tx.connection.execute(CASE_MEASURE.insert(), told)


def counted(held: list[Measure], town: str) -> dict[str, int]:
    """The recount, by the rules."""
    of_all = [one for one in held if not one.is_sealed and (not town or one.town == town)]
    found = {}
    for told in (*SHARES.values(), *COUNTS.values()):
        within = of_all
        if told.by is not By.NOW:
            within = [
                one
                for one in of_all
                if (at := moment_of(one, told.by)) is not None and JUNE.begins <= at < JUNE.ends
            ]
        bottom = within if told.bottom is None else [one for one in within if told.bottom(one)]
        found[told.id] = sum(told.top(one) for one in within)
        if told.bottom is not None:
            found[f"{told.id}/of"] = len(bottom)
    return found


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(st.lists(measures_(), max_size=25), st.sampled_from(["", "340604001"]))
def test_sql_counts_what_the_rules_count(store: Store, held: list[Measure], town: str):
    put(store, held)
    where = Where(town)
    of_all = [one for one in held if not one.is_sealed and (not town or one.town == town)]
    with store.transaction() as tx:
        assert figures.counts(tx.connection, JUNE, where) == counted(held, town)
        assert figures.late(tx.connection, where, NOON) == (
            sum(is_late(one, NOON) for one in of_all),
            sum(runs(one) for one in of_all),
        )
        hours = figures.hours_taken(tx.connection, JUNE, where)
        spent = sorted(
            taken // 3600
            for one in of_all
            if one.closed_at and JUNE.begins <= one.closed_at < JUNE.ends
            if (taken := handling_s(one)) is not None
        )
        assert [taken for taken, n in hours for _ in range(n)] == spent
        stages = figures.by_stage(tx.connection, where, NOON)
        assert sum(count for count, _ in stages.values()) == sum(map(is_open, of_all))


def a_measure(**more: object) -> Measure:
    usual: dict[str, object] = {
        "code": "", "registered_at": datetime(2026, 6, 2, tzinfo=UTC), "town": "340604001",
        "category": "neighbours", "matter": "dispute", "channel": "visit", "stage": "closed",
        "people_count": 2, "is_sealed": False, "body": "people_mediation",
        "clock": "mediate.people", "dispatched": 1,
    }  # fmt: skip
    return Measure(**(usual | more))  # type: ignore[arg-type]


def test_hours_taken_are_whole_hours_on_every_database(store: Store):
    accepted = datetime(2026, 6, 2, tzinfo=UTC)
    minutes = (0, 59, 61, 90, 119, 120)
    put(
        store,
        [
            a_measure(accepted_at=accepted, closed_at=accepted + timedelta(minutes=one))
            for one in minutes
        ],
    )
    with store.transaction() as tx:
        assert figures.hours_taken(tx.connection, JUNE, Where()) == [(0, 2), (1, 3), (2, 1)]


DECIDED = datetime(2026, 6, 10, tzinfo=UTC)
# Every trap once: failed, withdrawn, refused, sealed, taken up again, late, of last month.
BY_HAND = [
    *[a_measure(result="settled", procedure_result="agreed", decided_at=DECIDED, is_in_time=True,
                is_written=True, is_confirmed=n < 2, promised_fen=100_00, channel="grid",
                called_back_at=DECIDED, satisfaction=5 if n < 4 else 3) for n in range(6)],
    a_measure(result="enforced", procedure_result="agreed", decided_at=DECIDED, is_in_time=True,
              promised_fen=1_000_00, people_count=8, has_escalation=True, is_extended=True),
    a_measure(result="handed_on", procedure_result="failed", decided_at=DECIDED, is_in_time=False,
              channel="court", people_count=3),
    a_measure(result="handed_on", procedure_result="transferred", decided_at=DECIDED,
              channel="police_110"),
    a_measure(result="answered", procedure_result="answered", decided_at=DECIDED,
              clock="petition.handle"),
    a_measure(result="withdrawn", procedure_result="withdrawn", decided_at=DECIDED,
              matter="request"),
    a_measure(result="not_accepted", decided_at=DECIDED, dispatched=0),
    a_measure(result="settled", procedure_result="agreed", decided_at=DECIDED, is_sealed=True),
    a_measure(result="settled", procedure_result="agreed",
              decided_at=datetime(2026, 5, 31, 23, 59, tzinfo=UTC)),
    a_measure(stage="registered", reopened=1, dispatched=2, objections=2),
]  # fmt: skip


def test_the_figures_of_a_month_are_those_counted_by_hand(store: Store):
    put(store, BY_HAND)
    with store.transaction() as tx:
        told = figures.counts(tx.connection, JUNE, Where())
    wanted = {
        "success": 7, "success/of": 8, "failed": 1, "withdrawn": 1, "refused": 1, "transferred": 1,
        "answered": 1,
        "enforced": 1, "in_time": 7, "in_time/of": 8, "extended": 1, "confirmed": 2,
        "confirmed/of": 6, "satisfied": 4, "satisfied/of": 6, "returned": 1, "right_first": 12,
        "right_first/of": 13, "registered": 14, "stock": 1, "reopened": 1, "called_back": 6,
        "called_back/of": 11,
    }  # fmt: skip
    assert {name: told[name] for name in wanted} == wanted


def test_the_monthly_table_is_that_counted_by_hand(store: Store):
    put(store, BY_HAND)
    with store.transaction() as tx:
        groups = figures.mediated(tx.connection, JUNE)
    lines = monthly(groups)
    every = lines[None]
    assert (every.total, every.success, every.people, every.fen) == (10, 7, 27, 1_600_00)
    assert (every.written, every.oral) == (6, 1)
    assert every.sources == {
        Source.ACTIVE: 6, Source.APPLIED: 1, Source.COURT: 1, Source.PROCURATORATE: 0,
        Source.POLICE: 1, Source.PETITIONS: 1, Source.OTHERS: 0,
    }  # fmt: skip
    assert (every.crimes, every.marches) == ((1, 8), (1, 8))
    assert lines[Category.NEIGHBOURS] == every
    assert lines[Category.CONTRACT].total == 0
    table = rows(lines, ["people_mediation"])
    assert len(table) == 19
    assert {len(row) for row in table} == {len(header(["人民调解中心"]))}
    assert table[0][:5] == ["合计", 10, 7, 27, 1600.0]


def test_a_group_that_is_not_settled_prevents_nothing():
    failed = Group("other", "visit", "dispute", "visits", "failed", False, True, True, 2, 40, 0)
    every = monthly([failed])[None]
    assert (every.total, every.success, every.crimes, every.marches) == (2, 0, (0, 0), (0, 0))


# small cells ------------------------------------------------------------------------------------


def test_counts_of_one_to_four_are_hidden_from_whoever_does_not_see_every_case():
    assert [shown(n, sees_all=False) for n in range(7)] == [0, None, None, None, None, 5, 6]
    assert shown(3, sees_all=True) == 3
    assert share(3, 100, sees_all=False) is None
    assert share(3, 100, sees_all=True) == 0.03
    assert share(0, 100, sees_all=False) == 0
    assert share(0, 0, sees_all=True) is None


@given(
    st.dictionaries(
        st.tuples(st.sampled_from("abcd"), st.sampled_from("wxyz")), st.integers(0, 12), max_size=16
    )
)
def test_no_hidden_cell_is_told_by_a_sum_less_the_others(cells: dict[tuple[str, str], int]):
    hidden = hidden_cells(cells)
    assert {cell for cell, n in cells.items() if 0 < n < 5} <= hidden
    for axis in (0, 1):
        for name in {cell[axis] for cell in hidden}:
            held = [cell for cell, n in cells.items() if cell[axis] == name and n]
            assert len([cell for cell in held if cell in hidden]) != 1 or len(held) == 1


def test_a_line_hides_the_next_smallest_beside_a_single_small_count():
    told = {"a": 3, "b": 40, "c": 9}
    assert line(told, sees_all=False) == {"a": None, "b": 40, "c": None}
    assert line(told, sees_all=True) == told


# spans ------------------------------------------------------------------------------------------


def test_percentiles_are_the_least_days_within_which_so_many_were_closed():
    told = days_of([(24, 5), (48, 4), (2400, 1)])
    assert (told.count, told.p50, told.p90) == (10, 1.0, 2.0)
    assert told.mean == pytest.approx((24 * 5 + 48 * 4 + 2400) / 10 / 24)
    assert days_of([]).p90 is None


def test_months_are_counted_over_the_turn_of_the_year():
    assert next_month(date(2026, 12, 1)) == date(2027, 1, 1)
    assert months_before(date(2026, 2, 20), 3) == date(2025, 11, 1)
    assert months_before(date(2026, 12, 31), 12) == date(2025, 12, 1)


def test_what_rose_beyond_chance_stands_before_what_may_be_chance():
    told = rising({"a": 60, "b": 8, "c": 9}, {"a": 30, "b": 5, "c": 12})
    assert [(one.category, one.is_sure) for one in told] == [("a", True), ("b", False)]


def test_every_card_has_a_definition():
    assert {*CARDS} == {*SHARES, "days", "litigation", "performed", "repeated"}
