"""Items: limits by the district's hours, whose they are, every step, and what is wrong is said."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.calendar.working_time import WorkingCalendar, WorkingSpan
from domain.errors import ConflictError, InvalidError
from domain.net.items.class_table import read_classes, rows_of
from domain.net.items.classes import (
    GROUPS,
    ClassMistakesError,
    ClassTable,
    ItemKind,
    read_lines,
    table_of,
)
from domain.net.items.competence import Because, Unit, responsible
from domain.net.items.default_table import first_lines
from domain.net.items.figures import Counts, Indicator, summed
from domain.net.items.items import NET_ITEM, ItemState, NetItem, Request, Source
from domain.net.items.limits import Limit, LimitUnit, deadline, put_off, read_limit
from domain.net.items.parts import PartRules, PartState, read_parts
from domain.net.items.same import first_of
from domain.net.items.settings import ItemSettings
from domain.net.items.steps import (
    ask,
    check,
    decide,
    dispatch,
    file,
    give_back,
    handle,
    refuse,
    resume,
    supervise,
)
from domain.tables import sheet_of

REGION, TOWN = "340604", "340604001"
ZONE = ZoneInfo("Asia/Shanghai")
HOURS = (WorkingSpan(time(8), time(12)), WorkingSpan(time(14), time(18)))
CALENDAR = WorkingCalendar(
    ZONE, {date(2026, 10, 1): "国庆节", date(2026, 10, 2): "国庆节"}, {}, HOURS
)
# Friday, an hour before the office closes.
FRIDAY = datetime(2026, 11, 27, 17, tzinfo=ZONE)
HOUR = timedelta(hours=1)
DEPARTMENTS = {"city_management": "城市管理局", "housing": "住房和城乡建设局"}
TABLE = ClassTable(1, first_lines(REGION, DEPARTMENTS))
RUBBISH, LAMP = f"{REGION}1102", f"{REGION}0106"


def an_item(**more: object) -> NetItem:
    made = NetItem(
        "I-1", ItemKind.EVENT, RUBBISH, "暴露垃圾", f"{TOWN}001001", 33.8, 116.8, FRIDAY, "walks",
        Source.GRID,
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def sent(at: datetime = FRIDAY, **more: object) -> NetItem:
    filed = file(an_item(**more), TABLE.line(RUBBISH), 1, "desk", at)
    return dispatch(filed, Unit(town=TOWN, because=Because.TERRITORY), at, CALENDAR)


def test_the_three_units_of_a_limit_over_a_weekend():
    def due(text: str) -> datetime:
        return deadline(read_limit(text), FRIDAY, CALENDAR).at.astimezone(ZONE)

    assert due("4紧急工作时") == datetime(2026, 11, 27, 21, tzinfo=ZONE)
    assert due("4 工作时") == datetime(
        2026, 11, 30, 11, tzinfo=ZONE
    )  # an hour now, three on Monday
    assert due("2个工作日") == datetime(2026, 12, 2, tzinfo=ZONE)  # until Tuesday is over
    holiday = datetime(2026, 9, 30, 17, tzinfo=ZONE)
    assert deadline(read_limit("2工时"), holiday, CALENDAR).at == datetime(
        2026, 10, 5, 9, tzinfo=ZONE
    )


def test_days_of_a_year_without_a_table_are_said_to_be_uncertain():
    late = datetime(2027, 3, 1, 9, tzinfo=ZONE)
    assert not deadline(Limit(2, LimitUnit.WORK_DAY), late, CALENDAR).is_certain
    assert deadline(Limit(2, LimitUnit.WORK_DAY), FRIDAY, CALENDAR).is_certain
    assert not sent(late).is_certain


@pytest.mark.parametrize("text", ["", "0工作时", "四工作时", "4小时", "-1工作日", "999工作日"])
def test_a_limit_that_is_none_is_refused(text: str):
    with pytest.raises(InvalidError) as refused:
        read_limit(text)
    assert str(refused.value.says).startswith("item_limit")


def test_a_clock_that_stood_still_goes_on_with_what_was_left():
    due = deadline(Limit(4, LimitUnit.WORK_HOUR), FRIDAY, CALENDAR).at
    monday_2 = datetime(2026, 12, 7, 9, tzinfo=ZONE)
    # three hours were left when it stopped at the end of Friday
    end_of_day = FRIDAY + HOUR
    assert put_off(due, LimitUnit.WORK_HOUR, end_of_day, monday_2, CALENDAR) == datetime(
        2026, 12, 7, 12, tzinfo=ZONE
    )
    assert (
        put_off(due, LimitUnit.URGENT_HOUR, FRIDAY, FRIDAY + 2 * HOUR, CALENDAR) == due + 2 * HOUR
    )
    assert put_off(due, LimitUnit.WORK_HOUR, due + HOUR, monday_2, CALENDAR) == due  # was over


def test_things_go_to_their_owner_first_and_events_to_the_territory():
    part, event = ItemKind.PART, ItemKind.EVENT

    def unit(kind: ItemKind, owner: str, town: str) -> tuple[str, Because | None]:
        found = responsible(kind, owner=owner, town=town, lead="lead")
        return found.code, found.because

    assert unit(part, "housing", TOWN) == ("housing", Because.OWNER)
    assert unit(part, "", TOWN) == (TOWN, Because.OWNER_UNKNOWN)
    assert unit(part, "", "") == ("lead", Because.NOBODY)
    assert unit(event, "housing", TOWN) == (TOWN, Because.TERRITORY)
    assert unit(event, "housing", "") == ("housing", Because.NO_TERRITORY)
    assert unit(event, "", "") == ("lead", Because.NOBODY)


def test_from_report_to_closed_with_a_rework():
    item = sent()
    assert (item.version, item.limit, item.unit) == (1, 4, TOWN)
    done = handle(item, "已清理", "town", FRIDAY + HOUR)
    with pytest.raises(ConflictError):  # not by who handled it
        check(done, "town", FRIDAY + HOUR, CALENDAR, is_done=True)
    with pytest.raises(InvalidError):  # what is wrong is said
        check(done, "walks", FRIDAY + HOUR, CALENDAR, is_done=False)
    again = check(done, "walks", FRIDAY + HOUR, CALENDAR, is_done=False, reason="仍有垃圾")
    assert (again.state, again.reworks) == (ItemState.SENT, 1)
    assert again.due_at == datetime(2026, 11, 30, 12, tzinfo=ZONE)  # the same limit anew
    closed = check(
        handle(again, "再清理", "town", FRIDAY + 70 * HOUR), "walks", FRIDAY + 72 * HOUR, CALENDAR,
        is_done=True,
    )  # fmt: skip
    assert closed.state is ItemState.CLOSED and closed.closed_at == FRIDAY + 72 * HOUR
    with pytest.raises(ConflictError):
        refuse(closed, "x", "desk", FRIDAY)


def test_a_new_version_of_the_table_does_not_move_the_clock_of_an_item():
    item = sent()
    slower = [replace(one, limit=Limit(20, LimitUnit.WORK_DAY)) for one in TABLE.lines]
    newer = ClassTable(2, slower)
    done = handle(item, "已清理", "town", FRIDAY + HOUR)
    again = check(done, "walks", FRIDAY + HOUR, CALENDAR, is_done=False, reason="x")
    assert (again.version, again.limit, again.limit_unit) == (1, 4, LimitUnit.WORK_HOUR)
    assert file(an_item(), newer.line(RUBBISH), 2, "desk", FRIDAY).limit == 20


def test_late_once_is_late_for_good():
    item = sent()
    assert item.due_at is not None
    after = item.due_at + timedelta(minutes=1)
    assert item.is_late(after) and not item.is_late(item.due_at)
    late = handle(item, "已清理", "town", after)
    assert late.was_late
    again = check(late, "walks", after, CALENDAR, is_done=False, reason="x")
    assert handle(again, "x", "town", after).was_late
    supervised = supervise(item, after)
    assert supervised is not None and supervise(supervised, after) is None
    assert supervise(late, after) is None and supervise(item, FRIDAY) is None


def test_more_time_and_the_ledger_are_granted_by_somebody_else():
    item = sent()
    asked = ask(item, Request.EXTEND, "缺配件", "town", FRIDAY, Limit(2, LimitUnit.WORK_DAY))
    with pytest.raises(ConflictError):
        ask(asked, Request.HANG, "x", "town", FRIDAY)
    with pytest.raises(ConflictError):
        decide(asked, "town", FRIDAY, CALENDAR, grants=True)
    more = decide(asked, "leads", FRIDAY, CALENDAR, grants=True)
    assert more.due_at == datetime(2026, 12, 3, tzinfo=ZONE)  # two days from Monday, the old end
    assert decide(asked, "leads", FRIDAY, CALENDAR, grants=False).due_at == item.due_at
    hung = decide(
        ask(item, Request.HANG, "无主", "town", FRIDAY), "leads", FRIDAY, CALENDAR, grants=True
    )
    assert hung.state is ItemState.HUNG and not hung.is_late(FRIDAY + 1000 * HOUR)
    back = resume(hung, datetime(2026, 12, 7, 8, tzinfo=ZONE), CALENDAR)
    assert back.due_at == datetime(2026, 12, 7, 12, tzinfo=ZONE)
    with pytest.raises(ConflictError):
        decide(item, "leads", FRIDAY, CALENDAR, grants=True)
    with pytest.raises(InvalidError):
        ask(item, Request.EXTEND, "x", "town", FRIDAY)


def test_a_unit_whose_it_is_not_gives_it_back_and_the_next_clock_is_new():
    back = give_back(sent(), "不属本单位")
    assert (back.state, back.unit, back.due_at, back.returns) == (ItemState.FILED, None, None, 1)
    later = FRIDAY + 100 * HOUR
    assert dispatch(back, Unit("housing"), later, CALENDAR).sent_at == later


def test_near_soon_and_of_one_class_is_the_same_item():
    rules, first = ItemSettings(), an_item()
    near = an_item(item_id="I-2", lat=33.8002, at=FRIDAY + HOUR)
    assert first_of(near, [first, near], rules) == first
    for other in (
        replace(near, class_code=LAMP),
        replace(near, lat=33.81),
        replace(near, at=FRIDAY + 30 * HOUR),
    ):
        assert first_of(other, [first], rules) is None
    assert first_of(near, [replace(first, state=ItemState.CLOSED)], rules) is None
    part = f"{LAMP}000001"
    thing = replace(first, part_id=part, class_code=LAMP)
    far = replace(near, part_id=part, class_code=LAMP, lat=33.81)
    assert first_of(far, [thing], rules) == thing
    assert first_of(replace(near, part_id=f"{LAMP}000002", class_code=LAMP), [thing], rules) is None


def test_the_default_table_covers_all_groups_and_is_read_again_as_it_is_written():
    assert set(TABLE.by_group) == set(GROUPS)
    assert TABLE.line(RUBBISH).limit == Limit(4, LimitUnit.WORK_HOUR)
    assert all(not one.grades or one.limit in one.grades for one in TABLE.lines)
    assert table_of(TABLE.state()) == TABLE
    lines, errors = read_classes(
        sheet_of(rows_of(TABLE, DEPARTMENTS)), region=REGION, departments=DEPARTMENTS
    )
    assert not errors and lines == list(TABLE.lines)


def test_what_is_wrong_in_a_table_of_classes_is_told_line_by_line():
    good = TABLE.line(RUBBISH).state() | {"group": "event-11"}
    wrong = {
        "item_class_unknown": good | {"code": "12"},
        "item_region_wrong": good | {"code": "3401231102"},
        "item_limit_none": good | {"limit": "0工作时"},
        "item_limit_no_grade": good | {"limit": "3工作日"},
        "item_owner_unknown": good | {"owner": "nobody"},
        "item_class_group": good | {"group": "event-12"},
        "item_class_twice": good,
    }
    with pytest.raises(ClassMistakesError) as refused:
        read_lines([good, *wrong.values()], region=REGION, departments=DEPARTMENTS)
    assert {one.error.says for one in refused.value.mistakes} == set(wrong)
    with pytest.raises(ClassMistakesError):
        read_lines([], region=REGION, departments=DEPARTMENTS)
    with pytest.raises(InvalidError) as unknown:
        TABLE.line(f"{REGION}1199")
    assert unknown.value.says == "item_class_not_in_version"


def test_things_are_taken_from_a_table_or_told_row_by_row():
    def place(lat: float, lon: float) -> str:
        if lat < 30:
            raise InvalidError(says="place_outside", field="lat")
        return f"{TOWN}001001"

    rules = PartRules(REGION, TABLE, DEPARTMENTS, place)
    head = ["部件标识码", "纬度", "经度", "权属单位", "状态"]
    good = [f"{LAMP}000001", 33.8, 116.8, "住房和城乡建设局", "破损"]
    [part], errors = read_parts(sheet_of([head, good]), rules)
    assert not errors
    assert (part.owner, part.condition, part.name) == ("housing", PartState.DAMAGED, "路灯")
    wrong = [
        ["12", 33.8, 116.8, "", ""],
        ["3401230106000001", 33.8, 116.8, "", ""],
        [f"{REGION}0199000001", 33.8, 116.8, "", ""],
        [f"{RUBBISH}000001", 33.8, 116.8, "", ""],
        [f"{LAMP}000002", "x", 116.8, "", ""],
        [f"{LAMP}000003", 33.8, 116.8, "没有这个局", ""],
        [f"{LAMP}000004", 33.8, 116.8, "", "还行"],
        [f"{LAMP}000005", 20, 116.8, "", ""],
        good,
    ]
    _, errors = read_parts(sheet_of([head, good, *wrong]), rules)
    assert [one.row for one in errors] == list(range(3, 12))
    assert [one.wrong.says for one in errors] == [
        "part_id_wrong", "part_region_wrong", "item_class_not_in_version", "part_class_is_event",
        "pool_cell_wrong", "item_owner_unknown", "pool_cell_wrong", "place_outside", "part_twice",
    ]  # fmt: skip


def test_the_indicators_have_both_their_numbers():
    one = Counts(decided=4, filed=3, due=2, in_time=1, checked=2, reworked=1, to_close=3, closed=2)
    both = summed([one, Counts(), one])
    assert both.share(Indicator.FILED) == (6, 8)
    assert both.share(Indicator.IN_TIME) == (2, 4)
    assert both.share(Indicator.REWORKED) == (2, 4)
    assert both.share(Indicator.CLOSED) == (4, 6)
    assert Counts().share(Indicator.CLOSED) == (0, 0)


def test_an_item_is_journalled_and_read_again_and_its_reporter_is_personal():
    item = sent(reporter="演示", phone="13800000000")
    assert NET_ITEM.entity_of(NET_ITEM.state_of(item), NET_ITEM.private_of(item)) == item
    assert {"reporter", "phone", "text"} <= set(NET_ITEM.personal)
    assert not {"reporter", "phone"} & set(NET_ITEM.state_of(item))
    assert item.at.astimezone(UTC) == FRIDAY
