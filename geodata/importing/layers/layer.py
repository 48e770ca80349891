"""One layer laid over the map there is, in place of the one it had: all or nothing."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from geodata.files.versions import MapVersion, MapVersions
from geodata.importing.order import ImportOrder, Outcome
from geodata.importing.reading.read import Source, read_source
from geodata.importing.report import Kind, Report, plain
from geodata.importing.write import check_drawable, write_layer

# The rows of a layer from what was read, for the map at a path; None when nothing can be used.
Rows = Callable[[Source, ImportOrder, Path, Report], Any]


def replace_layer(
    order: ImportOrder,
    versions: MapVersions,
    rows_of: Rows,
    *,
    dry_run: bool,
    layer: str | None = None,
) -> Outcome:
    """Make a new version of the current map, one layer replaced.

    Args:
        order: what and how.
        versions: the maps folder.
        rows_of: makes the layer, and reports what is wrong.
        dry_run: check everything, write nothing.
        layer: the layer that is replaced; None for the one called as `order.level`.

    Raises:
        MapsError, MapError: the maps folder or the map in it is damaged.
        OSError: the new version cannot be written.
    """
    report, base, source = begun(order, versions)
    if base is None:
        return Outcome(report)
    rows = rows_of(source, order, base.path, report) if source is not None else None
    if rows is None or dry_run or not report.is_good:
        return Outcome(report)

    def write(out: Path) -> None:
        write_layer(base.path, layer or order.level, rows, out)

    return adopt(write, order, versions, base, report)


def begun(
    order: ImportOrder, versions: MapVersions
) -> tuple[Report, MapVersion | None, Source | None]:
    """The report of an import, the map it is laid over, and what its file holds.

    Without a map there is nothing to lay it over: the report says so, and nothing is read.
    """
    report, base = Report(), versions.current()
    if base is None:
        report.error(Kind.LEVEL_ORDER, "there is no map yet", "Import its areas first.")
        return report, None, None
    source = read_source(order.file, report, layer=order.layer, encoding=order.encoding)
    return report, base, source


def adopt(
    write: Callable[[Path], None],
    order: ImportOrder,
    versions: MapVersions,
    base: MapVersion,
    report: Report,
) -> Outcome:
    """Make the map that `write` writes the current one, unless it cannot be drawn."""
    with TemporaryDirectory(prefix="onescreen-map-") as folder:
        out = Path(folder) / "map.gpkg"
        write(out)
        check_drawable(out, report)
        if not report.is_good:
            return Outcome(report)
        version = versions.add(out, f"{order.level} from {plain(order.file.name)}", base.version)
    versions.make_current(version.version)
    return Outcome(report, version, is_current=True)
