"""The first page of administration: what is wrong now, and how the server has been of late."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from domain.access.access import may, require
from domain.access.accounts import Account, Session
from domain.access.callers import Caller
from domain.errors import OneScreenError
from domain.kinds import KINDS
from domain.live.records import Record
from domain.upkeep.growth import Size
from domain.upkeep.troubles import Facts, Trouble, troubles
from geodata.files.versions import MapVersions
from operations.access.people import People
from operations.threads import Work
from operations.upkeep.rates import Counts, Minute, Rates
from operations.upkeep.sizes import Folders, Sizes, measure
from store import Store
from store.live.journal_search import Search

__all__ = ["Changed", "Minute", "Overview", "Seen", "SignedIn", "Size", "Sizes", "Trouble"]

log = logging.getLogger(__name__)
LOOKED_EVERY_S = 60.0
MEASURED_EVERY = timedelta(minutes=10)
CHANGED_WITHIN = timedelta(days=30)
MOST_CHANGES = 12
MOST_PEOPLE = 50
# Who is told of a trouble that is not everybody's.
_WHOSE = {"alarms": "accounts.manage", "held": "devices.manage", "odd": "devices.manage"}


class Door(Protocol):
    """The part of the door that knows feeds and devices (operations/ingest/ingest.py)."""

    def health(self) -> Mapping[str, Mapping[str, Any]]:
        """Every feed and its counters."""

    def device_notes(self) -> Sequence[Mapping[str, Any]]:
        """Every odd thing about a device, by name."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody who is signed in; name, address and agent only for who keeps the accounts."""

    role: str
    seen_at: datetime
    name: str = ""
    display_name: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """Something that was changed lately; `record` says what."""

    record: Record


@dataclass(frozen=True, slots=True)
class Seen:
    """The page.

    Attributes:
        at: when it was looked.
        health: as `operations/upkeep/health.py` tells it.
        troubles: what is wrong, gravest first, each with since when.
        minutes: what the feeds brought, minute by minute, oldest first.
        last_hour: accepted and refused by feed.
        signed_in: who uses the screens now, last seen first.
        sizes: None where nothing could be measured.
        backup: when the last backup was made and how large it is; None where none is known.
        wants_backups: whether the facts are real.
        changed: what was changed lately that concerns the caller, newest first.
    """

    at: datetime
    health: Mapping[str, Any]
    troubles: Sequence[Trouble]
    minutes: Sequence[Minute]
    last_hour: Counts
    signed_in: Sequence[SignedIn]
    sizes: Sizes | None
    backup: Mapping[str, Any] | None
    wants_backups: bool
    changed: Sequence[Changed]


class Overview:
    """Looks once a minute, so that "since" and the rates are known when somebody comes to look.

    Args:
        store: journal, accounts, held devices.
        work: the lanes the store is asked on.
        health: tells how the server is.
        door: knows feeds and devices.
        maps: the kept maps.
        people: accounts, sessions and alarms.
        folders: where the data stand.
        backup: reads what the last backup left behind.
        wants_backups: whether the facts are real.
        now: the clock.
    """

    def __init__(
        self,
        *,
        store: Store,
        work: Work,
        health: Callable[[], Awaitable[Mapping[str, Any]]],
        door: Door,
        maps: MapVersions,
        people: People,
        folders: Folders,
        backup: Callable[[], Mapping[str, Any] | None],
        wants_backups: bool,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._work = work
        self._health = health
        self._door = door
        self._maps = maps
        self._people = people
        self._folders = folders
        self._backup = backup
        self._wants_backups = wants_backups
        self._now = now
        self._rates = Rates(door.health, now)
        self._since: dict[str, datetime] = {}
        self._sizes: tuple[datetime, Sizes | None] | None = None
        self._measuring = asyncio.Lock()

    async def run(self) -> None:
        """Look once a minute until cancelled."""
        while True:
            await asyncio.sleep(LOOKED_EVERY_S)
            self._rates.look()
            await self._look()

    async def tell(self, caller: Caller) -> Seen:
        """Everything of the page that concerns the caller.

        Raises:
            NotAllowedError: the caller is no administrator.
            OneScreenError: the store cannot be asked.
        """
        require(caller, "admin.see")
        health, found, backup = await self._look()
        mine = [one for one in found if may(caller, _WHOSE.get(one.code, "admin.see"))]
        signed_in, changed = await asyncio.gather(self._signed_in(caller), self._changed(caller))
        return Seen(
            at=self._now(),
            health=health,
            troubles=mine,
            minutes=self._rates.minutes(),
            last_hour=self._rates.last_hour(),
            signed_in=signed_in,
            sizes=await self._measured(),
            backup=backup,
            wants_backups=self._wants_backups,
            changed=changed,
        )

    async def _look(
        self,
    ) -> tuple[Mapping[str, Any], Sequence[Trouble], Mapping[str, Any] | None]:
        """What is wrong; what is seen for the first time is so since now."""
        now = self._now()
        health = await self._health()
        sizes = await self._measured()
        held, alarms = await self._waiting()
        current, draft, backup = await asyncio.to_thread(self._on_disk)
        facts = Facts(
            health=health,
            rates=self._rates.last_hour(),
            odd=self._door.device_notes(),
            held=held,
            alarms=alarms,
            has_map=current,
            draft=draft,
            free=sizes.free if sizes else None,
            disk=sizes.disk if sizes else None,
            backup_at=datetime.fromisoformat(backup["made_at"]) if backup else None,
            wants_backups=self._wants_backups,
        )
        found = troubles(facts, now)
        self._since = {one.key: self._since.get(one.key, one.since or now) for one in found}
        return health, [self._dated(one) for one in found], backup

    def _dated(self, trouble: Trouble) -> Trouble:
        if trouble.since is not None:
            return trouble
        return Trouble(
            trouble.code,
            trouble.about,
            trouble.is_grave,
            self._since[trouble.key],
            trouble.values,
            trouble.page,
        )

    def _on_disk(self) -> tuple[bool, str | None, Mapping[str, Any] | None]:
        draft = self._maps.draft()
        return self._maps.current() is not None, draft.version if draft else None, self._backup()

    async def _waiting(self) -> tuple[list[datetime], list[datetime]]:
        """When held devices were heard and open alarms raised; nothing where nobody answers."""
        try:
            held = await self._work.read(self._store.pending_devices)
            alarms = await self._people.alarms.open_since()
        except OneScreenError as error:
            log.warning("the overview could not ask the store: %s", error)
            return [], []
        return [one.last_seen_at for one in held], alarms

    async def _measured(self) -> Sizes | None:
        """The sizes, measured anew when the last are ten minutes old."""
        async with self._measuring:
            now = self._now()
            if self._sizes is None or now - self._sizes[0] > MEASURED_EVERY:
                self._sizes = (now, await self._measure(now))
            return self._sizes[1]

    async def _measure(self, now: datetime) -> Sizes | None:
        try:
            return await asyncio.to_thread(measure, self._store, self._folders, now)
        except (OneScreenError, OSError) as error:
            log.warning("the data folder could not be measured: %s", error)
            return None

    async def _signed_in(self, caller: Caller) -> list[SignedIn]:
        now = self._now()
        accounts, sessions = await self._people.register.read(
            lambda rows: (rows.accounts(), rows.sessions(now))
        )
        by_id = {one.account_id: one for one in accounts}
        is_named = may(caller, "accounts.manage")
        found: dict[str, SignedIn] = {}
        for session in sessions:
            account = by_id.get(session.account_id)
            if account and not session.is_half and account.account_id not in found:
                found[account.account_id] = _signed_in(account, session, is_named=is_named)
        return list(found.values())[:MOST_PEOPLE]

    async def _changed(self, caller: Caller) -> list[Changed]:
        since = self._now() - CHANGED_WITHIN
        asked = [
            Search(since=since, kind=kind.name, actions=actions)
            for kind in KINDS.values()
            for right, actions in kind.changes.items()
            if may(caller, right)
        ]

        def read() -> list[Record]:
            return [
                record
                for one in asked
                for record in self._store.search_journal(one, MOST_CHANGES)[0]
            ]

        found = sorted(await self._work.read(read), key=lambda one: -one.seq)
        return [Changed(one) for one in found[:MOST_CHANGES]]


def _signed_in(account: Account, session: Session, *, is_named: bool) -> SignedIn:
    if not is_named:
        return SignedIn(account.role, session.seen_at)
    return SignedIn(
        account.role, session.seen_at, account.name, account.display_name, session.address
    )
