import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.dispatch.units import Fix
from domain.errors import InvalidError
from operations.ingest.devices import MOST_HELD, Devices
from operations.ingest.health import MOST_WAITING
from operations.ingest.sos import MORE_STRANGERS, MOST_OF_STRANGERS
from operations.threads import Work
from store import PendingDevice
from tests.operations.door_parts import a_door, put_units, report
from tests.support.door import open_door, until


async def test_what_the_simulator_reports_is_demo(tmp_path: Path):
    async with a_door(tmp_path) as door:
        raw = {
            "source": "demo", "source_id": "1", "class": "traffic", "severity": 3,
            "title": "x", "lat": 33.81, "lon": 116.71,
        }  # fmt: skip
        incident, _ = await door.ingest.accept_report(raw, feed="simulator", actor="simulator")
        assert incident.is_demo
        assert door.ingest.health()["simulator"]["accepted"] == 1


async def test_real_fixes_keep_the_simulator_away(tmp_path: Path):
    async with a_door(tmp_path) as door:
        put_units(door, "P1")
        await door.settled()
        now = datetime.now(UTC)
        assert door.ingest.accept_fixes([Fix("P1", 33.81, 116.71, now)], feed="ws").taken == 1
        later = Fix("P1", 33.82, 116.72, now + timedelta(seconds=1))
        assert door.ingest.accept_fixes([later], feed="simulator").ignored == 1
        assert door.board.newest["P1"].lat == 33.81


async def test_a_flood_of_refusals_is_counted_but_waits_in_a_short_queue(tmp_path: Path):
    async with a_door(tmp_path) as door:
        error = InvalidError("no", field="x")
        for _ in range(5000):
            door.ingest.refuse("api", error, b"y" * 100_000)
        assert door.ingest.health()["api"]["refused"] == 5000
        await report(door, "1")
        await door.ingest.close()
        kept = door.store.quarantined(10_000)
        assert 0 < len(kept) <= MOST_WAITING
        assert len(kept[0].payload) <= 4096


async def test_unknown_devices_are_held_within_bounds_and_over_a_restart(tmp_path: Path):
    now = datetime.now(UTC)
    async with a_door(tmp_path) as door:
        fixes = [Fix(f"D{n}", 33.81, 116.71, now) for n in range(MOST_HELD + 50)]
        assert door.ingest.accept_fixes(fixes, feed="ws").held == MOST_HELD + 50
        await door.ingest._devices.sort_out()
        assert len(door.ingest._devices) == MOST_HELD
        newest = fixes[-1].unit_id
    async with open_door(tmp_path / "var", tmp_path / "small.gpkg") as door:
        assert len(door.store.pending_devices()) <= MOST_HELD
        put_units(door, newest, "D0")
        await until(lambda: newest in door.board.newest)
        assert "D0" not in door.board.newest, "the longest silent went first"


class LockedStore:
    """A positions file that cannot be read the first times."""

    def __init__(self, waited: list[PendingDevice], *, failures: int) -> None:
        self._waited, self._failures = waited, failures

    def pending_devices(self) -> list[PendingDevice]:
        if self._failures:
            self._failures -= 1
            raise OSError("database is locked")
        return self._waited

    def units_among(self, _: list[str]) -> set[str]:
        return set()


async def test_a_place_sent_before_the_picture_has_its_unit_outlives_a_crowd(tmp_path: Path):
    now = datetime.now(UTC)
    async with a_door(tmp_path) as door:
        own = [f"P{n}" for n in range(3)]
        put_units(door, *own)
        # Committed, and nothing has gone round yet: the picture knows none of them.
        assert not door.picture.entities["unit"]
        fixes = [Fix(unit_id, 33.81, 116.71, now) for unit_id in own]
        crowd = [Fix(f"D{n}", 33.81, 116.71, now) for n in range(2 * MOST_HELD)]
        assert door.ingest.accept_fixes(fixes + crowd, feed="ws").held == len(fixes + crowd)
        await until(lambda: set(own) <= set(door.board.newest))
        await until(lambda: len(door.ingest._devices) <= MOST_HELD)


async def test_an_alarm_of_a_unit_the_picture_has_not_got_yet_names_it(tmp_path: Path):
    async with a_door(tmp_path) as door:
        put_units(door, "P1", home_area=None)
        assert not door.picture.entities["unit"]
        incident, _ = await door.sos.accept_sos("P1", None, datetime.now(UTC), feed="osmand")
        assert "警P1" in incident.title


async def test_a_locked_file_is_read_again_and_named_once(caplog):
    now = datetime.now(UTC)
    heard = [
        PendingDevice(f"D{n}", None, now - timedelta(hours=1), now - timedelta(seconds=n), 1)
        for n in range(MOST_HELD)
    ]
    work = Work()
    devices = Devices(LockedStore(heard, failures=3), work, retry_s=0)  # type: ignore[arg-type]
    devices.hold("NEW", None, now)
    await devices.load()
    assert len([record for record in caplog.records if record.levelname == "ERROR"]) == 1
    await devices.sort_out()
    assert len(devices) == MOST_HELD
    assert "NEW" in devices
    assert f"D{MOST_HELD - 1}" not in devices, "the longest silent has no room"
    devices.hold("NEWER", None, now)
    await devices.sort_out()
    work.close()
    assert f"D{MOST_HELD - 2}" not in devices, "the longest silent goes first"
    assert "D0" in devices


async def test_an_alarm_after_a_restart_joins_the_open_one(tmp_path: Path):
    at = datetime.now(UTC)
    async with a_door(tmp_path) as door:
        first, is_new = await door.sos.accept_sos("P9", None, at, feed="osmand")
        assert is_new
    async with open_door(tmp_path / "var", tmp_path / "small.gpkg") as door:
        again, is_new = await door.sos.accept_sos(
            "P9", None, at + timedelta(minutes=4), feed="osmand"
        )
        assert (again.number, is_new) == (first.number, False)


async def test_presses_of_two_people_are_two_incidents(tmp_path: Path):
    async with a_door(tmp_path) as door:
        at = datetime.now(UTC)
        made = await asyncio.gather(
            *(door.sos.accept_sos(who, None, at, feed="osmand") for who in ("P1", "P11", "P1"))
        )
        assert len({incident.number for incident, _ in made}) == 2


async def test_an_unknown_area_is_refused_even_beside_a_point(tmp_path: Path):
    async with a_door(tmp_path) as door:
        with pytest.raises(InvalidError) as refusal:
            await report(door, "1", area_code="340604999")
        assert refusal.value.field == "area_code"


async def test_a_late_real_fix_is_still_the_units_own_after_a_restart(tmp_path: Path):
    now = datetime.now(UTC)
    real = Fix("P1", 33.81, 116.71, (now - timedelta(minutes=1)).replace(microsecond=0))
    async with a_door(tmp_path) as door:
        put_units(door, "P1")
        await door.settled()
        door.ingest.accept_fixes([Fix("P1", 33.82, 116.72, now)], feed="simulator")
        assert await door.board.save()
        assert door.ingest.accept_fixes([real], feed="osmand").taken == 1
        assert await door.board.save()
    async with open_door(tmp_path / "var", tmp_path / "small.gpkg") as door:
        assert door.board.newest["P1"] == real
        assert door.board.is_held("P1")
        assert not door.board.is_simulated("P1")


async def test_a_phone_that_calls_on_through_a_restart_is_one_press(tmp_path: Path):
    now = datetime.now(UTC)
    async with a_door(tmp_path) as door:
        first, _ = await door.sos.accept_sos("P9", None, now - timedelta(minutes=30), feed="osmand")
    async with open_door(tmp_path / "var", tmp_path / "small.gpkg") as door:
        late, _ = await door.sos.accept_sos("P9", None, now - timedelta(minutes=29), feed="osmand")
        assert late.number == first.number, "a signal that was long on the way"
    async with open_door(tmp_path / "var", tmp_path / "small.gpkg") as door:
        again, _ = await door.sos.accept_sos("P9", None, datetime.now(UTC), feed="osmand")
        assert again.number == first.number


async def test_alarms_of_strangers_are_bounded_and_none_is_refused(tmp_path: Path):
    async with a_door(tmp_path) as door:
        put_units(door, "P1")
        numbers = set()
        for one in range(3 * MOST_OF_STRANGERS):
            made, _ = await door.sos.accept_sos(f"X{one}", None, datetime.now(UTC), feed="osmand")
            numbers.add(made.number)
            await door.settled()
        assert len(numbers) == MOST_OF_STRANGERS
        assert MORE_STRANGERS in (made.description or "")
        _, is_new = await door.sos.accept_sos("P1", None, datetime.now(UTC), feed="osmand")
        assert is_new, "a unit's own alarm stands by itself"


async def test_an_id_that_begins_like_another_does_not_take_its_press(tmp_path: Path):
    at = datetime.now(UTC)
    async with a_door(tmp_path) as door:
        longer, _ = await door.sos.accept_sos("P1:2", None, at, feed="osmand")
        await door.settled()
        shorter, is_new = await door.sos.accept_sos("P1", None, at, feed="osmand")
        assert (shorter.number != longer.number, is_new) == (True, True)
