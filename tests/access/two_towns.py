"""The built product on the map of two towns, with a story in each; everybody asks it for real.

Town 340604001 is ours, 340604002 the other's. Whatever belongs to the other town, department or
unit carries `THEIRS` in its words, so that a test can look for it in any answer.
"""

import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from PIL import Image

from tests.access.gatehouse import Answer, Gatehouse
from tests.support.people import SYSTEM
from tests.support.serving import until
from tests.support.small_map import write_small_map

OUR_TOWN, OTHER_TOWN = "340604001", "340604002"
OUR_VILLAGE = "340604001001"
OUR_DEPARTMENT, OTHER_DEPARTMENT = "housing", "emergency"
THEIRS = "他镇密语"
THEIR_UNIT, THEIR_OTHER_UNIT, OUR_UNIT = "JW-OF-THEIRS-1", "JW-OF-THEIRS-2", "JW-OF-OURS-1"
THEIR_SIGN = "邻镇哨"
OUR_PLACE, OTHER_PLACE = (33.811111, 116.711111), (33.822222, 116.762222)
OTHER_PHONE = "13957315678"
DUTY_DAY = "2026-12-01"


@dataclass
class Story:
    """One incident with its unit, note, file, notice and duty."""

    number: str
    unit_id: str
    notice_id: str = ""
    file_id: str = ""


class TwoTowns(Gatehouse):
    """The application without its probe: what lies behind the gate answers."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, is_demo=False, is_probed=False)
        small = write_small_map(folder / "small.gpkg")
        maps = self.parts.maps
        maps.make_current(maps.add(small, "test").version)
        self.ours = Story("", OUR_UNIT)
        self.theirs = Story("", THEIR_UNIT)

    async def start(self) -> None:
        """Open the map, let everybody in, and tell both stories."""
        parts = self.parts
        await parts.areas.start()
        await parts.hub.start()
        await parts.board.start()
        await self._accounts()
        await self._units()
        self.ours = await self._story(OUR_UNIT, OUR_PLACE, OUR_DEPARTMENT, "本镇")
        self.theirs = await self._story(THEIR_UNIT, OTHER_PLACE, OTHER_DEPARTMENT, THEIRS)
        await self._duties()
        await self.settled()

    async def stop(self) -> None:
        """Close everything."""
        await self.parts.hub.stop()
        await self.parts.board.stop()
        await self.parts.ingest.close()
        self.close()

    async def settled(self) -> None:
        """Wait until the picture holds everything that was committed."""
        _, seq = self.parts.store.head()
        await until(lambda: self.parts.picture.seq >= seq)

    async def _accounts(self) -> None:
        for name, role, area, department in (
            ("centre", "dispatcher", None, None),
            ("chief", "leader", None, None),
            ("ours", "dispatcher", OUR_TOWN, None),
            ("theirs", "dispatcher", OTHER_TOWN, None),
            ("leads", "leader", OUR_TOWN, None),
            ("lives", "village", OUR_VILLAGE, None),
            ("walks", "grid_worker", OUR_VILLAGE, None),
            ("guards", "police", OUR_TOWN, None),
            ("talks", "mediation", OUR_TOWN, None),
            ("clerk", "department", None, OUR_DEPARTMENT),
            ("clerk-here", "department", OUR_TOWN, OUR_DEPARTMENT),
            ("sysadm", "system_admin", None, None),
            ("secadm", "security_admin", None, None),
            ("audit-1", "audit_admin", None, None),
        ):
            await self.people.add(name, role, area=area, department=department)
            self.tokens[name] = (await self.people.sign_in(name)).token
        self.tokens["machine"] = self.parts.token
        self.tokens["wall"] = await self.a_wall("大厅", area=OUR_TOWN)
        for name, unit_id in (("phone", OUR_UNIT), ("their-phone", THEIR_UNIT)):
            made = await self.people.devices.add_feed(SYSTEM, name, unit_id=unit_id)
            self.tokens[name] = made[1]

    async def _units(self) -> None:
        for unit_id, sign, home, phone in (
            (OUR_UNIT, "本镇一号", OUR_TOWN, "13800001111"),
            (THEIR_UNIT, f"{THEIR_SIGN}一号", OTHER_TOWN, OTHER_PHONE),
            (THEIR_OTHER_UNIT, f"{THEIR_SIGN}二号", OTHER_TOWN, "13900009999"),
        ):
            body = {
                "call_sign": sign, "kind": "police", "home_area": home, "status": "available",
                "name": f"{sign}民警", "phone": phone,
            }  # fmt: skip
            answer = await self.call("PUT", f"/api/v1/units/{unit_id}", "machine", body)
            assert answer.status == 201, answer.body
        await self.settled()
        for unit_id, (lat, lon) in (
            (OUR_UNIT, OUR_PLACE),
            (THEIR_UNIT, OTHER_PLACE),
            (THEIR_OTHER_UNIT, OTHER_PLACE),
        ):
            query = f"id={unit_id}&lat={lat + 0.001}&lon={lon + 0.001}"
            answer = await self.call("GET", "/ingest/osmand", "machine", query=query)
            assert answer.status == 200, answer.body

    async def _story(
        self, unit_id: str, place: tuple[float, float], owner: str, words: str
    ) -> Story:
        body = {
            "key": f"story-{unit_id}", "class": "fire", "severity": 1, "lat": place[0],
            "lon": place[1], "title": f"{words}标题", "description": f"{words}描述",
            "caller_name": f"{words}人", "caller_phone": OTHER_PHONE, "owner": owner,
        }  # fmt: skip
        made = self.json(await self.call("POST", "/api/v1/desk/incidents", "centre", body), 201)
        path = f"/api/v1/desk/incidents/{made['number']}"
        sent = await self.call("POST", f"{path}/assignments", "centre", {"unit_ids": [unit_id]})
        notice = self.json(sent, 201)["notices"][0]
        await self.call("POST", f"{path}/notes", "centre", {"text": f"{words}备注"})
        file = await self.ask(
            "POST", f"{path}/files", "centre", body=_png(), query=f"name={quote(words)}.png"
        )
        await self.call(
            "PUT", f"{path}/checklist", "centre", {"version": 1, "answers": {"i1": f"{words}口"}}
        )
        return Story(made["number"], unit_id, notice["notice_id"], self.json(file, 201)["file_id"])

    async def tie(self) -> None:
        """Link ours with the other town's incident, and merge another of ours into it."""
        lat, lon = OUR_PLACE
        body = {"key": "told-twice", "class": "fire", "lat": lat, "lon": lon, "title": "本镇再报"}
        again = self.json(await self.call("POST", "/api/v1/desk/incidents", "centre", body), 201)
        for path, told in (
            (f"{self.ours.number}/links", {"other": self.theirs.number}),
            (f"{again['number']}/merge", {"into": self.theirs.number}),
        ):
            answer = await self.call("POST", f"/api/v1/desk/incidents/{path}", "centre", told)
            assert answer.status == 200, answer.body
        await self.settled()

    async def _duties(self) -> None:
        csv = "日期,班次,单位编号,岗位,备注\n" + "".join(
            f"{DUTY_DAY},早班,{unit_id},巡逻,{words}值班 电话 {OTHER_PHONE}\n"
            for unit_id, words in ((OUR_UNIT, "本镇"), (THEIR_UNIT, THEIRS))
        )
        answer = await self.ask("POST", "/api/v1/desk/roster", "centre", body=csv.encode())
        assert answer.status == 200, answer.body

    async def call(
        self, method: str, path: str, who: str, body: Any = None, *, query: str = ""
    ) -> Answer:
        """Ask with a JSON body as somebody of `_accounts`."""
        raw = b"" if body is None else json.dumps(body).encode()
        return await self.ask(method, path, who, body=raw, query=query)

    def headers_of(self, role: str, token: str | None = None) -> dict[str, str]:
        """Phones carry their key as feeds do."""
        kind = "feed" if role.endswith("phone") else role
        return super().headers_of(kind, token or self.tokens.get(role))

    @staticmethod
    def json(answer: Answer, status: int = 200) -> Any:
        """The body of an answer that must have this status."""
        assert answer.status == status, (answer.status, answer.body[:500])
        return json.loads(answer.body)


def _png() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (4, 4), (200, 10, 10)).save(made, "PNG")
    return made.getvalue()
