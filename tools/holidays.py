"""Writes a district's table of holidays: `python -m tools.holidays districts/lieshan`.

The days come from the package chinese-calendar, which follows the yearly notices of the State
Council's General Office. Run it with a new version of the package once the notice of the next year
is out (November); what a district has changed by hand is in the difference git shows.
"""

import csv
import sys
from pathlib import Path

from chinese_calendar.constants import holidays, workdays

FIRST_YEAR = 2024
NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
    "Anti-Fascist 70th Day": "抗战胜利日",
}


def main() -> None:
    """Write the table."""
    rows = [(day, "holiday", NAMES[name]) for day, name in holidays.items()]
    rows += [(day, "workday", NAMES[name] + "补班") for day, name in workdays.items()]
    with (Path(sys.argv[1]) / "holidays.csv").open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream, lineterminator="\n")
        table.writerow(("day", "kind", "name"))
        table.writerows(sorted(row for row in rows if row[0].year >= FIRST_YEAR))


if __name__ == "__main__":
    main()
