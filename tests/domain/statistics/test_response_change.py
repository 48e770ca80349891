"""A change is divided so that it adds up, and the guilty part comes first."""

import random

import pytest

from domain.statistics.response_change import (
    Arrived,
    arrived_of,
    by_band,
    by_group,
    by_step,
    can_compare,
    change_s,
    is_sure,
    total,
)

BEFORE = {"arrived": 10, "accept_ms": 300_000, "dispatch_ms": 200_000, "travel_ms": 2_500_000}
NOW = {"arrived": 20, "accept_ms": 600_000, "dispatch_ms": 400_000, "travel_ms": 8_000_000}


def test_the_step_that_grew_comes_first_and_the_steps_sum_to_the_change():
    parts = by_step(NOW, BEFORE)
    assert (parts[0].name, parts[0].change_s) == ("travel", 150)
    whole = change_s(arrived_of(NOW), arrived_of(BEFORE))
    assert sum(part.change_s for part in parts) == pytest.approx(whole)


def test_a_class_that_became_slower_is_to_blame():
    before = {"fire": Arrived(10, 3_000_000), "traffic": Arrived(10, 3_000_000)}
    now = {"fire": Arrived(10, 3_000_000), "traffic": Arrived(10, 9_000_000)}
    first, second = by_group(now, before)
    assert (first.name, first.change_s) == ("traffic", 300)
    assert second.change_s == 0


def test_more_of_a_slow_class_is_to_blame_too():
    before = {"fire": Arrived(10, 1_000_000), "dispute": Arrived(10, 9_000_000)}
    now = {"fire": Arrived(10, 1_000_000), "dispute": Arrived(30, 27_000_000)}
    assert by_group(now, before)[0].name == "dispute"


@pytest.mark.parametrize("seed", range(5))
def test_groups_always_sum_to_the_whole_change(seed: int):
    dice = random.Random(seed)

    def some() -> dict[str, Arrived]:
        return {
            name: Arrived(dice.randrange(1, 9), dice.randrange(9_000_000))
            for name in "abcdef"
            if dice.random() < 0.7
        } | {"z": Arrived(3, 900_000)}

    now, before = some(), some()
    whole = change_s(total(now.values()), total(before.values()))
    assert sum(part.change_s for part in by_group(now, before)) == pytest.approx(whole)


def test_few_incidents_prove_nothing():
    assert not can_compare(Arrived(9, 1), Arrived(100, 1))
    assert can_compare(Arrived(10, 1), Arrived(10, 1))


def spread(count: int, mean_s: int, apart_s: int) -> Arrived:
    """Arrivals half of which took so much less and half so much more than their mean."""
    seconds = [mean_s + (apart_s if n % 2 else -apart_s) for n in range(count)]
    return Arrived(count, sum(seconds) * 1000, sum(one * one for one in seconds))


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (spread(200, 400, 180), spread(200, 300, 180), True),  # many, 100 s slower
        (spread(200, 300, 180), spread(200, 400, 180), True),  # as much faster
        (spread(200, 320, 180), spread(200, 300, 180), False),  # many, hardly slower
        (spread(12, 400, 180), spread(12, 300, 180), False),  # few
        (spread(12, 400, 180), spread(200, 300, 10), False),  # few, whatever was before
        (spread(9, 900, 1), spread(200, 300, 1), False),  # too few to be looked at
    ],
)
def test_a_change_is_sure_when_chance_would_not_have_it(
    now: Arrived, before: Arrived, expected: bool
):
    assert is_sure(now, before) is expected


def test_one_endless_drive_is_no_change():
    usual = spread(60, 300, 60)
    endless = usual + Arrived(1, 7_200_000, 7200 * 7200)
    assert change_s(endless, usual) > 100
    assert not is_sure(endless, usual)


def test_hours_are_gathered_into_bands():
    bands = by_band({5: Arrived(1, 10), 6: Arrived(2, 20), 23: Arrived(4, 40)})
    assert bands["0–6 时"].count == 1
    assert bands["6–9 时"].count == 2
    assert bands["20–24 时"].count == 4
