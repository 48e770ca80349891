"""What the first page of administration says: troubles with since when, rates, sizes, backups."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from data_folder import note_backup, read_backup_note
from domain.access.access import NotAllowedError
from domain.access.callers import Caller
from domain.kinds import KINDS
from domain.live.records import Change
from domain.upkeep.growth import in_a_month, in_a_month_kept
from domain.upkeep.troubles import Facts, troubles
from operations.upkeep.overview import Overview
from operations.upkeep.rates import Rates
from operations.upkeep.sizes import Folders
from settings import Settings
from tests.store.builders import a_fix
from tests.support.people import People

NOW = datetime(2026, 11, 29, 8, tzinfo=UTC)
WELL = {"status": "ok", "database": {"status": "ok"}, "feeds": {}, "hub": {"alive": True}}


def feed(state: str, last: datetime | None = None, fault: str | None = None) -> dict[str, object]:
    at = last.isoformat() if last else None
    return {"state": state, "last_at": at, "fault": fault}


def test_the_gravest_comes_first_and_of_two_the_longer():
    feeds = {
        "ws": feed("silent", NOW - timedelta(hours=1)),
        "osmand": feed("failed", NOW - timedelta(hours=2), "no route"),
    }
    facts = Facts(health=WELL | {"feeds": feeds}, held=(NOW,), backup_at=NOW)
    found = [(one.code, one.about, one.since) for one in troubles(facts, NOW)]
    assert found == [
        ("feed_failed", "osmand", NOW - timedelta(hours=2)),
        ("feed_silent", "ws", NOW - timedelta(hours=1)),
        ("held", "", None),
    ]


def test_of_real_facts_a_missing_and_an_old_backup_are_told():
    assert [one.code for one in troubles(Facts(health=WELL), NOW)] == ["no_backup"]
    old = Facts(health=WELL, backup_at=NOW - timedelta(days=3))
    [told] = troubles(old, NOW)
    assert (told.code, told.since) == ("old_backup", NOW - timedelta(days=3))
    assert troubles(Facts(health=WELL, wants_backups=False), NOW) == []


def test_many_refusals_and_a_full_disk_are_troubles_and_few_are_none():
    facts = Facts(
        health=WELL, rates={"ws": (95, 5), "osmand": (900, 4)}, free=10, disk=100,
        wants_backups=False,
    )  # fmt: skip
    assert [one.key for one in troubles(facts, NOW)] == ["disk", "refused ws"]


def test_what_keeps_everything_grows_and_what_is_cut_stops_at_its_days():
    week = timedelta(days=7)
    assert in_a_month(1000, 70, week) == 1300
    assert in_a_month(1000, 70, timedelta(minutes=5)) is None
    assert in_a_month_kept(100, timedelta(days=10), timedelta(days=30)) == 300
    assert in_a_month_kept(100, timedelta(days=30), timedelta(days=30)) == 100


def test_rates_are_what_came_between_two_looks():
    counters = {"ws": {"accepted": 10, "refused": 1}}
    moment = [NOW]
    rates = Rates(lambda: counters, lambda: moment[0])
    for accepted in (25, 55):
        moment[0] += timedelta(minutes=1)
        counters["ws"] = {"accepted": accepted, "refused": 3}
        rates.look()
    assert [one.counts["ws"] for one in rates.minutes()] == [(25, 3), (30, 0)]
    moment[0] += timedelta(minutes=59)
    assert rates.last_hour() == {"ws": (30, 0)}


class Door:
    def health(self):
        return {}

    def device_notes(self):
        return []


class OneMap:
    def current(self):
        return object()

    def draft(self):
        return None


@pytest.fixture
def people(tmp_path):
    made = People(tmp_path)
    yield made
    made.close()
    made.work.close()
    made.store.close()


def an_overview(people: People, tmp_path) -> Overview:
    async def health():
        return WELL

    return Overview(
        store=people.store,
        work=people.work,
        health=health,
        door=Door(),
        maps=OneMap(),
        people=people,
        folders=Folders(tmp_path, tmp_path, timedelta(days=30)),
        backup=lambda: None,
        wants_backups=False,
        now=people.now,
    )


async def test_each_administrator_is_told_their_own(people, tmp_path):
    overview = an_overview(people, tmp_path)
    await people.token_of("dispatcher")
    people.store.hold_device("phone-7", a_fix("phone-7"), NOW)
    system = await overview.tell(Caller("s", "system_admin"))
    assert [one.code for one in system.troubles] == ["held"]
    assert [(one.role, one.name) for one in system.signed_in] == [("dispatcher", "")]
    security = await overview.tell(Caller("s", "security_admin"))
    assert security.troubles == []
    assert [one.role for one in security.signed_in if one.name] == ["dispatcher"]
    assert {one.record.action for one in security.changed} == {"account_added"}
    with pytest.raises(NotAllowedError):
        await overview.tell(Caller("d", "dispatcher"))


async def test_changes_are_those_the_kinds_declare(people, tmp_path, monkeypatch):
    with people.store.transaction() as tx:
        tx.append(Change("mode", "mode", "write", {"is_demo": False}, "system", tx.at))
    auditor, overview = Caller("a", "audit_admin"), an_overview(people, tmp_path)

    async def told() -> list[str]:
        return [one.record.kind for one in (await overview.tell(auditor)).changed]

    assert await told() == []
    mode = replace(KINDS["mode"], changes={"journal.read": ()})
    monkeypatch.setattr("operations.upkeep.overview.KINDS", {**KINDS, "mode": mode})
    assert await told() == ["mode"]


async def test_a_trouble_is_so_since_it_was_first_seen(people, tmp_path):
    overview = an_overview(people, tmp_path)
    people.store.hold_device("phone-7", a_fix("phone-7"), NOW)
    caller = Caller("s", "system_admin")
    [first] = (await overview.tell(caller)).troubles
    people.passes(hours=2)
    [again] = (await overview.tell(caller)).troubles
    assert again.since == first.since == people.now() - timedelta(hours=2)


def test_a_backup_leaves_a_note_and_a_spoilt_note_is_none(tmp_path):
    settings = Settings(data_dir=tmp_path, demo=False)
    assert read_backup_note(settings) is None
    note_backup(settings, NOW.isoformat(), 12)
    assert read_backup_note(settings) == {"made_at": NOW.isoformat(), "size": 12}
    (tmp_path / "last_backup-real.json").write_text("{")
    assert read_backup_note(settings) is None
