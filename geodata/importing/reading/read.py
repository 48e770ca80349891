"""Opening map files: their layers, how their letters are coded, whether all rows came."""

import codecs
import re
import warnings
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray

from geodata.coordinates.crs import Shapes
from geodata.importing.reading.archives import FORMATS, UnreadableError, unpacked
from geodata.importing.reading.kml import Kml, KmlError, as_columns, read_kml
from geodata.importing.reading.sniffing import sidecar, sniff
from geodata.importing.reading.tables import (
    TableError,
    TableFile,
    read_csv,
    read_workbook,
    tell_encodings,
)
from geodata.importing.reading.text import decode_all, decode_file, known_encoding
from geodata.importing.report import Kind, Report, plain

__all__ = ["FORMATS", "Source", "read_source"]

_HEAD = 4096
_ALL = "*"
# Rows at which servers stop without a word (ArcGIS, WFS, Overpass front ends).
_SERVER_LIMITS = frozenset({500, 1000, 2000, 3000, 5000, 10_000, 50_000})
_CUT_OFF = re.compile(rb'"exceededTransferLimit"\s*:\s*true')
_MATCHED = re.compile(rb'"(?:numberMatched|totalFeatures|totalCount)"\s*:\s*"?(\d{1,12})')
_XML_LABEL = re.compile(rb"""<\?xml[^>]{0,200}encoding\s*=\s*["']([\w\-.:]{1,40})""")
_EDGE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Source:
    """A file's content as it stands there.

    `shapes` hold x, y in the file's own system; `declared_crs` is None when it names none.
    `placed_by` are the columns of a table from which the shapes were made.
    """

    shapes: Shapes
    columns: dict[str, NDArray[Any]]
    declared_crs: str | None
    format: str
    placed_by: Sequence[str] = ()

    def __len__(self) -> int:
        return len(self.shapes)


def read_source(
    path: Path, report: Report, *, layer: str | None = None, encoding: str | None = None
) -> Source | None:
    """Read a map file or a table; None when it cannot be, with the reason in `report`.

    Args:
        path: any of `FORMATS`, also zipped.
        report: receives errors, repairs and notes.
        layer: which layer, needed when there are several; `*` takes all as one table.
        encoding: of its text; found out, cell by cell, when None.
    """
    try:
        if encoding is not None and known_encoding(encoding) is None:
            advice = "Try --encoding GBK or UTF-8."
            raise UnreadableError(f"no encoding {plain(encoding)}", advice)
        with unpacked(path, report, layer) as files:
            sources = _read_files(files, report, layer, encoding)
            return _checked(sources, path, report) if sources else None
    except UnreadableError as error:
        report.error(Kind.UNREADABLE_FILE, f"{plain(path.name)}: {error}", error.advice)
    except (KmlError, TableError) as error:
        advice = f"Save it again as another of these: {FORMATS}."
        report.error(Kind.UNREADABLE_FILE, f"{plain(path.name)}: {error}", advice)
    except (OSError, zipfile.BadZipFile, pyogrio.errors.DataSourceError) as error:
        advice = f"Open it in QGIS and save it again; readable are {FORMATS}."
        report.error(Kind.UNREADABLE_FILE, f"{plain(path.name)}: {plain(error, 200)}", advice)
    return None


def _read_files(
    files: list[Path], report: Report, layer: str | None, encoding: str | None
) -> list[Source]:
    if all(file.suffix.lower() == ".kml" for file in files):
        return _of_kml(files, report, layer, encoding)
    several = _ALL if len(files) > 1 else layer
    found = [_read(file, report, several, encoding) for file in files]
    return [source for some in found for source in some]


def _read(path: Path, report: Report, layer: str | None, encoding: str | None) -> list[Source]:
    kind = sniff(path)
    if kind == "kml":
        return _of_kml([path], report, layer, encoding)
    if kind == "table":
        return [_of_table(path, report, layer, encoding)]
    with TemporaryDirectory() as folder:
        readable = _in_utf8(path, Path(folder), encoding, report) if kind == "geojson" else path
        if kind == "geojson":
            _tell_cut_off(readable, report)
        names = _choose_layers(path, readable, report, layer)
        return [_read_layer(readable, name, kind, report, encoding) for name in names]


def _read_layer(path: Path, layer: str, kind: str, report: Report, encoding: str | None) -> Source:
    # Bytes in disguise: each cell's own evidence decides.
    disguise = "ISO-8859-1" if kind == "shapefile" else None
    with warnings.catch_warnings():
        # Open rings and mixed types are named, row by row, by the checks.
        warnings.simplefilter("ignore")
        try:
            meta, _, wkb, columns = pyogrio.raw.read(
                path, layer=layer, encoding=disguise, datetime_as_string=True
            )
            shapes = np.asarray(shapely.from_wkb(wkb, on_invalid="fix"), dtype=object)
        except (pyogrio.errors.DataLayerError, UnicodeDecodeError) as error:
            advice = "Save it again as GeoPackage, or name the encoding, such as --encoding GBK."
            raise UnreadableError(plain(error, 200), advice) from error
        except UnboundLocalError as error:  # how pyogrio says that the name of a system is no UTF-8
            advice = "Save its .prj as UTF-8, or save it again as GeoPackage."
            raise UnreadableError("its coordinate system cannot be read", advice) from error
    names = [str(name) for name in meta["fields"]]
    columns = list(columns)
    if disguise:
        names, columns = _undisguised(path, names, columns, report, encoding)
    # Esri's JSON names its system, GeoJSON is WGS 84 unless it says otherwise.
    return Source(shapes, dict(zip(names, columns, strict=True)), meta["crs"], kind)


def _undisguised(
    path: Path, names: list[str], columns: list[Any], report: Report, encoding: str | None
) -> tuple[list[str], list[Any]]:
    """A Shapefile's headings and texts in letters, each cell by its own bytes."""
    label_file = sidecar(path, ".cpg")
    said = label_file.read_text("ascii", "replace").strip() if label_file else ""
    label = known_encoding(encoding or said)
    texts = [at for at, column in enumerate(columns) if column.dtype == object]
    cells = [names, *(columns[at].tolist() for at in texts)]
    flat = [cell for some in cells for cell in some]
    raw = [cell.encode("latin-1") for cell in flat if isinstance(cell, str)]
    if encoding is not None:
        read, counts = _as_asked(raw, encoding, report)
    else:
        read, counts = decode_all(raw, label)
    told = iter(read)
    letters = iter([next(told) if isinstance(cell, str) else cell for cell in flat])
    names = [str(next(letters)) for _ in names]
    for at in texts:
        columns[at] = np.array([next(letters) for _ in range(len(columns[at]))], dtype=object)
    if encoding is None:
        _tell_label(said, label, counts, report)
        tell_encodings(counts, said, report)
    return names, columns


def _as_asked(raw: list[bytes], encoding: str, report: Report) -> tuple[list[str], Any]:
    """Texts in the encoding asked for, whatever the bytes tell; said when they tell otherwise."""
    codec = known_encoding(encoding) or encoding
    _, counts = decode_all(raw)
    strict = []
    for cell in raw:
        try:
            strict.append(codecs.getincrementaldecoder(codec)().decode(cell))
        except UnicodeError as error:
            advice = "Leave --encoding away: each text is then read by its own bytes."
            raise UnreadableError(f"its text is not in {encoding}", advice) from error
    seen = {name for name in counts if name not in ("cut", "unreadable")}
    if seen and known_encoding(codec) not in {known_encoding(name) for name in seen}:
        message = f"the text looks like {' and '.join(sorted(seen))}; read as {encoding} as asked"
        report.note(Kind.ENCODING, message)
    return strict, counts


def _tell_label(said: str, label: str | None, counts: Any, report: Report) -> None:
    """Say so when the text is not in the encoding the file names."""
    read = [name for name in counts if name not in ("cut", "unreadable")]
    if said and read and label not in read:
        message = f"text encoding said to be {plain(said, 20)}; read as {' and '.join(read)}"
        report.repaired(Kind.ENCODING, message)
    elif not said and read == ["UTF-8"]:
        report.repaired(Kind.ENCODING, "text encoding not named; read as UTF-8")


def _of_kml(
    files: list[Path], report: Report, layer: str | None, encoding: str | None
) -> list[Source]:
    """KML files as one table; its folders are layers when one is named."""
    kml, linked = Kml(), []
    for file in files:
        if sniff(file) != "kml":
            raise UnreadableError("a .kml in it is no KML", f"Readable are {FORMATS}.")
        raw = file.read_bytes()
        label = _XML_LABEL.search(raw[:_HEAD])
        said = encoding or (label[1].decode("ascii") if label else "")
        text, counts = decode_file(raw, b'<>"', known_encoding(said))
        tell_encodings(counts, said or "UTF-8", report)
        one = read_kml(text)
        kml.add(one)
        linked += one.links
    far = [link for link in linked if "://" in link]
    if far:
        message = f"{len(far)} links lead elsewhere and are not read, such as {plain(far[0], 60)}"
        report.note(Kind.CUT_OFF, message, "Open it in Google Earth and save it as one KML.")
    if not kml.rows:
        raise UnreadableError("it holds no shapes", "Export it again, with what it links to.")
    return [_chosen_folder(kml, report, layer)]


def _chosen_folder(kml: Kml, report: Report, layer: str | None) -> Source:
    folders = list(dict.fromkeys(kml.folders))
    rows = list(range(len(kml.rows)))
    if layer is not None and layer != _ALL:
        if layer not in folders:
            there = ", ".join(plain(name, 30) or "(none)" for name in folders)
            raise UnreadableError(f"no folder {plain(layer)}; there are: {there}", "--layer NAME.")
        rows = [row for row in rows if kml.folders[row] == layer]
    elif len(folders) > 1:
        shown = ", ".join(plain(name, 20) for name in folders[:5])
        message = f"{len(folders)} folders read as one table: {shown}"
        report.note(Kind.SEVERAL_LAYERS, message, "--layer NAME takes one of them alone.")
    columns = as_columns([kml.rows[row] for row in rows])
    shapes = np.full(len(rows), None, dtype=object)
    shapes[:] = [kml.shapes[row] for row in rows]
    return Source(shapes, columns, "EPSG:4326", "kml")


def _of_table(path: Path, report: Report, layer: str | None, encoding: str | None) -> Source:
    """A table with the point of each row; rows without a place have none."""
    label = known_encoding(encoding) if encoding else None
    with path.open("rb") as file:
        is_zip = file.read(2) == b"PK"
    found: TableFile = (
        read_workbook(path, report, None if layer == _ALL else layer)
        if is_zip
        else read_csv(path, report, label)
    )
    count = len(next(iter(found.columns.values()), ()))
    shapes = found.shapes
    if shapes is None:
        shapes = np.full(count, None, dtype=object)
        return Source(shapes, found.columns, None, "table without places")
    return Source(shapes, found.columns, found.shift, "table", found.placed_by)


def _choose_layers(path: Path, readable: Path, report: Report, layer: str | None) -> list[str]:
    """The layers to read; none, with the reason in `report`, when that cannot be told."""
    try:
        there = [(str(name), shape) for name, shape in pyogrio.list_layers(readable)]
    except pyogrio.errors.DataSourceError as error:
        advice = f"Open it in QGIS and save it again; readable are {FORMATS}."
        raise UnreadableError(plain(error, 200), advice) from error
    names = [name for name, shape in there if shape is not None]
    shown = ", ".join(plain(name, 30) for name in names)
    if not names:
        report.error(Kind.EMPTY_FILE, f"{plain(path.name)} holds no shapes", "Export it again.")
    elif layer == _ALL:
        return names
    elif layer is not None and layer in names:
        return [layer]
    elif layer is not None and (
        len(names) > 1 or readable.suffix.lower() not in (".geojson", ".json", ".shp")
    ):
        message = f"no layer {plain(layer)}; there are: {shown}"
        report.error(Kind.SEVERAL_LAYERS, message, "Name one after --layer.")
        return []
    elif len(names) > 1:
        advice = "Say which one: --layer NAME; --layer '*' takes all of them as one table."
        report.error(Kind.SEVERAL_LAYERS, f"{len(names)} layers: {shown}", advice)
        return []
    return names[:1]


def _checked(sources: list[Source], path: Path, report: Report) -> Source | None:
    """All layers as one table; None when there is no row in it."""
    source = sources[0] if len(sources) == 1 else _joined(sources, report)
    if len(source) == 0:
        report.error(Kind.EMPTY_FILE, f"{plain(path.name)} holds no rows", "Export it again.")
        return None
    if len(source) in _SERVER_LIMITS and source.format != "table":
        message = f"exactly {len(source)} rows: many servers stop at such a number"
        report.note(Kind.CUT_OFF, message, "See that nothing is missing at the end.")
    return source


def _joined(sources: list[Source], report: Report) -> Source:
    """Several layers of one file as one table.

    Raises:
        UnreadableError: they are in several coordinate systems.
    """
    systems = {source.declared_crs for source in sources}
    if len(systems) > 1:
        advice = "Save them in one system, or import them one by one with --layer NAME."
        raise UnreadableError("its layers are in several coordinate systems", advice)
    names = list(dict.fromkeys(name for source in sources for name in source.columns))
    columns = {
        name: np.concatenate(
            [
                source.columns.get(name, np.full(len(source), None, dtype=object)).astype(object)
                for source in sources
            ]
        )
        for name in names
    }
    shapes = np.concatenate([source.shapes for source in sources])
    message = f"{len(sources)} layers read as one table of {len(shapes)} rows"
    report.note(Kind.SEVERAL_LAYERS, message)
    return replace(sources[0], shapes=shapes, columns=columns)


def _in_utf8(path: Path, folder: Path, encoding: str | None, report: Report) -> Path:
    """The JSON itself when it is in UTF-8, else a copy that is."""
    raw = path.read_bytes()
    try:
        raw.decode("utf-8")
        if encoding is None and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
            return path
    except UnicodeDecodeError:
        pass
    text, counts = decode_file(raw, b'"', known_encoding(encoding) if encoding else None)
    tell_encodings(counts, encoding, report)
    copy = folder / f"{path.stem[:80] or 'map'}.geojson"
    copy.write_text(text.lstrip("\ufeff"), encoding="utf-8")
    return copy


def _tell_cut_off(path: Path, report: Report) -> None:
    """Say so when the file itself says that the server did not send all of it."""
    raw = path.read_bytes()
    rows = raw.count(b'"geometry"')
    advice = "Fetch the rest in pages (resultOffset, startIndex), or ask for a whole export."
    if _CUT_OFF.search(raw):
        message = f"the file says it was cut off at {rows} rows (exceededTransferLimit)"
        report.note(Kind.CUT_OFF, message, advice)
        return
    edges = raw if len(raw) < 2 * _EDGE else raw[:_EDGE] + raw[-_EDGE:]
    matched = [int(found) for found in _MATCHED.findall(edges)]
    if matched and max(matched) > rows:
        message = f"the file holds {rows} of {max(matched)} rows, as it says itself"
        report.note(Kind.CUT_OFF, message, advice)
