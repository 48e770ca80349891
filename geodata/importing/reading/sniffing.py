"""What a map file is, told by its content, and whether all that belongs to it lies beside it."""

import codecs
import zipfile
from pathlib import Path

from geodata.importing.reading.archives import FORMATS, UnreadableError
from geodata.importing.reading.tables import is_workbook

_HEAD = 4096


def sniff(path: Path) -> str:
    """Tell the format by content, so that no other driver is ever given a stranger's file.

    Raises:
        UnreadableError: it is none that is read, or not whole.
    """
    if path.is_dir():
        return "geodatabase"
    with path.open("rb") as file:
        head = file.read(_HEAD)
    text = head.removeprefix(codecs.BOM_UTF8).lstrip()
    if head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        text = head.decode("utf-16", "ignore").lstrip().encode()
    if not text:
        raise UnreadableError("the file is empty", "Export it again.")
    if head.startswith(b"\x00\x00\x27\x0a"):
        return _sound_shapefile(path)
    if head.startswith(b"SQLite format 3\x00"):
        return "geopackage"
    if head.startswith(b"fgb\x03"):
        return "flatgeobuf"
    if text.lower().startswith(b"!table") or text.lower().startswith(b"version"):
        return _sound_mapinfo(path)
    if text.startswith(b"{") or (text.startswith(b"[") and path.suffix.lower() in (".json",)):
        return "geojson"
    if text.startswith(b"<") and b"<kml" in text.lower():
        if b"<!doctype" in text.lower() or b"<!entity" in text.lower():
            raise UnreadableError("a KML with entities is refused", "Save it without a DOCTYPE.")
        return "kml"
    if head.startswith(b"PK") and zipfile.is_zipfile(path) and is_workbook(path):
        return "table"
    if path.suffix.lower() in (".csv", ".txt", ".tsv") and b"\x00" not in text:
        return "table"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        advice = "Open it in Excel and save it as .xlsx or CSV UTF-8."
        raise UnreadableError("this is a workbook of before 2007 (.xls)", advice)
    raise UnreadableError("this is no map file we know", f"Readable are {FORMATS}.")


def _sound_shapefile(path: Path) -> str:
    missing = [tail for tail in (".shx", ".dbf") if sidecar(path, tail) is None]
    if missing:
        raise UnreadableError(
            f"{' and '.join(missing)} missing beside it",
            "A Shapefile is several files: copy .shp, .shx, .dbf and .prj together.",
        )
    return "shapefile"


def _sound_mapinfo(path: Path) -> str:
    tail = path.suffix.lower()
    needed = {".tab": (".dat", ".map"), ".mif": (".mid",)}.get(tail)
    if needed is None:
        raise UnreadableError("this is no map file we know", f"Readable are {FORMATS}.")
    missing = [one for one in needed if sidecar(path, one) is None]
    if missing:
        advice = "A MapInfo table is several files: copy them together."
        raise UnreadableError(f"{' and '.join(missing)} missing beside it", advice)
    return "mapinfo"


def sidecar(path: Path, tail: str) -> Path | None:
    """The file beside another that has this ending, in small letters or capitals."""
    for name in (path.with_suffix(tail), path.with_suffix(tail.upper())):
        if name.exists():
            return name
    return None
