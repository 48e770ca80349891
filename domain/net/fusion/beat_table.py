"""A table of beats as the police keep it: a row for each grid of a beat, all taken or none."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from domain.errors import InvalidError
from domain.fields import as_text
from domain.maps.areas import CODE_LENGTH, Level
from domain.net.fusion.beats import BEAT_CODE, WHOLE, Beat, common_area, cover, sums_of
from domain.tables import Columns, RowError, Sheet, wrong_row

CODE, STATION, GRID, SHARE = "警格编码", "派出所", "网格编码", "占比"
OFFICERS, AUXILIARY, PHONE, UNITS = "民警", "辅警", "联系电话", "民警编号"
COLUMNS = (CODE, STATION, GRID, SHARE, OFFICERS, AUXILIARY, PHONE, UNITS)
REQUIRED = (CODE, STATION, GRID)
MOST_ROWS = 5000
TABLE = Columns(COLUMNS, REQUIRED, MOST_ROWS, as_written=(STATION, OFFICERS, AUXILIARY))


@dataclass(slots=True)
class _Read:
    """A beat as far as it was read."""

    station: str
    told: Mapping[str, str]
    grids: dict[str, int] = field(default_factory=dict)


def read_beats(
    sheet: Sheet,
    *,
    owner: str,
    is_grid: Callable[[str], bool],
    is_unit: Callable[[str], bool] = lambda _: True,
) -> tuple[list[Beat], list[RowError]]:
    """Every beat of a table, or what is wrong with its rows.

    Args:
        sheet: the table.
        owner: the department of the police.
        is_grid: whether a code is that of a grid of the map.
        is_unit: whether a number is that of a unit of the police.
    """
    rows, errors = TABLE.texts(sheet)
    found: dict[str, _Read] = {}
    last: dict[str, int] = {}
    for number, row in rows:
        wrong = _wrong(number, row, found, is_grid)
        wrong += [
            wrong_row(number, UNITS, says="no_unit", unit=unit[:32])
            for unit in _units(row)
            if not is_unit(unit)
        ]
        errors += wrong
        if wrong:
            continue
        beat = found.setdefault(row[CODE], _Read(row[STATION], row))
        beat.grids[row[GRID]] = _percent(row)
        last[row[GRID]] = number
    beats = [_made(code, one, owner) for code, one in found.items()]
    if not errors:
        sums = sums_of(beats)
        errors = [
            wrong_row(last[grid], SHARE, says="beat_shares", grid=grid, total=total)
            for grid, total in sums.items()
            if total != WHOLE
        ]
    return beats, errors


def _units(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((row.get(UNITS) or "").replace("、", " ").upper().split()))


def _percent(row: Mapping[str, str]) -> int:
    told = (row.get(SHARE) or str(WHOLE)).removesuffix("%")
    return int(told) if told.isascii() and told.isdigit() and len(told) <= 3 else 0


def _wrong(
    number: int,
    row: Mapping[str, str],
    found: Mapping[str, _Read],
    is_grid: Callable[[str], bool],
) -> list[RowError]:
    wrong: list[RowError] = []
    code, grid = row[CODE], row[GRID]
    if not BEAT_CODE.fullmatch(code):
        wrong.append(wrong_row(number, CODE, says="pool_cell_wrong", told=code[:32]))
    if len(grid) != CODE_LENGTH[Level.GRID] or not is_grid(grid):
        wrong.append(wrong_row(number, GRID, says="no_area", area=grid[:32]))
    if not 1 <= _percent(row) <= WHOLE:
        wrong.append(wrong_row(number, SHARE, says="pool_cell_wrong", told=row[SHARE][:32]))
    try:
        as_text(row[STATION], "station", longest=64)
    except InvalidError as error:
        wrong.append(RowError(number, STATION, error))
    known = found.get(code)
    if known is not None and known.station != row[STATION]:
        wrong.append(wrong_row(number, STATION, says="beat_two_stations", beat=code[:32]))
    if known is not None and grid in known.grids:
        wrong.append(wrong_row(number, GRID, says="beat_grid_twice", grid=grid[:32]))
    return wrong


def _made(code: str, read: _Read, owner: str) -> Beat:
    return Beat(
        code=code,
        station=read.station,
        area_code=common_area(list(read.grids)),
        owner=owner,
        covers=tuple(cover(grid, part) for grid, part in sorted(read.grids.items())),
        units=_units(read.told),
        officers=read.told.get(OFFICERS) or None,
        auxiliary=read.told.get(AUXILIARY) or None,
        phone=read.told.get(PHONE) or None,
    )
