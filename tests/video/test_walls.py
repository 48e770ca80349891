"""What is sent to a paired wall, in whose name it looks, and when that ends; kept arrangements."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio

from domain.access.callers import Caller
from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.video.looks.reasons import Reason
from domain.video.media.ways import Opened, Way, WayKind
from domain.video.walls.arrangements import MOST_KEPT, arrangement_of
from domain.video.walls.tiles import Shows, WallTile
from operations.video.streams.streams import Asked
from operations.video.walls.tiles import Described
from tests.access.two_towns import OTHER_TOWN, OUR_VILLAGE, TwoTowns

WHY = {"kind": "duty", "text": "值班巡查密语"}
CENTRE = Caller("centre", "dispatcher")
WALLS, OWN = "/api/v1/video/walls", "/api/v1/video/wall"
ARRANGEMENTS = "/api/v1/video/arrangements"


class Pictures:
    """Cameras that open at once, and what became of them."""

    def __init__(self) -> None:
        self.opened: list[tuple[str, str, str | None]] = []
        self.closed: list[str] = []
        self.hidden = False

    async def describe(self, subject_id: str, caller: Caller) -> Described:
        if subject_id == "none" or self.hidden:
            raise NotFoundError(says="no_camera", camera=subject_id, field="camera")
        area = OTHER_TOWN if subject_id == "theirs" else OUR_VILLAGE
        return Described(f"摄像机{subject_id}", area, is_demo=True)

    async def open(self, tile: WallTile, sender: Caller, asked: Asked) -> Opened:
        assert isinstance(tile.reason, Reason)
        self.opened.append((tile.subject_id, sender.actor, asked.shown_on))
        until = datetime.now(UTC) + timedelta(minutes=1)
        ways = [Way(WayKind.WHEP, f"/video/whep/{asked.holder}")]
        return Opened(f"L-{len(self.opened)}", tile.title, until, ways)

    async def close(self, look_id: str, sender: Caller, holder: str) -> None:
        self.closed.append(look_id)

    def check_free(self, subject_id: str, wall_id: str) -> None:
        """As many walls as one likes."""

    async def sent(self, tile: WallTile) -> None:
        """Nobody is told."""

    async def gone(self, wall_id: str, actor: str) -> None:
        """Nobody is told."""


class Walls(TwoTowns):
    """Two towns, a paired wall in ours, and pictures that need no media."""

    async def start(self) -> None:
        await super().start()
        self.pictures = Pictures()
        tiles = self.parts.walls.tiles
        tiles._showings = {Shows.CAMERA: self.pictures}
        [wall] = [one for one in await tiles.walls(CENTRE) if one.name == "大厅"]
        self.wall_id = wall.wall_id

    async def sends(self, camera: str, who: str = "centre", **more: Any) -> Any:
        body = {"camera": camera, "why": WHY, **more}
        return await self.call("POST", f"{WALLS}/{self.wall_id}/tile", who, body)

    async def shown(self) -> Any:
        await self.settled()
        return self.json(await self.ask("GET", OWN, "wall"))["tile"]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def towns(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Walls]:
    made = Walls(tmp_path_factory.mktemp("walls"))
    await made.start()
    yield made
    await made.stop()


@pytest.mark.asyncio(loop_scope="module")
async def test_a_wall_looks_in_the_name_of_who_sent_it_and_ends_when_it_is_taken_back(towns: Walls):
    assert (await towns.call("POST", f"{OWN}/open", "wall", {})).status == 404
    towns.json(await towns.sends("a"))
    tile = await towns.shown()
    assert (tile["camera"], tile["sent_by"]) == ("a", "centre")
    opened = towns.json(await towns.call("POST", f"{OWN}/open", "wall", {}))
    assert towns.pictures.opened[-1] == ("a", "centre", "大厅")
    # another one in its place: the look before it is over at once
    towns.json(await towns.sends("b"))
    assert towns.pictures.closed[-1] == opened["look_id"]
    assert (await towns.shown())["camera"] == "b"
    second = towns.json(await towns.call("POST", f"{OWN}/open", "wall", {}))
    towns.json(await towns.call("POST", f"{WALLS}/{towns.wall_id}/tile/removal", "chief", {}))
    assert await towns.shown() is None
    assert towns.pictures.closed[-1] == second["look_id"]
    assert (await towns.call("POST", f"{OWN}/open", "wall", {})).status == 404


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("opens_slowly", [True, False])
async def test_what_is_taken_back_while_the_wall_opens_it_is_not_seen(
    towns: Walls, monkeypatch: pytest.MonkeyPatch, opens_slowly: bool
):
    tiles, pictures = towns.parts.walls.tiles, towns.pictures
    towns.json(await towns.sends("slow"))
    await towns.settled()
    slow = (pictures, "open") if opens_slowly else (tiles, "_sender")
    real, (count, closed) = getattr(*slow), (len(pictures.opened), len(pictures.closed))

    async def taken_back_meanwhile(*args: Any) -> Any:
        done = await real(*args)
        monkeypatch.setattr(*slow, real)
        await tiles.take_back(towns.wall_id, CENTRE)
        return done

    monkeypatch.setattr(*slow, taken_back_meanwhile)
    assert (await towns.call("POST", f"{OWN}/open", "wall", {})).status == 404
    opened = len(pictures.opened) - count
    assert (opened, len(pictures.closed) - closed) == ((1, 1) if opens_slowly else (0, 0))


@pytest.mark.asyncio(loop_scope="module")
async def test_what_is_sent_while_the_one_before_is_found_over_stays(
    towns: Walls, monkeypatch: pytest.MonkeyPatch
):
    tiles = towns.parts.walls.tiles
    towns.json(await towns.sends("before"))
    await towns.settled()
    towns.json(await towns.call("POST", f"{OWN}/open", "wall", {}))

    async def another_is_sent(_: WallTile) -> bool:
        towns.json(await towns.sends("after"))
        return False

    monkeypatch.setattr(tiles, "_may_still", another_is_sent)
    await tiles.settle()
    assert (await towns.shown())["camera"] == "after"
    await tiles.take_back(towns.wall_id, CENTRE)


@pytest.mark.asyncio(loop_scope="module")
async def test_what_ends_by_itself_ends_its_look_and_so_does_the_sender(towns: Walls):
    tiles = towns.parts.walls.tiles
    await towns.people.add("leaves", "dispatcher")
    towns.tokens["leaves"] = (await towns.people.sign_in("leaves")).token
    towns.json(await towns.sends("c", "leaves", minutes=5))
    await towns.settled()
    towns.json(await towns.call("POST", f"{OWN}/open", "wall", {}))
    count = len(towns.pictures.closed)
    await tiles.settle()
    assert len(towns.pictures.closed) == count  # it goes on
    await towns.people.accounts.disable(Caller("secadm", "security_admin"), "leaves")
    await tiles.settle()
    assert len(towns.pictures.closed) == count + 1
    assert await towns.shown() is None

    # who sent it may see the camera no more: its owner, or their area, has changed
    towns.json(await towns.sends("d", minutes=5))
    await towns.settled()
    towns.json(await towns.call("POST", f"{OWN}/open", "wall", {}))
    towns.pictures.hidden = True
    await tiles.settle()
    assert len(towns.pictures.closed) == count + 2
    assert await towns.shown() is None
    towns.pictures.hidden = False

    towns.json(await towns.sends("d", minutes=5))
    await towns.settled()
    towns.json(await towns.call("POST", f"{OWN}/open", "wall", {}))
    real, tiles._now = tiles._now, lambda: datetime.now(UTC) + timedelta(minutes=6)
    await tiles.settle()
    assert len(towns.pictures.closed) == count + 3
    tiles._now = real


@pytest.mark.asyncio(loop_scope="module")
async def test_without_a_reason_or_outside_the_walls_area_nothing_is_sent(towns: Walls):
    assert (await towns.sends("a", why=None)).status == 422
    assert (await towns.sends("none")).status == 404
    refused = await towns.sends("theirs")
    assert (refused.status, refused.error["field"]) == (422, "camera")
    gone = await towns.call("POST", f"{WALLS}/nowhere/tile", "centre", {"camera": "a", "why": WHY})
    assert gone.status == 404
    for who in ("clerk", "lives", "wall"):
        assert (await towns.sends("a", who)).status == 403, who
    for who in ("centre", "chief"):  # no wall themselves
        assert (await towns.ask("GET", OWN, who)).status == 403, who


@pytest.mark.asyncio(loop_scope="module")
async def test_a_wall_hears_that_something_is_on_a_wall_and_never_what_or_why(towns: Walls):
    from operations.live.views import state_for, view_of

    towns.json(await towns.sends("a"))
    await towns.settled()
    record = towns.parts.picture.entities["wall_tile"][towns.wall_id]
    assert state_for(view_of("wall", None), record).keys() == {"wall_id", "until"}  # type: ignore[union-attr]
    seen = state_for(view_of("dispatcher", None), record)
    assert seen is not None
    assert seen["title"] == "摄像机a"
    assert "密语" not in str(seen)
    assert state_for(view_of("village", None), record) is None


@pytest.mark.asyncio(loop_scope="module")
async def test_an_arrangement_is_its_keepers_alone(towns: Walls):
    told = {"name": "夜班", "size": 9, "cameras": ["a", "", "b"], "every_s": 10}
    kept = towns.json(await towns.call("POST", ARRANGEMENTS, "centre", told))
    again = towns.json(await towns.call("POST", ARRANGEMENTS, "centre", {**told, "size": 4}))
    assert again["arrangement_id"] == kept["arrangement_id"]
    await towns.settled()
    [mine] = towns.json(await towns.ask("GET", ARRANGEMENTS, "centre"))["items"]
    assert (mine["size"], mine["cameras"]) == (4, ["a", "", "b"])
    assert towns.json(await towns.ask("GET", ARRANGEMENTS, "chief"))["items"] == []
    gone = f"{ARRANGEMENTS}/{kept['arrangement_id']}/removal"
    assert (await towns.call("POST", gone, "chief", {})).status == 404
    towns.json(await towns.call("POST", gone, "centre", {}))
    await towns.settled()
    assert towns.json(await towns.ask("GET", ARRANGEMENTS, "centre"))["items"] == []


@pytest.mark.asyncio(loop_scope="module")
async def test_so_many_arrangements_are_kept_and_no_more(towns: Walls):
    keep = towns.parts.walls.arrangements.keep
    caller = Caller("keeps", "leader")
    for number in range(MOST_KEPT):
        await keep(caller, f"第{number}个", 4, ["a"])
        await towns.settled()
    with pytest.raises(ConflictError):
        await keep(caller, "多一个", 4, ["a"])


@pytest.mark.parametrize(
    ("size", "cameras", "every_s"),
    [(5, ["a"], 0), (4, [""], 0), (4, ["a"] * 161, 0), (4, ["a"], 2), (4, ["a"], 6000)],
)
def test_an_arrangement_that_cannot_be_is_refused(size: int, cameras: list[str], every_s: int):
    with pytest.raises(InvalidError):
        arrangement_of("V-1", "li", "夜班", size, cameras, every_s)
