"""People and posts of the areas, from a table by code: no borders are touched."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from geodata.files.versions import MapVersions
from geodata.importing.fields import (
    LENGTHS,
    READERS,
    code_text,
    column_by_name,
    is_missing,
    read_code,
    tell_columns,
)
from geodata.importing.layers.layer import adopt, begun
from geodata.importing.order import ImportOrder, Outcome
from geodata.importing.report import Kind, Report, plain
from geodata.importing.rows import Areas
from geodata.importing.stack import GRID_FIELDS, Stack, read_stack
from geodata.importing.write import write_map

PEOPLE_LEVEL = "people"
PEOPLE_FIELDS = {PEOPLE_LEVEL: ("code", *READERS)}
_COUNTED = frozenset({"population", "households"})
_Told = dict[str, dict[str, Any]]


def import_people(order: ImportOrder, versions: MapVersions, *, dry_run: bool = False) -> Outcome:
    """Set residents, households, leads, branches and vacancies of areas of any level.

    Areas and columns that the table does not name, and cells that are empty, stay as they are.

    Args:
        order: what and how; its level is `PEOPLE_LEVEL`.
        versions: the maps folder.
        dry_run: check everything, write nothing.

    Raises:
        MapsError, MapError: the maps folder or the map in it is damaged.
        OSError: the new version cannot be written.
    """
    report, base, source = begun(order, versions)
    if base is None:
        return Outcome(report)
    told = _read(source.columns, order, report) if source is not None else {}
    stack = read_stack(base.path)
    if report.is_good:
        _set(stack, told, report)
    if dry_run or not report.is_good:
        return Outcome(report)
    return adopt(lambda out: write_map(stack, base.path, None, out), order, versions, base, report)


def _read(columns: Mapping[str, Any], order: ImportOrder, report: Report) -> _Told:
    """The values of each code."""
    found: dict[str, str] = {}
    for field in PEOPLE_FIELDS[PEOPLE_LEVEL]:
        column = order.columns.get(field, column_by_name(columns, field))
        if column:
            found[field] = column
    lacking = [column for column in found.values() if column not in columns]
    there = ", ".join(plain(name, 30) for name in columns) or "none at all"
    if lacking or "code" not in found or len(found) == 1:
        what = f"no column {plain(lacking[0])}" if lacking else "no column for code and a value"
        fields = ", ".join(PEOPLE_FIELDS[PEOPLE_LEVEL])
        advice = f"Say which they are: --map FIELD=COLUMN; fields: {fields}."
        report.error(Kind.MISSING_FIELD, f"{what}; the file has: {there}", advice)
        return {}
    tell_columns(columns, found, report)
    told: _Told = {}
    for row, cell in enumerate(columns[found["code"]].tolist()):
        if is_missing(cell):
            continue
        values = told.setdefault(_code(cell), {})
        for field, column in found.items():
            raw = columns[column][row]
            if field == "code" or is_missing(raw):
                continue
            try:
                values[field] = READERS[field](raw)
            except ValueError:
                message = f"{field} {plain(raw, 30)!r} of {plain(cell, 24)} cannot be read"
                report.note(Kind.MALFORMED_VALUE, message, "It stays as it is on the map.")
    return told


def _code(cell: Any) -> str:
    """A code of any level; filling zeros go where what is left has the length of a level."""
    code = read_code(cell, None)
    return code.removesuffix(".0") if code.endswith(".0") else code_text(code)


def _set(stack: Stack, told: _Told, report: Report) -> None:
    told = {code: values for code, values in told.items() if values}
    unknown = set(told)
    for level in LENGTHS:
        areas = stack.levels.get(level)
        if areas is None:
            continue
        mine = {code: told[code] for code in areas.code if code in told}
        unknown -= mine.keys()
        if mine:
            stack.put(level, _with_values(areas, mine, level))
            report.note(Kind.COUNTED, f"{len(mine)} of {len(areas)} {level} areas set")
    if unknown == set(told):
        advice = "Codes have 6, 9, 12 or 15 digits, as on the map."
        report.error(Kind.ORPHAN, "no code of the table is on the map", advice)
    elif unknown:
        shown = ", ".join(plain(code, 24) for code in sorted(unknown)[:5])
        report.note(Kind.ORPHAN, f"{len(unknown)} codes are not on the map: {shown}")


def _with_values(areas: Areas, told: _Told, level: str) -> Areas:
    values = dict(areas.values)
    fields = [name for name in READERS if name not in GRID_FIELDS or level == "grid"]
    for field in fields:
        if not any(field in one for one in told.values()):
            continue
        column = list(values.get(field, [None] * len(areas)))
        for row, code in enumerate(areas.code):
            if field in told.get(code, {}):
                column[row] = told[code][field]
        values[field] = column
    # People a table counts are no invention of the demo's any more; a name alone says nothing of
    # the number that stands beside it.
    demo = values.get("is_demo", [False] * len(areas))
    values["is_demo"] = [
        bool(is_demo) and not told.get(code, {}).keys() & _COUNTED
        for code, is_demo in zip(areas.code, np.asarray(demo, dtype=object).tolist(), strict=True)
    ]
    return Areas(areas.code, areas.name, areas.shape, values)
