"""Importing a real map, one level at a time: all of it good, or nothing replaced.

The steps: read the file → bring it to WGS 84 → mend single shapes → read codes and names →
check against itself, its parents and what lies below → close what is narrower than the
tolerance → write a new version beside the old ones.

Source: docs/importing-maps.md, docs/decisions/0005-map-versions.md
"""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import shapely

from geodata.coordinates.crs import FileCrs, Shapes
from geodata.coordinates.plane import plane_of
from geodata.files.versions import MapVersions
from geodata.importing.checks import Ruler
from geodata.importing.fields import is_missing, map_fields
from geodata.importing.layers.handling import (
    check_handling,
    check_held_handling,
    fit_handling,
    handling_frame,
)
from geodata.importing.order import ImportOrder, Outcome, Progress
from geodata.importing.place import Bounds, choose_crs, hint_at_shift, to_place
from geodata.importing.reading.read import Source, read_source
from geodata.importing.repair import drop_heights, drop_specks, repair_shapes
from geodata.importing.report import Kind, Report, plain
from geodata.importing.rows import HANDLING, Areas, Rows, at, merge_parts, places, read_rows
from geodata.importing.stack import (
    LEVELS,
    carry_over,
    check_level,
    read_stack,
    settle,
)
from geodata.importing.write import check_drawable, write_map


def import_map(
    order: ImportOrder,
    versions: MapVersions,
    district_code: str,
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Outcome:
    """Import one level, or one department's handling grids.

    Args:
        order: what and how.
        versions: the maps folder; the draft is continued, else the current map.
        district_code: 6 digits; every area must lie below it.
        dry_run: check everything, write nothing.
        progress: told the share done and a word.

    Raises:
        MapsError, MapError: the maps folder or the map in it is damaged.
        OSError: the new version cannot be written.
    """
    return _Import(order, versions, district_code, progress or _silent).run(dry_run)


def _silent(share: float, word: str) -> None:
    """Tell nobody."""


class _Import:
    """One import under way."""

    def __init__(
        self, order: ImportOrder, versions: MapVersions, district_code: str, tell: Progress
    ) -> None:
        self.order = order
        self.versions = versions
        self.district_code = district_code
        self.tell = tell
        self.report = Report()
        self.base = None if order.is_fresh else versions.draft() or versions.current()
        self.stack = read_stack(self.base.path if self.base else None)

    def run(self, dry_run: bool) -> Outcome:
        """All steps; each stops the rest when it leaves nothing to go on with."""
        if not self._has_parents():
            return Outcome(self.report)
        self.tell(0.0, "reading")
        order = self.order
        source = read_source(order.file, self.report, layer=order.layer, encoding=order.encoding)
        rows = self._rows(source) if source is not None else None
        if rows is None or len(rows.areas) == 0:
            return Outcome(self.report)
        handling = None
        try:
            if order.level == HANDLING:
                handling = self._handle(rows.areas)
            else:
                self._replace(rows)
        except shapely.errors.ShapelyError as error:
            advice = "Check validity in QGIS, or try another --tolerance-m."
            self.report.error(Kind.FIT, f"borders cannot be computed: {plain(error)}", advice)
        missing = tuple(level for level in LEVELS if level not in self.stack.levels)
        if dry_run or not self.report.is_good:
            return Outcome(self.report, missing=missing)
        self.tell(0.9, "writing")
        return self._write(handling, missing)

    def _has_parents(self) -> bool:
        level = self.order.level
        needed = "district" if level == HANDLING else self.stack.above(level)
        if needed is None or needed in self.stack.levels:
            return True
        message = f"the map has no {needed} level yet"
        advice = f"Import in the order {' → '.join(LEVELS)}; now: --level {needed}."
        self.report.error(Kind.LEVEL_ORDER, message, advice)
        return False

    def _rows(self, source: Source) -> Rows | None:
        """The file's rows as areas; None when there is nothing to go on with."""
        if source.format.startswith("table"):
            message = "a table holds no borders"
            advice = (
                "Join it to the borders in QGIS by the code, or import it as --level place, "
                "address or camera if its rows are points."
            )
            self.report.error(Kind.WRONG_GEOMETRY_TYPE, message, advice)
            return None
        found = map_fields(
            source.columns, self.order.level, self.order.columns, self.report, self.district_code
        )
        fields = found.columns
        crs = choose_crs(source, self.order.crs, self.report, self._near())
        if crs is None or "code" not in fields or "name" not in fields:
            return None
        labels = [
            f"row {row + 1}" if is_missing(value) else plain(value, 24)
            for row, value in enumerate(source.columns[fields["code"]].tolist())
        ]
        self.tell(0.1, "converting")
        source = replace(source, shapes=drop_heights(source.shapes, self.report))
        shapes = to_place(
            *(source, crs, labels, self._near(), self.report), is_swapped=self.order.is_swapped
        )
        if shapes is None:
            return None
        self.tell(0.2, "mending")
        rings_matter = source.format == "geojson"
        there = ~shapely.is_missing(source.shapes) & ~shapely.is_empty(source.shapes)
        named = there & shapely.is_missing(shapes)
        shapes = self._mend(shapes, named, labels, rings_matter)
        self.tell(0.3, "reading codes")
        rows = read_rows(shapes, source.columns, found, self.order.level, self.report)
        read = self._inside(rows, crs)
        message = f"{len(source)} rows read, {len(read.areas)} {self.order.level} areas in them"
        self.report.note(Kind.COUNTED, message)
        return read

    def _mend(self, shapes: Shapes, named: Any, labels: list[str], rings_matter: bool) -> Shapes:
        """Mended shapes; those already named as no place on Earth are not named again."""
        mended = np.full(len(shapes), None, dtype=object)
        rest = np.flatnonzero(~named)
        mended[rest] = repair_shapes(
            *(shapes[rest], [labels[row] for row in rest.tolist()], self.report),
            rings_matter=rings_matter,
        )
        return drop_specks(mended, self.order.tolerance_m, self.report)

    def _near(self) -> Bounds | None:
        if self.order.level == "district" or "district" not in self.stack.levels:
            return None
        west, south, east, north = self.stack.district.bounds
        return west, south, east, north

    def _inside(self, rows: Rows, crs: FileCrs) -> Rows:
        """Rows of this district, parts joined; strangers named, or left out when asked."""
        areas = rows.areas
        near = self._near()
        strange = np.zeros(len(areas), dtype=bool)
        if self.order.level != HANDLING:
            strange |= ~np.char.startswith(np.array(areas.code, dtype=str), self.district_code)
        if near is not None:
            hint_at_shift(areas.shape[~strange], crs, near, self.report)
            strange |= shapely.disjoint(areas.shape, self.stack.district)
        if strange.any():
            self._name_strangers(areas.pick(strange), len(areas))
        return Rows(merge_parts(areas.pick(~strange), self.report), rows.refused)

    def _name_strangers(self, areas: Areas, rows: int) -> None:
        """Areas of another district; when all are of one, the setting is wrong, not the file."""
        others = {code[:6] for code in areas.code} - {self.district_code}
        if len(areas) == rows and len(others) == 1 and self.order.level != HANDLING:
            message = f"the file is of district {others.pop()}, the settings are of "
            advice = (
                "Set ONESCREEN_DISTRICT (or --district) to that district's folder; a new one is "
                "made as docs/new-district.md tells."
            )
            self.report.error(Kind.OTHER_DISTRICT, message + self.district_code, advice)
            return
        if self.order.skips_outside:
            message = f"{len(areas)} areas outside {self.district_code} left out"
            self.report.note(Kind.SKIPPED, message)
            return
        for code, place in zip(areas.code, places(areas.shape), strict=True):
            message = f"not in district {self.district_code}, by code or by place"
            advice = "Take it out of the file, or leave all such out with --skip-outside."
            self.report.error(Kind.OUTSIDE_DISTRICT, message, advice, code=code, **at(place))

    def _ruler(self, shapes: Shapes) -> Ruler:
        west, south, east, north = shapely.total_bounds(shapes).tolist()
        return Ruler(plane_of((west, south, east, north)), self.order.tolerance_m)

    def _handle(self, areas: Areas) -> Any:
        """The new layer of handling grids; None when they are not good."""
        assert self.base is not None  # noqa: S101 - there is a district, so there is a map
        ruler = self._ruler(self.stack.levels["district"].shape)
        self.tell(0.5, "checking")
        check_handling(areas, self.stack.district, ruler, self.report)
        if not self.report.is_good:
            return None
        self.tell(0.7, "fitting")
        areas = fit_handling(areas, self.stack.district, ruler, self.report)
        if not self.report.is_good:
            return None
        return handling_frame(self.base.path, str(self.order.department), areas)

    def _replace(self, rows: Rows) -> None:
        """Put the rows into the stack, check them and what lies below, and fit all together."""
        level = self.order.level
        old = self.stack.levels.get(level)
        if self.report.is_good:
            self._tell_changes(rows.areas, old)
        self.stack.put(level, carry_over(rows.areas, old, self.report))
        ruler = self._ruler(self.stack.levels["district"].shape)
        check_level(
            *(self.stack, level, rows.refused, ruler, self.report),
            lambda share: self.tell(0.4 + 0.2 * share, "checking"),
        )
        if level == "district" and self.base is not None:
            check_held_handling(self.base.path, self.stack.district, ruler, self.report)
        if self.order.is_undivided and level != LEVELS[-1]:
            self.stack.drop_from(LEVELS[LEVELS.index(level) + 1])
        elif self.report.is_good:
            self._check_below(level, ruler)
        if self.report.is_good:
            self.tell(0.7, "fitting")
            settle(self.stack, level, ruler, self.report)
        if self.report.is_good:
            self._drop_specks()
            if self.order.is_undivided:
                self._divide_no_further(level)

    def _drop_specks(self) -> None:
        """Fitting may leave specks where borders met; each level loses its own."""
        for level in sorted(self.stack.touched & self.stack.levels.keys()):
            areas = self.stack.levels[level]
            shapes = drop_specks(areas.shape, self.order.tolerance_m, Report())
            self.stack.put(level, areas.shaped(shapes))

    def _divide_no_further(self, level: str) -> None:
        """Let each area be its own only area on every level below, as its code and 001."""
        below = LEVELS[LEVELS.index(level) + 1 :]
        for finer in below:
            wider = self.stack.levels[LEVELS[LEVELS.index(finer) - 1]]
            kept = ("is_urban", "population", "households", "is_demo")
            values = {name: wider.values[name] for name in kept if name in wider.values}
            codes = [f"{code}001" for code in wider.code]
            self.stack.put(finer, Areas(codes, wider.name, wider.shape, values))
        if below:
            count = len(self.stack.levels[level])
            message = f"{count} {level} areas are also their own only {' and '.join(below)}"
            self.report.note(Kind.COUNTED, f"{message}, with 001 after the code")

    def _tell_changes(self, new: Areas, old: Areas | None) -> None:
        if old is None:
            return
        gone, come = set(old.code) - set(new.code), set(new.code) - set(old.code)
        for words, codes in (("no longer there", gone), ("new", come)):
            if codes:
                shown = ", ".join(sorted(codes)[:5]) + (" …" if len(codes) > 5 else "")
                self.report.note(Kind.CHANGED_AREAS, f"{len(codes)} areas {words}: {shown}")

    def _check_below(self, level: str, ruler: Ruler) -> None:
        """Levels below that no longer fit stop the import, or leave the draft."""
        for finer in LEVELS[LEVELS.index(level) + 1 :]:
            if finer not in self.stack.levels:
                return
            below = Report()
            check_level(
                *(self.stack, finer, np.array([], dtype=object), ruler, below),
                lambda share: self.tell(0.6 + 0.1 * share, "checking what lies below"),
            )
            if below.is_good:
                continue
            if self.order.keeps_draft or not self._base_is_complete():
                dropped = ", ".join(self.stack.drop_from(finer))
                message = f"{dropped}: the last map's do not fit the new {level} level"
                self.report.note(Kind.LEVEL_DROPPED, message, "Import them next.")
                return
            advice = (
                f"The {finer} level on the map does not fit the new {level} level: import with "
                f"--draft, then import the new {finer} level."
            )
            for item in below.errors:
                where = {"code": item.code, "lat": item.lat, "lon": item.lon}
                self.report.error(item.kind, f"{finer} on the map: {item.message}", advice, **where)
            return

    def _base_is_complete(self) -> bool:
        return self.base is not None and self.base.is_complete

    def _write(self, handling: Any, missing: tuple[str, ...]) -> Outcome:
        order = self.order
        base = self.base.path if self.base else None
        word = f"{order.level} {order.department}" if order.department else order.level
        with TemporaryDirectory(prefix="onescreen-map-") as folder:
            out = Path(folder) / "map.gpkg"
            write_map(self.stack, base, handling, out)
            check_drawable(out, self.report)
            if not self.report.is_good:
                return Outcome(self.report, missing=missing)
            source = f"{word} from {plain(order.file.name)}"
            version = self.versions.add(out, source, self.base.version if self.base else None)
        if missing or order.keeps_draft:
            self.versions.set_draft(version.version)
            return Outcome(self.report, version, missing)
        self.versions.make_current(version.version)
        self.versions.drop_draft()
        self.tell(1.0, "done")
        return Outcome(self.report, version, is_current=True)
