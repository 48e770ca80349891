"""What is wrong with the server now, gravest first, each with since when and where to mend it.

Pure: operations/upkeep/overview.py gathers the facts, layouts/upkeep/overview.py says the words.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

# A disk that cannot take a report any more is worse than any other fault.
LEAST_FREE_BYTES = 2_000_000_000
LEAST_FREE_SHARE = 0.05
BACKUP_WITHIN = timedelta(days=2)
MANY_REFUSED_SHARE = 0.05
LEAST_REFUSED = 5


@dataclass(frozen=True, slots=True)
class Facts:
    """What is looked at.

    Attributes:
        health: as `operations/upkeep/health.py` tells it.
        rates: of each feed, accepted and refused messages of the last hour.
        odd: what is odd about devices, as the door tells it.
        held: moments at which devices without a unit were last heard.
        alarms: moments of the alarms nobody has seen to.
        has_map: whether a map is in use.
        draft: the version of an unfinished import of a map.
        free: bytes free for the data folder.
        disk: bytes of that disk.
        backup_at: when the last backup was made, as far as is known.
        wants_backups: whether the facts are real.
    """

    health: Mapping[str, Any]
    rates: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    odd: Sequence[Mapping[str, Any]] = ()
    held: Sequence[datetime] = ()
    alarms: Sequence[datetime] = ()
    has_map: bool = True
    draft: str | None = None
    free: int | None = None
    disk: int | None = None
    backup_at: datetime | None = None
    wants_backups: bool = True


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is wrong.

    Attributes:
        code: by which its words are found.
        about: what it is about where there may be several, such as a feed.
        is_grave: facts are lost or unseen; otherwise it can wait for the day.
        since: from when it is known to be so; None where only the watch can tell.
        values: what its words hold.
        page: the page of administration where it is mended; empty where there is none.
    """

    code: str
    about: str = ""
    is_grave: bool = False
    since: datetime | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    page: str = ""

    @property
    def key(self) -> str:
        """The same trouble later has the same key."""
        return f"{self.code} {self.about}".strip()


def troubles(facts: Facts, now: datetime) -> list[Trouble]:
    """Everything that is wrong, gravest first, and of two the longer one first."""
    found = [*_of_server(facts), *_of_feeds(facts), *_of_devices(facts), *_of_keeping(facts, now)]
    if facts.alarms:
        found.append(
            Trouble(
                "alarms",
                is_grave=True,
                since=min(facts.alarms),
                values={"count": len(facts.alarms)},
                page="alarms",
            )
        )
    return sorted(found, key=lambda one: (not one.is_grave, one.since or now, one.key))


def _of_server(facts: Facts) -> Iterator[Trouble]:
    health = facts.health
    if health.get("database", {}).get("status", "ok") != "ok":
        yield Trouble("database", is_grave=True)
    if not health.get("hub", {}).get("alive", True):
        yield Trouble("hub", is_grave=True)
    for name in health.get("stopped", ()):
        yield Trouble("stopped", str(name), is_grave=True, values={"name": name})
    if not facts.has_map:
        yield Trouble("no_map", is_grave=True, page="maps")
    if facts.draft:
        yield Trouble("draft", facts.draft, values={"version": facts.draft}, page="maps")


def _of_feeds(facts: Facts) -> Iterator[Trouble]:
    for name, feed in facts.health.get("feeds", {}).items():
        values = {"name": name, "fault": feed.get("fault") or ""}
        since = datetime.fromisoformat(feed["last_at"]) if feed.get("last_at") else None
        if feed.get("state") == "failed":
            yield Trouble("feed_failed", name, True, since, values, "feeds")
        elif feed.get("state") == "silent":
            yield Trouble("feed_silent", name, True, since, values, "feeds")
    for name, (accepted, refused) in facts.rates.items():
        if refused >= LEAST_REFUSED and refused >= MANY_REFUSED_SHARE * (accepted + refused):
            counts = {"name": name, "refused": refused, "of": accepted + refused}
            yield Trouble("refused", name, values=counts, page="feeds")


def _of_devices(facts: Facts) -> Iterator[Trouble]:
    if facts.odd:
        yield Trouble("odd", values={"count": len(facts.odd)}, page="feeds")
    if facts.held:
        yield Trouble("held", values={"count": len(facts.held)}, page="held")


def _of_keeping(facts: Facts, now: datetime) -> Iterator[Trouble]:
    least = max(LEAST_FREE_BYTES, LEAST_FREE_SHARE * (facts.disk or 0))
    if facts.free is not None and facts.free < least:
        yield Trouble("disk", is_grave=True, values={"free": facts.free})
    if not facts.wants_backups:
        return
    if facts.backup_at is None:
        yield Trouble("no_backup")
    elif now - facts.backup_at > BACKUP_WITHIN:
        yield Trouble("old_backup", since=facts.backup_at)
