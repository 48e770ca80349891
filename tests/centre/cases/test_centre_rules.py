"""The dispute centre's rules, one by one: codes, categories, petitions, parties, sums, dossiers."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogues import po_file, read_catalogue
from domain.access.callers import Caller
from domain.centre.cases.agreements import (
    are_paid,
    instalments_of,
    overdue,
    paid_fen,
    with_paid,
    yuan,
)
from domain.centre.cases.case_codes import LONGEST_SERIAL, case_code, read_case_code
from domain.centre.cases.categories import CATEGORY_NAMES, IN_USE, MAPPED, Category, LegalList
from domain.centre.cases.needs import NEED_NAMES, Need
from domain.centre.cases.parties import PartyRole, check_parties
from domain.centre.cases.petitions import WAY_NAMES, Matter, Way, may_run, needs_way
from domain.centre.cases.stages import OPEN, STAGE_NAMES, TABLE, Stage, Step
from domain.centre.loop.routing import accept, object_to
from domain.centre.loop.said import SYSTEM, Said, Taken
from domain.centre.papers.dossier import Course, Paper, lines_of, missing_papers
from domain.errors import ConflictError, InvalidError
from domain.words import LANGUAGES
from geodata.district.centre import load_centre
from geodata.district.district import load_district
from geodata.district.holidays import load_calendar
from settings import ROOT
from tests.support.cases import a_case

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
DAY = date(2026, 11, 29)
LIESHAN = ROOT / "districts" / "lieshan"
OFFICER = Caller("mediates", "body_officer", department="people_mediation")
APPLICANT, SPEAKER = PartyRole.APPLICANT, PartyRole.REPRESENTATIVE


def refused(says: str, error: type[InvalidError] | type[ConflictError] = InvalidError):
    return pytest.raises(error, match=rf"^{says}\b")


# codes


def test_a_code_is_read_however_it_was_typed():
    code = case_code("LS", DAY, 1, 7)
    assert code.startswith("LS20261129-01-0007-")
    for typed in (code, code.lower(), code.replace("-", ""), f" {code.replace('-', ' ')} "):
        assert read_case_code(typed) == code


@given(st.integers(1, LONGEST_SERIAL), st.integers(2, 17), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(serial: int, at: int, off: int):
    plain = case_code("LS", DAY, 3, serial).replace("-", "")
    wrong = f"{plain[:at]}{(int(plain[at]) + off) % 10}{plain[at + 1 :]}" if at < len(plain) else ""
    with refused("case_code_wrong"):
        read_case_code(wrong)


@pytest.mark.parametrize("text", ["", "LS", "LS20261129-01-0007", "20261129", "LS1", "没有"])
def test_what_is_no_code_is_refused(text: str):
    with refused("case_code_wrong"):
        read_case_code(text)


def test_a_window_gives_so_many_codes_a_day_and_no_more():
    with refused("case_codes_used_up"):
        case_code("LS", DAY, 1, LONGEST_SERIAL + 1)


# categories and petitions


def test_eighteen_types_are_in_use_and_each_stands_in_both_other_lists():
    assert len(IN_USE) == 18
    assert len(LegalList) == 17
    assert MAPPED.keys() == CATEGORY_NAMES.keys() == set(Category)


def test_a_request_is_sorted_six_ways_and_the_petition_clock_runs_for_the_last_only():
    assert len(Way) == len(WAY_NAMES) == 6
    assert [matter for matter in Matter if needs_way(matter)] == [Matter.REQUEST]
    assert may_run("petition.handle", Matter.REQUEST, Way.PETITION)
    for way in set(Way) - {Way.PETITION}:
        assert not may_run("petition.handle", Matter.REQUEST, way)
    assert may_run("mediate.people", Matter.DISPUTE, None)


# parties


def test_a_group_is_spoken_for_by_five_at_most():
    check_parties([SPEAKER] * 5, 12)
    with refused("representatives_too_many"):
        check_parties([SPEAKER] * 6, 12)
    with refused("group_without_representatives"):
        check_parties([APPLICANT], 12)
    with refused("case_without_applicant"):
        check_parties([PartyRole.RESPONDENT], 1)
    with refused("parties_too_many"):
        check_parties([APPLICANT] * 61, 61)


# sums


def test_instalments_add_up_or_are_refused_with_both_sums():
    held = instalments_of(
        120_000_00, [(date(2026, 4, 1), 50_000_00), (date(2026, 3, 5), 70_000_00)]
    )
    assert [one.due for one in held] == [date(2026, 3, 5), date(2026, 4, 1)]
    with refused("instalments_do_not_add_up") as refusal:
        instalments_of(120_000_00, [(date(2026, 3, 1), 119_999_99)])
    assert refusal.value.values == {"total": "120,000.00", "sum": "119,999.99"}
    with refused("instalment_no_sum"):
        instalments_of(0, [(date(2026, 3, 1), 0)])
    assert instalments_of(0, []) == ()


def test_what_is_paid_is_paid_once_and_on_proof():
    held = instalments_of(300, [(date(2026, 3, 1), 100), (date(2026, 4, 1), 200)])
    assert overdue(held, date(2026, 3, 2)) == (1,)
    held = with_paid(held, 1, "回单 001", NOON)
    assert (paid_fen(held), are_paid(held), overdue(held, date(2026, 4, 1))) == (100, False, ())
    with refused("instalment_paid", ConflictError):
        with_paid(held, 1, "回单 002", NOON)
    with refused("proof_missing"):
        with_paid(held, 2, "  ", NOON)
    with refused("instalment_unknown"):
        with_paid(held, 3, "x", NOON)
    assert are_paid(with_paid(held, 2, "回单 002", NOON))


@given(st.integers(0, 10**12))
def test_a_sum_is_read_to_the_fen(fen: int):
    assert int(yuan(fen).replace(",", "").replace(".", "")) == fen


# dossier


def test_thirteen_items_and_what_must_be_there():
    settled = Course(was_handled=True, was_agreed=True)
    lines = lines_of(set(), settled)
    assert [one.number for one in lines] == list(range(1, 14))
    assert [one.number for one in lines if one.is_missing] == [1, 2, 3, 7, 8, 13]
    failed = missing_papers(set(), Course(was_handled=True))
    assert Paper.AGREEMENT not in failed
    refused_case = missing_papers(set(), Course())
    assert set(refused_case) == {Paper.APPLICATION, Paper.CLOSING_REPORT}
    assert missing_papers(set(Paper), settled) == ()


def test_a_petition_has_a_dossier_of_its_own():
    answered = Course(was_handled=True, is_petition=True, was_answered=True)
    always = [Paper.APPLICATION, Paper.PETITION_NOTICE, Paper.CLOSING_REPORT]
    opinion = [Paper.INQUIRY, Paper.PETITION_OPINION]
    assert set(missing_papers(set(), answered)) == {*always, *opinion}
    lines = lines_of(set(), answered)
    assert [one.number for one in lines] == list(range(1, len(lines) + 1))
    assert {Paper.RIGHTS_NOTICE, Paper.MEDIATION_RECORD}.isdisjoint(one.paper for one in lines)
    longer = replace(answered, was_studied=True, was_extended=True)
    assert set(missing_papers({*always, *opinion}, longer)) == {
        Paper.STUDY_MINUTES, Paper.EXTENSION_NOTICE,
    }  # fmt: skip
    agreed = Course(was_handled=True, is_petition=True, was_agreed=True)
    assert set(missing_papers(set(), agreed)) == {*always, Paper.AGREEMENT}
    led_away = Course(was_handled=True, is_petition=True)
    assert set(missing_papers(set(), led_away)) == set(always)
    assert set(missing_papers(set(), Course(is_petition=True))) == {always[0], always[-1]}


# the table


def test_every_step_has_one_row_and_every_stage_has_a_way_in_and_out():
    assert TABLE.keys() == set(Step)
    assert STAGE_NAMES.keys() == set(Stage)
    assert NEED_NAMES.keys() == set(Need)
    reached = {stage for row in TABLE.values() for stage in row.leads_to}
    left = {stage for row in TABLE.values() if row.leads_to for stage in row.comes_from}
    assert reached == set(Stage)
    assert left >= set(OPEN)


@pytest.mark.parametrize("language", LANGUAGES)
def test_steps_stages_and_papers_have_words_in_each_language(language: str):
    held = {one.id for one in read_catalogue(po_file(language)) if one.context == "case"}
    assert held == {one.value for words in (Step, Stage, Paper) for one in words}


def test_silence_accepts_for_a_body_of_ours_and_never_for_a_court_or_an_arbitration():
    centre, calendar = load_centre(LIESHAN), load_calendar(load_district(LIESHAN))
    assert centre is not None
    judicial = {one.code for one in centre.bodies.values() if one.is_judicial}
    assert "labour_arbitration" in judicial
    for body in centre.bodies:
        case = a_case(stage=Stage.ROUTED, body=body, answer_by=NOON, clock="mediate.people")
        silence = Taken(Said(), SYSTEM, NOON, centre, calendar)
        if body in judicial:
            with pytest.raises(ConflictError) as refused:
                accept(case, silence)
            assert refused.value.says == "silence_accepts_nothing"
        else:
            assert accept(case, silence).stage is Stage.HANDLING, body


def test_an_objection_is_in_time_until_its_last_moment_and_late_at_it():
    until = datetime(2026, 3, 3, 16, tzinfo=UTC)
    case = a_case(stage=Stage.ROUTED, body="people_mediation", answer_by=until)
    centre, calendar = load_centre(LIESHAN), load_calendar(load_district(LIESHAN))
    assert centre is not None

    def objects(at: datetime) -> bool:
        said = Said(text="不属于我中心职责")
        return object_to(case, Taken(said, OFFICER, at, centre, calendar)).has_objection

    assert objects(until - timedelta(milliseconds=1))
    with pytest.raises(ConflictError) as late:
        objects(until)
    assert late.value.says == "objection_too_late"
