"""Telling the record who did what: a journal record of kind `audit` for each act."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from domain.access.networks import network_of
from domain.audit.audit import NOBODY, audit
from domain.errors import OneScreenError
from operations.access.alarms import Alarms
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction

logger = logging.getLogger(__name__)
REPEATED_WITHIN = timedelta(minutes=1)
LOOKED_EVERY_S = 20.0
# Beyond these the same minute's refusals are counted together, none is left out.
MOST_DOORS, MOST_REMEMBERED, MOST_STRANGERS = 50, 2000, 30
OTHERS = "…"
Refusal = tuple[str, str | None, str, str]


@dataclass(slots=True)
class _Folded:
    """Refusals that are alike: when the one written down was, and how many came after it."""

    at: datetime
    address: str | None
    untold: int = 0


class Audit:
    """Writes acts into the journal.

    What belongs to a change of rows is written in that change's own transaction with
    `domain.audit.audit`; this is for acts that change nothing else.
    """

    def __init__(
        self,
        store: Store,
        work: Work,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        alarms: Alarms | None = None,
    ) -> None:
        self._store = store
        self._work = work
        self._now = now
        self._alarms = alarms
        self._refusals: dict[Refusal, _Folded] = {}
        self._doors: Counter[tuple[str, str | None]] = Counter()

    async def tell(
        self,
        action: str,
        *,
        actor: str,
        subject: str,
        address: str | None = None,
        about: Mapping[str, Any] | None = None,
        personal: Mapping[str, Any] | None = None,
    ) -> None:
        """Write one act down; returns after the commit.

        Raises:
            ValueError: the action is no word of `domain.audit.ACTIONS`.
        """
        change = audit(
            action, actor=actor, subject=subject, at=self._now(), address=address,
            about=about, personal=personal,
        )  # fmt: skip

        def write(tx: Transaction) -> None:
            tx.append(change)

        await in_transaction(self._store, self._work, write)

    async def refused(self, actor: str | None, address: str | None, door: str, why: str) -> None:
        """Write down that somebody was not let in; the same again within a minute is counted.

        Never raises: a full or failing store must not turn a refusal into an error.
        """
        if self._alarms is not None:
            knocked = door if why == "401 session" else ""
            await self._alarms.sign(address, actor, knocked)
        now = self._now()
        who = actor or NOBODY
        key = self._folded((who, network_of(address) if address else None, why, door[:200]))
        held = self._refusals.get(key)
        if held is not None and now - held.at < REPEATED_WITHIN:
            held.untold += 1
            return
        if held is None:
            self._doors[key[:2]] += 1
        # A whole network is one caller to us; the record names who of it came first.
        self._refusals[key] = _Folded(now, address if key[1] else None)
        await self._tell_refusal(key, self._refusals[key].address, held.untold if held else 0)

    def _folded(self, key: Refusal) -> Refusal:
        """Under what a refusal is counted: by door, while one caller's are few enough to list."""
        if key in self._refusals:
            return key
        actor, address, why, _ = key
        if len(self._refusals) >= MOST_REMEMBERED:
            return NOBODY, None, why, OTHERS
        # Strangers cost nothing to make: a flood of their addresses is one line a minute.
        strangers = sum(1 for name, network in self._doors if name == NOBODY and network)
        if actor == NOBODY and not self._doors[key[:2]] and strangers >= MOST_STRANGERS:
            return NOBODY, None, why, OTHERS
        return (actor, address, why, OTHERS) if self._doors[key[:2]] >= MOST_DOORS else key

    async def run(self) -> None:
        """Write down what was only counted, once its minute has passed; until cancelled."""
        while True:
            await asyncio.sleep(LOOKED_EVERY_S)
            await self.settle()

    async def settle(self) -> None:
        """Write down what was only counted in minutes that have passed, and forget them."""
        now = self._now()
        for key, held in list(self._refusals.items()):
            if now - held.at < REPEATED_WITHIN:
                continue
            del self._refusals[key]
            self._doors[key[:2]] -= 1
            if held.untold:
                await self._tell_refusal(key, held.address, held.untold - 1)
        self._doors = +self._doors

    async def _tell_refusal(self, key: Refusal, address: str | None, untold: int) -> None:
        actor, _, why, door = key
        try:
            await self.tell(
                "refused", actor=actor, subject="door", address=address,
                about={"door": door, "why": why, "untold": untold},
            )  # fmt: skip
        except OneScreenError as error:
            logger.warning("a refusal could not be written down: %s", error)
