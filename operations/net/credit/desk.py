"""What the operations of credit share: store, settings, the roster, and sources of outcomes.

Other parts of the net are named by what is asked of them: a roster, and sources of outcomes.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Protocol

from sqlalchemy import Connection

from domain.maps.areas import Area
from domain.net.credit.outcomes import Outcome
from domain.net.credit.roster import Member
from domain.net.credit.rules import CREDIT_RULE, CreditRule
from domain.net.credit.settings import CreditSettings
from operations.access.audit import Audit
from operations.clock import utc_now
from operations.threads import Work
from store import Store, Transaction
from store.net import credit as kept

# Who does what time does by itself.
SYSTEM = "system"


class Roster(Protocol):
    """Who is in the net."""

    async def members(self, day: date) -> Sequence[Member]:
        """Everybody who leads or works in a grid on a day."""
        ...


class Source(Protocol):
    """Where outcomes come from."""

    def __call__(
        self,
        connection: Connection,
        begins: datetime,
        ends: datetime,
        members: Sequence[Member],
    ) -> Iterable[Outcome]:
        """The outcomes from `begins` until before `ends`; blocks."""
        ...


class Nobody:
    """A net without a roster."""

    async def members(self, day: date) -> Sequence[Member]:
        """None."""
        del day
        return ()


@dataclass(slots=True)
class CreditDesk:
    """What the operations of credit share.

    Attributes:
        store: where it is kept.
        work: the lanes of threads.
        audit: is told who took a sheet away.
        zone: in which a day is a day.
        settings: the district's.
        areas: of the map in use, by code.
        roster: who is in the net.
        sources: where outcomes come from.
        key_people: how many people of each grid need care visits.
        now: the clock.
    """

    store: Store
    work: Work
    audit: Audit
    zone: tzinfo
    settings: CreditSettings
    areas: Callable[[], Mapping[str, Area]]
    roster: Roster = field(default_factory=Nobody)
    sources: list[Source] = field(default_factory=list)
    key_people: Callable[[Connection], Mapping[str, int]] = lambda _: {}
    now: Callable[[], datetime] = utc_now

    def rules(self, connection: Connection) -> list[CreditRule]:
        """Every version of every rule; those a new installation begins with where none is kept."""
        return kept.rules(connection) or list(self.settings.rules)

    def keep_rules(self, tx: Transaction) -> list[CreditRule]:
        """Every version of every rule; kept from now on, since something is counted by them."""
        held = kept.rules(tx.connection)
        if held:
            return held
        for rule in self.settings.rules:
            tx.put(CREDIT_RULE, rule, action="add", actor=SYSTEM)
        return list(self.settings.rules)

    def today(self) -> date:
        """The district's day."""
        return self.now().astimezone(self.zone).date()
