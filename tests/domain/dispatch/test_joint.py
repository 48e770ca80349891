"""The joint choice is the best there is: every other choice is tried."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.dispatch.joint import NOBODY, WEIGHT, Slot, assign_in_turn, assign_jointly, totals
from domain.incidents.incidents import Severity

NEVER = float("inf")
TIMES = st.one_of(st.just(NEVER), st.integers(1, 30).map(float))


@st.composite
def a_bad_night(draw):
    """Up to five slots of any severity and up to four units, some of which do not fit."""
    slots = [
        Slot(row, 0, draw(st.sampled_from(list(Severity))), draw(st.booleans()))
        for row in range(draw(st.integers(1, 5)))
    ]
    units = draw(st.integers(1, 4))
    rows = [[draw(TIMES) for _ in range(units)] for _ in slots]
    return slots, np.array(rows)


def every_choice(slots, seconds):
    """All ways to send the units: each slot one unit that fits, or nobody."""
    size, units = seconds.shape
    for chosen in product(range(NOBODY, units), repeat=size):
        sent = [(row, one) for row, one in enumerate(chosen) if one != NOBODY]
        if len({one for _, one in sent}) == len(sent) and all(
            np.isfinite(seconds[row, one]) for row, one in sent
        ):
            yield chosen


def worth(slots, seconds, chosen):
    """Empty slots by tier, gravest first; then the weighted time."""
    empty = [
        sum(slot.tier == tier and one == NOBODY for slot, one in zip(slots, chosen, strict=True))
        for tier in range(8)
    ]
    time = sum(
        WEIGHT[slot.severity] * seconds[row, chosen[row]]
        for row, slot in enumerate(slots)
        if chosen[row] != NOBODY
    )
    return empty, time


@given(a_bad_night())
@settings(max_examples=150, deadline=None)
def test_no_other_choice_is_better(night):
    slots, seconds = night
    chosen = assign_jointly(slots, seconds)
    best = min(worth(slots, seconds, one) for one in every_choice(slots, seconds))
    assert worth(slots, seconds, chosen) == best


@given(a_bad_night())
@settings(max_examples=100, deadline=None)
def test_nobody_is_sent_twice_or_to_what_they_cannot_do(night):
    slots, seconds = night
    for choose in (assign_jointly, assign_in_turn):
        sent = [(row, one) for row, one in enumerate(choose(slots, seconds)) if one != NOBODY]
        assert len({one for _, one in sent}) == len(sent)
        assert all(np.isfinite(seconds[row, one]) for row, one in sent)


@given(a_bad_night())
@settings(max_examples=100, deadline=None)
def test_it_is_never_worse_than_each_taking_its_nearest(night):
    slots, seconds = night
    assert worth(slots, seconds, assign_jointly(slots, seconds)) <= worth(
        slots, seconds, assign_in_turn(slots, seconds)
    )


def test_a_lesser_incident_never_takes_what_a_graver_one_lacks():
    slots = [Slot(0, 0, Severity.IV), Slot(1, 0, Severity.I)]
    # The one unit stands beside the lesser incident and two hours from the graver.
    assert assign_jointly(slots, np.array([[1.0], [7200.0]])).tolist() == [NOBODY, 0]


def test_of_equals_each_gets_one_before_any_gets_two():
    slots = [
        Slot(0, 0, Severity.II),
        Slot(0, 0, Severity.II, is_first=False),
        Slot(1, 0, Severity.II),
    ]
    seconds = np.array([[60.0, 60.0], [60.0, 60.0], [3600.0, 3600.0]])
    chosen = assign_jointly(slots, seconds)
    assert chosen[1] == NOBODY
    assert NOBODY not in (chosen[0], chosen[2])


def test_the_minutes_saved_are_those_of_the_arrivals():
    slots = [Slot(0, 0, Severity.III), Slot(1, 0, Severity.III)]
    # The first in the queue takes the unit that the second needs more.
    seconds = np.array([[100.0, 120.0], [110.0, 900.0]])
    joint = totals(slots, seconds, assign_jointly(slots, seconds))
    in_turn = totals(slots, seconds, assign_in_turn(slots, seconds))
    assert (joint.seconds, in_turn.seconds) == (230.0, 1000.0)
    assert (joint.weighted_s, joint.filled, joint.short) == (460.0, 2, 0)


@pytest.mark.parametrize("shape", [(0, 3), (3, 0), (0, 0)])
def test_nothing_to_choose_from_is_no_error(shape):
    slots = [Slot(row, 0, Severity.I) for row in range(shape[0])]
    for choose in (assign_jointly, assign_in_turn):
        assert choose(slots, np.zeros(shape)).tolist() == [NOBODY] * shape[0]
