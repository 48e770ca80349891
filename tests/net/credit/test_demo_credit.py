"""The demo's ledgers: the same every time, bounded, and told by the rules of real ones."""

from datetime import UTC, date, datetime, timedelta

from domain.net.credit.guards import Bounds, Verdict, judged
from domain.net.credit.ledger import booked
from domain.net.credit.roster import Member
from domain.net.credit.rules import RuleBook
from feeds.simulator.net.credit import tell_outcomes
from geodata.district.net.credit import load_net_credit
from settings import ROOT
from tests.net.credit.credit_facts import ZONE

WORKERS = [Member(f"N{n:04d}", f"340604100001{n:03d}") for n in range(1, 357)]
FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)


def test_the_same_people_month_and_seed_tell_the_same():
    told = list(tell_outcomes(WORKERS, FIRST, LAST, 7))
    assert told == list(tell_outcomes(reversed(WORKERS), FIRST, LAST, 7))
    assert told != list(tell_outcomes(WORKERS, FIRST, LAST, 8))
    assert all(one.is_demo and FIRST <= one.at.date() <= LAST for one in told)


def test_a_year_of_ledgers_stays_small_and_some_outcomes_earn_nothing():
    rules = load_net_credit(ROOT / "districts" / "lieshan").rules
    found = judged(list(tell_outcomes(WORKERS, FIRST, LAST, 7)), RuleBook(rules), Bounds(), ZONE)
    entries = booked(found, [], month_of={}, at=datetime.now(UTC), by="demo")
    assert 500 < len(entries) < 1500  # a month; twelve are below 18,000
    assert {Verdict.COUNTS, Verdict.NOT_PROVEN, Verdict.CHECKED_ALONE} <= {
        one.verdict for one in found
    }
    assert max(one.at for one in (judge.outcome for judge in found)) < datetime(
        2026, 11, 1, tzinfo=UTC
    ) + timedelta(days=1)


def test_the_rules_of_the_district_are_read_and_none_is_about_time_online():
    rules = load_net_credit(ROOT / "districts" / "lieshan").rules
    assert {one.rule_id for one in rules} >= {"finding", "patrol", "dispute", "not_as_told"}
    assert all(one.points <= one.cap for one in rules)
