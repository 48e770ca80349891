"""A day of an area as numbered slots: what is kept, and that days add up."""

from datetime import date

import pytest

from domain.incidents.incidents import IncidentClass
from domain.statistics.day_sums import (
    BUCKETS,
    COUNTS,
    STEPS,
    WIDTH,
    add_slots,
    added,
    class_slot,
    hour_slot,
    packed,
    plain_counts,
    severity_slot,
    time_slot,
    times_of,
    unpacked,
)
from domain.statistics.gathered import Gathered

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def test_every_class_has_its_own_slots_and_no_two_things_share_one():
    slots = [class_slot(kind.value, count) for kind in IncidentClass for count in COUNTS]
    slots += [hour_slot(hour, part) for hour in range(24) for part in range(3)]
    slots += [severity_slot(grade, part) for grade in range(1, 5) for part in range(5)]
    slots += [time_slot(step, bucket) for step in STEPS for bucket in range(BUCKETS)]
    assert len(set(slots)) == len(slots)
    assert max(slots) < WIDTH <= 2**16


def test_the_order_of_slots_is_what_old_rows_were_written_by():
    assert class_slot("fire", "reported") == 0
    assert class_slot("other", "travel_ms") == 109
    assert (hour_slot(0, 0), severity_slot(1, 0), time_slot("accept", 0)) == (640, 712, 732)


def test_what_is_kept_comes_back_and_zeros_are_not_kept():
    row = {class_slot("fire", "reported"): 3, hour_slot(5, 2): 7_000_000_000, hour_slot(6, 0): 0}
    assert unpacked(packed(row)) == {0: 3, hour_slot(5, 2): 7_000_000_000}
    assert plain_counts(row)["reported"] == 3
    assert packed(dict(reversed(row.items()))) == packed(row)


def test_what_was_added_is_taken_away_again():
    held = {1: 2}
    add_slots(held, {1: 1, 4: 9})
    add_slots(held, {1: 1, 4: 9}, -1)
    assert packed(held) == packed({1: 2})


def test_a_span_beyond_all_buckets_is_counted_in_the_last():
    assert times_of(added([packed({time_slot("resolve", 10_000): 1})])) == {
        "resolve": {BUCKETS - 1: 1}
    }


@pytest.mark.parametrize("count", [0, 1, 3])
def test_days_are_gathered_by_weekday(count: int):
    fire, noon = class_slot("fire", "reported"), hour_slot(12, 0)
    days = [(MONDAY, packed({fire: 2, noon: 2}))] * count + [(TUESDAY, packed({fire: 1, noon: 1}))]
    found = Gathered.of(days)
    assert found.counts["reported"] == 2 * count + 1
    assert (found.heat[0][12], found.heat[1][12]) == (2 * count, 1)
    assert found.hours[12][0] == 2 * count + 1
