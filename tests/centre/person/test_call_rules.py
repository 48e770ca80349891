"""Whom the centre calls, when and why; pure rules."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from domain.centre.cases.agreements import Form, Instalment
from domain.centre.cases.case import Case, Channel, Flag, Result
from domain.centre.cases.categories import Category
from domain.centre.cases.parties import CaseParty, PartyKind, PartyRole
from domain.centre.cases.petitions import Matter
from domain.centre.cases.stages import Stage
from domain.centre.mediation.settlements import Confirmation, Performance, Settlement
from domain.centre.person.calls import Came, CaseCall, Why, check_again
from domain.centre.person.due_calls import CallDays, DueCall, Known, due_calls, may_be_texted
from domain.centre.premises.bookings import Booking, BookingState
from domain.errors import InvalidError
from geodata.district.call_days import load_call_days, load_texts_by_itself
from geodata.district.refused import DistrictError

ZONE = ZoneInfo("Asia/Shanghai")
# a Friday, noon in the district
NOW = datetime(2026, 11, 27, 4, tzinfo=UTC)
DAYS = CallDays()
TODAY, MONDAY = date(2026, 11, 27), date(2026, 11, 30)


def a_case(stage: Stage = Stage.HANDLING, **more: Any) -> Case:
    return Case(
        code="LS20261101-01-0001-1", source="desk", source_id="1", serial=1,
        registered_at=NOW - timedelta(days=20), channel=Channel.VISIT, matter=Matter.DISPUTE,
        category=Category.MIGRANT_WAGES, window="01", first_clerk="window", stage=stage,
        people_count=1, **more,
    )  # fmt: skip


def a_party(number: int, role: PartyRole = PartyRole.APPLICANT, **more: Any) -> CaseParty:
    name = f"演示-04{number:02}"
    return CaseParty(
        f"P{number}", "LS20261101-01-0001-1", role, PartyKind.PERSON, name=name, **more
    )


SIDES = (a_party(1), a_party(2, PartyRole.RESPONDENT))


def due(
    known: Known, by: str = "clerk", now: datetime = NOW, days: CallDays = DAYS
) -> list[DueCall]:
    return due_calls(known, by=by, now=now, zone=ZONE, next_working_day=MONDAY, days=days)


def a_booking(days: int, **more: Any) -> Booking:
    at = NOW + timedelta(days=days)
    return Booking(
        "B1", "LS20261101-01-0001-1", BookingState.BOOKED, at, at + timedelta(hours=1),
        made_by="officer", made_at=NOW, **({"expected": ("P1", "P2")} | more),
    )  # fmt: skip


def test_both_sides_are_called_on_the_last_day_of_work_before_a_booking():
    monday = due(Known(a_case(), SIDES, [a_booking(3)]))
    assert [(one.party.party_id, one.occasion.why) for one in monday] == [
        ("P1", Why.SESSION),
        ("P2", Why.SESSION),
    ]
    assert due(Known(a_case(), SIDES, [a_booking(4)])) == []  # Tuesday waits for Monday
    cancelled = replace(a_booking(3), state=BookingState.CANCELLED)
    assert due(Known(a_case(), SIDES, [cancelled])) == []


def test_sides_that_are_met_apart_are_told_of_their_own_hour_alone():
    apart = due(Known(a_case(), SIDES, [a_booking(3, expected=("P2",))]))
    assert [one.party.party_id for one in apart] == ["P2"]
    assert due(Known(a_case(), SIDES, [a_booking(3, expected=())])) == []


def test_who_owes_is_called_before_the_day_and_again_when_it_is_over():
    near = Instalment(date(2026, 11, 30), 60_000_00)
    far = Instalment(date(2026, 12, 31), 60_000_00)
    known = Known(a_case(Stage.PERFORMING, instalments=(near, far)), SIDES)
    [call] = due(known)
    assert (call.party.party_id, call.occasion.number, call.occasion.is_late) == ("P2", 1, False)
    reached = a_call(call, Came.REACHED)
    assert due(replace(known, calls=[reached])) == []
    [late] = due(replace(known, calls=[reached]), now=NOW + timedelta(days=4))
    assert late.occasion.is_late
    paid = replace(near, paid_at=NOW, proof="回单")
    assert due(replace(known, case=replace(known.case, instalments=(paid, far)))) == []


def a_call(call: DueCall, came: Came, **more: Any) -> CaseCall:
    return CaseCall(
        f"T-{came}", call.case.code, call.party.party_id, call.occasion.key, call.occasion.why,
        came, NOW, "clerk", **more,
    )  # fmt: skip


def a_settlement(days: float, **more: Any) -> Settlement:
    return Settlement(
        "LS20261101-01-0001-1", Form.WRITTEN, Performance.AT_ONCE, 0, NOW, ("P1", "P2"),
        confirm_until=NOW + timedelta(days=days), **more,
    )  # fmt: skip


def test_who_has_not_asked_is_called_a_week_before_the_confirmation_runs_out():
    case = a_case(Stage.PERFORMING)
    asked = a_settlement(7, asked_by=("P1",), confirmation=Confirmation.ASKED)
    [call] = due(Known(case, SIDES, settlement=asked))
    assert (call.party.party_id, call.occasion.why) == ("P2", Why.CONFIRMATION)
    assert due(Known(case, SIDES, settlement=a_settlement(7.1))) == []
    assert due(Known(case, SIDES, settlement=a_settlement(0))) == []
    filed = replace(asked, confirmation=Confirmation.FILED)
    assert due(Known(case, SIDES, settlement=filed)) == []


def test_whoever_handled_a_case_is_not_told_to_ask_back():
    known = Known(a_case(Stage.CALL_BACK, handlers=("officer",)), SIDES)
    assert [one.party.party_id for one in due(known)] == ["P1"]
    assert due(known, by="officer") == []


def test_a_rating_is_asked_of_those_who_can_give_one_and_have_not():
    closed = a_case(Stage.CLOSED, closed_at=NOW - timedelta(days=2), result=Result.SETTLED)
    assert due(Known(closed, SIDES)) == []  # no link of their own
    [call] = due(Known(closed, SIDES, linked={"P1", "P2"}))
    assert (call.party.party_id, call.occasion.why) == ("P1", Why.RATING)
    assert due(Known(closed, SIDES, linked={"P1"}, rated={"P1"})) == []
    assert due(Known(closed, SIDES, linked={"P1"}), now=NOW + timedelta(days=20)) == []


def test_who_was_not_reached_stays_and_who_asked_for_another_day_waits_for_it():
    known = Known(a_case(Stage.CALL_BACK), SIDES)
    [call] = due(known)
    [again] = due(replace(known, calls=[a_call(call, Came.NOT_REACHED)]))
    assert again.tries == 1
    put_off = [a_call(call, Came.AGAIN, again_on="2026-11-29")]
    assert due(replace(known, calls=put_off)) == []
    assert due(replace(known, calls=put_off), now=NOW + timedelta(days=2))
    assert due(replace(known, calls=[a_call(call, Came.PRINTED)])) == []


def test_nobody_of_a_sealed_case_is_called_nor_the_dead_or_erased():
    waits = a_case(Stage.CALL_BACK)
    assert due(Known(replace(waits, is_sealed=True), SIDES)) == []
    assert due(Known(waits, (a_party(1, is_dead=True),))) == []
    assert due(Known(waits, (replace(a_party(1), name=None),))) == []


def test_a_case_with_violence_is_marked():
    known = Known(a_case(flags=(Flag.VIOLENCE.value,)), SIDES, [a_booking(3)])
    assert all(one.needs_care for one in due(known))


@pytest.mark.parametrize("day", ["", "2026-11-27", "2026-12-28", "tomorrow"])
def test_another_day_is_after_today_and_not_far(day: str):
    with pytest.raises(InvalidError):
        check_again(day, TODAY)


def test_a_district_sets_how_long_before_or_after_a_day_somebody_is_called(tmp_path: Path):
    (tmp_path / "centre.toml").write_text("[call_days]\ninstalment = 5\nconfirmation = 10\n")
    days = load_call_days(tmp_path)
    assert days == CallDays(instalment=5, confirmation=10, rating=14)
    case = a_case(Stage.PERFORMING, instalments=(Instalment(date(2026, 12, 2), 60_000_00),))
    known = Known(case, SIDES, settlement=a_settlement(9))
    assert due(known) == []
    assert {one.occasion.why for one in due(known, days=days)} == {Why.INSTALMENT, Why.CONFIRMATION}
    closed = a_case(Stage.CLOSED, closed_at=NOW - timedelta(days=6), result=Result.SETTLED)
    rated = Known(closed, SIDES, linked={"P1"})
    assert due(rated)
    assert due(rated, days=CallDays(rating=5)) == []


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ("instalment = 0", "instalment"),
        ("rating = 91", "rating"),
        ("confirmation = true", "confirmation"),
        ("rateing = 3", "rating"),
    ],
)
def test_days_that_cannot_be_are_refused(tmp_path: Path, written: str, wrong: str):
    (tmp_path / "centre.toml").write_text(f"[call_days]\n{written}\n")
    with pytest.raises(DistrictError, match=wrong):
        load_call_days(tmp_path)


def test_the_districts_own_file_says_the_usual_days():
    assert load_call_days(Path(__file__).parents[3] / "districts" / "lieshan") == CallDays()


def test_a_district_says_whether_reminders_are_texted_by_themselves(tmp_path: Path):
    assert load_texts_by_itself(tmp_path) is False
    (tmp_path / "centre.toml").write_text("[texts]\nby_itself = true\n")
    assert load_texts_by_itself(tmp_path) is True
    (tmp_path / "centre.toml").write_text("[texts]\nby_itself = 1\n")
    with pytest.raises(DistrictError, match="by_itself"):
        load_texts_by_itself(tmp_path)
    assert load_texts_by_itself(Path(__file__).parents[3] / "districts" / "lieshan") is False


def test_who_is_texted_by_itself():
    known = Known(a_case(), SIDES, [a_booking(3)])
    first = replace(due(known)[0], party=replace(a_party(1), phone="13800000417"))
    today, ago = TODAY, NOW - timedelta(days=1)
    assert may_be_texted(first, today, ZONE)
    for no in (
        replace(first, party=a_party(1)),
        replace(first, needs_care=True),
        replace(first, was_put_off=True, last_at=ago),
        replace(first, occasion=replace(first.occasion, why=Why.CALL_BACK)),
        replace(first, tries=1, last_at=NOW),
        replace(first, tries=3, last_at=ago),
    ):
        assert not may_be_texted(no, today, ZONE)
    assert may_be_texted(replace(first, tries=1, last_at=ago), today, ZONE)
