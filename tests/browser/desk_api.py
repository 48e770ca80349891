"""A scripted `/api/v1/desk/…`: keeps what it was told, changes the picture, refuses on demand."""

import asyncio
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request, WebSocket, WebSocketDisconnect
from starlette.responses import JSONResponse, Response

from domain.incidents.checklists import first_version, to_state
from domain.incidents.incidents import IncidentClass
from tests.browser.mock_server import assignment, incident, iso

if TYPE_CHECKING:
    from tests.browser.desk_stage import DeskStage

ROOT = "/api/v1/desk"
OPTIONS = {
    "classes": [
        {"code": "fire", "name": "火情", "pinyin": "huoqing", "initials": "hq", "severity": 2},
        {"code": "traffic", "name": "交通", "pinyin": "jiaotong", "initials": "jt", "severity": 3},
        {"code": "dispute", "name": "纠纷", "pinyin": "jiufen", "initials": "jf", "severity": 4},
    ],
    "dispositions": [
        {"code": "handled", "name": "已处置", "ends": "closed"},
        {"code": "false_alarm", "name": "误报", "ends": "cancelled"},
    ],
    "departments": [{"code": "emergency", "name": "应急局", "duty": ""}],
    "targets": {"accept": 60, "dispatch": 60, "turnout": 80, "travel": 240, "on_scene": 3600},
    "escalation": {"after_s": [30, 60, 120], "steps": []},
}


class DeskApi:
    """The routes; `asked` holds every call, `refuse` answers the next call to a path once."""

    def __init__(self, stage: "DeskStage") -> None:
        self.stage = stage
        self.asked: list[tuple[str, str, Any]] = []
        self.refusals: dict[str, tuple[int, dict[str, Any]]] = {}
        self.duplicates: list[dict[str, Any]] = []
        self.places: list[dict[str, Any]] = []
        self.check_ins: list[dict[str, Any]] = []
        self.handover: dict[str, Any] = {}
        self.roster: list[dict[str, Any]] = []
        self.made: dict[str, str] = {}
        self.coverage: dict[str, Any] = {}
        self.whole: dict[str, Any] = {}
        self.delay_s = 0.0
        self.sockets: set[WebSocket] = set()

    def refuse(self, ending: str, status: int, code: str, message: str, field: Any = None) -> None:
        """Answer the next call to a path that ends so with a refusal."""
        error = {"error": {"code": code, "field": field, "message": message}}
        self.refusals[ending] = (status, error)

    def calls(self, method: str, ending: str) -> list[Any]:
        """The bodies of the calls to a path that ends so."""
        return [body for how, path, body in self.asked if how == method and path.endswith(ending)]

    def install(self, server: FastAPI) -> None:
        """Add the routes."""
        server.add_api_route(
            ROOT + "/{rest:path}", self._answer, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]
        )

        @server.websocket("/ws/coverage")
        async def coverage(client: WebSocket) -> None:
            await client.accept()
            self.sockets.add(client)
            await client.send_text(json.dumps({"coverage": self.coverage}))
            try:
                while True:
                    await client.receive_text()
            except (WebSocketDisconnect, RuntimeError):
                self.sockets.discard(client)

    async def _answer(self, rest: str, request: Request) -> Response:
        raw = await request.body()
        is_json = "json" in request.headers.get("content-type", "")
        body = json.loads(raw) if raw and is_json else raw.decode(errors="replace")
        path = "/" + rest
        self.asked.append((request.method, path, body))
        for ending, (status, error) in list(self.refusals.items()):
            if path.endswith(ending):
                del self.refusals[ending]
                return JSONResponse(error, status)
        await asyncio.sleep(self.delay_s if request.method == "POST" else 0)
        parts = rest.split("/")
        found = self._find(request.method, parts)
        if found is None:
            return JSONResponse(
                {"error": {"code": "not_found", "field": "path", "message": "没有这条路"}}, 404
            )
        answer = await asyncio.to_thread(found, body)
        if isinstance(answer, Response):
            return answer
        return JSONResponse(answer, 201 if request.method == "POST" else 200)

    def _find(self, method: str, parts: list[str]) -> Callable[[Any], Any] | None:
        match (method, *parts):
            case ("GET", "options"):
                return lambda _: OPTIONS
            case ("GET", "places"):
                return lambda _: {"items": self.places}
            case ("GET", "check-ins"):
                return lambda _: {"items": self.check_ins}
            case ("GET", "roster"):
                return lambda _: {"items": self.roster}
            case ("GET", "handover"):
                return lambda _: self.handover
            case ("POST", "duplicates"):
                return lambda _: {"items": self.duplicates}
            case ("POST", "incidents"):
                return self._create
            case ("GET", "incidents", number):
                return lambda _: {
                    "incident": {"number": number, **self.whole},
                    "notes": [],
                    "files": [],
                    "caller": None,
                }
            case ("PATCH", "incidents", number):
                return lambda body: self._edit(number, body)
            case ("GET", "incidents", _, "timeline"):
                return lambda _: {
                    "items": [
                        {
                            "seq": 1,
                            "at": iso(),
                            "actor": "demo",
                            "kind": "incident",
                            "action": "report",
                            "text": "接到报警",
                        }
                    ]
                }
            case ("GET", "incidents", _, "near"):
                return lambda _: {"cameras": [], "people": []}
            case ("GET", "incidents", number, "recommendation"):
                return lambda _: self._recommendation(number)
            case ("POST", "incidents", number, "split"):
                return lambda body: self._split(number, body)
            case ("DELETE", "incidents", number, "links", other):
                return lambda _: self._unlink(number, other)
            case ("POST", "incidents", number, "assignments"):
                return lambda body: self._assign(number, body["unit_ids"])
            case ("POST", "incidents", number, step):
                return lambda body: self._step(number, step, body)
            case ("GET", "checklists", name):
                return lambda _: _checklist(name)
            case ("PUT", "incidents", _, "checklist"):
                return lambda body: body
            case ("POST", "units", unit_id, "standby"):
                return lambda body: self._standby(unit_id, body)
            case ("DELETE", "units", unit_id, "standby"):
                return lambda _: self._standby(unit_id, {}, ended_at=iso())
            case ("PUT", "units", unit_id, "status"):
                return lambda body: self._unit(unit_id, body["status"])
            case ("POST", "notices", notice_id, "ack"):
                return lambda _: self._ack(notice_id)
            case ("GET", "plan"):
                return lambda _: self._plan()
            case ("POST", "plan", "accept"):
                return self._accept_plan
            case ("POST", "print"):
                return lambda _: {"written_down": True}
            case ("POST", "coverage", "what-if"):
                return lambda body: self._what_if(body)
            case _:
                return None

    # what the routes do to the picture ------------------------------------------------------

    def _create(self, body: dict[str, Any]) -> dict[str, Any]:
        number = self.made.setdefault(body["key"], f"LS2026112209{len(self.made) + 1:02d}")
        now = iso()
        state = incident(
            number,
            **{"class": body["class"]},
            severity=body.get("severity", 4),
            title=body.get("title", "未命名"),
            area_code=body.get("area_code", "340604001001001"),
            status="accepted",
            reported_at=now,
            reached_at={"reported": now, "accepted": now},
        )
        self.stage.change("incident", number, state)
        return state

    def _edit(self, number: str, body: dict[str, Any]) -> dict[str, Any]:
        state = self.stage.entities["incident"][number] | body
        self.stage.change("incident", number, state)
        return state

    def _split(self, number: str, body: dict[str, Any]) -> dict[str, Any]:
        made = self._create(body)
        self._link(number, made["number"])
        return self._link(made["number"], number)

    def _link(self, number: str, other: str) -> dict[str, Any]:
        state = self.stage.entities["incident"][number]
        state = state | {"links": [*state.get("links", []), other]}
        self.stage.change("incident", number, state)
        return state

    def _unlink(self, number: str, other: str) -> dict[str, Any]:
        for one, away in ((other, number), (number, other)):
            state = self.stage.entities["incident"][one]
            left = [link for link in state["links"] if link != away]
            self.stage.change("incident", one, state | {"links": left})
        return self.stage.entities["incident"][number]

    def _recommendation(self, number: str) -> dict[str, Any]:
        free = [one for one in self.stage.entities["unit"].values() if one["status"] == "available"]
        police = [one for one in free if one["kind"] == "police"][:4]
        workers = [one for one in free if one["kind"] == "grid_worker"][:4]
        roles = [self._role("police", "民警", police), self._role("grid_worker", "网格员", workers)]
        chosen = [role["candidates"][0]["unit_id"] for role in roles if role["candidates"]]
        return {
            "number": number,
            "unit_ids": chosen,
            "text": "缺 1 名网格员（急救）",
            "roads": True,
            "roles": roles,
        }

    def _role(self, kind: str, name: str, units: list[dict[str, Any]]) -> dict[str, Any]:
        candidates = [
            one
            | {
                "rank": i + 1,
                "chosen": i == 0,
                "travel_s": 192 + 70 * i,
                "text": f"第 {i + 1} 近，{(192 + 70 * i) / 60:.1f} 分钟，定位 8 秒前，电动车",
            }
            for i, one in enumerate(units)
        ]
        left_out = [
            {
                "unit_id": "X1",
                "call_sign": "警900",
                "text": "已派往 LS202611220007",
                "travel_s": 120,
            }
        ]
        return {
            "role": kind,
            "kind": kind,
            "name": name,
            "count": 1,
            "short": 0 if kind == "police" else 1,
            "text": "需要 1，可派 1",
            "candidates": candidates,
            "excluded": left_out,
        }

    def _assign(self, number: str, unit_ids: list[str]) -> dict[str, Any]:
        for unit_id in unit_ids:
            made = assignment(f"N-{number}-{unit_id}", number, unit_id)
            self.stage.change("assignment", made["assignment_id"], made)
            self._unit(unit_id, "dispatched")
            self.stage.change("notice", "T-" + made["assignment_id"], self.notice(made))
        self._step(number, "status", {"status": "dispatched"})
        return {"assignments": [], "notices": []}

    def notice(self, made: dict[str, Any], **changed: Any) -> dict[str, Any]:
        """A notice to the unit of an assignment."""
        unit = self.stage.entities["unit"].get(made["unit_id"], {"call_sign": made["unit_id"]})
        return {
            "notice_id": "T-" + made["assignment_id"],
            "number": made["number"],
            "assignment_id": made["assignment_id"],
            "unit_id": made["unit_id"],
            "recipient": unit["call_sign"],
            "level": 0,
            "state": "sent",
            "at": iso(),
            "text": "",
            "area_code": made["area_code"],
            "is_demo": True,
        } | changed

    def _step(self, number: str, step: str, body: dict[str, Any]) -> dict[str, Any]:
        wanted = {
            "accept": "accepted",
            "resolve": "resolved",
            "close": "closed",
            "cancel": "cancelled",
            "reopen": "accepted",
        }
        status = body["status"] if step == "status" else wanted.get(step)
        state = self.stage.entities["incident"][number]
        if status:
            reached = state["reached_at"] | {status: iso()}
            state = state | {"status": status, "reached_at": reached}
            self.stage.change("incident", number, state)
        return state

    def _unit(self, unit_id: str, status: str) -> dict[str, Any]:
        state = self.stage.entities["unit"][unit_id] | {"status": status}
        self.stage.change("unit", unit_id, state)
        return state

    def _ack(self, notice_id: str) -> dict[str, Any]:
        state = self.stage.entities["notice"][notice_id] | {
            "state": "acknowledged",
            "acknowledged_at": iso(),
        }
        self.stage.change("notice", notice_id, state)
        return state

    def _plan(self) -> dict[str, Any]:
        waiting = [
            one
            for one in self.stage.entities["incident"].values()
            if one["status"] in {"reported", "accepted"}
        ]
        free = [one for one in self.stage.entities["unit"].values() if one["status"] == "available"]
        rows = []
        for i, one in enumerate(waiting):
            unit = free[i]
            sent = {
                "unit_id": unit["unit_id"],
                "call_sign": unit["call_sign"],
                "name": "民警",
                "travel_s": 192,
                "text": "3.2 分钟",
            }
            rows.append(
                {
                    **one,
                    "joint": [sent],
                    "nearest": [sent | {"travel_s": 260}],
                    "short": [],
                    "text": "",
                }
            )
        total = {"total_s": 192 * len(rows), "filled": len(rows), "short": 0}
        return {
            "plan": "p1",
            "waiting": len(rows),
            "text": f"{len(rows)} 起待派，联合方案比各派最近少用 4.2 分钟",
            "saved_s": 252,
            "joint": total,
            "nearest": total | {"total_s": 260 * len(rows)},
            "incidents": rows,
        }

    def _accept_plan(self, body: dict[str, Any]) -> dict[str, Any]:
        accepted = []
        for one in self._plan()["incidents"]:
            self._assign(one["number"], [unit["unit_id"] for unit in one["joint"]])
            accepted.append({"number": one["number"], "unit_ids": [], "assignments": []})
        return {"accepted": accepted, "refused": [], "plan": None}

    def _what_if(self, body: dict[str, Any]) -> dict[str, Any]:
        red = {
            "code": "340604001001001",
            "name": "网格 001",
            "minutes_before": 4.0,
            "minutes": 14.0,
            "residents": 800,
        }
        kinds = {
            "police": {"red_before": 0, "red_after": 1, "turns_red": [red]},
            "grid_worker": {"turns_red": []},
        }
        return {
            "unit_ids": body["unit_ids"],
            "text": "派出后 1 个网格超出目标",
            "kinds": kinds,
            "move_up": [
                {
                    "unit_id": "P2",
                    "call_sign": "呼号P2",
                    "to": {"code": red["code"], "name": red["name"], "lat": 33.81, "lon": 116.71},
                    "mends": [red["code"]],
                    "text": "呼号P2 到网格 001 待命，可补 1 格",
                }
            ],
        }

    def _standby(self, unit_id: str, body: dict[str, Any], **more: Any) -> dict[str, Any]:
        """Told to wait at an area, or let go."""
        key = f"standby-{unit_id}-1"
        held = self.stage.entities.get("standby", {}).get(key, {})
        state = {
            "standby_id": key,
            "unit_id": unit_id,
            "area_code": body.get("area_code"),
            "name": "演示村 网格 001",
            "lat": 33.81,
            "lon": 116.71,
            "ordered_at": iso(),
            "arrived_at": None,
            "ended_at": None,
            "ending": None,
            **held,
            **more,
        }
        self.stage.change("standby", key, state)
        return state

    def send_coverage(self, message: dict[str, Any]) -> None:
        """Say something on every coverage socket."""

        async def send() -> None:
            for client in list(self.sockets):
                await client.send_text(json.dumps(message))

        self.stage.run(send())


def _checklist(name: str) -> dict[str, Any]:
    items = to_state(first_version(IncidentClass(name)))
    return {"class": name, "version": 1, "items": items}
