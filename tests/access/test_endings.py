"""A stolen token, a stopped account, a session that is over: what was open closes by itself."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from api.live.ends import ASKED_EVERY_S, SIGNED_OUT, Sweep
from domain.access.accounts import Device
from operations.access.accounts import OPERATOR
from operations.access.presence import REMEMBERED
from tests.access.gatehouse import Gatehouse
from tests.support.people import HERE, SYSTEM, People

pytestmark = pytest.mark.asyncio(loop_scope="session")
Ending = Callable[[Gatehouse], Awaitable[tuple[str, str, Callable[[], Awaitable[object]]]]]
SCREENS = ("/ws/live", "/ws/coverage")


async def _device(gate: Gatehouse, kind: str, name: str) -> Device:
    found = await gate.parts.people.devices.all(SYSTEM)
    return next(one for one in found if (one.kind, one.name) == (kind, name))


async def a_wall_is_revoked(gate: Gatehouse):
    token = await gate.a_wall("被盗的屏")
    device = await _device(gate, "wall", "被盗的屏")
    devices = gate.parts.people.devices
    return "wall", token, lambda: devices.revoke(SYSTEM, device.device_id)


async def an_account_is_stopped(gate: Gatehouse):
    await gate.people.add("stopped", "dispatcher")
    token = (await gate.people.sign_in("stopped")).token
    accounts = gate.parts.people.accounts
    return "dispatcher", token, lambda: accounts.disable(OPERATOR, "stopped")


async def a_person_signs_out(gate: Gatehouse):
    await gate.people.add("leaving", "leader")
    token = (await gate.people.sign_in("leaving")).token
    return "leader", token, lambda: gate.parts.people.entrance.sign_out(token, HERE.address)


@pytest.mark.parametrize("ending", [a_wall_is_revoked, an_account_is_stopped, a_person_signs_out])
async def test_what_was_open_ends_with_its_caller(gate: Gatehouse, ending: Ending):
    role, token, end = await ending(gate)
    async with (
        gate.socket("/ws/live", role, token=token) as live,
        gate.socket("/ws/coverage", role, token=token) as coverage,
    ):
        assert (live.status, coverage.status) == (101, 101)
        assert (await gate.ask("GET", "/", role, token=token)).came_through
        await end()
        assert (await live.ended(), await coverage.ended()) == (SIGNED_OUT, SIGNED_OUT)
    assert (await gate.ask("GET", "/", role, token=token)).status == 401
    for path in SCREENS:
        async with gate.socket(path, role, token=token) as again:
            assert again.status == 401


async def test_a_feeds_socket_ends_with_its_key(gate: Gatehouse):
    devices = gate.parts.people.devices
    device, key = await devices.add_feed(SYSTEM, "网关二")
    async with gate.socket("/ingest/ws", "feed", token=key) as socket:
        assert socket.status == 101
        await devices.revoke(SYSTEM, device.device_id)
        assert await socket.ended() == SIGNED_OUT


async def test_a_change_made_elsewhere_is_seen_within_thirty_seconds(tmp_path):
    assert REMEMBERED + timedelta(seconds=ASKED_EVERY_S) < timedelta(seconds=30)
    here = People(tmp_path)
    other = People(tmp_path, here.store, here.work)
    await here.add("p-0417")
    token = (await here.sign_in("p-0417")).token
    ended: list[str] = []

    async def ask() -> bool:
        return await here.presence.who(token) is not None

    sweep = Sweep(every_s=3600)
    with sweep.holding(ask, lambda: ended.append("ended")):
        await other.accounts.disable(OPERATOR, "p-0417")
        here.passes(seconds=REMEMBERED.total_seconds() + 1)
        assert (await sweep.look(), ended) == (1, ["ended"])
        assert await sweep.look() == 0, "it is ended once"
    other.close()
    here.close()


async def test_a_session_that_lies_still_ends_its_socket(tmp_path):
    people = People(tmp_path)
    await people.add("grid-7", "grid_worker")
    token = (await people.sign_in("grid-7")).token
    ended: list[str] = []

    async def ask() -> bool:
        return await people.presence.who(token) is not None

    sweep = Sweep(every_s=3600)
    with sweep.holding(ask, lambda: ended.append("ended")):
        people.passes(minutes=29)
        assert await sweep.look() == 0
        people.passes(minutes=2)
        assert (await sweep.look(), ended) == (1, ["ended"])
    people.close()
