"""A session: consent, violence, guests, the record in four parts, and what a court is told."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.centre.cases.categories import Category
from domain.centre.mediation.allowances import Allowance, Payer, check_allowance
from domain.centre.mediation.sessions import (
    Held,
    Manner,
    MediationSession,
    SessionState,
    cancelled,
    held,
    planned,
    undisputed_of,
)
from domain.errors import ConflictError, InvalidError
from tests.centre.mediation.the_pool import NOON, a_case

SIDES = ["P-1", "P-2"]
SESSION = MediationSession(
    "S-1", "LS1", NOON, NOON + timedelta(hours=2), Manner.TOGETHER, SessionState.PLANNED, "m",
    mediators=("M0001",),
)  # fmt: skip
TOLD = Held(consents=("P-1", "P-2"), facts="演示：漏水", positions="乙方愿出 500 元")


def test_a_session_is_planned_for_some_hours_with_somebody_who_mediates():
    assert planned(SESSION, a_case()).state is SessionState.PLANNED
    for wrong in (
        {"ends_at": NOON},
        {"ends_at": NOON + timedelta(hours=9)},
        {"mediators": ()},
    ):
        with pytest.raises(InvalidError):
            planned(replace(SESSION, **wrong), a_case())


@pytest.mark.parametrize("manner", [Manner.TOGETHER, Manner.HOME_VISIT])
def test_where_there_was_violence_nobody_is_brought_face_to_face(manner: Manner):
    case = a_case(flags=("violence",))
    with pytest.raises(InvalidError) as refused:
        planned(replace(SESSION, manner=manner), case)
    assert refused.value.says == "violence_no_face_to_face"
    for other in (Manner.APART, Manner.REMOTE):
        assert planned(replace(SESSION, manner=other), case).is_closed


def test_marriage_matters_are_never_public():
    assert planned(SESSION, a_case(category=Category.MARRIAGE_FAMILY)).is_closed
    assert not planned(SESSION, a_case()).is_closed


def test_the_consent_of_each_side_is_written_down():
    after = held(SESSION, a_case(), TOLD, SIDES, "m")
    assert (after.state, after.consents) == (SessionState.HELD, ("P-1", "P-2"))
    with pytest.raises(InvalidError) as refused:
        held(SESSION, a_case(), replace(TOLD, consents=("P-1",)), SIDES, "m")
    assert refused.value.says == "session_consent_missing"
    with pytest.raises(InvalidError):
        held(SESSION, a_case(), replace(TOLD, consents=("P-1", "P-9")), SIDES, "m")


def test_a_side_that_clearly_refuses_ends_it_and_needs_no_facts():
    told = Held(consents=("P-1",), refusals=("P-2",))
    assert held(SESSION, a_case(), told, SIDES, "m").state is SessionState.REFUSED


def test_guests_come_with_consent_only():
    told = replace(TOLD, guests=("interpreter",), guest_names="演示翻译")
    with pytest.raises(InvalidError) as refused:
        held(SESSION, a_case(), told, SIDES, "m")
    assert refused.value.says == "guests_no_consent"
    assert held(SESSION, a_case(), replace(told, guests_agreed=True), SIDES, "m").guests


def test_violence_needs_the_word_of_the_protection_order():
    case, apart = a_case(flags=("violence",)), replace(SESSION, manner=Manner.APART)
    with pytest.raises(InvalidError) as refused:
        held(apart, case, TOLD, SIDES, "m")
    assert refused.value.says == "protection_not_told"
    assert held(apart, case, replace(TOLD, told_protection=True), SIDES, "m").told_protection


def test_a_risk_of_crime_is_reported_to_the_police():
    case = a_case(flags=("escalation",))
    with pytest.raises(InvalidError) as refused:
        held(SESSION, case, TOLD, SIDES, "m")
    assert refused.value.says == "police_not_told"


def test_a_session_is_held_or_called_off_once():
    for state in (SessionState.HELD, SessionState.REFUSED, SessionState.CANCELLED):
        done = replace(SESSION, state=state)
        with pytest.raises(ConflictError):
            held(done, a_case(), TOLD, SIDES, "m")
        with pytest.raises(ConflictError):
            cancelled(done)


def test_a_court_is_told_what_is_not_in_dispute_and_no_concession():
    after = held(SESSION, a_case(), replace(TOLD, undisputed="楼上漏水属实"), SIDES, "m")
    told = undisputed_of([after, after, replace(after, state=SessionState.CANCELLED)])
    assert told == ("楼上漏水属实",)
    assert "500" not in "".join(told)


def test_an_allowance_is_of_who_mediated_and_is_taken_back_no_further_than_paid():
    line = Allowance("L-1", "LS1", "M0001", 20_000, Payer.DISTRICT, NOON, "duty")
    chosen = frozenset({"M0001"})
    assert check_allowance(line, chosen, 0) is line
    check_allowance(replace(line, fen=-20_000), chosen, 20_000)
    for wrong, paid in (({"mediator_id": "M9"}, 0), ({"fen": 0}, 0), ({"fen": -1}, 0),
                        ({"fen": 10**9}, 0)):  # fmt: skip
        with pytest.raises(InvalidError):
            check_allowance(replace(line, **wrong), chosen, paid)
    assert not any("party" in payer for payer in Payer)
