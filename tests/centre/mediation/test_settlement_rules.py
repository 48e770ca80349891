"""An agreement item by item, and its confirmation: both ask, within thirty days."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.calendar.working_time import WorkingCalendar
from domain.centre.cases.agreements import Form
from domain.centre.limits.clock_table import CLOCKS
from domain.centre.limits.clocks import due_of
from domain.centre.mediation.settlements import (
    CONFIRM_CLOCK,
    Confirmation,
    Performance,
    Settlement,
    asked,
    check_settlement,
    effective_at,
    in_force,
    promised_of,
    ruled,
)
from domain.errors import ConflictError, InvalidError
from tests.centre.mediation.the_pool import NOON

CALENDAR = WorkingCalendar(ZoneInfo("Asia/Shanghai"))
CONFIRM = CLOCKS[CONFIRM_CLOCK]
UNTIL = NOON + timedelta(days=30)
WRITTEN = Settlement(
    "LS1", Form.WRITTEN, Performance.BY_A_DAY, 100_00, NOON, ("P-1", "P-2"), confirm_until=UNTIL,
    due="2026-12-31", facts="演示事实", content="乙方付 100 元", place="烈山区调解中心",
)  # fmt: skip
TWO = ((date(2026, 12, 31), 50_00), (date(2027, 1, 31), 50_00))


def test_a_written_agreement_holds_every_official_item():
    assert check_settlement(WRITTEN, ()) is WRITTEN
    for name in ("content", "facts", "place", "due"):
        with pytest.raises(InvalidError) as refused:
            check_settlement(replace(WRITTEN, **{name: None}), ())
        assert refused.value.field == name


def test_an_oral_one_needs_its_content_only():
    oral = replace(WRITTEN, form=Form.ORAL, facts=None, place=None, manner=Performance.AT_ONCE)
    assert check_settlement(oral, ()) is oral


def test_instalments_are_two_at_least_and_the_manner_says_so():
    parts = replace(WRITTEN, manner=Performance.IN_INSTALMENTS)
    check_settlement(parts, TWO)
    with pytest.raises(InvalidError):
        check_settlement(parts, TWO[:1])
    with pytest.raises(InvalidError):
        check_settlement(WRITTEN, TWO)


def test_an_act_names_no_sum():
    act = replace(WRITTEN, manner=Performance.ACT, total_fen=0)
    check_settlement(act, ())
    with pytest.raises(InvalidError):
        check_settlement(replace(act, total_fen=1), ())


def test_a_sum_by_a_day_is_one_payment():
    assert promised_of(WRITTEN, ()) == ((date(2026, 12, 31), 100_00),)
    assert promised_of(WRITTEN, TWO) == TWO
    assert promised_of(replace(WRITTEN, total_fen=0), ()) == ()


def test_confirmation_is_filed_when_both_sides_have_asked_in_time():
    one = asked(WRITTEN, "P-1", NOON)
    assert (one.confirmation, one.filed_at) == (Confirmation.ASKED, None)
    assert asked(one, "P-1", NOON).confirmation is Confirmation.ASKED
    both = asked(one, "P-2", NOON)
    assert (both.confirmation, both.filed_at) == (Confirmation.FILED, NOON)
    with pytest.raises(ConflictError):
        asked(both, "P-1", NOON)


def test_an_oral_agreement_binds_by_the_word_a_written_one_by_the_last_signature():
    later = NOON + timedelta(days=2)
    assert effective_at(Form.ORAL, NOON, None) == NOON
    assert effective_at(Form.WRITTEN, NOON, None) is None
    assert effective_at(Form.WRITTEN, NOON, later) == later


def test_the_thirty_days_run_from_the_last_signature():
    unsigned = in_force(WRITTEN, None, CONFIRM, CALENDAR)
    assert (unsigned.effective_at, unsigned.confirm_until) == (None, None)
    with pytest.raises(ConflictError) as refused:
        asked(unsigned, "P-1", NOON)
    assert refused.value.says == "agreement_not_in_force"
    signed_at = NOON + timedelta(days=5)
    signed = in_force(unsigned, signed_at, CONFIRM, CALENDAR)
    assert signed.confirm_until == due_of(CONFIRM, signed_at, CALENDAR).at
    assert asked(signed, "P-1", NOON + timedelta(days=34)).confirmation is Confirmation.ASKED
    filed = replace(signed, confirmation=Confirmation.FILED)
    assert in_force(filed, None, CONFIRM, CALENDAR) is filed
    oral = replace(WRITTEN, form=Form.ORAL)
    assert in_force(oral, None, CONFIRM, CALENDAR) is oral


def test_after_thirty_days_or_of_an_oral_agreement_there_is_none():
    with pytest.raises(ConflictError) as refused:
        asked(WRITTEN, "P-1", UNTIL)
    assert refused.value.says == "confirmation_too_late"
    asked(WRITTEN, "P-1", UNTIL - timedelta(seconds=1))
    with pytest.raises(InvalidError):
        asked(replace(WRITTEN, form=Form.ORAL), "P-1", NOON)
    with pytest.raises(InvalidError):
        asked(WRITTEN, "P-9", NOON)


def test_a_ruling_follows_a_filing_and_has_a_number():
    with pytest.raises(ConflictError):
        ruled(WRITTEN, is_confirmed=True, number="1", at=NOON)
    filed = asked(asked(WRITTEN, "P-1", NOON), "P-2", NOON)
    with pytest.raises(InvalidError):
        ruled(filed, is_confirmed=True, number=" ", at=NOON)
    done = ruled(filed, is_confirmed=True, number="（2026）演示特1号", at=NOON)
    assert done.confirmation is Confirmation.CONFIRMED
    assert ruled(filed, is_confirmed=False, number="1", at=NOON).confirmation is (
        Confirmation.REFUSED
    )
