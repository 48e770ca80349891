"""Somebody of a call on a paired wall: who may, what the wall is told, and all that ends it."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from domain.access.callers import Caller
from domain.field.calls.calls import FIELD_CALL
from domain.field.calls.ice import IceRules
from domain.field.calls.states import Media, Mode, Why
from domain.video.walls.tiles import Shows
from operations.field.calls.rooms import Line
from operations.field.calls.whom import Asked
from operations.live.views import state_for, view_of
from tests.access.gatehouse import Socket
from tests.access.two_towns import OTHER_TOWN, OUR_UNIT, THEIR_UNIT, TwoTowns
from tests.video.test_walls import Pictures

pytestmark = pytest.mark.asyncio(loop_scope="module")
WALLS, OWN = "/api/v1/video/walls", "/api/v1/video/wall"
CENTRE, OTHER = Caller("centre", "dispatcher"), Caller("chief", "leader")


class Ear(Line):
    """A line that keeps what it is told."""

    def __init__(self, caller: Caller, unit_id: str | None = None) -> None:
        self.got: list[Any] = []
        super().__init__(caller, self.got.append, unit_id)

    def last(self, name: str) -> Any:
        return [one[name] for one in self.got if name in one][-1]


class Scene:
    """A call that goes on: the desk, the phone, and what they were told."""

    def __init__(self, desk: Ear, phone: Ear, room_id: str, call_id: str) -> None:
        self.desk, self.phone, self.room_id, self.call_id = desk, phone, room_id, call_id

    @property
    def phone_id(self) -> str:
        return str(self.phone.last("room")["you"])


class Hall(TwoTowns):
    """Two towns with a paired wall each, and a switchboard."""

    async def start(self) -> None:
        await super().start()
        self.tokens["their-wall"] = await self.a_wall("邻镇", area=OTHER_TOWN)
        self.tiles, self.calls = self.parts.walls.tiles, self.parts.calls
        self.board = self.calls.board
        self.walls = {one.name: one.wall_id for one in await self.tiles.walls(CENTRE)}
        self.board.ledger._ice = IceRules(("turn:t",), "s", is_relay_only=True)

    def headers_of(self, role: str, token: str | None = None) -> dict[str, str]:
        kind = "wall" if role.endswith("wall") else role
        return super().headers_of(kind, token or self.tokens.get(role))

    async def scene(self, unit_id: str = OUR_UNIT, *, has_picture: bool = True) -> Scene:
        """A call to a unit about our incident, answered."""
        desk, phone = Ear(CENTRE), Ear(Caller("p", "police"), unit_id)
        asked = Asked(self.ours.number, (unit_id,), Mode.ONE, Media.VIDEO)
        room = (await self.board.desk.call(desk, asked))["room"]
        call_id = room["calls"][0]["call_id"]
        await self.board.phones.answer(phone, call_id)
        self.board.shows(phone, room["room_id"], has_picture=has_picture)
        await self.settled()
        return Scene(desk, phone, room["room_id"], call_id)

    async def send(self, call_id: str, who: str = "centre", wall: str = "大厅") -> Any:
        path = f"{WALLS}/{self.walls[wall]}/tile"
        return await self.call("POST", path, who, {"call": call_id})

    async def take_back(self, wall: str = "大厅") -> Any:
        path = f"{WALLS}/{self.walls[wall]}/tile/removal"
        return await self.call("POST", path, "centre", {})

    async def shown(self, who: str = "wall") -> Any:
        await self.settled()
        return self.json(await self.ask("GET", OWN, who))["tile"]

    async def told(self) -> list[str]:
        """What the timeline of our incident says of walls."""
        await self.settled()
        path = f"/api/v1/desk/incidents/{self.ours.number}/timeline"
        lines = self.json(await self.ask("GET", path, "centre"))["items"]
        return [one["text"] for one in lines if "大屏" in one["text"]]


async def heard(socket: Socket, name: str) -> Any:
    """The next message of a name."""
    async with asyncio.timeout(30):
        while True:
            message = await socket.got.get()
            assert message["type"] == "websocket.send", message
            told = json.loads(message["text"])
            if name in told:
                return told


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hall(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Hall]:
    made = Hall(tmp_path_factory.mktemp("scenes"))
    await made.start()
    yield made
    await made.stop()


@pytest_asyncio.fixture(loop_scope="module")
async def scene(hall: Hall) -> AsyncIterator[Scene]:
    made = await hall.scene()
    yield made
    for room in hall.board.ledger.rooms:
        for member in list(room.members.values()):
            await hall.board.ledger.take_out(room, member, Why.HANGUP)
    await hall.tiles.settle()
    await hall.settled()


async def test_the_wall_sees_whom_the_desk_sent_and_the_phone_is_told_of_it(
    hall: Hall, scene: Scene
):
    before = len(await hall.told())
    hall.json(await hall.send(scene.call_id))
    [mark] = scene.phone.last("room")["walls"]
    assert mark == {"name": "大厅", "call_id": scene.call_id, "viewer": None}
    assert scene.desk.last("room")["walls"][0]["wall_id"] == hall.walls["大厅"]
    tile = await hall.shown()
    assert (tile["shows"], tile["number"]) == ("call", hall.ours.number)
    assert await hall.shown("their-wall") is None
    assert (await hall.call("POST", f"{OWN}/open", "wall", {})).status == 404  # no camera's door
    async with hall.socket("/ws/wall", "wall") as wall:
        first = await heard(wall, "scene")
        told, me = first["scene"], first["scene"]["you"]
        # what passers-by may read, and words of its own for the relay, nobody's name in them
        assert told.keys() == {
            *("room_id", "number", "you", "order", "call_sign", "answered_at", "member")
        }
        assert told["member"] == {"member_id": scene.phone_id, "is_away": False}
        [server] = first["ice"]["servers"]
        assert server["username"].endswith(f":{me}") and first["ice"]["is_relay_only"]
        assert scene.phone.last("room")["walls"][0]["viewer"]["member_id"] == me
        # whom it shows alone is told of its browser, and speaks to it
        assert scene.desk.last("room")["walls"][0]["viewer"] is None
        hall.board.pass_on(scene.phone, scene.room_id, me, {"sdp": "v=0"})
        assert (await heard(wall, "signal"))["signal"]["data"] == {"sdp": "v=0"}
        body = {"room_id": scene.room_id, "to": scene.phone_id, "data": {"sdp": "v=1"}}
        await wall.say(json.dumps({"say": "signal", "id": "1", "body": body}))
        assert scene.phone.last("signal")["from"] == me
        hall.json(await hall.take_back())
        assert (await heard(wall, "over"))["over"]["why"] == "taken_back"
    assert scene.phone.last("room")["walls"] == []
    assert await hall.shown() is None
    assert (await hall.told())[before:] == [
        "本镇一号 的现场画面投到大屏 大厅",
        "本镇一号 的现场画面从大屏 大厅 收回",
    ]


async def test_a_wall_speaks_to_whom_it_shows_and_says_nothing_else_of_a_call(
    hall: Hall, scene: Scene
):
    hall.json(await hall.send(scene.call_id))
    async with hall.socket("/ws/wall", "wall") as wall:
        await heard(wall, "scene")
        desk_id = scene.desk.last("room")["you"]
        for kind, body in (
            ("signal", {"room_id": scene.room_id, "to": desk_id, "data": {}}),
            ("leave", {"room_id": scene.room_id}),
            ("call", {"units": [OUR_UNIT]}),
            ("join", {"room_id": scene.room_id}),
            ("picture", {"room_id": scene.room_id, "is_shown": True}),
        ):
            wall.sent.put_nowait(
                {
                    "type": "websocket.receive",
                    "text": json.dumps({"say": kind, "id": kind, "body": body}),
                }
            )
            error = (await heard(wall, "said"))["error"]
            assert error["code"] == ("not_found" if kind == "signal" else "invalid"), kind
        # nor may the desk's browser be made to send to it
        me = scene.phone.last("room")["walls"][0]["viewer"]["member_id"]
        answer = await hall.calls.requests.answered(
            scene.desk, "signal", "2", {"room_id": scene.room_id, "to": me, "data": {}}
        )
        assert answer["error"]["code"] == "not_found"
    assert len(scene.desk.last("room")["members"]) == 2


async def test_a_wall_that_starts_anew_looks_again_and_the_older_window_does_not(
    hall: Hall, scene: Scene
):
    hall.json(await hall.send(scene.call_id))
    async with hall.socket("/ws/wall", "wall") as first:
        one = (await heard(first, "scene"))["scene"]["you"]
        async with hall.socket("/ws/wall", "wall") as second:
            other = (await heard(second, "scene"))["scene"]["you"]
            assert other != one
            assert (await heard(first, "over"))["over"]["why"] == "elsewhere"
            assert scene.phone.last("room")["walls"][0]["viewer"]["member_id"] == other
    # both have gone: the tile stays for a wall that comes back, and the phone keeps its mark
    assert scene.phone.last("room")["walls"][0]["viewer"] is None
    assert (await hall.shown())["camera"] == scene.call_id


async def test_nobody_else_sends_a_call_and_nothing_without_a_picture_is_sent(hall: Hall):
    scene = await hall.scene()
    assert (await hall.send(scene.call_id, "chief")).status == 404  # not in the room
    for who in ("clerk", "lives", "guards", "wall"):
        assert (await hall.send(scene.call_id, who)).status == 403, who
    assert (await hall.send("C-none")).status == 404
    outside = await hall.send(scene.call_id, wall="邻镇")
    assert (outside.status, outside.error["field"]) == (422, "call")
    hall.board.shows(scene.phone, scene.room_id, has_picture=False)
    dark = await hall.send(scene.call_id)
    assert (dark.status, dark.error["code"]) == (404, "call_no_picture")
    await hall.board.leave(scene.desk, scene.room_id)
    assert (await hall.send(scene.call_id)).status == 404  # the room is over
    desk, phone = Ear(CENTRE), Ear(Caller("p", "police"), OUR_UNIT)
    asked = Asked(hall.ours.number, (OUR_UNIT,), Mode.ONE, Media.VIDEO)
    room = (await hall.board.desk.call(desk, asked))["room"]
    assert (await hall.send(room["calls"][0]["call_id"])).status == 404  # nobody has answered
    await hall.board.leave(desk, room["room_id"])
    assert phone.got == []


async def test_a_wall_with_nothing_of_a_call_on_it_is_not_let_in(hall: Hall, scene: Scene):
    for who in ("wall", "their-wall"):
        async with hall.socket("/ws/wall", who) as wall:
            assert await wall.ended() == 4403
    hall.json(await hall.send(scene.call_id))
    async with hall.socket("/ws/wall", "their-wall") as wall:
        assert await wall.ended() == 4403


async def test_the_page_of_a_wall_may_use_neither_camera_nor_microphone(hall: Hall):
    for who, allowed in (("wall", "()"), ("centre", "(self)")):
        answer = await hall.ask("GET", "/", who, accept="text/html")
        policy = answer.headers["permissions-policy"]
        assert f"camera={allowed}" in policy and f"microphone={allowed}" in policy, who


async def test_a_camera_in_its_place_takes_it_back(
    hall: Hall, scene: Scene, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(hall.tiles._showings, Shows.CAMERA, Pictures())
    before = len(await hall.told())
    hall.json(await hall.send(scene.call_id))
    body = {"camera": "a", "why": {"kind": "duty", "text": "夜间巡查"}}
    hall.json(await hall.call("POST", f"{WALLS}/{hall.walls['大厅']}/tile", "centre", body))
    assert scene.phone.last("room")["walls"] == []
    assert (await hall.told())[before + 1 :] == ["本镇一号 的现场画面从大屏 大厅 收回"]
    async with hall.socket("/ws/wall", "wall") as wall:
        assert await wall.ended() == 4403  # a camera is looked at by another door
    hall.json(await hall.take_back())


async def test_one_picture_is_on_one_wall_and_two_crews_on_two(hall: Hall, scene: Scene):
    second = await hall.a_wall("二号厅")
    assert second
    hall.walls.update({one.name: one.wall_id for one in await hall.tiles.walls(CENTRE)})
    hall.json(await hall.send(scene.call_id))
    twice = await hall.send(scene.call_id, wall="二号厅")
    assert twice.status == 409
    hall.json(await hall.send(scene.call_id))  # on the same wall: once more
    hall.json(await hall.take_back())
    hall.json(await hall.send(scene.call_id, wall="二号厅"))
    hall.json(await hall.take_back("二号厅"))


async def test_a_wall_is_no_member_so_a_room_of_four_may_be_shown(hall: Hall, scene: Scene):
    [room] = hall.board.ledger.rooms
    room.enter(Caller("a", "dispatcher"), Ear(OTHER), "a")
    hall.json(await hall.send(scene.call_id))
    async with hall.socket("/ws/wall", "wall") as wall:
        await heard(wall, "scene")
        assert room.has_room  # for the fourth
        room.enter(Caller("b", "dispatcher"), Ear(OTHER), "b")
        assert not room.has_room
        hall.json(await hall.take_back())
        hall.json(await hall.send(scene.call_id))


@pytest.mark.parametrize("end", ["hangs up", "camera off", "sender leaves", "revoked", "restart"])
async def test_it_goes_by_itself_with_the_call_the_picture_the_sender_and_the_pairing(
    hall: Hall, scene: Scene, end: str
):
    if end == "revoked":
        hall.tokens["old-wall"] = await hall.a_wall("旧屏")
        hall.walls.update({one.name: one.wall_id for one in await hall.tiles.walls(CENTRE)})
    name, who = ("旧屏", "old-wall") if end == "revoked" else ("大厅", "wall")
    before = len(await hall.told())
    hall.json(await hall.send(scene.call_id, wall=name))
    await hall.tiles.settle()
    assert scene.phone.last("room")["walls"]  # it goes on
    hall.tiles._hurry.clear()
    async with hall.socket("/ws/wall", who) as wall:
        await heard(wall, "scene")
        if end == "hangs up":
            await hall.board.leave(scene.phone, scene.room_id)
        elif end == "camera off":
            hall.board.shows(scene.phone, scene.room_id, has_picture=False)
        elif end == "sender leaves":
            other = Ear(OTHER)
            await hall.board.desk.join(other, scene.room_id)
            await hall.board.leave(scene.desk, scene.room_id)
        elif end == "restart":
            hall.board.ledger.exchange.rooms.clear()
        else:
            system = Caller("sysadm", "system_admin")
            await hall.people.devices.revoke(system, hall.walls[name])
        if end in {"hangs up", "camera off", "sender leaves"}:
            assert hall.tiles._hurry.is_set()  # nobody waits for the next look
        await hall.tiles.settle()
        if end != "restart":
            await heard(wall, "over")
    # whoever hung up ended both; what was open when the server stopped, the next start ends
    lines = [] if end in {"hangs up", "restart"} else [f"本镇一号 的现场画面从大屏 {name} 收回"]
    assert (await hall.told())[before + 1 :] == lines
    if end != "revoked":
        assert await hall.shown() is None
    if end in {"camera off", "sender leaves", "revoked"}:  # the others have left the room
        assert scene.phone.last("room")["walls"] == []


async def test_a_public_wall_reads_of_calls_who_speaks_about_what_and_nothing_more(
    hall: Hall, scene: Scene
):
    record = hall.parts.picture.entities[FIELD_CALL.name][scene.call_id]
    shown = state_for(view_of("wall", None), record)
    assert shown is not None
    assert shown.keys() == {*("call_id", "number", "call_sign", "answered_at", "ended_at")}


async def test_their_unit_is_no_picture_for_a_wall_of_ours(hall: Hall):
    """Without an incident the unit's home says where it is."""
    desk, phone = Ear(CENTRE), Ear(Caller("q", "police"), THEIR_UNIT)
    room = (await hall.board.desk.call(desk, Asked("", (THEIR_UNIT,), Mode.ONE, Media.VIDEO)))[
        "room"
    ]
    call_id = room["calls"][0]["call_id"]
    await hall.board.phones.answer(phone, call_id)
    hall.board.shows(phone, room["room_id"], has_picture=True)
    assert (await hall.send(call_id)).status == 422
    tile = hall.json(await hall.send(call_id, wall="邻镇"))
    assert tile["number"] is None
    await hall.board.leave(desk, room["room_id"])
    await hall.tiles.settle()
    assert await hall.shown("their-wall") is None
