"""The desk's rules: transitions as drawn, clocks, doubles, figures by hand, rosters."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from domain.access.access import NotAllowedError
from domain.access.callers import Caller
from domain.desk.desk_rights import check_may_act, check_may_handle, may_see
from domain.desk.notices import NEXT_STATES, Notice, NoticeState, move, retry_after
from domain.dispatch.roster import read_rows
from domain.dispatch.shifts import shift_of
from domain.errors import ConflictError, InvalidError
from domain.incidents import checklists
from domain.incidents.assignments import Assignment
from domain.incidents.checklists import (
    ChecklistMistakesError,
    first_version,
    from_state,
    read_answers,
    read_items,
    to_state,
)
from domain.incidents.classes import CLASSES, find_classes
from domain.incidents.clocks import ClockState, Part, clocks, state_of
from domain.incidents.dispositions import check_disposition
from domain.incidents.duplicates import suspects
from domain.incidents.incidents import (
    TRANSITIONS,
    Incident,
    IncidentClass,
    IncidentStatus,
    Severity,
    advance,
    reopen,
    to_private,
)
from domain.incidents.incidents import (
    from_state as incident_from,
)
from domain.incidents.incidents import (
    to_state as incident_state,
)
from domain.incidents.older_incidents import from_v1
from domain.statistics.figures import Measure, figures, nearest_rank, row, spans
from domain.statistics.statistics import response_spans
from tests.support.spoken import in_chinese

NOON = datetime(2026, 7, 1, 4, 0, tzinfo=UTC)
S = IncidentStatus
DOCS = Path(__file__).parents[3] / "docs"
TARGETS = {Part.ANSWER: timedelta(seconds=15), Part.ACCEPT: timedelta(seconds=60),
           Part.DISPATCH: timedelta(seconds=60), Part.TURNOUT: timedelta(seconds=80),
           Part.TRAVEL: timedelta(seconds=240)}  # fmt: skip


def s(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


def an_incident(number="LS1", status=S.REPORTED, at=NOON, **about) -> Incident:
    about = {"reached_at": {S.REPORTED: at}} | about
    return Incident(**{**_fields(number, status, at), **about})


def _fields(number, status, at):
    return {
        "number": number, "incident_class": IncidentClass.FIRE, "severity": Severity.II,
        "status": status, "lat": 33.9, "lon": 116.8, "area_code": "340604101001003",
        "reported_at": at, "source": "t", "source_id": number,
    }  # fmt: skip


FIRE = IncidentClass.FIRE


def sent(number="LS1", unit="P1", at=NOON, en_route=None, on_scene=None) -> Assignment:
    return Assignment(f"{number}-{unit}", number, unit, "340604101001003", at, en_route, on_scene)


def test_the_drawing_of_the_lifecycle_equals_the_table():
    drawn = re.findall(
        r"^ +(\w+) --> (\w+): (\w+)$", (DOCS / "lifecycle.md").read_text(), re.MULTILINE
    )
    assert drawn == [(a.value, b.value, action) for a, b, action in TRANSITIONS]


def test_the_drawing_of_a_notice_equals_the_table():
    drawn = re.findall(r"^ +(\w+) --> (\w+)$", (DOCS / "lifecycle.md").read_text(), re.MULTILINE)
    known = {(a.value, b.value) for a, after in NEXT_STATES.items() for b in after}
    assert {pair for pair in drawn if pair[0] not in {"reported"}} == known


def test_reopening_begins_a_new_run_and_only_for_a_day():
    run = {S.REPORTED: NOON, S.ACCEPTED: NOON + s(9), S.RESOLVED: NOON + s(99), S.CLOSED: NOON}
    closed = an_incident(status=S.CLOSED, reached_at=run, disposition="settled")
    again = reopen(closed, at=NOON + timedelta(hours=23))
    assert (again.status, again.disposition) == (S.ACCEPTED, None)
    assert again.reached_at == {S.REPORTED: NOON, S.ACCEPTED: NOON + timedelta(hours=23)}
    with pytest.raises(ConflictError) as late:
        reopen(closed, at=NOON + timedelta(hours=25))
    assert late.value.code == "too_late"
    with pytest.raises(ConflictError):
        reopen(an_incident(), at=NOON)
    with pytest.raises(ConflictError):
        advance(closed, S.ACCEPTED, at=NOON)  # a step is not a reopening


def test_a_state_from_before_the_desk_is_still_read():
    incident = an_incident(links=("LS2",), owner="emergency", call_started_at=NOON)
    state = incident_state(incident)
    assert incident_from(state, to_private(incident)) == incident
    new = (
        "call_started_at",
        "owner",
        "shared_with",
        "disposition",
        "merged_into",
        "links",
        "is_taken",
    )
    old = {name: value for name, value in state.items() if name not in new}
    assert incident_from(from_v1(old)) == replace(
        incident, links=(), owner=None, call_started_at=None
    )


def test_an_incident_ends_with_a_word_that_fits():
    assert check_disposition("settled", S.CLOSED) == "settled"
    with pytest.raises(InvalidError):
        check_disposition("settled", S.CANCELLED)


def test_clocks_run_turn_amber_and_red_and_stop():
    incident = an_incident(call_started_at=NOON - s(12))
    answer, accept = clocks(incident, [], TARGETS)
    assert (answer.part, state_of(answer, NOON)) == (Part.ANSWER, ClockState.DONE)
    states = [state_of(accept, NOON + s(n)) for n in (47, 48, 60, 61)]
    assert states == [ClockState.OK, ClockState.AMBER, ClockState.AMBER, ClockState.RED]
    accepted = replace(
        incident, status=S.ACCEPTED, reached_at={S.REPORTED: NOON, S.ACCEPTED: NOON + s(70)}
    )
    _, accept, dispatch = clocks(accepted, [], TARGETS)
    assert state_of(accept, NOON + s(500)) is ClockState.LATE
    assert dispatch.since == NOON + s(70) and dispatch.until is None
    over = replace(
        accepted, status=S.CANCELLED, reached_at={**accepted.reached_at, S.CANCELLED: NOON + s(90)}
    )
    assert all(one.until is not None for one in clocks(over, [], TARGETS))


def test_a_reopened_incident_counts_its_new_units_only():
    incident = an_incident(
        status=S.ACCEPTED, reached_at={S.REPORTED: NOON, S.ACCEPTED: NOON + s(1000)}
    )
    parts = [
        one.part
        for one in clocks(
            incident, [replace(sent(at=NOON + s(10)), cleared_at=NOON + s(900))], TARGETS
        )
    ]
    assert parts == [Part.ACCEPT, Part.DISPATCH]


def test_a_reopening_does_not_make_the_first_answer_or_arrival_later():
    run = {S.REPORTED: NOON, S.ACCEPTED: NOON + s(29), S.ON_SCENE: NOON + s(267)}
    over = an_incident(status=S.CLOSED, reached_at=run | {S.CLOSED: NOON + s(900)})
    there = sent(at=NOON + s(40), en_route=NOON + s(60), on_scene=NOON + s(267))
    crews = [replace(there, cleared_at=NOON + s(900))]
    later = NOON + timedelta(hours=23)
    again = reopen(over, at=later)
    accept, dispatch = clocks(again, crews, TARGETS)
    assert (accept.part, accept.until) == (Part.ACCEPT, NOON + s(29))
    assert (dispatch.since, dispatch.until) == (later, None)
    second = replace(again, status=S.ON_SCENE, reached_at={**again.reached_at, S.ON_SCENE: later})
    closed = replace(second, status=S.CLOSED, reached_at={**second.reached_at, S.CLOSED: later})
    for stage in (again, second, reopen(closed, at=later)):
        assert spans(stage, crews) == spans(over, crews)
        assert response_spans(stage) == response_spans(over)
        assert stage.first_at(S.ON_SCENE) == NOON + s(267)
    assert incident_from(incident_state(second)) == second


def test_doubles_are_near_in_place_time_and_class():
    near = an_incident("LS1")
    far = replace(near, number="LS2", lat=33.92)
    old = replace(near, number="LS3", reported_at=NOON - timedelta(hours=13))
    other = replace(near, number="LS4", incident_class=IncidentClass.HAZARD)
    over = replace(near, number="LS5", status=S.CLOSED)
    found = suspects(
        [other, far, old, over, near],
        incident_class=IncidentClass.FIRE, lat=33.9005, lon=116.8, at=NOON,
    )  # fmt: skip
    assert [one.incident.number for one in found] == ["LS1", "LS4"]
    assert [*map(in_chinese, found[0].reasons)] == ["同类", "相距 56 米", "相差 0 分钟"]


def test_who_names_only_a_village_is_offered_what_happens_in_it():
    there = an_incident("LS1")
    village = {"incident_class": IncidentClass.FIRE, "lat": 33.93, "lon": 116.8, "at": NOON}
    [found] = suspects([there], **village, area_code=there.area_code[:12])
    assert in_chinese(found.reasons[1]) == "同一村（社区）"
    assert suspects([there], **village) == suspects([there], **village, area_code="340604") == []


def test_what_is_still_open_is_offered_long_after_and_for_another_class_at_the_very_place():
    open_still = an_incident("LS1")
    there = {"lat": open_still.lat, "lon": open_still.lon}
    fire = IncidentClass.FIRE
    [late] = suspects([open_still], **there, incident_class=fire, at=NOON + timedelta(hours=3))
    assert in_chinese(late.reasons[2]) == "相差 180 分钟"
    [other] = suspects([open_still], **there, incident_class=IncidentClass.DISPUTE, at=NOON)
    assert in_chinese(other.reasons[0]) == "类别不同"


def test_one_road_is_one_place_where_only_its_middle_is_known():
    there = an_incident("LS1", address="淮烈大道")
    far = {"incident_class": IncidentClass.FIRE, "lat": 33.99, "lon": 116.8, "at": NOON}
    [found] = suspects([there], **far, address="淮烈大道1200号")
    assert in_chinese(found.reasons[1]) == "同一条路"
    assert suspects([there], **far, address="南环路1200号") == []


def test_figures_equal_a_count_by_hand():
    """Ten incidents, each a second slower than the one before: p50 is the 5th, p90 the 9th."""
    incidents, made = [], {}
    for n in range(1, 11):
        start = NOON + timedelta(minutes=n)
        incidents.append(
            an_incident(
                f"LS{n:02}",
                status=S.ON_SCENE,
                at=start,
                call_started_at=start - s(4),
                reached_at={S.REPORTED: start, S.ACCEPTED: start + s(n)},
            )
        )
        assigned = start + s(n) + s(10 * n)
        made[f"LS{n:02}"] = [
            sent(
                f"LS{n:02}",
                at=assigned,
                en_route=assigned + s(60),
                on_scene=assigned + s(60 + 30 * n),
            )
        ]
    targets = {Measure.ANSWER: s(10), Measure.ACCEPT: s(10), Measure.DISPATCH: s(60),
               Measure.TURNOUT: s(80), Measure.TRAVEL: s(240), Measure.TOTAL: s(380)}  # fmt: skip
    total = row("total", incidents, made, targets)
    by_hand = {
        # measure: p50, p90, share inside the target
        Measure.ANSWER: (4, 4, 1.0),  # first key to saved
        Measure.ACCEPT: (5, 9, 1.0),  # saved to accepted: 1 … 10 s
        Measure.DISPATCH: (50, 90, 0.6),
        Measure.TURNOUT: (60, 60, 1.0),
        Measure.TRAVEL: (150, 270, 0.8),
        Measure.TOTAL: (4 + 5 + 50 + 60 + 150, 4 + 9 + 90 + 60 + 270, 0.7),
    }
    for measure, (p50, p90, within) in by_hand.items():
        figure = total.figures[measure]
        assert (figure.n, figure.p50_s, figure.p90_s, figure.within) == (10, p50, p90, within)
    machine = replace(incidents[0], call_started_at=None)
    assert Measure.ANSWER not in spans(machine, ())
    assert row("t", [machine, replace(machine, merged_into="LS99")], {}, targets).count == 1
    odd = figures(incidents, made, lambda one: "ab"[int(one.number[2:]) % 2], targets)
    assert [(one.key, one.count) for one in odd] == [("a", 5), ("b", 5)]
    assert odd[0].figures[Measure.DISPATCH].p50_s == 60  # 20, 40, 60, 80, 100


def test_a_percentile_is_one_of_the_values():
    assert nearest_rank([3, 1, 2], 0.5) == 2
    assert nearest_rank([1, 2, 3, 4], 0.5) == 2
    assert nearest_rank([7], 0.9) == 7


def test_the_day_has_three_shifts_by_the_districts_clock():
    zone = ZoneInfo("Asia/Shanghai")
    at = datetime(2026, 7, 1, tzinfo=zone)
    hours = {h: shift_of(at.replace(hour=h), zone) for h in (0, 7, 8, 15, 16, 23)}
    assert list(hours.values()) == ["night", "night", "day", "day", "evening", "evening"]


def test_a_notice_moves_on_and_never_back():
    notice = Notice("LS1-a", "incident", "LS1", "警1", "LS1-a", "t", "340604", NOON, ())
    told = move(move(notice, NoticeState.SENT, at=NOON), NoticeState.ACKNOWLEDGED, at=NOON + s(9))
    assert (told.sent_at, told.acknowledged_at, told.delivered_at) == (NOON, NOON + s(9), None)
    with pytest.raises(ConflictError):
        move(told, NoticeState.WITHDRAWN, at=NOON)
    assert [retry_after(n).total_seconds() for n in (1, 2, 3, 9)] == [2, 4, 8, 120]


def test_a_roster_names_every_wrong_row_and_formulas_stay_text():
    header = ["日期", "班次", "单位编号", "岗位", "备注"]
    good = ["2026-07-01", "早班", "P1", "=HYPERLINK(1)", None]
    duties, errors = read_rows([header, good, [None] * 5], {"P1"})
    assert (errors, duties[0].post, duties[0].duty_id) == ([], "=HYPERLINK(1)", "20260701-day-P1")
    bad = [header, good, ["1 July", "早班", "P1", "巡逻"], good, ["2026-07-02", "晚班", "P9", ""]]
    _, errors = read_rows(bad, {"P1"})
    assert [(one.row, one.field) for one in errors] == [
        (3, "日期"), (4, "单位编号"), (5, "班次"), (5, "单位编号"), (5, "岗位"),
    ]  # fmt: skip
    assert read_rows([["x"]], set())[1][0].wrong.says == "roster_column_missing"


def test_checklists_take_the_answers_they_ask_for():
    items = first_version(IncidentClass.FIRE)
    assert from_state(to_state(items), FIRE) == items
    told = read_answers({"i2": "是", "fire.i6": True, "i1": ""}, items, FIRE)
    assert told == {"fire.i2": "是", "fire.i6": True, "fire.i1": None}
    for wrong in ({"i2": "也许"}, {"i6": "yes"}, {"i99": "x"}, {"medical.i2": "是"}):
        with pytest.raises(InvalidError):
            read_answers(wrong, items, FIRE)


def test_no_two_questions_of_all_checklists_have_one_id():
    ids = [item.id for word in IncidentClass for item in first_version(word)]
    assert len(set(ids)) == len(ids)


def test_a_checklist_that_is_wrong_is_told_line_by_line():
    lines = [
        {"id": "a", "kind": "question", "text": "几楼"},
        {"id": "b", "kind": "choice", "text": "燃烧物"},
        {"id": "a", "kind": "question", "text": " "},
        {"id": "c", "kind": "instruction", "text": "几楼"},
        {"id": "d", "kind": "choice", "text": "被困", "options": ["是", "是"]},
        {"id": "e", "kind": "question", "text": "长" * 201},
    ]
    with pytest.raises(ChecklistMistakesError) as told:
        read_items(lines, FIRE)
    found = [(one.item, one.field) for one in told.value.mistakes]
    assert found == [(2, "options"), (3, "text"), (4, "text"), (5, "options"), (6, "text")]
    first = told.value.values["first"]
    assert (first.says, first.values["line"]) == ("checklist_line", 2)
    assert first.values["wrong"].says == "options_number"
    for whole in ([], None, [lines[0]] * 41):
        with pytest.raises(ChecklistMistakesError):
            read_items(whole, FIRE)


def test_classes_are_found_by_word_pinyin_and_initials():
    assert {word.code for word in CLASSES} == set(IncidentClass)
    assert find_classes("sos")[0].code is IncidentClass.SOS
    assert find_classes("zzz") == []
    for said in ("hz", "ｈｚ", "火 灾"):
        assert find_classes(said)[0].code is IncidentClass.FIRE


def test_who_may_act_on_what():
    incident = an_incident(owner="emergency", shared_with=("housing",))
    owner = Caller("a", "department", department="emergency")
    guest = Caller("b", "department", department="housing")
    other = Caller("c", "department", department="court")
    check_may_act(Caller("d", "dispatcher"), incident)
    for step in (IncidentStatus.ACCEPTED, IncidentStatus.RESOLVED, None):
        check_may_handle(owner, incident, step)
        for caller in (guest, other, Caller("e", "leader")):
            with pytest.raises(NotAllowedError):
                check_may_handle(caller, incident, step)
    for step in (IncidentStatus.CLOSED, IncidentStatus.CANCELLED):
        with pytest.raises(NotAllowedError, match="desk_alone"):
            check_may_handle(owner, incident, step)
    assert may_see(guest, incident) and not may_see(other, incident)
    for caller in (
        owner,
        guest,
        other,
        Caller("e", "leader"),
        Caller("f", "dispatcher", area="340604102"),
    ):
        with pytest.raises(NotAllowedError):
            check_may_act(caller, incident)


def test_a_line_may_carry_its_english_and_answers_stay_those_of_the_options():
    raw = {
        "id": "a", "kind": "choice", "text": "有无人员受伤", "options": ["是", "否"],
        "text_en": "Anybody hurt", "options_en": ["yes", "no"],
    }  # fmt: skip
    items = checklists.read_items([raw], FIRE)
    assert checklists.from_state(checklists.to_state(items), FIRE) == items
    assert checklists.read_answers({"a": "是"}, items, FIRE) == {"fire.a": "是"}
    with pytest.raises(InvalidError):
        checklists.read_answers({"a": "yes"}, items, FIRE)
    with pytest.raises(InvalidError, match="options_en_differ"):
        checklists.read_items([raw | {"options_en": ["yes"]}], FIRE)
    old = [{"id": "a", "kind": "question", "text": "旧", "options": []}]
    assert checklists.from_state(old, FIRE)[0].text_en == ""
