"""A machine's own key opens what it lists, and nothing else."""

import json

import pytest

from domain.access.access import may
from domain.access.callers import Caller
from domain.access.grants import GRANTS
from domain.access.grants import KEY_RIGHTS as KNOWN
from domain.errors import InvalidError
from tests.access.doors import EVERYBODY, HTTP, KEY_RIGHTS, SOCKETS, declared
from tests.access.gatehouse import LOOKS_ITSELF, Gatehouse, filled
from tests.support.people import SYSTEM

pytestmark = pytest.mark.asyncio(loop_scope="session")
DEVICES = "/api/v1/admin/devices"


def opened_by(right: str) -> set[str]:
    groups = {KEY_RIGHTS[right], EVERYBODY}
    return {
        door.strip()
        for roles, doors in HTTP
        if roles in groups
        for door in doors.strip().splitlines()
    }


async def test_the_double_knows_every_right_a_key_may_list():
    assert set(KEY_RIGHTS) == KNOWN <= GRANTS.keys()


@pytest.mark.parametrize("right", sorted(KEY_RIGHTS))
async def test_a_key_opens_the_doors_of_its_right_and_no_other(gate: Gatehouse, right: str):
    _, key = await gate.parts.people.devices.add_key(SYSTEM, f"only-{right}", [right])
    wrong = []
    # Of an address of its own: what one address asks in a minute is counted.
    seat = (f"10.0.3.{sorted(KEY_RIGHTS).index(right)}", 5)
    for door in declared():
        method, _, pattern = door.partition(" ")
        if pattern in LOOKS_ITSELF:
            continue
        answer = await gate.ask(method, filled(pattern), "key", token=key, client=seat)
        if answer.came_through != (door in opened_by(right)):
            wrong.append(f"{door}: {answer.status}")
    assert wrong == []
    for pattern in SOCKETS:
        async with gate.socket(filled(pattern), "key", token=key, client=seat) as socket:
            is_open = right == "feed.send" and pattern.startswith("/ingest/ws")
            assert socket.came_through == is_open, pattern


async def test_only_who_manages_devices_gives_a_key(gate: Gatehouse):
    body = json.dumps({"name": "gis", "rights": ["facts.read"]}).encode()
    for role in ("dispatcher", "security_admin", "machine", "key"):
        answer = await gate.ask("POST", DEVICES, role, body=body)
        assert not answer.came_through, role


@pytest.mark.parametrize("right", ["desk.act", "reveal", "export", "accounts.manage", "open", ""])
async def test_no_key_may_list_what_is_for_people(gate: Gatehouse, right: str):
    with pytest.raises(InvalidError):
        await gate.parts.people.devices.add_key(SYSTEM, "greedy", ["facts.read", right])
    forged = Caller("key:x", "key", rights=frozenset({right, "facts.read"}))
    assert not may(forged, right)


async def test_a_key_ends_when_it_is_revoked_or_given_anew(gate: Gatehouse):
    device, key = await gate.parts.people.devices.add_key(SYSTEM, "short", ["facts.read"])

    async def comes_through(token: str) -> bool:
        answer = await gate.ask(
            "GET", "/api/v1/incidents", "key", token=token, client=("10.0.4.1", 5)
        )
        return answer.came_through

    assert await comes_through(key)
    _, other = await gate.parts.people.devices.rotate(SYSTEM, device.device_id)
    assert (await comes_through(key), await comes_through(other)) == (False, True)
    await gate.parts.people.devices.revoke(SYSTEM, device.device_id)
    assert not await comes_through(other)


async def test_a_key_of_an_area_asks_about_no_other():
    key = Caller("key:x", "key", "340604001", rights=frozenset({"facts.read"}))
    assert may(key, "facts.read", "340604001001")
    assert not may(key, "facts.read", "340604002")
    person = Caller("d", "dispatcher", rights=frozenset({"facts.write"}))
    assert not may(person, "facts.write")


@pytest.mark.parametrize("right", ["facts.write", "feed.send", "metrics.read"])
async def test_what_no_area_bounds_is_not_given_for_an_area(gate: Gatehouse, right: str):
    with pytest.raises(InvalidError) as refused:
        await gate.parts.people.devices.add_key(
            SYSTEM, f"of-town-{right}", [right], area="340604001"
        )
    assert refused.value.says == "right_of_whole_district"
