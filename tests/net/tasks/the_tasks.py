"""The built product with two towns whose grids are asked for work, and what a test says to it."""

import json
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from domain.access.callers import Caller
from domain.dispatch.units import Fix
from tests.access.gatehouse import CALLBACK, Answer
from tests.access.test_matrix import posted
from tests.access.two_towns import OTHER_TOWN, OUR_VILLAGE, TwoTowns

NET = "/api/v1/net"
GRID = f"{OUR_VILLAGE}001"
THEIR_GRID = f"{OTHER_TOWN}001001"
NORTH_M = 1 / 111_195
IN_GRID = (33.8100, 116.7100)
WALKER = "WG-WALKS-1"
LIVES = Caller("lives", "village", area=OUR_VILLAGE)
CHIEF = Caller("chief", "leader")


class TheNet(TwoTowns):
    """Two towns whose grids are asked for work."""

    today: date

    async def start(self) -> None:
        """Open everything, and put a few types on the list."""
        await super().start()
        self.today = self.parts.net_tasks.desk.today()
        await self.people.add("walks-too", "grid_worker", area=OUR_VILLAGE)
        await self.people.add("lives-there", "village", area=f"{OTHER_TOWN}001")
        await self.people.add("other-clerk", "department", department="emergency")
        for name in ("walks-too", "lives-there", "other-clerk"):
            self.tokens[name] = (await self.people.sign_in(name)).token
        unit = {
            "call_sign": "网格一号", "kind": "grid_worker", "home_area": OUR_VILLAGE,
            "status": "available",
        }  # fmt: skip
        self.json(await self.call("PUT", f"/api/v1/units/{WALKER}", "machine", unit), 201)

    async def told(
        self, method: str, path: str, who: str, body: Any = None, **query: Any
    ) -> Answer:
        """Ask as somebody."""
        said = {"query": urlencode(query)} if query else {}
        return await self.call(method, f"{NET}{path}", who, body, **said)

    async def got(self, path: str, who: str, **query: Any) -> Any:
        """What somebody reads."""
        return self.json(await self.told("GET", path, who, **query))

    async def a_type(self, name: str, who: str = "clerk", **more: Any) -> str:
        """A type on the list; its id."""
        body = {
            "name": name, "basis": "演示依据〔2026〕1号", "form": "visit", "every": "daily",
            "valid_until": "2030-12-31", **more,
        }  # fmt: skip
        made = self.json(await self.told("POST", "/task-types", who, body), 201)
        path = f"/task-types/{made['type_id']}/decision"
        self.json(await self.told("POST", path, "chief", {"approves": True}))
        return str(made["type_id"])

    async def a_plan(self, type_id: str, who: str = "clerk", **more: Any) -> str:
        """A schedule of it in our village, from yesterday on; its id."""
        body = {
            "type_id": type_id, "area_code": OUR_VILLAGE, "every": "daily",
            "from_day": self.day(-1), "until_day": self.day(30), **more,
        }  # fmt: skip
        return str(
            self.json(await self.told("POST", "/task-schedules", who, body), 201)["schedule_id"]
        )

    def day(self, days: int) -> str:
        """A day from today."""
        return (self.today + timedelta(days=days)).isoformat()

    def name(self, schedule: str, days: int = 0, grid: str = GRID, slot: int = 1) -> str:
        """What a daily occurrence is called."""
        return f"{schedule}.{grid}.{self.day(days).replace('-', '')}.{slot}"

    async def done(self, task: str, who: str, **body: Any) -> Answer:
        """Do a task."""
        return await self.told("POST", f"/tasks/{task}/done", who, body)

    def walked(
        self, minutes: int, kmh: float, begun: datetime, *, is_late: bool = False
    ) -> dict[str, str]:
        """Put a track of our unit down, to and fro in our grid; as it is told of a patrol.

        `is_late`: the phone was offline, and its fixes come through the door after newer ones.
        """
        fixes = []
        for n in range(minutes * 6 + 1):
            gone = kmh / 3.6 * n * 10 % 1600
            metres = gone if gone <= 800 else 1600 - gone
            at = begun + timedelta(seconds=10 * n)
            fix = Fix(WALKER, IN_GRID[0] - 400 * NORTH_M + metres * NORTH_M, IN_GRID[1], at)
            fixes.append((fix, False, "test"))
        if is_late:
            self.parts.board.update([fix for fix, _, _ in fixes], source="test")
        else:
            self.parts.store.save_fixes(fixes)
        ended = begun + timedelta(minutes=minutes)
        return {
            "unit_id": WALKER, "begun_at": begun.isoformat(), "ended_at": ended.isoformat()
        }  # fmt: skip

    async def drawn(self, who: str, **view: Any) -> str:
        """What the page shows somebody."""
        return await self._page("net_tasks-body.children", "net_tasks-view", who, view)

    async def pressed(self, who: str, **asked: Any) -> str:
        """What the page says of an act."""
        return await self._page("net_tasks-says.children", "net_tasks-do", who, asked)

    async def _page(self, output: str, store: str, who: str, held: Any) -> str:
        body = json.loads(posted(self, output))
        for entry in (*body["inputs"], *body["state"]):
            if entry["id"] == store:
                entry["value"] = held
        answer = await self.ask("POST", CALLBACK, who, body=json.dumps(body).encode())
        assert answer.status == 200, answer.body[:500]
        return json.dumps(json.loads(answer.body), ensure_ascii=False)
