"""The demo of whistles, police and law, and of surveys: what it holds, and the same each time."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.centre.cases.case_codes import case_code, read_case_code
from domain.maps.areas import Area, Level
from domain.net.fusion.beats import beats_of, check_shares, sums_of, without_officer
from domain.net.fusion.joint import (
    JointAction,
    LawKind,
    LawService,
    check_law_service,
    resolutions_of,
)
from domain.net.fusion.pushes import PushState
from domain.net.fusion.settings import FusionSettings
from domain.net.fusion.whistles import CallState, attendance_of
from domain.net.surveys.questions import Questionnaire
from domain.net.surveys.results import result_of
from domain.net.surveys.waves import SurveySample, SurveyWave
from feeds.simulator import fleet
from feeds.simulator.net.fusion import (
    ACTIONS,
    CONSULTS,
    WHISTLES,
    Ground,
    demo_beats,
    tell_fusion,
)
from feeds.simulator.net.joined import DISPUTES, MEDIATED, tell_joined
from feeds.simulator.net.surveys import tell_surveys
from tests.net import the_district

UNTIL = datetime(2026, 11, 29, 8, tzinfo=UTC)
DEPARTMENTS = frozenset(
    [
        "housing",
        "emergency",
        "environment",
        "city_management",
        "agriculture_water",
        "market",
        "justice",
    ]
)


def areas() -> list[Area]:
    """Three towns, eight villages each, nineteen grids a village: more than the district has."""
    made = []
    for town in ("340604001", "340604002", "340604100"):
        made.append(Area(town, Level.TOWN, f"镇{town[-3:]}", "340604", 33.8, 116.8, (0, 0, 0, 0)))
        for n in range(1, 9):
            code = f"{town}{n:03d}"
            made.append(
                Area(code, Level.VILLAGE, f"村{n}", town, 33.8, 116.8, (0, 0, 0, 0), population=900)
            )
            made += [
                Area(f"{code}{g:03d}", Level.GRID, f"网格{g}", code, 33.8, 116.8, (0, 0, 0, 0))
                for g in range(1, 20)
            ]
    return made


GROUND = Ground(areas(), UNTIL, 340604, FusionSettings(), DEPARTMENTS)


@pytest.fixture(scope="module")
def told() -> dict[str, list]:
    found: dict[str, list] = {}
    for part in (tell_surveys(GROUND), tell_fusion(GROUND)):
        for group in part:
            for kind, entity, _ in group:
                kind.state_of(entity)
                found.setdefault(kind.name, []).append(entity)
    return found


def test_the_same_each_time_and_bounded():
    assert list(tell_fusion(GROUND)) == list(tell_fusion(GROUND))
    assert list(tell_surveys(GROUND)) == list(tell_surveys(GROUND))
    count = sum(len(group) for part in (tell_fusion, tell_surveys) for group in part(GROUND))
    assert count < 1200


def test_each_of_the_districts_450_grids_has_an_officer_who_is_a_unit_of_the_map():
    ground = Ground(the_district.areas(), UNTIL, 340604, FusionSettings(), DEPARTMENTS)
    grids = [one.code for one in ground.of(Level.GRID)]
    beats = demo_beats(ground)
    units = {one.unit.unit_id: one.unit for one in fleet(ground.areas)}
    assert len(grids) == 450
    assert without_officer(grids, beats) == []
    for grid in grids:
        first = beats_of(grid, beats)[0]
        officers = [units[unit] for unit in first.units]
        assert officers and {one.subkind for one in officers} == {"officer"}
        assert first.officers == " ".join(one.name for one in officers)
        assert {one.home_area for one in officers} == {grid[:12]}


def test_every_grid_has_its_beats(told: dict[str, list]):
    beats, grids = told["beat"], [one.code for one in GROUND.of(Level.GRID)]
    check_shares(beats)
    assert sorted(sums_of(beats)) == grids
    assert any(len(beat.shares) != 19 for beat in beats)  # some grids are shared
    assert without_officer(grids, beats) == []


def test_whistles_are_in_every_state(told: dict[str, list]):
    calls = told["whistle_call"]
    assert len(told["whistle"]) == WHISTLES
    assert {one.state for one in calls} == set(CallState)
    assert sum(one.late for one in attendance_of(calls, UNTIL)) >= 3
    assert all(one.is_demo for one in (*calls, *told["whistle"]))
    assert all(at is None or at <= UNTIL for one in calls for at in (one.arrived_at, one.rated_at))


def test_items_actions_and_consultations(told: dict[str, list]):
    assert {one.state for one in told["grid_push"]} == set(PushState)
    assert sum(one.is_resolved for one in told["joint_action"]) == ACTIONS // 4
    kinds = Counter(one.service for one in told["law_service"])
    assert kinds[LawKind.CONSULT] == CONSULTS == 30
    zone = ZoneInfo("Asia/Shanghai")
    assert all(one.day <= UNTIL.astimezone(zone).date().isoformat() for one in told["law_service"])
    names = [one.name for one in told["law_partner"]]
    assert all(one.startswith("演示-") for one in names)


def test_disputes_joined_are_cases_of_the_centre_and_count_once(told: dict[str, list]):
    days = [date(2025, 12, 1) + timedelta(days=n % 350) for n in range(2240)]
    settled = sorted(
        (case_code("LS", day, n % 10 + 1, n + 1), GROUND.of(Level.VILLAGE)[n % 24].code)
        for n, day in enumerate(days)
    )
    joined = [entity for _, entity, _ in tell_joined(GROUND, settled)]
    services = [one for one in joined if isinstance(one, LawService)]
    actions = [one for one in joined if isinstance(one, JointAction)]
    assert (len(services), len(actions)) == (DISPUTES, MEDIATED) == (36, 24)
    codes = {code for code, _ in settled}
    assert len({one.case_code for one in joined} & codes) == 60
    assert all(read_case_code(one.case_code) == one.case_code for one in joined)
    for one in services:
        check_law_service(one)
    assert all(one.day <= UNTIL.date().isoformat() for one in joined)
    known = {one.partner_id for one in told["law_partner"]}
    assert {partner for one in services for partner in one.partners} <= known
    # the district's figure: every settled case once, and what was settled without one
    own = [one for one in told["joint_action"] if one.is_resolved]
    of = resolutions_of([*own, *actions], len(settled))
    assert (of.count, of.credited, of.joint_cases) == (2240 + 10, 10 + 24, 24)


def test_two_waves_tell_something(told: dict[str, list]):
    forms: dict[str, Questionnaire] = {one.questionnaire_id: one for one in told["questionnaire"]}
    samples: list[SurveySample] = told["survey_sample"]
    waves: list[SurveyWave] = told["survey_wave"]
    assert [one.closed_at is None for one in waves] == [False, True]
    for wave in waves:
        of = [one for one in samples if one.wave_id == wave.wave_id]
        found = result_of(wave, forms[wave.questionnaire_id], of)
        assert found.share is not None and 0.7 < found.share < 1
        assert found.is_weighted and not found.missing
    assert sum(one.has_problem for one in samples) > 0
