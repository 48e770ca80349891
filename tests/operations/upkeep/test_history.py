"""A told history becomes facts, once, whatever interrupts it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from domain.dispatch.units import Unit, UnitKind, UnitStatus
from domain.incidents.incidents import IncidentStatus
from domain.picture.fold import fold
from domain.upkeep.history import DEMO_HISTORY, HistoryEvent, HistoryPlan
from feeds.simulator import history, plan_history
from operations.upkeep.history import ENTITY_ID, write_history
from store import Store
from tests.feeds.simulator.world import MORNING, ZONE, SmallDistrict
from tests.support.stores import a_store

DISTRICT = SmallDistrict(columns=6, rows=6)
PLAN = plan_history(DISTRICT.members, until=MORNING, days=1, seed=5, map_version="m1")


def tell(plan: HistoryPlan) -> Iterator[HistoryEvent]:
    return history(DISTRICT.members, DISTRICT.places, plan, ZONE)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = a_store(tmp_path / "facts")
    yield store
    store.close()


def write(store: Store, plan: HistoryPlan = PLAN, told=tell, **about: object) -> int:
    return write_history(store, told, plan, prefix="LS", zone=ZONE, events_at_once=200, **about)


def broken_after(count: int):
    """A teller whose machine is switched off behind so many events."""

    def tell_some(plan: HistoryPlan) -> Iterator[HistoryEvent]:
        for told, event in enumerate(tell(plan)):
            if told == count:
                raise KeyboardInterrupt
            yield event

    return tell_some


def newest_states(store: Store) -> dict[tuple[str, str], object]:
    records = store.records_after(0, limit=1_000_000)
    return {
        key: record.state for key, record in fold(records).items() if key[0] != DEMO_HISTORY.name
    }


def test_everything_told_is_written_at_its_moment(store: Store) -> None:
    events = list(tell(PLAN))
    assert write(store) == len(events)
    records = [
        one for one in store.records_after(0, limit=1_000_000) if one.kind != DEMO_HISTORY.name
    ]
    assert [(one.at, one.occurred_at, one.action) for one in records] == [
        (event.at, event.at, event.action) for event in events
    ]
    assert store.verify_chain() is None


def test_numbers_count_each_day_of_the_district_from_one(store: Store) -> None:
    write(store)
    page, _ = store.incidents(limit=500)
    by_day: dict[str, list[int]] = {}
    for incident in page:
        day = f"{incident.reported_at.astimezone(ZONE):%Y%m%d}"
        assert incident.number.startswith(f"LS{day}")
        by_day.setdefault(day, []).append(int(incident.number[10:]))
    assert len(by_day) == 2
    assert all(
        sorted(ordinals) == list(range(1, len(ordinals) + 1)) for ordinals in by_day.values()
    )


def test_assignments_stand_under_their_incidents_number(store: Store) -> None:
    write(store)
    page, _ = store.incidents("closed", limit=500)
    sent = [one for incident in page for one in store.assignments(incident.number)]
    assert len(sent) >= len(page)
    assert all(one.assignment_id.startswith(f"{one.number}-{one.unit_id}-") for one in sent)


def test_a_second_start_writes_nothing(store: Store) -> None:
    write(store)
    head = store.head()
    assert write(store) == 0
    assert write(store, replace(PLAN, until=MORNING + timedelta(hours=9), version="new")) == 0
    assert store.head() == head


@pytest.mark.whole
@pytest.mark.parametrize("count", [200, 777])
def test_an_interrupted_start_is_gone_on_with(tmp_path: Path, count: int) -> None:
    whole, interrupted = (a_store(tmp_path / name) for name in ("whole", "interrupted"))
    write(whole)
    with pytest.raises(KeyboardInterrupt):
        write(interrupted, told=broken_after(count))
    later = replace(PLAN, until=MORNING + timedelta(minutes=3))
    write(interrupted, later)
    assert newest_states(interrupted) == newest_states(whole)
    assert write(interrupted, later) == 0
    whole.close()
    interrupted.close()


def test_nothing_of_a_broken_chunk_is_kept(store: Store) -> None:
    with pytest.raises(KeyboardInterrupt):
        write(store, told=broken_after(150))
    assert store.is_empty()


def test_when_the_teller_has_changed_the_rest_stays_untold_and_nothing_hangs(store: Store) -> None:
    with pytest.raises(KeyboardInterrupt):
        write(store, told=broken_after(777))
    open_before, _ = store.incidents("open", limit=500)
    assert open_before
    assert write(store, replace(PLAN, version="another")) == 0
    assert store.incidents("open")[0] == []
    for incident in open_before:
        assert all(sent.cleared_at for sent in store.assignments(incident.number))
    assert {unit.status for unit in store.units()} == {UnitStatus.OFF_DUTY}
    assert write(store) == 0


def test_a_journal_in_use_is_left_alone(store: Store) -> None:
    with store.transaction() as tx:
        tx.put_unit(Unit("P1", "P1", UnitKind.POLICE), action="add", actor="test")
    assert write(store) == 0
    assert len(store.units()) == 1


def test_a_history_of_no_days_brings_the_fleet(store: Store) -> None:
    write(store, replace(PLAN, days=0))
    assert len(store.units()) == len(DISTRICT.members)
    assert store.incidents()[0] == []


def test_progress_rises_to_one(store: Store) -> None:
    shares: list[float] = []
    write(store, progress=lambda share, what: shares.append(share))
    assert shares == sorted(shares)
    assert shares[0] < 0.5
    assert shares[-1] == 1.0


def test_the_journal_says_what_was_planned(store: Store) -> None:
    write(store)
    state = store.history(DEMO_HISTORY.name, ENTITY_ID)[-1].state
    assert state["is_complete"]
    assert (state["days"], state["seed"], state["version"]) == (1, 5, PLAN.version)


def test_open_incidents_are_left_for_the_live_feed(store: Store) -> None:
    write(store)
    still_open, _ = store.incidents("open", limit=500)
    assert still_open
    assert all(incident.is_demo and incident.source == "simulator" for incident in still_open)
    assert all(incident.status is not IncidentStatus.CANCELLED for incident in still_open)
