"""Who stands at a window: planned, absent, stood in for, swapped; and the rows of a file."""

from datetime import date

import pytest

from domain.centre.premises import rota as rules
from domain.centre.premises.places import Body, Centre, Place, Staffing
from domain.centre.premises.rota import COLUMNS, Half, Written
from domain.errors import ConflictError, InvalidError
from domain.tables import sheet_of

DAY, TODAY = date(2026, 1, 6), date(2026, 1, 5)
CENTRE = Centre(
    lead="governance",
    bodies={"governance": Body("governance", "综治中心", "petition.handle")},
    clocks={},
    units={
        "justice": Place("justice", "司法", staffing=Staffing.RESIDENT),
        "youth": Place("youth", "团委", staffing=Staffing.ON_CALL),
        "old": Place("old", "旧单位", staffing=Staffing.ROTATING, is_closed=True),
    },
    windows={"01": Place("01", "一窗"), "02": Place("02", "二窗")},
)
ACCOUNTS = {"li", "wang", "zhao"}


def planned(window: str = "01", account: str = "li", **more):
    told = {"day": DAY, "half": Half.MORNING, "unit": "justice"} | more
    return rules.planned(Written(window=window, account=account, **told), CENTRE, ACCOUNTS, TODAY)


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"window": "09"}, "window_unknown"),
        ({"unit": "nobody"}, "unit_unknown"),
        ({"unit": "old"}, "unit_unknown"),
        ({"unit": "youth"}, "unit_on_call"),
        ({"account": ""}, "rota_of_nobody"),
        ({"account": "stranger"}, "account_unknown"),
        ({"phone": "call me"}, "phone_wrong"),
        ({"day": date(2026, 1, 4)}, "rota_day_past"),
        ({"day": date(2027, 6, 1)}, "rota_day_too_far"),
    ],
)
def test_what_cannot_be_planned_is_said(said: dict, says: str):
    with pytest.raises(InvalidError, match=says):
        planned(**said)


def test_nobody_stands_at_two_windows_at_once_unless_absent():
    first, second = planned("01"), planned("02")
    with pytest.raises(ConflictError, match="rota_elsewhere"):
        rules.check_not_elsewhere(second, [first])
    rules.check_not_elsewhere(planned("02", half=Half.AFTERNOON), [first])
    rules.check_not_elsewhere(second, [rules.absent(first, "生病")])


def test_a_substitute_keeps_whose_place_it_is():
    stood = rules.substituted(rules.absent(planned(), "生病"), "wang", "", ACCOUNTS)
    assert (stood.account, stood.substitute_of, stood.is_absent) == ("wang", "li", False)
    with pytest.raises(InvalidError, match="substitute_is_same"):
        rules.substituted(planned(), "li", "", ACCOUNTS)


def test_a_swap_is_asked_by_its_holder_and_changes_people_not_windows():
    mine, other = planned("01", "li"), planned("02", "wang")
    assert rules.swap_asked(mine, other, "li").asked_swap == other.duty_id
    with pytest.raises(ConflictError, match="rota_not_yours"):
        rules.swap_asked(mine, other, "zhao")
    one, two = rules.swapped(mine, other)
    assert [(one.window, one.account), (two.window, two.account)] == [("01", "wang"), ("02", "li")]


def test_a_file_is_read_with_every_wrong_row_by_its_number():
    table = [
        list(COLUMNS),
        ["2026-01-06", "上午", "1", "司法", "li", "", ""],
        ["2026/01/06", "夜里", "02", "司法", "wang", "", ""],
        ["soon", "上午", "02", "司法", "wang", "", ""],
        ["2026-01-06", "上午", "01", "justice", "", "演示-0417", ""],
    ]
    rows, errors = rules.read_rows(sheet_of(table), CENTRE)
    assert [(number, row.window, row.unit) for number, row in rows] == [
        (2, "01", "justice"),
        (5, "01", "justice"),
    ]
    assert [(one.row, one.wrong.says) for one in errors] == [
        (3, "half_wrong"),
        (4, "day_wrong"),
        (5, "rota_row_twice"),
    ]
    rows, errors = rules.read_rows(sheet_of([["日期"], ["2026-01-06"]]), CENTRE)
    assert not rows
    assert {one.wrong.says for one in errors} == {"roster_column_missing"}
