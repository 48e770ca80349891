"""Units come and go by hundreds: nobody waits long for the one writer, and nothing stays half."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from domain.dispatch.units import UnitStatus
from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.incidents.incidents import IncidentStatus
from operations.dispatch import units as roster
from operations.dispatch.units import CutOffError, Units
from operations.dispatch.units_from_table import import_units, remove_listed
from operations.files.roster_table import read_table
from operations.live.views import reach_of
from store import StoreError
from tests.operations.door_parts import a_door, put_units, report
from tests.support.door import Door

MANY = 1_000


@pytest_asyncio.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    async with a_door(tmp_path) as made:
        yield made


def table(ids: list[str], **more: str) -> Any:
    rows = [f"{one},警{one},民警,{more.get(one, '')}" for one in ids]
    return read_table(("编号,呼号,类别,姓名\n" + "\n".join(rows)).encode())


def ids(count: int) -> list[str]:
    return [f"M{n:05d}" for n in range(count)]


class Bites:
    """Counts how many records each transaction of units wrote."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, fails_at: int = 0) -> None:
        self.sizes: list[int] = []
        bite = Units._bite

        def counted(units: Units, tx: Any, *, ids: Any, step: Any) -> Any:
            if fails_at and len(self.sizes) + 1 == fails_at:
                step(tx, ids[0])
                raise StoreError("the disk went away")
            made = bite(units, tx, ids=ids, step=step)
            self.sizes.append(len(made))
            return made

        monkeypatch.setattr(Units, "_bite", counted)


async def test_reports_pass_between_the_bites_of_a_long_table(door: Door, monkeypatch):
    bites = Bites(monkeypatch)
    done: list[tuple[int, int]] = []
    running = asyncio.create_task(
        import_units(
            door.units,
            table(ids(MANY)),
            areas=None,
            actor="t",
            progress=lambda one, of: done.append((one, of)),
        )
    )
    numbers = []
    while not running.done():
        numbers.append(await report(door, f"r{len(numbers)}"))
        await asyncio.sleep(0)
    told = await running
    assert (told.added, told.changed, told.same) == (MANY, 0, 0)
    assert sum(bites.sizes) == MANY
    assert max(bites.sizes) <= roster.MOST_IN_BITE
    assert len(bites.sizes) >= MANY // roster.MOST_IN_BITE
    assert done[-1] == (MANY, MANY)
    assert [one for one, _ in done] == sorted({one for one, _ in done})
    # Between the first and the last unit others have written: each bite lets somebody in.
    units = [record.seq for record in door.store.records_after(0, 10**6) if record.kind == "unit"]
    between = [
        record
        for record in door.store.records_after(0, 10**6)
        if record.kind == "incident" and units[0] < record.seq < units[-1]
    ]
    assert len(between) >= len(bites.sizes) - 2


async def test_a_bite_that_fails_says_how_far_it_came_and_the_same_table_goes_on(
    door: Door, monkeypatch
):
    with monkeypatch.context() as patched:
        bites = Bites(patched, fails_at=3)
        with pytest.raises(CutOffError) as caught:
            await import_units(door.units, table(ids(MANY)), areas=None, actor="t")
    written = sum(bites.sizes)
    assert len(door.store.units()) == written == caught.value.values["done"]
    assert caught.value.values["of"] == MANY
    told = await import_units(door.units, table(ids(MANY)), areas=None, actor="t")
    assert (told.added, told.same) == (MANY - written, written)


async def test_a_bite_ends_by_the_clock_too(door: Door, monkeypatch):
    monkeypatch.setattr(roster, "LONGEST_BITE_S", 0.0)
    bites = Bites(monkeypatch)
    await import_units(door.units, table(ids(5)), areas=None, actor="t")
    assert bites.sizes == [1] * 5


async def test_an_id_that_nobody_may_have_stops_all_before_the_first_bite(door: Door, monkeypatch):
    bites = Bites(monkeypatch)
    monkeypatch.setattr(roster, "is_reserved", lambda one: one == "M00009")
    with pytest.raises(InvalidError):
        await import_units(door.units, table(ids(10)), areas=None, actor="t")
    assert (bites.sizes, door.store.units()) == ([], [])


async def test_a_unit_that_is_taken_away_is_on_no_screen_and_in_no_choice(door: Door):
    put_units(door, "P1", "P2", status=UnitStatus.AVAILABLE)
    await door.settled()
    gone = await door.units.remove_unit("P1", actor="chief")
    await door.settled()
    assert gone.is_removed
    assert [one.unit_id for one in door.store.units()] == ["P2"]
    assert set(door.picture.entities["unit"]) == {"P2"}
    with pytest.raises(NotFoundError):
        await door.units.unit("P1")
    with pytest.raises(NotFoundError):
        await door.units.remove_unit("P1", actor="chief")
    [first, last] = door.store.history("unit", "P1")
    assert (first.action, last.action, last.actor) == ("add", "remove", "chief")
    # A screen that saw it is told that it is gone; no view holds it any more.
    assert reach_of(first, {}) is not None
    assert reach_of(last, {}) is None
    live = door.store.live(datetime.now(UTC)).records
    assert {one.id for one in live if one.kind == "unit"} == {"P2"}
    assert door.store.first_fault() is None

    again = await door.units.put_unit("P1", {"kind": "police", "call_sign": "新"}, actor="t")
    await door.settled()
    assert again.is_new
    assert set(door.picture.entities["unit"]) == {"P1", "P2"}


async def test_who_is_on_an_incident_stays_and_with_them_the_whole_list(door: Door):
    put_units(door, "P1", "P2", "P3")
    number = await report(door, "1")
    await door.desk.advance(number, IncidentStatus.ACCEPTED, actor="t")
    await door.desk.assign(number, ["P2"], actor="t")
    with pytest.raises(ConflictError) as caught:
        await remove_listed(door.units, table(["P1", "P2", "P3"]), actor="t")
    assert (caught.value.code, caught.value.values["call_sign"]) == ("unit_busy", "警P2")
    with pytest.raises(NotFoundError):
        await remove_listed(door.units, table(["P1", "P9"]), actor="t")
    assert len(door.store.units()) == 3
    assert await remove_listed(door.units, table(["P1", "P3", "P1"]), actor="t") == 2
    assert [one.unit_id for one in door.store.units()] == ["P2"]
