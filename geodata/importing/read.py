"""Opening map files: what they are, what they are packed in, how their letters are coded."""

import codecs
import os
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray

from geodata.coordinates.crs import Shapes
from geodata.importing.report import Kind, Report, plain

UNPACKED_LIMIT = 8 * 1024**3
_HEAD = 4096
_SIDECARS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_MAPS = (".shp", ".gpkg", ".geojson", ".json", ".kml")
FORMATS = "Shapefile (.shp or zipped), GeoPackage, GeoJSON, KML or KMZ"


@dataclass(frozen=True, slots=True)
class Source:
    """A file's content as it stands there.

    `shapes` hold x, y in the file's own system; `declared_crs` is None when it names none.
    """

    shapes: Shapes
    columns: dict[str, NDArray[Any]]
    declared_crs: str | None
    format: str

    def __len__(self) -> int:
        return len(self.shapes)


def read_source(
    path: Path, report: Report, *, layer: str | None = None, encoding: str | None = None
) -> Source | None:
    """Read a map file; None when it cannot be, with the reason in `report`.

    Args:
        path: Shapefile, GeoPackage, GeoJSON or KML, also zipped.
        report: receives errors and repairs.
        layer: which layer, needed when there are several.
        encoding: of a Shapefile's text; found out when None.
    """
    try:
        with _unpacked(path) as inner:
            return _read(inner, report, layer, encoding)
    except _UnreadableError as error:
        report.error(Kind.UNREADABLE_FILE, f"{plain(path.name)}: {error}", error.advice)
    except (OSError, zipfile.BadZipFile, pyogrio.errors.DataSourceError) as error:
        advice = f"Open it in QGIS and save it again; readable are {FORMATS}."
        report.error(Kind.UNREADABLE_FILE, f"{plain(path.name)}: {plain(error, 200)}", advice)
    return None


class _UnreadableError(Exception):
    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.advice = advice


def _read(path: Path, report: Report, layer: str | None, encoding: str | None) -> Source | None:
    kind = _sniff(path)
    chosen = _choose_layer(path, report, layer)
    if chosen is None:
        return None
    if kind == "shapefile" and encoding is None:
        encoding = _dbf_encoding(path, report)
    if encoding is not None and not _is_encoding(encoding):
        raise _UnreadableError(f"no encoding {plain(encoding)}", "Try --encoding GBK or UTF-8.")
    with warnings.catch_warnings():
        # Open rings and mixed types are named, row by row, by the checks.
        warnings.simplefilter("ignore")
        try:
            meta, _, wkb, columns = pyogrio.raw.read(
                path, layer=chosen, encoding=encoding, datetime_as_string=True
            )
            shapes = np.asarray(shapely.from_wkb(wkb, on_invalid="fix"), dtype=object)
        except (pyogrio.errors.DataLayerError, UnicodeDecodeError) as error:
            advice = "Name the encoding, such as --encoding GBK."
            raise _UnreadableError(plain(error, 200), advice) from error
    names = [str(name) for name in meta["fields"]]
    if len(shapes) == 0:
        report.error(Kind.EMPTY_FILE, f"{plain(path.name)} holds no rows", "Export it again.")
        return None
    return Source(shapes, dict(zip(names, columns, strict=True)), meta["crs"], kind)


def _choose_layer(path: Path, report: Report, layer: str | None) -> str | None:
    try:
        names = [str(name) for name, shape in pyogrio.list_layers(path) if shape is not None]
    except pyogrio.errors.DataSourceError as error:
        advice = f"Open it in QGIS and save it again; readable are {FORMATS}."
        raise _UnreadableError(plain(error, 200), advice) from error
    there = ", ".join(plain(name, 30) for name in names)
    if layer is not None and layer not in names:
        message = f"no layer {plain(layer)}; there are: {there or 'none'}"
        report.error(Kind.SEVERAL_LAYERS, message, "Name one after --layer.")
        return None
    if layer is None and len(names) > 1:
        message = f"{len(names)} layers: {there}"
        report.error(Kind.SEVERAL_LAYERS, message, "Say which one: --layer NAME.")
        return None
    if not names:
        report.error(Kind.EMPTY_FILE, f"{plain(path.name)} holds no shapes", "Export it again.")
        return None
    return layer or names[0]


def _sniff(path: Path) -> str:
    """Tell the format by content, so that no other driver is ever given a stranger's file."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    text = head.removeprefix(codecs.BOM_UTF8).lstrip()
    if not text:
        raise _UnreadableError("the file is empty", "Export it again.")
    if head.startswith(b"\x00\x00\x27\x0a"):
        return _sound_shapefile(path)
    if head.startswith(b"SQLite format 3\x00"):
        return "geopackage"
    if text.startswith(b"{"):
        return "geojson"
    if text.startswith(b"<") and b"<kml" in text.lower():
        if b"<!doctype" in text.lower() or b"<!entity" in text.lower():
            raise _UnreadableError("a KML with entities is refused", "Save it without a DOCTYPE.")
        return "kml"
    raise _UnreadableError("this is no map file we know", f"Readable are {FORMATS}.")


def _sound_shapefile(path: Path) -> str:
    missing = [tail for tail in (".shx", ".dbf") if _sidecar(path, tail) is None]
    if missing:
        raise _UnreadableError(
            f"{' and '.join(missing)} missing beside it",
            "A Shapefile is several files: copy .shp, .shx, .dbf and .prj together.",
        )
    return "shapefile"


def _sidecar(path: Path, tail: str) -> Path | None:
    for name in (path.with_suffix(tail), path.with_suffix(tail.upper())):
        if name.exists():
            return name
    return None


def _dbf_encoding(path: Path, report: Report) -> str | None:
    """The encoding the text is really in: many GBK tables carry no name of it, or a wrong one."""
    table = _sidecar(path, ".dbf")
    label = _sidecar(path, ".cpg")
    if table is None:
        return None
    raw = table.read_bytes()
    declared = label.read_text("ascii", "replace").strip() if label else ""
    if raw[32:].isascii():
        return "UTF-8"
    for name in (declared, "UTF-8", "GB18030"):
        if name and _is_encoding(name) and _decodes(raw, name):
            if name != declared:
                said = f"said to be {plain(declared, 20)}" if declared else "not named"
                report.repaired(Kind.ENCODING, f"text encoding {said}; read as {name}")
            return name
    return declared or None


def _decodes(raw: bytes, encoding: str) -> bool:
    """Whether every text cell of a dBASE table decodes."""
    rows, start, width = (
        int.from_bytes(raw[a:b], "little") for a, b in ((4, 8), (8, 10), (10, 12))
    )
    names = [raw[at : at + 32] for at in range(32, start - 31, 32) if raw[at : at + 1] != b"\r"]
    cells = [name[:11].split(b"\0")[0] for name in names]
    offset = 1
    for name in names:
        if name[11:12] == b"C":
            begins = range(start + offset, start + rows * width, width or 1)
            cells += [raw[at : at + name[16]] for at in begins]
        offset += name[16]
    try:
        for cell in cells:
            # A cell cut in the middle of a letter is the writer's fault, not another encoding.
            codecs.getincrementaldecoder(encoding)().decode(cell.rstrip(b" \0"))
    except UnicodeDecodeError:
        return False
    return True


def _is_encoding(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True


@contextmanager
def _unpacked(path: Path) -> Iterator[Path]:
    """The map itself: a zip (also KMZ) is unpacked to a temporary folder first."""
    if path.is_dir():
        advice = "Name the .shp, .gpkg, .geojson or .kml in it."
        raise _UnreadableError("this is a folder", advice)
    if not zipfile.is_zipfile(path):
        yield path
        return
    with zipfile.ZipFile(path) as archive, TemporaryDirectory() as folder:
        yield _extract(archive, Path(folder))


def _extract(archive: zipfile.ZipFile, folder: Path) -> Path:
    """Unpack the one map in an archive under a plain name: its own names are not trusted."""
    entries = {entry.filename: entry for entry in archive.infolist() if not entry.is_dir()}
    shown = [n for n in entries if not n.startswith("__MACOSX/")]
    maps = [name for name in shown if name.lower().endswith(_MAPS)]
    if len(maps) != 1:
        there = ", ".join(plain(name, 40) for name in maps) or "none"
        advice = "Zip one map at a time, or unpack it and name the file."
        raise _UnreadableError(f"the zip must hold one map; it holds: {there}", advice)
    stem, tail = os.path.splitext(maps[0])  # noqa: PTH122 - a name in a zip, not a path here
    wanted = {maps[0]: tail.lower()}
    if tail.lower() == ".shp":
        for name in shown:
            if name.lower().startswith(stem.lower() + ".") and name.lower().endswith(_SIDECARS):
                wanted[name] = os.path.splitext(name)[1].lower()  # noqa: PTH122
    if any(entries[name].flag_bits & 1 for name in wanted):
        raise _UnreadableError("the zip is locked with a password", "Unpack it first.")
    if sum(entries[name].file_size for name in wanted) > UNPACKED_LIMIT:
        raise _UnreadableError("the zip unpacks to more than 8 GB", "Unpack and divide it.")
    for name, suffix in wanted.items():
        with archive.open(name) as packed, (folder / f"map{suffix}").open("wb") as plain_file:
            while block := packed.read(1024 * 1024):
                plain_file.write(block)
    return folder / f"map{tail.lower()}"
