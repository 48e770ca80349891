"""The topics in use: read from their files, and again whenever a file changes."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from operator import attrgetter
from pathlib import Path
from typing import Any

import orjson

from domain.maps.areas import Area, Level, posts_are_known
from domain.topics.topics import Topic, TopicError, parse_topic

log = logging.getLogger(__name__)

LOOK_EVERY_S = 2.0
Stamp = tuple[int, int]


class Topics:
    """Topics from one or more folders; a file in a later folder replaces one of its name.

    A file that cannot be used leaves the last good topic of its name standing and is told of in
    `errors`, so a slip of the pen never empties a wall.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = folders
        self._stamps: dict[Path, Stamp] = {}
        self._topics: dict[str, Topic] = {}
        self.errors: list[str] = []
        self.version = ""

    async def run(self) -> None:
        """Look for changed files until cancelled."""
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            await asyncio.to_thread(self.look)

    def look(self) -> bool:
        """Read the files again if one changed, came or went; returns whether anything did."""
        files = self._files()
        stamps = {path: stamp for path in files.values() if (stamp := _stamp(path)) is not None}
        if stamps == self._stamps and self.version:
            return False
        self._stamps = stamps
        self._read(files)
        return True

    def _files(self) -> dict[str, Path]:
        """The file of each topic, by its name."""
        found = (path for folder in self._folders for path in sorted(folder.glob("*.toml")))
        return {path.stem: path for path in found}

    def _read(self, files: Mapping[str, Path]) -> None:
        kept: dict[str, Topic] = {}
        errors: list[str] = []
        for name, path in files.items():
            try:
                kept[name] = parse_topic(name, path.read_text("utf-8"), f"topics/{path.name}")
            except TopicError as error:
                errors.append(str(error))
            except (OSError, UnicodeDecodeError) as error:
                errors.append(f"topics/{path.name}, line 1: {error}")
            if name not in kept and name in self._topics:
                kept[name] = self._topics[name]
        for why in errors:
            if why not in self.errors:
                log.warning("a topic cannot be used: %s", why)
        self._topics, self.errors = kept, errors
        body = [topic.body() | {"roles": list(topic.roles)} for topic in self.all()]
        self.version = sha256(orjson.dumps([body, errors])).hexdigest()[:16]

    def all(self) -> list[Topic]:
        """Every topic, in their order."""
        return sorted(self._topics.values(), key=lambda topic: (topic.order, topic.id))

    def seen_by(self, role: str) -> list[Topic]:
        """The topics a role may see, in their order."""
        return [topic for topic in self.all() if topic.may_be_seen_by(role)]


def stock(
    areas: Iterable[Area], branch_of: Callable[[Area], str | None] = attrgetter("branch")
) -> dict[str, dict[str, int]]:
    """What the map's tables hold for the district, per town and village: people, posts, branches.

    Args:
        areas: of the map.
        branch_of: the party organisation of a grid; what the map says, unless told otherwise.

    Returns:
        by area code, counts by name; a count nobody knows is left out.
    """
    areas = list(areas)
    counts: dict[str, dict[str, int]] = {}
    has_register = posts_are_known(areas)

    def add(area: Area, name: str, value: int | None) -> None:
        if value is None:
            return
        for length in (6, 9, 12):
            held = counts.setdefault(area.code[:length], {})
            held[name] = held.get(name, 0) + value

    for area in areas:
        if area.level is Level.GRID:
            add(area, "grids", 1)
            if has_register:
                add(area, "vacant", int(area.vacant_since is not None))
            if branch_of(area):
                add(area, "branches", 1)
        elif area.level is Level.VILLAGE:
            add(area, "population", area.population)
            add(area, "households", area.households)
            if area.is_urban is not None:
                add(area, "urban" if area.is_urban else "rural", 1)
    return counts


def longest_vacant(areas: Iterable[Area], most: int = 12) -> list[dict[str, Any]]:
    """The posts that stand empty longest: code and since when, longest first."""
    empty = [area for area in areas if area.level is Level.GRID and area.vacant_since]
    empty.sort(key=lambda area: (area.vacant_since, area.code))
    return [{"code": area.code, "since": str(area.vacant_since)} for area in empty[:most]]


def _stamp(path: Path) -> Stamp | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size
