"""The built product with a net whose outcomes a test tells, and everybody credit concerns."""

import base64
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from openpyxl import load_workbook
from sqlalchemy import Connection

from domain.access.callers import Caller
from domain.net.credit.deductions import CREDIT_DEDUCTION
from domain.net.credit.outcomes import Outcome
from domain.net.credit.roster import Member
from domain.subject_key import SubjectKey
from operations.net.credit.credit import Credit
from operations.net.credit.deductions import NewDeduction
from store.net import credit as kept
from tests.access.gatehouse import CALLBACK
from tests.access.test_matrix import posted
from tests.access.two_towns import OUR_VILLAGE
from tests.net.credit.credit_facts import ZONE
from tests.net.the_net import OUR_GRID, OUR_OTHER_GRID, OURS, THEIR_VILLAGE, TheNet

SECRET = "扣分密语"
CENTRE, SECOND = Caller("centre", "dispatcher"), Caller("second", "dispatcher")
LIVES = Caller("lives", "village", area=OUR_VILLAGE)
WALKS = Caller("walks", "grid_worker", area=OUR_VILLAGE)
NEIGHBOUR = Caller("neighbour", "grid_worker", area=OUR_VILLAGE)
STRANGERS = ("other-lives", "neighbour", "clerk", "chief", "guards", "wall", "machine", "theirs")
# The month before this one, which is over.
MONTH = f"{datetime.now(ZONE).date().replace(day=1) - timedelta(days=1):%Y-%m}"
FIRST = date.fromisoformat(f"{MONTH}-10")


class Told:
    """A source of outcomes that tells what a test puts into it."""

    def __init__(self) -> None:
        self.held: list[Outcome] = []

    def __call__(
        self, connection: Connection, begins: datetime, ends: datetime, members: Sequence[Member]
    ) -> Iterable[Outcome]:
        return [one for one in self.held if begins <= one.at < ends]


class TheCredit(TheNet):
    """The net, with neighbours, and outcomes as a test tells them."""

    async def start(self) -> None:
        await super().start()
        for name, role, area in (
            ("second", "dispatcher", None),
            ("other-lives", "village", THEIR_VILLAGE),
            ("neighbour", "grid_worker", OUR_VILLAGE),
        ):
            await self.people.add(name, role, area=area)
            self.tokens[name] = (await self.people.sign_in(name)).token
        await self.works("演示邻格人", "13844440004", OUR_OTHER_GRID, account="neighbour")
        self.told = Told()
        self.credit.desk.sources[:] = [self.told]

    @property
    def credit(self) -> Credit:
        return self.parts.credit

    async def looks(self, who: str, book: str, **more: Any) -> str:
        view = {"book": book, **more}
        return await self.shown("net_credit-body.children", "net_credit-view", who, view)

    async def does(self, who: str, **asked: Any) -> str:
        body = json.loads(posted(self, "net_credit-says.children"))
        for entry in (*body["inputs"], *body["state"]):
            if entry["id"] == "net_credit-do":
                entry["value"] = asked
        answer = await self.ask("POST", CALLBACK, who, body=json.dumps(body).encode())
        return json.dumps(json.loads(answer.body or b"{}"), ensure_ascii=False)

    async def sheet(self, who: str, **asked: Any) -> dict[str, list[tuple[Any, ...]]]:
        """The rows of each sheet of a workbook somebody takes away, without the watermark."""
        answer = json.loads(await self.does(who, **asked))
        content = answer["response"]["net_credit-file"]["data"]["content"]
        book = load_workbook(io.BytesIO(base64.b64decode(content)))
        return {
            one.title: [row for row in one.iter_rows(values_only=True) if len(row) < 2 or row[1]]
            for one in book
        }

    async def notified(self, **more: str) -> str:
        told = {
            "person": "walks", "rule_id": "not_as_told", "day": FIRST.isoformat(),
            "evidence": "photo:1", "reason": SECRET, **more,
        }  # fmt: skip
        return (await self.credit.deductions.notify(NewDeduction(**told), LIVES)).deduction_id

    def set_back(self, deduction_id: str, **more: Any) -> None:
        with self.parts.store.transaction() as tx:
            held = kept.one_of(tx.connection, CREDIT_DEDUCTION, deduction_id)
            assert held is not None
            tx.put(CREDIT_DEDUCTION, replace(held, **more), action="notify", actor="test")


async def check_told(net: TheCredit, deduction_id: str) -> None:
    """The person and the community have a notice each, in words that say neither whom nor what."""
    told = net.parts.store.notices(about=SubjectKey(CREDIT_DEDUCTION.name, deduction_id))
    assert sorted(one.notice_id.rpartition("-")[2] for one in told) == ["community", "person"]
    for one in told:
        assert "可以申诉" in one.text
        assert "扣" not in one.text + one.recipient
        assert not any(word in one.text + one.recipient for word in (SECRET, OURS, "walks"))
    waiting = net.json(await net.ask("GET", "/api/v1/net/inbox", "walks"))["items"]
    assert ("credit", deduction_id) in {(one["room"], one["key"]) for one in waiting}
    strange = net.json(await net.ask("GET", "/api/v1/net/inbox", "neighbour"))["items"]
    assert deduction_id not in {one["key"] for one in strange}


def an_outcome(number: int, **more: Any) -> Outcome:
    at = datetime.combine(FIRST, datetime.min.time(), UTC) + timedelta(hours=2, minutes=number)
    made = Outcome(
        f"told:{number}", "finding", "walks", OUR_GRID, at, "desk", found="hazard",
        lat=33.8 + number * 0.01, lon=116.7,
    )  # fmt: skip
    return replace(made, **more)
