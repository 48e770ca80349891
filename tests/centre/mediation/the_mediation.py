"""A running centre with mediators, partners and cases in hand."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from domain.access.callers import Caller
from domain.centre.mediation.mediators import MEDIATOR, Mediator
from operations.centre.mediation.mediation import Mediation
from tests.centre.mediation.the_pool import a_mediator
from tests.centre.the_centre import TheCentre

DUTY = Caller("duty", "duty_clerk", department="governance")
OFFICER = Caller("mediates", "body_officer", department="people_mediation")
WINDOW = Caller("window", "window_clerk", department="governance")
TALKER = Caller("talker", "mediation")
LAWYER = Caller("lawyer-1", "partner")
OTHER_LAWYER = Caller("lawyer-2", "partner")
# Who has nothing to do with a case of the people's mediation.
STRANGERS = (
    Caller("receives", "body_officer", department="visits"),
    Caller("arbitrates", "body_officer", department="labour_arbitration"),
    TALKER,
    Caller("in-charge", "leader"),
)
NAME = "欧阳演示"


class TheMediation(TheCentre):
    """The centre, and who mediates at it."""

    async def start(self) -> None:
        """Let partners in, and register a small pool."""
        await super().start()
        for name in ("lawyer-1", "lawyer-2"):
            await self.people.add(name, "partner")
            self.tokens[name] = (await self.people.sign_in(name)).token
        with self.parts.store.transaction() as tx:
            for one in small_pool():
                tx.put(MEDIATOR, one, action="add", actor="test")

    @property
    def mediation(self) -> Mediation:
        """The operations."""
        made: Mediation = self.parts.mediation
        return made

    async def chosen(
        self, key: str, *, mediators: tuple[str, ...] = ("M0001",), **more: Any
    ) -> str:
        """A case in hand for which mediators are chosen; its code."""
        code = await self.handled(key, **more)
        await self.mediation.choosing.choose(code, mediators, mediators[0], DUTY)
        return code

    async def party_ids(self, code: str) -> tuple[str, ...]:
        """Who is in a case, by id."""
        found = await self.parts.cases.looking.one(code, DUTY)
        return tuple(one.party_id for one in found.parties)


def small_pool() -> list[Mediator]:
    """Five people who mediate wages, one with an account."""
    skilled = {"skills": ("migrant_wages",), "groups": ("labour",)}
    return [
        a_mediator(1, **skilled),
        replace(a_mediator(2, **skilled), account="talker"),
        a_mediator(3, skills=("traffic",)),
        a_mediator(4, **skilled),
        a_mediator(5, **skilled),
    ]


def in_days(days: int, hour: int = 1) -> datetime:
    """A moment of a day to come."""
    at = datetime.now(UTC) + timedelta(days=days)
    return at.replace(hour=hour, minute=0, second=0, microsecond=0)
