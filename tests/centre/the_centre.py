"""The built product with the people of a dispute centre in it; everybody asks it for real."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from domain.centre.cases.case import CASE, Case
from domain.centre.mediation.mediators import MEDIATOR
from domain.desk.timers import Timer, TimerKind
from domain.subject_key import SubjectKey
from store.centre.cases import case_of
from tests.access.gatehouse import CALLBACK, Answer
from tests.access.test_matrix import posted
from tests.access.two_towns import OTHER_TOWN, TwoTowns
from tests.centre.mediation.the_pool import a_mediator

CASES = "/api/v1/cases"
# What only a case says: its claim, who claims, and how to reach them.
CLAIM, NAME, PHONE = "演示诉求密语", "欧阳演示", "13700004170"
PEOPLE = (
    ("window", "window_clerk", "governance"),
    ("other-window", "window_clerk", "visits"),
    ("duty", "duty_clerk", "governance"),
    ("reviewer", "duty_clerk", "governance"),
    ("mediates", "body_officer", "people_mediation"),
    ("colleague", "body_officer", "people_mediation"),
    ("receives", "body_officer", "visits"),
    ("arbitrates", "body_officer", "labour_arbitration"),
    ("talker", "mediation", None),
    ("in-charge", "leader", None),
    ("stands-in", "leader", None),
    ("reviews", "case_reviewer", "governance"),
    ("keeps-minutes", "study_secretary", "governance"),
    ("looks-after", "discipline_officer", "discipline"),
    ("looks-on", "discipline_officer", "discipline"),
)


class TheCentre(TwoTowns):
    """Two towns, and one centre for both."""

    async def start(self) -> None:
        """Open everything, and let the centre's people in."""
        await super().start()
        for name, role, department in PEOPLE:
            await self.people.add(name, role, department=department)
            self.tokens[name] = (await self.people.sign_in(name)).token
        with self.parts.store.transaction() as tx:
            for one in (a_mediator(1), replace(a_mediator(2), account="talker")):
                tx.put(MEDIATOR, one, action="add", actor="test")

    def headers_of(self, role: str, token: str | None = None) -> dict[str, str]:
        """A system with a key of its own carries it as machines do."""
        kind = "key" if role == "hotline" else role
        return super().headers_of(kind, token or self.tokens.get(role))

    async def take_in(self, key: str, who: str = "window", **more: Any) -> str:
        """Take a case in; its code."""
        body = {
            "key": key, "window": "01", "category": "migrant_wages", "claim": CLAIM,
            "parties": [{"name": NAME, "phone": PHONE}], "area_code": OTHER_TOWN, **more,
        }  # fmt: skip
        return self.json(await self.call("POST", CASES, who, body), 201)["code"]

    async def step(self, code: str, who: str, step: str, **said: Any) -> Answer:
        """Take a step of a case."""
        return await self.call("POST", f"{CASES}/{code}/steps", who, {"step": step, **said})

    async def done(self, code: str, who: str, step: str, **said: Any) -> dict[str, Any]:
        """Take a step that must succeed; the case after it."""
        return self.json(await self.step(code, who, step, **said))

    async def routed(self, key: str, body: str = "people_mediation", **more: Any) -> str:
        """A case that waits for a body; its code."""
        code = await self.take_in(key, **more)
        await self.done(code, "duty", "route", body=body)
        return code

    async def handled(self, key: str, **more: Any) -> str:
        """A case the people's mediation handles; its code."""
        code = await self.routed(key, **more)
        await self.done(code, "mediates", "accept")
        return code

    def set_back(self, code: str, **more: Any) -> Case:
        """Set a case back in time; as it stands then."""
        with self.parts.store.transaction() as tx:
            case = case_of(tx.connection, code)
            assert case is not None
            set_back = replace(case, **more)
            tx.put(CASE, set_back, action="supervise", actor="test")
        return set_back

    async def runs_late(self, code: str) -> None:
        """Let the time limit of a case be over, and time notice it."""
        now = datetime.now(UTC)
        self.set_back(code, amber_at=now - timedelta(days=1), due_at=now - timedelta(minutes=1))
        about = SubjectKey(CASE.name, code)
        await self.parts.cases.times.clock(Timer(TimerKind.CASE_CLOCK, code, about, now))

    async def pressed(self, who: str, **asked: Any) -> str:
        """What the page answers when something on it is pressed or sent."""
        body = json.loads(posted(self, "centre-says.children"))
        for entry in (*body["inputs"], *body["state"]):
            if entry["id"] == "centre-do":
                entry["value"] = asked
        answer = await self.ask("POST", CALLBACK, who, body=json.dumps(body).encode())
        assert answer.status == 200, answer.body[:500]
        return json.dumps(json.loads(answer.body), ensure_ascii=False)

    async def queue(self, who: str, **looked: str) -> str:
        """What the page shows of the queue: when it is opened, or by view and search."""
        return await self.drawn("centre-body.children", "centre-view", who, looked)

    async def looked_at(self, who: str, search: str) -> str:
        """What the page shows first, at an address."""
        return await self.drawn("centre-body.children", "location", who, search)

    async def typed(self, who: str, **fields: str) -> str:
        """What intake tells while it is typed."""
        return await self.drawn("centre-offers.children", "centre-typed", who, fields)

    async def drawn(self, output: str, store: str, who: str, held: Any) -> str:
        """What an output shows somebody whose store holds this."""
        body = json.loads(posted(self, output))
        for entry in (*body["inputs"], *body["state"]):
            if entry["id"] == store:
                entry["value"] = held
        answer = await self.ask("POST", CALLBACK, who, body=json.dumps(body).encode())
        assert answer.status == 200, answer.body[:500]
        return json.dumps(json.loads(answer.body), ensure_ascii=False)

    async def listed(self, who: str = "duty", **query: object) -> Any:
        """A page of cases."""
        return self.json(await self.call("GET", CASES, who, query=urlencode(query)))

    async def shown(self, code: str, who: str = "duty", reason: str = "") -> dict[str, Any]:
        """A case whole."""
        return self.json(await self.call_because(f"{CASES}/{code}", who, reason))

    async def call_because(self, path: str, who: str, reason: str) -> Answer:
        """What is read with the reason it asks for."""
        return await self.ask("GET", path, who, **({"x-reason": quote(reason)} if reason else {}))
