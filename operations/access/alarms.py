"""Alarms of intrusion: raised from what fails at the gate and the entrance, seen by somebody."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from domain.access.access import require
from domain.access.alarms import AlarmRules, Watch
from domain.access.callers import Caller
from domain.access.networks import network_of
from domain.audit.audit import KIND, audit
from domain.errors import NotFoundError, OneScreenError
from domain.live.records import Record
from domain.moments import to_iso
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction
from store.live.journal_search import Search

log = logging.getLogger(__name__)
SUBJECT, SERVER = "intrusion", "server"
MOST_LISTED = 200


class Alarms:
    """Raises alarms into the record, lists them, and notes who has seen to them."""

    def __init__(
        self,
        store: Store,
        work: Work,
        rules: AlarmRules,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._work = work
        self._now = now
        self._watch = Watch(rules)

    async def sign(self, address: str | None, account: str | None = None, door: str = "") -> None:
        """Something failed that an intruder would try.

        Never raises: an alarm that cannot be written must not turn a refusal into an error.

        Args:
            address: where from.
            account: on whose account, where there is one.
            door: see `Watch.sign`.
        """
        for kind, value in (("address", address), ("account", account)):
            watched = f"{kind} {network_of(value) if kind == 'address' else value}"
            if value and (count := self._watch.sign(watched, self._now(), door=door)):
                await self._raise(kind, count, address, account)

    async def _raise(self, kind: str, count: int, address: str | None, account: str | None) -> None:
        minutes = int(self._watch.rules.within.total_seconds() // 60)
        log.warning("intrusion alarm: %d failures on one %s in %d min", count, kind, minutes)
        about = {"what": kind, "count": count, "minutes": minutes}
        change = audit(
            "alarm", actor=SERVER, subject=SUBJECT, at=self._now(), address=address,
            about=about, personal={"name": account},
        )  # fmt: skip
        try:
            await self._append(change)
        except OneScreenError as error:
            log.warning("an alarm could not be written down: %s", error)

    async def _append(self, change: Any) -> None:
        def write(tx: Transaction) -> None:
            tx.append(change)

        await in_transaction(self._store, self._work, write)

    async def all(self, caller: Caller) -> list[dict[str, Any]]:
        """The newest alarms, newest first, and who has seen to each.

        Raises:
            NotAllowedError: the caller keeps no accounts.
        """
        require(caller, "accounts.manage")
        return [alarm_body(one, seen) for one, seen in await self._listed()]

    async def open_since(self) -> list[datetime]:
        """When those alarms were raised that nobody has seen to."""
        return [one.at for one, seen in await self._listed() if seen is None]

    async def _listed(self) -> list[tuple[Record, Record | None]]:
        """The newest alarms, each with the record of who has seen to it."""
        asked = Search(kind=KIND, entity=SUBJECT)
        found, _ = await self._work.read(lambda: self._store.search_journal(asked, MOST_LISTED))
        seen = {one.state["alarm"]: one for one in found if one.action == "alarm_seen"}
        return [(one, seen.get(one.seq)) for one in found if one.action == "alarm"]

    async def see(self, caller: Caller, seq: int, *, address: str | None = None) -> None:
        """Somebody has seen to an alarm.

        Raises:
            NotAllowedError: the caller keeps no accounts.
            NotFoundError: there is no such alarm, or somebody has seen to it.
        """
        is_open = any(one["seq"] == seq and not one["seen_by"] for one in await self.all(caller))
        if not is_open:
            raise NotFoundError(says="no_alarm", field="alarm")
        change = audit(
            "alarm_seen", actor=caller.actor, subject=SUBJECT, at=self._now(), address=address,
            about={"alarm": seq},
        )  # fmt: skip
        await self._append(change)


def alarm_body(alarm: Record, seen: Record | None) -> dict[str, Any]:
    """An alarm as the security administrator reads it: with the address, which is what matters."""
    private = alarm.private or {}
    return {
        "seq": alarm.seq,
        "at": to_iso(alarm.at),
        "what": alarm.state["what"],
        "count": alarm.state["count"],
        "minutes": alarm.state["minutes"],
        "address": private.get("address"),
        "account": private.get("name"),
        "seen_by": seen.actor if seen else None,
        "seen_at": to_iso(seen.at) if seen else None,
    }
