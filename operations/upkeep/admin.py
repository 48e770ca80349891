"""What administrators see: the record, the feeds, what was refused, maps and settings."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from functools import partial
from typing import Any, Protocol

from domain.access.access import require
from domain.access.callers import Caller
from domain.access.keys_in_text import without_keys
from domain.kinds import KINDS, may_name, reach_of
from domain.live.records import Record, State, signed
from domain.moments import to_iso
from domain.private import mask_for_record, mask_loose, mask_numbers
from domain.subject_key import SubjectKey
from domain.told import Message, message
from domain.words import Words
from geodata.files.versions import MapVersion, MapVersions
from operations.access.audit import Audit
from operations.dispatch.units import Units
from operations.prints.sheets import Watermark, csv_text
from operations.threads import Work
from operations.upkeep.journal_words import kinds_named, sentence
from store import Store
from store.live.journal_search import MOST_SHOWN, Search

__all__ = ["MOST_SHOWN", "PAGE", "Admin", "Search"]

PAGE = 100
MOST_QUARANTINED = 200
LONGEST_PAYLOAD_SHOWN = 300
MOST_TAKEN = 10_000
# So often a search goes on where what it found may not be told.
MOST_SEARCHES = 20
_HEADER = ("序号", "时间", "操作人", "类型", "对象", "动作", "内容")


class Door(Protocol):
    """The part of the door that knows what is odd about devices (operations/ingest/ingest.py)."""

    def device_notes(self) -> list[dict[str, Any]]:
        """Every odd thing about a device, by name."""

    def alike(self, device_id: str) -> tuple[str, ...]:
        """The units an unknown id may have been meant for."""


class Admin:
    """Reads for the pages under /admin; each asks the access table itself."""

    def __init__(
        self,
        *,
        store: Store,
        work: Work,
        maps: MapVersions,
        units: Units,
        audit: Audit,
        health: Callable[[], Awaitable[Mapping[str, Any]]],
        settings: Mapping[str, str],
        zone: tzinfo,
        door: Door,
    ) -> None:
        self._store = store
        self._work = work
        self._maps = maps
        self._units = units
        self._audit = audit
        self._health = health
        self._settings = settings
        self._zone = zone
        self._door = door

    async def journal(
        self, caller: Caller, asked: Search, limit: int = PAGE, words: Words | None = None
    ) -> dict[str, Any]:
        """A page of the record, newest first; personal fields are masked.

        Args:
            caller: who reads it.
            asked: what is looked for.
            limit: most records.
            words: the reader's; Chinese unless given.
        """
        require(caller, "journal.read")
        found, before = await self._work.read(lambda: self._found(caller, asked, limit))
        items = [journal_body(one, words) for one in found]
        return {"items": items, "next": before, "kinds": kinds_named(words)}

    async def journal_file(self, caller: Caller, asked: Search) -> tuple[str, bytes]:
        """What was found as CSV, newest first, at most ten thousand lines: its name and bytes."""
        require(caller, "journal.read")
        now = datetime.now(UTC)
        rows: list[Sequence[Any]] = []
        before = asked.before
        while len(rows) < MOST_TAKEN:
            page = partial(self._found, caller, replace(asked, before=before), MOST_SHOWN)
            found, before = await self._work.read(page)
            rows += [_line(one) for one in found]
            if before is None:
                break
        mark = Watermark(caller.actor, now, self._zone)
        made = await self._work.read(lambda: csv_text(_HEADER, rows, mark))
        return f"操作记录-{now.astimezone(self._zone):%Y%m%d-%H%M}.csv", made

    def _found(self, caller: Caller, asked: Search, limit: int) -> tuple[list[Record], int | None]:
        """A page of what the reader may see: the search goes on until it is full, or a while."""
        found: list[Record] = []
        before = asked.before
        for _ in range(MOST_SEARCHES):
            page, before = self._store.search_journal(
                replace(asked, before=before), limit - len(found)
            )
            found += [one for one in page if self._is_told(caller, one)]
            if before is None or len(found) == limit:
                break
        return found, before

    def _is_told(self, caller: Caller, record: Record) -> bool:
        """Whether the audience that an entity names now, and named then, lets a reader in."""
        if not may_name(record.kind):
            return True
        kind, newest = KINDS.get(record.kind), self._store.newest(record.kind, record.id)
        states = [record.state, *([newest.state] if newest else [])]
        return kind is not None and all(
            kind.may_be_seen(caller, reach_of(kind, state, self._state_of)) for state in states
        )

    def _state_of(self, key: SubjectKey) -> State | None:
        held = self._store.newest(key.kind, key.id)
        return held.state if held else None

    async def state(self, caller: Caller) -> Mapping[str, Any]:
        """Health of the server and its feeds, and what is odd about devices, by name.

        `devices`: clocks that are off and by how much, invented places, alarms nobody knows.
        """
        require(caller, "admin.see")
        return {**await self._health(), "devices": self._door.device_notes()}

    async def quarantine(self, caller: Caller) -> list[dict[str, Any]]:
        """The newest refused messages; what was sent is cut and its numbers are masked."""
        require(caller, "devices.manage")
        rows = await self._work.read(lambda: self._store.quarantined(MOST_QUARANTINED))
        return [
            {
                "at": to_iso(row.at),
                "feed": row.feed,
                "field": row.field,
                "reason": mask_numbers(without_keys(row.reason)),
                "sent": mask_numbers(
                    without_keys(row.payload.decode("utf-8", "replace"))[:LONGEST_PAYLOAD_SHOWN]
                ),
            }
            for row in rows
        ]

    async def held(self, caller: Caller) -> list[dict[str, Any]]:
        """Devices that report and belong to no unit, last heard first.

        `like` are the units that may be meant: `JW-001` for a phone that says `jw-001`.
        """
        require(caller, "devices.manage")
        rows = await self._work.read(self._store.pending_devices)
        return [
            {
                "device_id": row.device_id,
                "like": list(self._door.alike(row.device_id)),
                "last_seen_at": to_iso(row.last_seen_at),
                "times_seen": row.times_seen,
                "lat": row.fix.lat if row.fix else None,
                "lon": row.fix.lon if row.fix else None,
            }
            for row in rows
        ]

    async def adopt(
        self, caller: Caller, device_id: str, body: object, *, address: str | None = None
    ) -> dict[str, Any]:
        """Make a unit of a held device: its id is the device's, and its fixes count from then on.

        Raises:
            NotAllowedError: the caller may not.
            InvalidError: the unit cannot be accepted.
        """
        require(caller, "devices.manage")
        put = await self._units.put_unit(device_id, body, actor=caller.actor)
        await self._audit.tell(
            "device_added",
            actor=caller.actor,
            subject="unit",
            address=address,
            about={"id": device_id, "call_sign": put.unit.call_sign},
        )
        return {"unit_id": put.unit.unit_id, "call_sign": put.unit.call_sign, "is_new": put.is_new}

    async def maps(self, caller: Caller) -> dict[str, Any]:
        """Every kept map, newest first, the one in use, and whether an import is unfinished."""
        require(caller, "settings.manage")

        def read() -> dict[str, Any]:
            current, draft = self._maps.current(), self._maps.draft()
            return {
                "items": [map_body(one, current) for one in self._maps.list()],
                "draft": draft.version if draft else None,
            }

        return await asyncio.to_thread(read)

    async def restore_map(
        self, caller: Caller, version: str, *, address: str | None = None
    ) -> dict[str, Any]:
        """Make an older map the one in use; screens follow within seconds.

        Raises:
            NotAllowedError: the caller may not.
            OneScreenError: there is no such map, or it is incomplete.
        """
        require(caller, "settings.manage")
        restored = await asyncio.to_thread(self._maps.restore, version)
        await self._audit.tell(
            "setting_changed",
            actor=caller.actor,
            subject="map",
            address=address,
            about={"version": restored.version},
        )
        return map_body(restored, restored)

    async def settings(self, caller: Caller) -> list[dict[str, str]]:
        """Every setting and its value; secrets say only whether they are set."""
        require(caller, "settings.manage")
        return [{"name": name, "value": value} for name, value in self._settings.items()]


def journal_body(record: Record, words: Words | None = None) -> dict[str, Any]:
    """A record as the audit administrator reads it."""
    return {
        **signed(record),
        "occurred_at": to_iso(record.occurred_at),
        "says": sentence(record, words),
        **_told(record),
        "state": mask_loose(record.kind, record.state),
        "private": mask_for_record(record.kind, record.private or {}),
    }


def _told(record: Record) -> dict[str, Any]:
    """The message `says` is made of and its values; a record of an old shape tells its action."""
    try:
        told = message(record)
    except (KeyError, ValueError, TypeError):
        told = Message(record.action, {})
    return {"message": told.id, "values": dict(told.values)}


def _line(record: Record) -> Sequence[Any]:
    state = mask_loose(record.kind, record.state)
    shown = {**state, **mask_for_record(record.kind, record.private or {})}
    words = json.dumps(shown, ensure_ascii=False, default=str)
    return [record.seq, record.at, record.actor, record.kind, record.id, record.action, words]


def map_body(one: MapVersion, current: MapVersion | None) -> dict[str, Any]:
    """A map as the page lists it."""
    return {
        "version": one.version,
        "source": one.source,
        "added_at": to_iso(one.added_at),
        "levels": list(one.levels),
        "is_complete": one.is_complete,
        "is_current": current is not None and current.version == one.version,
        "adopted_at": to_iso(one.adopted_at) if one.adopted_at else None,
    }
