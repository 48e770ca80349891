"""The maps folder: every version of the map kept, one current, an unfinished one as draft.

    maps/<version>.gpkg     the map; the name is the first 12 hex digits of its content's SHA-256
    maps/<version>.json     where it came from, and whether it is complete
    maps/current.json       {version, sha256, adopted_at}; adopted_at is null until the server
                            has journalled the change
    maps/draft.json         {version} of a map that still lacks levels

Files appear whole or not at all: written beside, flushed to disk, renamed.
Source: docs/decisions/0005-map-versions.md
"""

import fcntl
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from domain.errors import ConflictError, NotFoundError, OneScreenError
from domain.moments import from_iso, to_iso
from geodata.files.content import AREA_LEVELS, content_sha256, filled_layers

VERSION_DIGITS = 12
_VERSION = re.compile(rf"[0-9a-f]{{{VERSION_DIGITS}}}")


class MapsError(OneScreenError):
    """The maps folder or a map in it is damaged; the text says what to do."""


@dataclass(frozen=True, slots=True)
class MapVersion:
    """One kept map.

    `sha256` is the digest of the content (not of the file's bytes); `version` its first 12
    digits. `base` is the version it was made from. `adopted_at` is set on the current version
    once the server has journalled it.
    """

    version: str
    sha256: str
    path: Path
    source: str
    added_at: datetime
    levels: tuple[str, ...]
    base: str | None = None
    adopted_at: datetime | None = None

    @property
    def is_complete(self) -> bool:
        """True when all four area levels are there: only such a map can become current."""
        return set(AREA_LEVELS) <= set(self.levels)


class MapVersions:
    """The versions in one maps folder (made when first written to)."""

    def __init__(self, maps_dir: Path) -> None:
        self.folder = Path(maps_dir)

    def current(self) -> MapVersion | None:
        """The map the server shows, or shall show from its next start; None before the first.

        Raises:
            MapsError: the pointer is damaged or names a missing map.
        """
        pointer = self._read("current.json")
        if pointer is None:
            return None
        adopted = pointer.get("adopted_at")
        return self._get(str(pointer.get("version")), from_iso(adopted) if adopted else None)

    def draft(self) -> MapVersion | None:
        """The unfinished map that the next import continues."""
        pointer = self._read("draft.json")
        return None if pointer is None else self._get(str(pointer.get("version")), None)

    def list(self) -> tuple[MapVersion, ...]:
        """All kept maps, oldest first; damaged ones are left out, so that one can be restored."""
        found: dict[str, MapVersion] = {}
        for path in self.folder.glob("*.gpkg"):
            with suppress(MapsError):
                found[path.stem] = self._get(path.stem, None)
        current = self._sound_current()
        if current is not None:
            found[current.version] = current
        return tuple(sorted(found.values(), key=lambda held: (held.added_at, held.version)))

    def get(self, version: str) -> MapVersion:
        """One kept map.

        Raises:
            NotFoundError: there is no such version.
        """
        if not _VERSION.fullmatch(version) or not self._path(version).exists():
            raise NotFoundError(says="no_map_version", version=version[:64], field="version")
        return self._get(version, None)

    def add(self, gpkg_path: Path, source: str, base: str | None = None) -> MapVersion:
        """Keep a copy of a map under its version; the same content again is kept once.

        Args:
            gpkg_path: a GeoPackage; it is left where it is.
            source: where it came from, for people.
            base: the version it was made from.

        Raises:
            OSError: the folder cannot be written.
        """
        sha256 = content_sha256(gpkg_path)
        version = sha256[:VERSION_DIGITS]
        with self._locked():
            if not self._path(version).exists() or self._read(f"{version}.json") is None:
                about = {
                    "version": version,
                    "sha256": sha256,
                    "source": source,
                    "added_at": to_iso(datetime.now(UTC)),
                    "levels": filled_layers(gpkg_path),
                    "base": base,
                }
                self._write(f"{version}.json", about)
                self._place(gpkg_path, self._path(version))
        return self._get(version, None)

    def make_current(self, version: str) -> MapVersion:
        """Let a complete map be the one shown; a draft that led to it is finished.

        Raises:
            NotFoundError: there is no such version.
            ConflictError: it lacks a level.
            MapsError: its content is not what its name says.
        """
        chosen = self.get(version)
        if not chosen.is_complete:
            missing = ", ".join(level for level in AREA_LEVELS if level not in chosen.levels)
            raise ConflictError(
                says="map_is_draft", version=version, missing=missing, field="version"
            )
        if content_sha256(chosen.path)[:VERSION_DIGITS] != version:
            raise MapsError(f"{chosen.path} was changed or damaged since it was added")
        with self._locked():
            held = self._sound_current()
            if held is None or held.version != version:
                self._point("current.json", chosen, adopted_at=None)
            with suppress(MapsError):
                draft = self._read("draft.json")
                if draft is not None and draft.get("version") == version:
                    self._path_of("draft.json").unlink()
        return chosen

    def restore(self, version: str) -> MapVersion:
        """Make an earlier map current again; the newer ones stay kept. Same errors."""
        return self.make_current(version)

    def mark_adopted(self, version: str, at: datetime) -> None:
        """Note that the server has journalled the current map.

        Raises:
            ConflictError: another version has become current meanwhile.
        """
        with self._locked():
            held = self.current()
            if held is None or held.version != version:
                raise ConflictError(says="map_no_longer_current", version=version)
            self._point("current.json", held, adopted_at=to_iso(at))

    def set_draft(self, version: str) -> MapVersion:
        """Let the next import continue an unfinished map."""
        chosen = self.get(version)
        with self._locked():
            self._write("draft.json", {"version": version})
        return chosen

    def drop_draft(self) -> MapVersion | None:
        """Forget the draft (its file stays kept); the draft that was, None if there was none."""
        held = None
        with suppress(MapsError):
            held = self.draft()
        with self._locked():
            self._path_of("draft.json").unlink(missing_ok=True)
        return held

    def _sound_current(self) -> MapVersion | None:
        """The current map, None when the pointer or the map is damaged."""
        with suppress(MapsError):
            return self.current()
        return None

    def _path(self, version: str) -> Path:
        return self._path_of(f"{version}.gpkg")

    def _path_of(self, name: str) -> Path:
        return self.folder / name

    def _get(self, version: str, adopted_at: datetime | None) -> MapVersion:
        path = self._path(version)
        about = self._read(f"{version}.json") if _VERSION.fullmatch(version) else None
        if about is None or not path.exists():
            raise MapsError(f"{path} or its .json is missing; restore another version")
        try:
            return MapVersion(
                version=version,
                sha256=str(about["sha256"]),
                path=path,
                source=str(about["source"]),
                added_at=from_iso(about["added_at"]),
                levels=tuple(about["levels"]),
                base=about.get("base"),
                adopted_at=adopted_at,
            )
        except (KeyError, TypeError, ValueError) as error:
            raise MapsError(f"{path.with_suffix('.json')} is damaged: {error!r}") from error

    def _read(self, name: str) -> dict[str, Any] | None:
        try:
            document = json.loads(self._path_of(name).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except ValueError as error:
            raise MapsError(f"{self._path_of(name)} is damaged; restore a version") from error
        if not isinstance(document, dict):
            raise MapsError(f"{self._path_of(name)} is damaged; restore a version")
        return document

    def _point(self, name: str, chosen: MapVersion, adopted_at: str | None) -> None:
        self._write(
            name,
            {"version": chosen.version, "sha256": chosen.sha256, "adopted_at": adopted_at},
        )

    def _write(self, name: str, document: dict[str, Any]) -> None:
        part = self._path_of(f".{name}.{uuid4().hex}.part")
        part.write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")
        _move_into_place(part, self._path_of(name))

    def _place(self, source: Path, target: Path) -> None:
        part = self._path_of(f".{target.name}.{uuid4().hex}.part")
        try:
            shutil.copyfile(source, part)
            _move_into_place(part, target)
        finally:
            part.unlink(missing_ok=True)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Only one process at a time changes the folder."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._path_of(".lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def _move_into_place(part: Path, target: Path) -> None:
    """Flush a finished file and rename it, so that a power cut leaves the old or the new."""
    _flush(part, os.O_RDWR)
    part.replace(target)
    _flush(target.parent, os.O_RDONLY)


def _flush(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
