"""Rules in versions, entries as facts, deductions with appeal, months that are signed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.errors import ConflictError, InvalidError
from domain.net.credit.deductions import (
    Deduction,
    DeductionState,
    admitted,
    appealed,
    decided,
    end_of_days,
    entries_of,
    notified,
    run_out,
)
from domain.net.credit.guards import Bounds, judged
from domain.net.credit.ledger import CreditEntry, booked, reversed_entry, sums
from domain.net.credit.months import CreditMonth, digest, lines_of, open_month, signed
from domain.net.credit.outcomes import Outcome
from domain.net.credit.rules import CreditRule, Ledger, RuleBook, next_version
from tests.net.credit.credit_facts import DAY, GRID, NOON, ZONE, a_finding, a_rule

PENALTY = a_rule("false_report", ledger=Ledger.PENALTY, outcome="deduction", points=5, cap=5)
LATER = NOON + timedelta(days=30)


def book(
    *outcomes: Outcome,
    rules: list[CreditRule] | None = None,
    known: list[CreditEntry] | None = None,
) -> list[CreditEntry]:
    found = judged(outcomes, RuleBook(rules or [a_rule()]), Bounds(), ZONE)
    return booked(found, known or [], month_of={}, at=LATER, by="run")


def test_a_rule_changed_in_mid_month_counts_each_day_by_its_own_version():
    rules = [a_rule(), a_rule(version=2, points=5, cap=10, valid_from="2026-11-16")]
    before = a_finding(1)
    on_the_day = a_finding(2, at=datetime(2026, 11, 15, 16, 30, tzinfo=UTC))  # the 16th here
    told = {
        one.day: (one.rule_version, one.points) for one in book(before, on_the_day, rules=rules)
    }
    assert told == {"2026-11-10": (1, 2), "2026-11-16": (2, 5)}


def test_a_rule_is_taken_out_of_force_by_a_version_without_points():
    rules = [a_rule(), a_rule(version=2, points=0, cap=0, valid_from="2026-11-01")]
    assert book(a_finding(1), rules=rules) == []


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"valid_from": "2026-11-09"}, "credit_rule_in_past"),
        ({"valid_from": "bald"}, "field_not_valid"),
        ({"points": -1}, "field_not_valid"),
        ({"points": 7, "cap": 6}, "credit_cap_below_points"),
        ({"rule_id": "second"}, "credit_outcome_twice"),
    ],
)
def test_a_version_that_is_refused(more: dict[str, object], says: str):
    told = replace(a_rule(valid_from="2026-11-20"), **more)
    with pytest.raises(InvalidError) as refused:
        next_version([a_rule()], told, DAY)
    assert refused.value.says == says


def test_the_next_version_has_the_next_number():
    told = a_rule(points=3, valid_from="2026-11-20")
    assert next_version([a_rule()], told, DAY).rule_key == "finding@2"


def test_what_is_booked_twice_stands_once_and_what_comes_late_is_added():
    first = book(a_finding(1), a_finding(2))
    assert book(a_finding(1), a_finding(2), known=first) == []
    [late] = book(a_finding(1), a_finding(2), a_finding(3), known=first)
    assert (late.points, late.outcomes) == (2, ("incident:3",))
    assert late.entry_id != first[0].entry_id


def test_the_cap_holds_over_entries_of_the_same_day():
    first = book(a_finding(1), a_finding(2), a_finding(3))
    [late] = book(*(a_finding(n) for n in range(1, 5)), known=first)
    assert (late.points, late.left_out) == (0, ("incident:4=over_cap",))


def test_what_nobody_has_checked_yet_may_count_later():
    open_one = a_finding(1, checked_by=None)
    assert book(open_one) == []
    [entry] = book(replace(open_one, checked_by="checker"))
    assert entry.points == 2


def test_what_was_not_proven_counts_once_its_track_has_come():
    first = book(a_finding(1, is_proven=False), a_finding(2))
    assert first[0].left_out == ("incident:1=not_proven",)
    assert book(a_finding(1, is_proven=False), a_finding(2), known=first) == []
    late = book(a_finding(1, is_proven=True), a_finding(2), known=first)
    assert [(one.points, one.outcomes) for one in late] == [(2, ("incident:1",))]
    assert book(a_finding(1, is_proven=True), a_finding(2), known=[*first, *late]) == []


def test_an_entry_is_taken_back_in_parts_and_never_by_more_than_it_holds():
    [entry] = book(a_finding(1), a_finding(2))
    part = reversed_entry(entry, [], month="2026-12", at=LATER, by="x", points=2)
    rest = reversed_entry(entry, [part], month="2026-12", at=LATER, by="x")
    assert (part.points, rest.points) == (-2, -2)
    assert sums([entry, part, rest])[Ledger.REWARD] == 0
    for wrong, known in ((entry, [part, rest]), (part, [])):
        with pytest.raises(ConflictError):
            reversed_entry(wrong, known, month="2026-12", at=LATER, by="x")


def a_deduction(**more: object) -> Deduction:
    until = end_of_days(NOON, 7, ZONE)
    made = notified(
        "D-1", PENALTY, person="worker", grid=GRID, day="2026-11-10", evidence=("revisit:R-1",),
        reason="现场不符", by="community", at=NOON, appeal_until=until,
    )  # fmt: skip
    return replace(made, **more)


def test_a_deduction_names_rule_evidence_and_until_when_to_appeal():
    one = a_deduction()
    assert (one.rule_id, one.rule_version, one.points) == ("false_report", 1, 5)
    # seven whole days after the day of the notice, by the district's clock
    assert one.appeal_until == datetime(2026, 11, 18, tzinfo=ZONE)
    with pytest.raises(InvalidError) as refused:
        notified(
            "D", PENALTY, person="w", grid=GRID, day="2026-11-10", evidence=(), reason="x",
            by="y", at=NOON, appeal_until=LATER,
        )  # fmt: skip
    assert refused.value.says == "credit_needs_evidence"


def test_nobody_decides_about_what_they_did_or_deducted():
    one = appealed(a_deduction(), "我在现场", "worker", NOON)
    for wrong in ("community", "worker"):
        with pytest.raises(ConflictError) as refused:
            decided(one, wrong, NOON, is_upheld=True, reason="x")
        assert refused.value.says == "credit_needs_other"
    told = decided(one, "centre", NOON, is_upheld=False, reason="照片属实")
    assert (told.state, told.decided_by) == (DeductionState.REVOKED, "centre")


def test_only_the_person_appeals_and_only_in_time():
    one = a_deduction()
    with pytest.raises(ConflictError):
        appealed(one, "x", "colleague", NOON)
    with pytest.raises(ConflictError) as refused:
        appealed(one, "x", "worker", one.appeal_until)
    assert refused.value.says == "credit_appeal_late"
    assert appealed(one, "x", "worker", one.appeal_until - timedelta(seconds=1)).appeal == "x"


def test_a_late_appeal_is_admitted_with_a_reason_by_another_person():
    final = a_deduction(state=DeductionState.FINAL)
    until = LATER + timedelta(days=7)
    with pytest.raises(ConflictError):
        admitted(final, "住院", "community", LATER, until)
    again = admitted(final, "住院", "head", LATER, until)
    assert (again.admitted_by, again.admitted_why) == ("head", "住院")
    assert appealed(again, "x", "worker", LATER).state is DeductionState.APPEALED


def entries(
    one: Deduction, *known: CreditEntry, of: CreditEntry | None = None
) -> list[CreditEntry]:
    return entries_of(one, known, of, month="2026-11", at=LATER, by="centre")


def test_a_deduction_counts_only_when_it_is_final():
    one = a_deduction()
    assert entries(one) == []
    assert not run_out(one, NOON)
    assert run_out(one, one.appeal_until)
    [entry] = entries(replace(one, state=DeductionState.FINAL))
    assert (entry.ledger, entry.points, entry.outcomes) == (Ledger.PENALTY, 5, ("revisit:R-1",))


def test_a_revoked_deduction_is_a_fact_and_its_reverse_another():
    revoked = a_deduction(state=DeductionState.REVOKED)
    entry, back = entries(revoked)
    assert (entry.points, back.points, back.reverses) == (5, -5, entry.entry_id)
    assert entries(revoked, entry, back) == []
    # revoked long after it was final: only the reverse entry is new
    [only] = entries(revoked, entry)
    assert only.entry_id == back.entry_id


def test_points_taken_back_after_a_second_visit_are_given_back_when_revoked():
    [earned] = book(a_finding(1), a_finding(2))
    one = a_deduction(takes_back=earned.entry_id, points=2)
    assert entries(replace(one, state=DeductionState.REVOKED), of=earned) == []
    [taken] = entries(replace(one, state=DeductionState.FINAL), of=earned)
    assert (taken.ledger, taken.points, taken.reverses) == (Ledger.REWARD, -2, earned.entry_id)
    [back] = entries(replace(one, state=DeductionState.REVOKED), taken, of=earned)
    assert (back.points, back.reverses) == (2, taken.entry_id)


def test_a_signed_month_takes_nothing_more():
    assert open_month("2026-11", {"2026-11", "2026-12"}) == "2027-01"
    held = book(a_finding(1))
    month = CreditMonth("2026-11", 1, 2, 0, LATER, "runs")
    with pytest.raises(ConflictError) as refused:
        signed(month, held, "runs", LATER)
    assert refused.value.says == "credit_month_needs_other"
    done = signed(month, held, "head", LATER)
    assert (done.signed_by, done.rewards, done.sha256) == ("head", 2, digest(reversed(held)))
    with pytest.raises(ConflictError):
        signed(done, held, "head", LATER)
    found = judged([a_finding(1)], RuleBook([a_rule()]), Bounds(), ZONE)
    [late] = booked(found, [], month_of={"2026-11": "2026-12"}, at=LATER, by="run")
    assert (late.day, late.month) == ("2026-11-10", "2026-12")


def test_the_sheet_keeps_rewards_and_penalties_apart():
    [earned] = book(a_finding(1))
    [lost] = entries(a_deduction(state=DeductionState.FINAL))
    [line] = lines_of([earned, lost], by_person=True)
    assert (line.person, line.rewards, line.penalties, line.outcomes) == ("worker", 2, 5, 1)
    [community] = lines_of([earned, lost], by_person=False)
    assert (community.person, community.area_code) == ("", GRID[:12])
    assert date.fromisoformat(earned.day) == DAY
