"""A backup that holds everything a server needs, and the way back from it.

    DIR/manifest.json       what it is of, and size and SHA-256 of every other file; written last
    DIR/data/               the data folder as it is restored: databases, files, maps, keys, seals
    DIR/district/           the district folder
    DIR/settings.env        the settings in force (secrets too; mode 600)

The order matters. Seals are copied before the journal, so that none speaks of a record the copy
does not hold; files and maps after it, so that none is missing that a record names.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from data_folder import note_backup, read_account_key, read_ingest_token
from geodata.district.district import load_district
from settings import Settings, SettingsError
from store.opening import open_store
from store.upkeep.checking import check
from store.upkeep.copying import copy_database

FORMAT = 1
MANIFEST = "manifest.json"
_DATABASES = ("facts.db", "positions.db")
_CHUNK = 1 << 20


class BackupError(SettingsError):
    """A backup cannot be made or put back; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Told:
    """What was backed up or restored: which database, how many records, files and bytes."""

    database: str
    district: str
    epoch: str
    seq: int
    files: int
    size: int


def make_backup(
    settings: Settings, folder: Path, environment: dict[str, str], *, facts_elsewhere: bool = False
) -> Told:
    """Write a backup into a new or empty folder; the server may run.

    Args:
        settings: of the server.
        folder: where the backup goes; mode 700.
        environment: its ONESCREEN_ variables, kept in `settings.env`.
        facts_elsewhere: the facts are in PostgreSQL and were taken with pg_dump before.

    Raises:
        BackupError: the folder is in use, or there is nothing to back up.
        StoreError: a database cannot be copied.
        OSError: the disk is full or cannot be written to.
    """
    _check_source(settings, facts_elsewhere)
    district = load_district(settings.district)
    _make_empty(folder, "the folder of a backup")
    name = settings.facts_dir.name
    data = folder / "data"
    data.mkdir(mode=0o700)
    (data / name).mkdir(mode=0o700)
    if settings.seals.exists():
        _copy_file(settings.seals, data / settings.seals.name)
    head = ("", 0) if facts_elsewhere else _copy_databases(settings, data)
    for part in (settings.facts_dir / "files", settings.data_dir / "maps"):
        _copy_tree(part, data / part.relative_to(settings.data_dir))
    _copy_tree(settings.data_dir / "basemap", data / "basemap")
    _write_secret(data / "account_key", read_account_key(settings))
    _write_secret(data / "ingest_token", read_ingest_token(settings))
    _copy_tree(settings.district, folder / "district")
    lines = [f"{key}={value}\n" for key, value in sorted(environment.items())]
    _write_secret(folder / "settings.env", "".join(lines).rstrip("\n"))
    listed = _listed(folder)
    manifest = {
        "format": FORMAT,
        "made_at": datetime.now(UTC).isoformat(),
        "database": name,
        "facts_elsewhere": facts_elsewhere,
        "district": {"code": district.code, "name": district.name},
        "epoch": head[0],
        "seq": head[1],
        "files": listed,
    }
    draft = folder / f"{MANIFEST}.tmp"
    draft.write_text(json.dumps(manifest, ensure_ascii=False, indent=1), "utf-8")
    draft.replace(folder / MANIFEST)
    told = _told(manifest)
    note_backup(settings, str(manifest["made_at"]), told.size)
    return told


def read_backup(folder: Path) -> dict[str, Any]:
    """The manifest of a backup whose files are all there, each as it was written.

    Raises:
        BackupError: it is none, is not whole, or a file of it has changed.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        if manifest["format"] != FORMAT:
            raise BackupError(f"{folder} was made by a newer program; update this one first")
        listed = dict(manifest["files"])
        for path, said in listed.items():
            _check_name(path)
            _check_file(folder / path, said)
        _told(manifest)
    except FileNotFoundError:
        raise BackupError(
            f"{folder} is no whole backup: it has no {MANIFEST}, which is written last"
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BackupError(f"{folder / MANIFEST} cannot be read") from None
    return dict(manifest)


def restore(settings: Settings, folder: Path) -> Told:
    """Put a backup into the data folder, which must be missing or empty.

    Every file is checked before the first is written. The journal gets a new name (epoch), so that
    no screen keeps what the older journal does not know.

    Raises:
        BackupError: the backup is not whole, or the data folder is not empty.
        StoreError: the journal of the backup is damaged.
        OSError: the disk is full or cannot be written to.
    """
    manifest = read_backup(folder)
    name = str(manifest["database"])
    if name not in {"real", "demo"}:
        raise BackupError(f"{folder / MANIFEST} cannot be read")
    meant = settings.model_copy(update={"demo": name == "demo"})
    _make_empty(settings.data_dir, "the data folder (ONESCREEN_DATA_DIR)")
    try:
        for path in manifest["files"]:
            first, _, rest = str(path).partition("/")
            if first == "data":
                _copy_file(folder / path, settings.data_dir / rest)
            else:
                _copy_file(folder / path, settings.data_dir / "restored" / path)
        if not manifest["facts_elsewhere"]:
            _open_anew(meant)
    except BaseException:
        for entry in settings.data_dir.iterdir():
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        raise
    return _told(manifest)


def verify_facts(settings: Settings, data_dir: Path) -> tuple[str, int]:
    """Name and last number of a copied journal.

    Raises:
        BackupError: a record or a seal does not hold.
    """
    name = settings.facts_dir.name
    head, fault = check(None, data_dir / name, data_dir / settings.seals.name)
    if fault is not None:
        raise BackupError(
            f"the journal is damaged: {fault.words}; the backup is not finished. "
            "Keep older backups, and see docs/operations.md"
        )
    return head.epoch, head.seq


def _check_source(settings: Settings, facts_elsewhere: bool) -> None:
    if settings.database_url and not facts_elsewhere:
        raise BackupError(
            "the facts are in PostgreSQL: take them with pg_dump first, then the rest with "
            "--without-database"
        )
    if not settings.database_url and facts_elsewhere:
        raise BackupError("--without-database is for facts in PostgreSQL; here they are files")
    if not facts_elsewhere and not (settings.facts_dir / "facts.db").exists():
        raise BackupError(f"there are no facts in {settings.facts_dir}")


def _copy_databases(settings: Settings, data: Path) -> tuple[str, int]:
    for name in _DATABASES:
        source = settings.facts_dir / name
        if source.exists():
            target = data / settings.facts_dir.name / name
            target.touch(mode=0o600)
            copy_database(source, target)
    return verify_facts(settings, data)


def _open_anew(settings: Settings) -> None:
    """See that the journal holds, and give it a new name: there is no mark, so opening does."""
    verify_facts(settings, settings.data_dir)
    store = open_store(
        None, settings.facts_dir, high_water=settings.high_water, seals=settings.seals
    )
    try:
        store.seal()
    finally:
        store.close()


def _make_empty(folder: Path, what: str) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BackupError(f"{folder.absolute()} is not empty: {what} must be new or empty")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)


def _files(folder: Path) -> Iterator[Path]:
    """Every file below a folder; links, locks and half-written files are left out."""
    for path in sorted(folder.rglob("*")):
        is_passing = path.suffix == ".tmp" or path.name == ".lock"
        if path.is_file() and not path.is_symlink() and not is_passing:
            yield path


def _copy_tree(source: Path, target: Path) -> None:
    for path in _files(source):
        try:
            _copy_file(path, target / path.relative_to(source))
        except FileNotFoundError:
            continue  # erased meanwhile by the running server


def _copy_file(source: Path, target: Path) -> None:
    for parent in reversed(target.parents):
        parent.mkdir(mode=0o700, exist_ok=True)
    with source.open("rb") as here:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as there:
            shutil.copyfileobj(here, there, _CHUNK)
            there.flush()
            os.fsync(there.fileno())


def _write_secret(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text + "\n")


def _listed(folder: Path) -> dict[str, dict[str, Any]]:
    return {
        path.relative_to(folder).as_posix(): {
            "sha256": _digest(path),
            "bytes": path.stat().st_size,
        }
        for path in _files(folder)
    }


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _check_name(path: str) -> None:
    parts = PurePosixPath(path)
    if parts.is_absolute() or ".." in parts.parts or not parts.parts:
        raise BackupError(f"the backup names a file outside itself: {path}")


def _check_file(path: Path, said: dict[str, Any]) -> None:
    if not path.is_file() or path.is_symlink():
        raise BackupError(f"{path} is missing from the backup")
    if path.stat().st_size != said["bytes"] or _digest(path) != said["sha256"]:
        raise BackupError(f"{path} is not what was backed up")


def _told(manifest: dict[str, Any]) -> Told:
    district = manifest["district"]
    return Told(
        database=str(manifest["database"]),
        district=f"{district['code']} {district['name']}",
        epoch=str(manifest["epoch"]),
        seq=int(manifest["seq"]),
        files=len(manifest["files"]),
        size=sum(int(one["bytes"]) for one in manifest["files"].values()),
    )
