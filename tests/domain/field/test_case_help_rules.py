"""Who of the grid may be asked to help with a case, and what a phone shows of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.access.callers import Caller
from domain.centre.cases.case_codes import is_case_code
from domain.centre.cases.parties import CaseParty, PartyKind, PartyRole
from domain.centre.cases.stages import Stage
from domain.centre.helping.helps import (
    CaseHelp,
    HelpEnd,
    ended,
    for_the_field,
    is_barred,
    is_of_grid,
    may_ask,
    may_speak,
)
from domain.dispatch.units import Unit, UnitKind
from domain.errors import ConflictError
from domain.field.talk.broadcasts import FieldBroadcast
from tests.centre.mediation.the_pool import a_case

NOON = datetime(2026, 11, 30, 4, tzinfo=UTC)
GRID, VILLAGE, TOWN = "340604101001001", "340604101001", "340604101"
CASE = a_case(area_code=VILLAGE, stage=Stage.HANDLING, body="people_mediation", is_sealed=False)
PARTY = CaseParty("p", "c", PartyRole.RESPONDENT, PartyKind.PERSON, "欧阳正", "13700004170")
FIRM = CaseParty("f", "c", PartyRole.RESPONDENT, PartyKind.FIRM, "欧阳正建材", None)


def unit(kind: UnitKind = UnitKind.GRID_WORKER, home: str | None = GRID) -> Unit:
    return Unit("U1", "和村 1", kind, home_area=home)


@pytest.mark.parametrize("home", [GRID, VILLAGE, TOWN])
def test_whoever_is_at_home_in_its_grid_or_serves_it_may_be_asked(home: str):
    assert is_of_grid(CASE, unit(home=home))
    assert is_of_grid(CASE, unit(UnitKind.POLICE, home))


@pytest.mark.parametrize("home", ["340604102", "340604101002", "340604", "", None])
def test_nobody_of_elsewhere_nor_of_the_whole_district_may(home: str | None):
    assert not is_of_grid(CASE, unit(home=home))


def test_of_a_case_without_a_place_nobody_is_asked_nor_a_unit_that_is_gone():
    assert not is_of_grid(replace(CASE, area_code=None), unit())
    assert not is_of_grid(CASE, replace(unit(), is_removed=True))


def test_a_party_is_known_by_name_or_number_and_who_is_kept_out_by_account():
    assert is_barred(CASE, [PARTY], {"欧阳正"})
    assert is_barred(CASE, [PARTY], {"13700004170", "别人"})
    # as somebody typed it at a window
    for written in ("137 0000 4170", "+86 137-0000-4170", "１３７００００４１７０"):
        assert is_barred(CASE, [replace(PARTY, name=None, phone=written)], {"13700004170"})
    assert is_barred(CASE, [replace(PARTY, name="欧阳 正")], {"欧阳正"})
    assert is_barred(replace(CASE, never=("walks",)), [], {"walks"})
    assert not is_barred(CASE, [PARTY], {"李四", "13800000000", "walks"})


def test_a_phone_shows_its_people_by_surname_and_no_number():
    said = "请找欧阳正（13700004170），厂名欧阳正建材，身份证340604199001011234"
    shown = for_the_field(said, [PARTY, FIRM])
    assert "欧阳正（" not in shown and "13700004170" not in shown
    assert "199001011234" not in shown and "欧*" in shown


def test_only_its_handlers_speak_and_fewer_of_them_ask():
    body = Caller("m", "body_officer", department="people_mediation")
    window, other = Caller("w", "window_clerk"), Caller("o", "body_officer", department="visits")
    assert may_speak(body, CASE) and may_ask(body, CASE)
    assert may_speak(window, CASE) and not may_ask(window, CASE)
    assert not may_speak(other, CASE)
    assert not may_speak(Caller("r", "case_reviewer"), CASE)
    for quiet in (replace(CASE, is_sealed=True), replace(CASE, stage=Stage.CLOSED)):
        assert not may_speak(body, quiet) and not may_ask(body, quiet)


def test_a_help_ends_once():
    held = CaseHelp("H1", "c", "U1", "m", NOON)
    after = ended(held, HelpEnd.DONE, "w", NOON - timedelta(minutes=1), "看过了")
    assert (after.ended_at, after.result) == (NOON, "看过了")  # never before it was asked
    with pytest.raises(ConflictError):
        ended(after, HelpEnd.RELEASED, "m", NOON)


def test_a_code_is_told_from_the_number_of_an_incident():
    from domain.centre.cases.case_codes import case_code

    code = case_code("LS", NOON.date(), 1, 7)
    assert is_case_code(code)
    assert not is_case_code("LS-2026-000077")
    assert not is_case_code(code.replace("-", ""))  # one spelling is one talk


def test_a_broadcast_holds_until_its_end_or_until_it_is_withdrawn():
    sent = FieldBroadcast(
        "B1", TOWN, (), "c", NOON, NOON + timedelta(minutes=10), 3,
        ends_at=NOON + timedelta(hours=2),
    )  # fmt: skip
    assert sent.holds(NOON + timedelta(hours=1))
    assert not sent.holds(NOON + timedelta(hours=2))
    assert not replace(sent, withdrawn_at=NOON).holds(NOON + timedelta(minutes=1))
    assert not replace(sent, ends_at=None).holds(NOON + timedelta(hours=1))  # of an older version
