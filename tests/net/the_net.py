"""The built product with people in the grids of two towns, and a department's own."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from openpyxl import Workbook

from domain.access.callers import Caller
from domain.net.people.people import NetAssignment, NetPerson
from domain.net.people.posts import Post
from tests.access.gatehouse import CALLBACK
from tests.access.test_matrix import posted
from tests.access.two_towns import OUR_DEPARTMENT, OUR_VILLAGE, TwoTowns

CENTRE = Caller("centre", "dispatcher")
CLERK = Caller("clerk", "department", department=OUR_DEPARTMENT)
OUR_GRID, OUR_OTHER_GRID = f"{OUR_VILLAGE}001", f"{OUR_VILLAGE}002"
THEIR_VILLAGE = "340604002001"
THEIR_GRID = f"{THEIR_VILLAGE}001"
OURS, THEIRS, HANDLES = "演示本村人", "演示邻镇人", "演示处置人"
PHONE, THEIR_PHONE = "13811110001", "13822220002"


class TheNet(TwoTowns):
    """Two towns, somebody in a grid of each, and somebody of a department."""

    async def start(self) -> None:
        """Open everything, and fill three posts."""
        await super().start()
        await self.people.add("other-clerk", "department", department="emergency")
        self.tokens["other-clerk"] = (await self.people.sign_in("other-clerk")).token
        self.ours_id = await self.works(OURS, PHONE, OUR_GRID, account="walks")
        self.theirs_id = await self.works(THEIRS, THEIR_PHONE, THEIR_GRID)
        handles = await self.parts.net_register.put_person(
            NetPerson("", OUR_VILLAGE, name=HANDLES, phone="13833330003"), CLERK
        )
        told = an_assignment(handles.person_id, OUR_VILLAGE, post=Post.HANDLER, handling="甲片区")
        await self.parts.net_register.assign(told, CLERK)
        await self.settled()

    async def works(self, name: str, phone: str, grid: str, account: str | None = None) -> str:
        """Register somebody and let them be the full-time worker of a grid; their number."""
        register = self.parts.net_register
        told = NetPerson("", grid[:12], name=name, phone=phone, account=account)
        person = await register.put_person(told, CENTRE)
        await register.assign(an_assignment(person.person_id, grid), CENTRE)
        return person.person_id

    async def shown(self, output: str, store: str, who: str, held: Any) -> str:
        """What an output shows somebody whose store holds this."""
        body = json.loads(posted(self, output))
        for entry in (*body["inputs"], *body.get("state", ())):
            if entry["id"] == store:
                entry["value"] = held
        answer = await self.ask("POST", CALLBACK, who, body=json.dumps(body).encode())
        return json.dumps(json.loads(answer.body or b"{}"), ensure_ascii=False)

    async def pressed(self, who: str, **asked: Any) -> str:
        """What the page of people answers when something on it is pressed or sent."""
        return await self.shown("net_people-says.children", "net_people-do", who, asked)


def an_assignment(person: str, grid: str, **more: Any) -> NetAssignment:
    """A full-time worker of a grid since the new year."""
    now = datetime.now(UTC)
    made = NetAssignment("", person, grid, Post.WORKER, "2026-01-01", now, "")
    return replace(made, **more)


def workbook(rows: list[list[Any]]) -> bytes:
    """Rows as a spreadsheet."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()
