"""What each administrator sees, and that the others do not."""

from datetime import UTC, datetime

import pytest

from domain.access.access import NotAllowedError
from domain.access.callers import Caller
from domain.live.records import Change
from operations.access.audit import Audit
from operations.dispatch.units import Units
from operations.threads import Work
from operations.upkeep.admin import Admin, Search
from settings import Settings, shown
from tests.store.builders import a_fix, a_unit
from tests.support.stores import a_store

NOW = datetime(2026, 1, 1, 4, tzinfo=UTC)
SYSTEM, SECURITY, AUDITOR = (
    Caller(role, role) for role in ("system_admin", "security_admin", "audit_admin")
)

ADOPTED = {"call_sign": "网格7", "kind": "grid_worker"}


class NoMaps:
    """A district whose only map is the one in use."""

    def current(self):
        return None

    draft = current

    def list(self):
        return ()


class Quiet:
    """A door at which nothing odd was heard."""

    def device_notes(self):
        return []

    def alike(self, device_id):
        return ("PHONE-7",)


async def healthy():
    return {"status": "ok"}


@pytest.fixture
def store(tmp_path):
    opened = a_store(tmp_path)
    with opened.transaction() as tx:
        tx.put_unit(a_unit("P1", phone="13800000417"), action="added", actor="li")
    opened.quarantine("osmand", "no place", "lat", b"id=7&phone=13800000417", NOW)
    opened.hold_device("phone-7", a_fix("phone-7"), NOW)
    yield opened
    opened.close()


@pytest.fixture
def admin(store):
    work = Work()
    yield Admin(
        store=store,
        work=work,
        maps=NoMaps(),
        units=Units(store, work, areas=None),
        audit=Audit(store, work),
        health=healthy,
        settings={"ONESCREEN_PORT": "8050"},
        zone=UTC,
        door=Quiet(),
    )
    work.close()


def calls(admin: Admin, caller: Caller):
    return {
        "journal": lambda: admin.journal(caller, Search()),
        "journal_file": lambda: admin.journal_file(caller, Search()),
        "state": lambda: admin.state(caller),
        "quarantine": lambda: admin.quarantine(caller),
        "held": lambda: admin.held(caller),
        "adopt": lambda: admin.adopt(
            caller, "phone-7", {"call_sign": "网格7", "kind": "grid_worker"}
        ),
        "maps": lambda: admin.maps(caller),
        "settings": lambda: admin.settings(caller),
    }


MAY = {
    "system_admin": {"state", "quarantine", "held", "adopt", "maps", "settings"},
    "security_admin": {"state"},
    "audit_admin": {"state", "journal", "journal_file"},
    "dispatcher": set(),
    "leader": set(),
    "wall": set(),
    "machine": set(),
}


@pytest.mark.parametrize("role", MAY)
async def test_each_role_sees_its_own_and_no_more(admin, role):
    for name, call in calls(admin, Caller("somebody", role)).items():
        if name in MAY[role]:
            await call()
        else:
            with pytest.raises(NotAllowedError):
                await call()


async def test_the_record_is_shown_masked(admin):
    page = await admin.journal(AUDITOR, Search(kind="unit"))
    [item] = page["items"]
    assert item["private"] == {"name": "张*", "phone": "138****0417"}
    assert item["actor"] == "li"


async def test_what_is_computed_every_minute_does_not_bury_what_people_did(admin, store):
    with store.transaction() as tx:
        tx.append(Change("kpi", "incidents_open", "computed", {"value": 1}, "kpis", NOW))
    every = (await admin.journal(AUDITOR, Search()))["items"]
    acts = (await admin.journal(AUDITOR, Search(leaves_out=("kpi",))))["items"]
    assert [one["kind"] for one in every] == ["kpi", "unit"]
    assert [one["kind"] for one in acts] == ["unit"]


async def test_the_record_is_taken_away_masked_and_marked(admin):
    name, body = await admin.journal_file(AUDITOR, Search(kind="unit"))
    text = body.decode("utf-8-sig")
    assert name.startswith("操作记录-")
    assert "138****0417" in text
    assert "13800000417" not in text
    assert "导出账号 audit_admin · 导出时间 " in text.splitlines()[-1]


async def test_a_refused_message_is_shown_without_its_numbers(admin):
    [row] = await admin.quarantine(SYSTEM)
    assert row["reason"] == "no place"
    assert "13800000417" not in row["sent"]


async def test_a_device_is_adopted_and_that_is_written_down(admin, store):
    made = await admin.adopt(SYSTEM, "phone-7", ADOPTED, address="192.0.2.7")
    assert made == {"unit_id": "phone-7", "call_sign": "网格7", "is_new": True}
    assert store.unit("phone-7").call_sign == "网格7"
    record = store.records_after(0)[-1]
    assert (record.kind, record.action, record.actor) == ("audit", "device_added", "system_admin")


def test_secrets_are_never_among_the_settings_shown():
    settings = Settings(ingest_token="s3cret", database_url="postgresql://u:pw@h/d")
    told = shown(settings)
    assert told["ONESCREEN_INGEST_TOKEN"] == "已设置（不显示）"
    assert not [value for value in told.values() if "s3cret" in value or "pw@" in value]
    assert told["ONESCREEN_PORT"] == "8050"
    assert set(told) == {f"ONESCREEN_{name.upper()}" for name in Settings.model_fields}
