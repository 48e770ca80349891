"""Personal fields in full: for some, for a reason, and never without a record of it."""

from dataclasses import replace

import pytest

from domain.access.access import NotAllowedError
from domain.access.callers import Caller
from domain.dispatch.units import Unit
from domain.errors import InvalidError, NotFoundError, OneScreenError
from operations.access.audit import Audit
from operations.access.reveal import Reveal
from operations.threads import Work
from store import Store
from tests.store.builders import GRID, a_unit, an_incident
from tests.support.stores import a_store

NUMBER = "LS202601010001"
DISPATCHER = Caller("li", "dispatcher")
WHY = "需要回拨报警人"


@pytest.fixture
def store(tmp_path):
    opened = a_store(tmp_path)
    with opened.transaction() as tx:
        incident = replace(an_incident(NUMBER), caller_phone="13800000417")
        tx.put_incident(incident, action="reported", actor="door")
        tx.put_unit(a_unit("P1", phone="13900000418"), action="added", actor="door")
    yield opened
    opened.close()


@pytest.fixture
def reveal(store: Store):
    work = Work()
    yield Reveal(store, work, Audit(store, work))
    work.close()


def acts(store: Store) -> list[str]:
    return [record.action for record in store.records_after(0) if record.kind == "audit"]


async def test_a_dispatcher_sees_what_was_given_for_half_a_minute(reveal):
    fields = ["caller_phone", "reporter"]
    shown = await reveal.reveal(DISPATCHER, "incident", NUMBER, WHY, fields=fields)
    assert shown["fields"] == {"caller_phone": "13800000417", "reporter": "张三 13800000417"}
    assert shown["hides_after_s"] == 30


async def test_it_is_written_down_who_saw_what_and_why(reveal, store: Store):
    await reveal.reveal(DISPATCHER, "unit", "P1", WHY, address="192.0.2.7")
    record = store.records_after(0)[-1]
    assert (record.kind, record.action, record.actor) == ("audit", "revealed", "li")
    assert record.state["id"] == "P1"
    assert record.state["fields"] == ["name", "phone"]
    assert record.private == {"address": "192.0.2.7", "reason": WHY}
    assert "张三" not in str(record.state)
    assert "139" not in str(record.state)


@pytest.mark.parametrize("role", ["wall", "leader", "audit_admin", "machine", "nobody"])
async def test_others_never_do_the_wall_least_of_all(reveal, store: Store, role):
    with pytest.raises(NotAllowedError):
        await reveal.reveal(Caller("somebody", role), "unit", "P1", WHY)
    assert acts(store) == []


async def test_not_outside_ones_own_area(reveal, store: Store):
    elsewhere = replace(DISPATCHER, area="340604101")
    with pytest.raises(NotAllowedError):
        await reveal.reveal(elsewhere, "incident", NUMBER, WHY)
    at_home = replace(DISPATCHER, area=GRID[:9])
    assert (await reveal.reveal(at_home, "incident", NUMBER, WHY))["fields"]
    assert acts(store) == ["revealed"]


@pytest.mark.parametrize("reason", ["", "   ", "看看", "a b", "...........", "啊啊啊啊啊"])
async def test_no_reason_no_fields(reveal, store: Store, reason):
    with pytest.raises(InvalidError) as refused:
        await reveal.reveal(DISPATCHER, "unit", "P1", reason)
    assert refused.value.field == "reason"
    assert acts(store) == []


@pytest.mark.parametrize(
    ("kind", "entity_id", "fields", "error"),
    [
        ("unit", "P9", [], NotFoundError),
        ("unit", "P\x00", [], NotFoundError),
        ("audit", "unit", [], InvalidError),
        ("unit", "P1", ["status"], InvalidError),
    ],
)
async def test_what_is_not_there_is_refused(reveal, kind, entity_id, fields, error):
    with pytest.raises(error):
        await reveal.reveal(DISPATCHER, kind, entity_id, WHY, fields=fields)


async def test_what_was_erased_is_gone(reveal, store: Store):
    store.erase_private("unit", "P1", "admin")
    assert isinstance(store.unit("P1"), Unit)
    assert (await reveal.reveal(DISPATCHER, "unit", "P1", WHY))["fields"] == {}


async def test_what_cannot_be_written_down_is_not_shown(reveal, monkeypatch):
    async def fails(*_args: object, **_more: object) -> None:
        raise OneScreenError("the disk is full")

    monkeypatch.setattr(reveal._audit, "tell", fails)
    with pytest.raises(OneScreenError):
        await reveal.reveal(DISPATCHER, "unit", "P1", WHY)
