"""A district's working calendar: its table of holidays and the hours its offices work."""

import csv
from datetime import date
from pathlib import Path

from domain.calendar.working_time import WorkingCalendar
from geodata.district.district import District, DistrictError

FILE = "holidays.csv"
COLUMNS = ("day", "kind", "name")


def load_calendar(district: District) -> WorkingCalendar:
    """Read `holidays.csv` of a district's folder; without one no year has a table.

    Raises:
        DistrictError: the file cannot be read; names it, the line, and what is wrong.
    """
    path = district.folder / FILE
    if not path.exists():
        return WorkingCalendar(district.zone, hours=district.working_hours)
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise DistrictError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise DistrictError(f"{path} is not UTF-8: {error}") from error
    days = _read(path, lines)
    return WorkingCalendar(district.zone, days["holiday"], days["workday"], district.working_hours)


def _read(path: Path, lines: list[str]) -> dict[str, dict[date, str]]:
    days: dict[str, dict[date, str]] = {"holiday": {}, "workday": {}}
    rows = csv.DictReader(lines)
    if tuple(rows.fieldnames or ()) != COLUMNS:
        raise DistrictError(f"{path}, line 1: the columns must be {','.join(COLUMNS)}")
    for row in rows:
        where = f"{path}, line {rows.line_num}"
        try:
            day = date.fromisoformat(row["day"] or "")
        except ValueError:
            raise DistrictError(f"{where}: `day` must be such as 2026-02-17") from None
        if row["kind"] not in days:
            raise DistrictError(f"{where}: `kind` must be holiday or workday")
        if any(day in told for told in days.values()):
            raise DistrictError(f"{where}: {day} is given twice")
        days[row["kind"]][day] = (row["name"] or "").strip()
    return days
