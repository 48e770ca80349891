"""What lies in a zip, a folder or beside a file: the map meant, and what belongs to it."""

import os
import re
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from geodata.importing.reading.tables import is_workbook
from geodata.importing.report import Kind, Report, plain

UNPACKED_LIMIT = 8 * 1024**3
FORMATS = (
    "Shapefile (.shp or zipped), GeoPackage, file geodatabase (.gdb), GeoJSON, Esri JSON, KML or "
    "KMZ, FlatGeobuf, MapInfo (.tab, .mif), and tables with 经度 and 纬度 (.csv, .xlsx)"
)
_MAPS = (".shp", ".gpkg", ".geojson", ".json", ".kml", ".fgb", ".tab", ".mif")
_TABLES = (".csv", ".xlsx", ".txt")
# Files that belong to one of the others, by the end of its name.
_BESIDE = {
    ".shp": (".shx", ".dbf", ".prj", ".cpg"),
    ".gpkg": (".gpkg-wal", ".gpkg-shm"),
    ".tab": (".dat", ".map", ".id", ".ind"),
    ".mif": (".mid",),
}
_HEAD = 65536
# Of a SQLite file's header: 2 where newer rows may stand in a -wal file beside it.
_WAL_AT, _WAL = 18, 2


class UnreadableError(Exception):
    """A file that cannot be read; the text says why, `advice` what to do."""

    def __init__(self, message: str, advice: str) -> None:
        """Tell why, and what to do."""
        super().__init__(message)
        self.advice = advice


@contextmanager
def unpacked(path: Path, report: Report, layer: str | None) -> Iterator[list[Path]]:
    """The files to read: one, or several that make one table.

    A zip is unpacked to a temporary folder first, under plain names: its own are not trusted.
    A GeoPackage in use is copied with what stands beside it, so that reading changes nothing.

    Raises:
        UnreadableError: it holds no map, or several.
    """
    if path.is_dir():
        yield [_in_folder(path)]
    elif zipfile.is_zipfile(path) and not is_workbook(path):
        with zipfile.ZipFile(path) as archive, TemporaryDirectory() as folder:
            yield _extract(archive, Path(folder), report, layer)
    elif _is_in_use(path):
        with TemporaryDirectory() as folder:
            for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
                if path.with_name(name).exists():
                    shutil.copyfile(path.with_name(name), Path(folder) / name)
            _tell_wal(Path(folder) / path.name, report)
            yield [Path(folder) / path.name]
    else:
        yield [path]


def _in_folder(path: Path) -> Path:
    if any(path.glob("*.gdbtable")):
        return path
    advice = "Name the .shp, .gpkg, .geojson, .kml … or the .gdb folder in it."
    raise UnreadableError("this is a folder", advice)


def _is_in_use(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(_WAL_AT + 1)
    return head.startswith(b"SQLite format 3\x00") and head[_WAL_AT:] == bytes([_WAL])


def _tell_wal(gpkg: Path, report: Report) -> None:
    wal = gpkg.with_name(f"{gpkg.name}-wal")
    if not wal.exists():
        message = "the GeoPackage was copied without its -wal file: its newest edits may be missing"
        advice = "Close it in QGIS (or QField) first and copy it again, or copy all three files."
        report.note(Kind.CUT_OFF, message, advice)


def _extract(
    archive: zipfile.ZipFile, folder: Path, report: Report, layer: str | None
) -> list[Path]:
    """Unpack the map in an archive, with all that belongs to it."""
    entries = {
        entry.filename: entry
        for entry in archive.infolist()
        if not entry.is_dir() and not _is_hidden(entry.filename)
    }
    if any(entry.flag_bits & 1 for entry in entries.values()):
        raise UnreadableError("the zip is locked with a password", "Unpack it first.")
    maps = _maps_in(archive, entries, layer)
    if not maps:
        return [_no_map(entries)]
    wanted = {name: _beside(name, entries) for name in maps}
    if sum(entries[one].file_size for some in wanted.values() for one in some) > UNPACKED_LIMIT:
        raise UnreadableError("the zip unpacks to more than 8 GB", "Unpack and divide it.")
    found = []
    for number, (name, parts) in enumerate(wanted.items()):
        tail = ".gdb" if name.lower().endswith(".gdb") else PurePosixPath(name).suffix.lower()
        target = folder / f"map{number or ''}{tail}"
        for part in parts:
            _unpack(archive, part, _target_of(part, name, target))
        if tail == ".gpkg" and _is_in_use(target):
            _tell_wal(target, report)
        found.append(target)
    return found


def _is_hidden(name: str) -> bool:
    """Files that Finder and others leave beside the real ones."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any(part == "__MACOSX" or part.lstrip(".") != part != ".." for part in parts)


def _maps_in(
    archive: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo], layer: str | None
) -> list[str]:
    """The names of the map to read: one file, or all of several that make one table.

    Raises:
        UnreadableError: there are several, and nothing says which.
    """
    databases = {
        name[: found.end()] for name in entries if (found := re.search(r"\.gdb(?=/)", name, re.I))
    }
    maps = sorted(databases) + [name for name in entries if name.lower().endswith(_MAPS)]
    maps = [name for name in maps if not any(name.startswith(f"{one}/") for one in databases)]
    if len(maps) > 1:
        maps = [
            one for one in maps if not one.lower().endswith(".json") or _has_shapes(archive, one)
        ]
    if not maps:
        maps = [name for name in entries if name.lower().endswith(_TABLES)]
    if len(maps) < 2 or layer == "*":
        return maps
    if all(name.lower().endswith(".kml") for name in maps):
        # A KMZ's main file comes first; it may only link to the others.
        return sorted(maps, key=lambda one: (PurePosixPath(one).name.lower() != "doc.kml", one))
    named = [name for name in maps if PurePosixPath(name).stem == layer]
    if len(named) == 1:
        return named
    there = ", ".join(plain(name, 40) for name in maps)
    advice = (
        "Zip one map at a time, unpack it and name the file, or say which with --layer NAME "
        "(--layer '*' takes all of them as one table)."
    )
    raise UnreadableError(f"the zip must hold one map; it holds: {there}", advice)


def _has_shapes(archive: zipfile.ZipFile, name: str) -> bool:
    """Whether a .json holds shapes at all: metadata and styles do not."""
    with archive.open(name) as packed:
        head = packed.read(_HEAD)
    return any(word in head for word in (b'"features"', b'"coordinates"', b'"geometry"', b"rings"))


def _no_map(entries: dict[str, zipfile.ZipInfo]) -> Path:
    there = ", ".join(plain(name, 40) for name in list(entries)[:5]) or "nothing"
    message = f"the zip must hold one map; it holds: none ({there})"
    raise UnreadableError(message, f"Readable are {FORMATS}.")


def _beside(name: str, entries: dict[str, zipfile.ZipInfo]) -> list[str]:
    """The file and those that belong to it; of a geodatabase all that lies in it."""
    if name.lower().endswith(".gdb"):
        return [one for one in entries if one.startswith(f"{name}/")]
    stem, tail = os.path.splitext(name)  # noqa: PTH122 - a name in a zip, not a path here
    tails = _BESIDE.get(tail.lower(), ())
    return [
        name,
        *(one for one in entries if any(one.lower() == f"{stem}{end}".lower() for end in tails)),
    ]


def _target_of(part: str, name: str, target: Path) -> Path:
    """Where a part goes, under a plain name."""
    if target.suffix == ".gdb":
        inner = part.removeprefix(f"{name}/")
        if not re.fullmatch(r"[\w.\-]{1,80}", inner) or inner.startswith("."):
            raise UnreadableError(f"the geodatabase holds {plain(inner, 40)}", "Zip it again.")
        target.mkdir(exist_ok=True)
        return target / inner
    stem = os.path.splitext(name)[0]  # noqa: PTH122 - a name in a zip, not a path here
    return target.with_name(f"{target.stem}{part[len(stem) :].lower()}")


def _unpack(archive: zipfile.ZipFile, name: str, target: Path) -> None:
    with archive.open(name) as packed, target.open("wb") as file:
        while block := packed.read(1024 * 1024):
            file.write(block)
