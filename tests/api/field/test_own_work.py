"""Own tasks by the phone: checked in at the place, done once, a patrol judged by its track."""

import io
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from PIL import Image

from domain.access.callers import Caller
from domain.net.tasks.facts import NET_TASK
from domain.net.tasks.places import KEY_PLACE, KeyPlace, PlaceKind
from tests.access.gatehouse import HOST, Answer
from tests.access.two_towns import OUR_VILLAGE
from tests.net.tasks.the_tasks import GRID, IN_GRID, NORTH_M, WALKER, TheNet

FIELD = "/api/v1/field"
WALKS = Caller("walks", "grid_worker", area=OUR_VILLAGE)
PLACE = KeyPlace("P-FIELD", PlaceKind.SCHOOL, "演示小学", GRID, *IN_GRID)
pytestmark = pytest.mark.asyncio(loop_scope="module")


class Phone(TheNet):
    """Our village, and a phone bound to our unit."""

    cookie = ""

    async def start(self) -> None:
        """Open everything, and bind the phone."""
        await super().start()
        await self.settled()
        bound = await self.parts.field.phones.bind(WALKS, unit_id=WALKER, pin="380417")
        self.cookie = f"onescreen-phone={bound.key}"
        with self.parts.store.transaction() as tx:
            tx.put(KEY_PLACE, PLACE, action="add", actor="test")

    async def says(self, path: str, body: Any) -> Answer:
        """What the phone sends."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        more = {"cookie": self.cookie, "origin": f"http://{HOST}"}
        return await self.ask("POST", f"{FIELD}{path}", body=raw, **more)

    async def work(self) -> Any:
        """What the phone reads."""
        return self.json(await self.ask("GET", f"{FIELD}/work", cookie=self.cookie))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def phone(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Phone]:
    made = Phone(tmp_path_factory.mktemp("own-work"))
    await made.start()
    yield made
    await made.stop()


async def test_one_checks_in_at_the_place_with_a_photo_and_is_done_once(phone: Phone):
    asked = await phone.a_type("重点场所检查", form="inspect", evidence=["place", "photo"])
    await phone.a_plan(asked, place_kind="school")
    listed = [one for one in (await phone.work())["tasks"] if one["place"] == "演示小学"]
    late, task = listed  # yesterday's may still be made good
    assert (late["standing"], task["standing"]) == ("late", "due")
    assert (task["lat"], sorted(task["evidence"])) == (IN_GRID[0], ["photo", "place"])
    path = f"/tasks/{task['task_id']}"
    here = {"key": "press-check-in", "lat": IN_GRID[0] + 30 * NORTH_M, "lon": IN_GRID[1]}
    far = await phone.says(f"{path}/done", here | {"lat": IN_GRID[0] + 600 * NORTH_M})
    assert far.status == 422 and "演示小学" in far.body.decode()
    assert (await phone.says(f"{path}/done", here)).status == 422  # the photo is missing
    made = io.BytesIO()
    Image.new("RGB", (40, 30), (9, 90, 200)).save(made, "JPEG")
    ids = [
        phone.json(await phone.says(f"{path}/photos", made.getvalue()), 201)["file_id"]
        for _ in range(2)
    ]
    assert len(set(ids)) == 1
    done = [phone.json(await phone.says(f"{path}/done", here)) for _ in range(2)]
    assert done[0] == done[1] and done[0]["status"] == "done"


async def test_a_patrol_pressed_offline_is_judged_by_when_it_was_walked(phone: Phone):
    schedule = await phone.a_plan(await phone.a_type("日常巡查", form="patrol"))
    task = phone.name(schedule)
    begun = datetime.now(UTC) - timedelta(minutes=70)
    phone.walked(30, 4, begun)
    body = {
        "key": "press-patrol", "walked_ms": 30 * 60_000, "age_ms": 40 * 60_000
    }  # fmt: skip
    made = phone.json(await phone.says(f"/tasks/{task}/done", body))
    kept = phone.parts.store.newest(NET_TASK.name, task)
    assert kept is not None and kept.state["unit_id"] == WALKER
    assert abs(datetime.fromisoformat(kept.state["begun_at"]) - begun) < timedelta(seconds=30)
    assert (made["is_proven"], kept.state["is_proven"], made["why"]) == (True, True, [])


async def test_a_patrol_nobody_walked_is_told_why_in_words(phone: Phone):
    task = phone.name(await phone.a_plan(await phone.a_type("夜间巡查", form="patrol")))
    body = {"key": "press-night", "walked_ms": 10 * 60_000, "age_ms": 5 * 3_600_000}
    made = phone.json(await phone.says(f"/tasks/{task}/done", body))
    assert made["is_proven"] is False and made["why"]
    assert not any(word.isascii() for word in made["why"])
