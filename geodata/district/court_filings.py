"""What a district enters of its court by hand: filings of each month, each with its source.

`court_filings.csv` in the district's folder: `month,filings,source`, such as
`2026-10,412,区法院审判管理办公室`. Without the file the figure says that there is no data.
"""

import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from domain.centre.figures.filings import Filings
from geodata.district.district import DistrictError
from geodata.district.refused import read_of

FILE = "court_filings.csv"
_COLUMNS = ["month", "filings", "source"]


def load_filings(folder: Path) -> Mapping[date, Filings]:
    """What was entered, by the first day of its month; nothing where there is no such file.

    Raises:
        DistrictError: a line cannot be read.
    """
    path = folder / FILE
    if not path.exists():
        return {}
    found: dict[date, Filings] = {}
    with read_of(path), path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if rows.fieldnames != _COLUMNS:
            raise DistrictError(f"{path}: the first line is {','.join(_COLUMNS)}")
        for number, row in enumerate(rows, 2):
            found |= _read(row, f"{path}, line {number}")
    return found


def _read(row: Mapping[str, str], where: str) -> dict[date, Filings]:
    try:
        month, count = date.fromisoformat(f"{row['month'].strip()}-01"), int(row["filings"])
    except (ValueError, AttributeError, TypeError) as error:
        raise DistrictError(f"{where}: {error}") from error
    source = (row["source"] or "").strip()
    if count < 0 or not source:
        raise DistrictError(f"{where}: filings are not below zero, and their source is named")
    return {month: Filings(month, count, source)}
