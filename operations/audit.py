"""Telling the record who did what: a journal record of kind `audit` for each act."""

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from domain.audit import NOBODY, audit
from domain.errors import OneScreenError
from operations.work import Work
from store import Store

logger = logging.getLogger(__name__)
REPEATED_WITHIN = timedelta(minutes=1)
MOST_REMEMBERED = 2000


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
    ) -> None:
        self._store = store
        self._work = work
        self._now = now
        self._refusals: dict[tuple[str, str | None, str], tuple[datetime, int]] = {}

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

        def write() -> None:
            with self._store.transaction() as tx:
                tx.append(change)

        await self._work.write(write)

    async def refused(self, actor: str | None, address: str | None, door: str, why: str) -> None:
        """Write down that somebody was not let in; the same again within a minute is counted.

        Never raises: a full or failing store must not turn a refusal into an error.
        """
        now = self._now()
        key = (actor or NOBODY, address, why)
        last, untold = self._refusals.get(key, (None, 0))
        if last is not None and now - last < REPEATED_WITHIN:
            self._refusals[key] = (last, untold + 1)
            return
        if len(self._refusals) >= MOST_REMEMBERED:
            self._forget(now)
        if len(self._refusals) >= MOST_REMEMBERED:
            return  # thousands of addresses in one minute: that is for the log and the firewall
        self._refusals[key] = (now, 0)
        try:
            await self.tell(
                "refused", actor=actor or NOBODY, subject="door", address=address,
                about={"door": door[:200], "why": why, "untold": untold},
            )  # fmt: skip
        except OneScreenError as error:
            logger.warning("a refusal could not be written down: %s", error)

    def _forget(self, now: datetime) -> None:
        self._refusals = {
            key: kept for key, kept in self._refusals.items() if now - kept[0] < REPEATED_WITHIN
        }
