"""From a file's rows to areas: fields, codes, names and values read, doubtful rows named."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from domain.maps.areas import CODE_LENGTH, Level
from geodata.coordinates.crs import Shapes
from geodata.importing.fields import (
    NAME_LIMIT,
    READERS,
    Found,
    code_text,
    is_missing,
    read_code,
    read_name,
)
from geodata.importing.report import Kind, Report, plain

HANDLING = "handling"
OWN_CODE_LIMIT = 40
# China's own code, and the digits of province, prefecture, district, town and village.
COUNTRY, PREFIXES = "100000", (2, 4, 6, 9, 12)


@dataclass(frozen=True, slots=True)
class Areas:
    """The areas of one level, row by row: WGS 84 shapes (lon-lat) and optional values.

    `values` maps a column (`is_urban`, `population` …) to one value per row.
    """

    code: list[str]
    name: list[str]
    shape: Shapes
    values: dict[str, list[Any]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.code)

    def pick(self, rows: NDArray[Any]) -> "Areas":
        """Some of the rows: a mask or an array of numbers."""
        chosen = np.arange(len(self))[rows].tolist()
        return Areas(
            [self.code[row] for row in chosen],
            [self.name[row] for row in chosen],
            self.shape[chosen],
            {name: [column[row] for row in chosen] for name, column in self.values.items()},
        )

    def shaped(self, shape: Shapes) -> "Areas":
        """The same areas with other shapes."""
        return replace(self, shape=shape)

    @property
    def parents(self) -> list[str]:
        """The code one level up, of every row."""
        return [code[:-3] for code in self.code]


@dataclass(frozen=True, slots=True)
class Rows:
    """The usable rows, and the sound shapes of rows refused for their code or name.

    The refused shapes still cover their ground, so that it is not reported a second time as a gap.
    """

    areas: Areas
    refused: Shapes


def places(shapes: Shapes) -> NDArray[np.float64]:
    """A (lat, lon) inside each shape, NaN where there is none; shape (n, 2)."""
    points = shapely.get_coordinates(shapely.point_on_surface(shapes), return_index=True)
    found = np.full((len(shapes), 2), np.nan)
    found[points[1]] = points[0][:, ::-1]
    return found


def at(place: NDArray[np.float64]) -> dict[str, float | None]:
    """The `lat` and `lon` of a finding; None when there is no place."""
    if not np.isfinite(place).all():
        return {"lat": None, "lon": None}
    return {"lat": round(float(place[0]), 6), "lon": round(float(place[1]), 6)}


def read_rows(
    shapes: Shapes,
    columns: Mapping[str, NDArray[Any]],
    found: Found,
    level: str,
    report: Report,
) -> Rows:
    """Read every row's code, name and values, and name what is wrong with them.

    Args:
        shapes: repaired shapes in WGS 84; None where a shape could not be used.
        columns: the file's columns.
        found: the column of each field, as `fields.map_fields` finds them. What cannot be read
            in a column that nobody named is left empty and told, never refused.
        level: an area level or `handling`.
        report: receives errors and repairs.
    """
    where, fields = places(shapes), found.columns
    length = None if level == HANDLING else CODE_LENGTH[Level(level)]
    raw = columns[fields["code"]].tolist()
    codes = [read_code(value, length) for value in raw]
    names = [read_name(value) for value in columns[fields["name"]].tolist()]
    usable = np.array([shape is not None for shape in shapes])
    for row, (value, code, name) in enumerate(zip(raw, codes, names, strict=True)):
        place = at(where[row])
        wrong = _wrong_code(value, code, length)
        if wrong:
            shown = plain(value, 24) if not is_missing(value) else f"row {row + 1}"
            advice = f"A {level} code has {length} digits." if length else "Give each a code."
            report.error(Kind.MALFORMED_CODE, wrong, advice, code=shown, **place)
        elif code != code_text(value):
            report.repaired(Kind.MALFORMED_CODE, f"read from {plain(value, 30)!r}", code=code)
        if not name or len(name) > NAME_LIMIT:
            wrong = "no name" if not name else f"name of {len(name)} characters: {plain(name, 30)}"
            advice = f"Give each area a name of 1 to {NAME_LIMIT} characters."
            report.error(Kind.MALFORMED_NAME, wrong, advice, code=code, **place)
        usable[row] &= not wrong
    values = {
        name: _values(
            name, columns[column].tolist(), codes, where, report, is_asked=name in found.asked
        )
        for name, column in fields.items()
        if name in READERS
    }
    if length is not None and "parent_code" in fields:
        cells = columns[fields["parent_code"]].tolist()
        usable &= _parents_agree(cells, codes, where, report)
    areas = Areas(codes, names, shapes, values)
    sound = np.array([shape is not None for shape in shapes])
    return Rows(areas.pick(usable), shapes[sound & ~usable])


def _wrong_code(value: Any, code: str, length: int | None) -> str:
    """What is wrong with a code, empty when nothing."""
    if not code:
        return "no code"
    if length is None:
        return "" if len(code) <= OWN_CODE_LIMIT else f"code of {len(code)} characters"
    if code.isascii() and code.isdigit():
        return "" if len(code) == length else f"{len(code)} digits instead of {length}"
    if "E+" in str(value).upper():
        return "written as a power of ten: a spreadsheet has lost its last digits"
    return "not only digits"


def _values(
    name: str,
    cells: list[Any],
    codes: list[str],
    where: NDArray[np.float64],
    report: Report,
    *,
    is_asked: bool,
) -> list[Any]:
    """The column's values; of a column that nobody named what is not understood stays empty."""
    read = READERS[name]
    found: list[Any] = []
    tell = report.error if is_asked else report.note
    for row, cell in enumerate(cells):
        try:
            found.append(read(cell))
        except ValueError as error:
            reason = str(error) if str(error).startswith("is ") else "cannot be read"
            message = f"{name} {plain(cell, 30)!r} {reason}"
            advice = "Correct the cell or leave it empty."
            if not is_asked:
                advice = f"It is left empty; --map {name}= leaves the whole column out."
            tell(Kind.MALFORMED_VALUE, message, advice, code=codes[row], **at(where[row]))
            found.append(None)
    return found


def _parents_agree(
    cells: list[Any], codes: list[str], where: NDArray[np.float64], report: Report
) -> NDArray[np.bool_]:
    """Which rows' own code lies below the parent code beside it (or have none beside it).

    A parent code is one of the right length. Whatever else stands there (a name, a number of the
    source's own) cannot be held against the code, and is not used.
    """
    agree, odd = np.ones(len(codes), dtype=bool), []
    for row, (cell, code) in enumerate(zip(cells, codes, strict=True)):
        if is_missing(cell) or not code:
            continue
        parent = read_code(cell, max(len(code) - 3, 6))
        if _is_above(parent, code):
            continue
        if not (parent.isascii() and parent.isdigit() and len(parent) == len(code) - 3):
            odd.append(plain(cell, 24))
            continue
        message = f"does not begin with its parent's code {plain(parent, 24)}"
        advice = (
            "Codes nest: a child's code is its parent's and three digits. --map parent= leaves "
            "the column out."
        )
        report.error(Kind.MALFORMED_CODE, message, advice, code=code, **at(where[row]))
        agree[row] = False
    if odd:
        message = f"{len(odd)} parent codes are none and not used, such as {odd[0]}"
        report.note(Kind.MALFORMED_VALUE, message)
    return agree


def _is_above(parent: str, code: str) -> bool:
    """Whether a code is of an area above: filled with zeros, it begins as the other does."""
    return parent == COUNTRY or any(
        parent.rstrip("0") == code[:size].rstrip("0") and parent.startswith(code[:size])
        for size in PREFIXES
        if size < len(code) and not parent[size:].strip("0")
    )


def merge_parts(areas: Areas, report: Report) -> Areas:
    """Join rows that are parts of one area; name those that only share its code.

    Same code and name, not overlapping: parts. The same row twice: once. Anything else is a
    duplicate, and all but the first row are left out.
    """
    order: dict[str, list[int]] = {}
    for row, code in enumerate(areas.code):
        order.setdefault(code, []).append(row)
    shapes, kept = areas.shape.copy(), []
    for code, rows in order.items():
        kept.append(rows[0])
        if len(rows) > 1:
            shapes[rows[0]] = _joined(areas, code, rows, report)
    return areas.shaped(shapes).pick(np.array(kept, dtype=np.int64))


def _joined(areas: Areas, code: str, rows: list[int], report: Report) -> Any:
    first = areas.shape[rows[0]]
    place = at(places(areas.shape[rows[:1]])[0])
    names = list(dict.fromkeys(areas.name[row] for row in rows))
    whole = shapely.union_all(areas.shape[rows])
    summed = float(shapely.area(areas.shape[rows]).sum())
    if len(names) > 1:
        shown = ", ".join(plain(name, 30) for name in names[:5])
        message = f"{len(rows)} areas share this code: {shown}"
    elif all(shapely.equals(first, areas.shape[row]) for row in rows[1:]):
        report.repaired(Kind.DUPLICATE_CODE, "the same row twice, kept once", code=code, **place)
        return first
    elif summed - whole.area <= 1e-3 * summed:
        message = f"{len(rows)} parts joined into one area"
        report.repaired(Kind.DUPLICATE_CODE, message, code=code, **place)
        return whole
    else:
        message = f"{len(rows)} overlapping areas share this code"
    report.error(Kind.DUPLICATE_CODE, message, "Give each area its own code.", code=code, **place)
    return first
