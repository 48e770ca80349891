"""The district's table of holidays is read whole, or refused with its line."""

import shutil
from datetime import date, time
from pathlib import Path

import pytest

from geodata.district.district import DistrictError, load_district
from geodata.district.holidays import load_calendar
from settings import ROOT

HERE = ROOT / "districts" / "lieshan"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(HERE / "district.toml", tmp_path)
    return tmp_path


def test_the_districts_table_covers_the_years_of_its_history():
    assert load_calendar(load_district(HERE)).years >= {2024, 2025, 2026}


def test_a_district_without_a_table_knows_weekends_only(folder: Path):
    calendar = load_calendar(load_district(folder))
    assert calendar.years == frozenset()
    assert calendar.is_working_day(date(2026, 2, 17))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("day,name\n", "line 1: the columns"),
        ("day,kind,name\n2026-2-30,holiday,春节\n", "line 2: `day`"),
        ("day,kind,name\n2026-02-17,off,春节\n", "line 2: `kind`"),
        ("day,kind,name\n2026-02-17,holiday,春节\n2026-02-17,workday,春节\n", "line 3: 2026-02-17"),
    ],
)
def test_a_wrong_table_is_refused_with_its_line(folder: Path, text: str, says: str):
    (folder / "holidays.csv").write_text(text, encoding="utf-8")
    with pytest.raises(DistrictError, match=says):
        load_calendar(load_district(folder))


def test_the_hours_offices_work_stand_in_the_districts_file(folder: Path):
    file = folder / "district.toml"
    hours = '\n[[working_hours]]\nbegins = "09:00"\nends = "17:00"\n'
    told = file.read_text(encoding="utf-8").split("# The hours offices work")[0]
    file.write_text(told + hours, encoding="utf-8")
    [span] = load_calendar(load_district(folder)).hours
    assert (span.begins, span.ends) == (time(9), time(17))
    file.write_text(told + hours.replace("17:00", "08:00"), encoding="utf-8")
    with pytest.raises(DistrictError, match="working_hours"):
        load_district(folder)
