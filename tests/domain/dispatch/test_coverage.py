"""Red and mended grids; the best move is found by trying every one."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.dispatch.coverage import (
    MOVES_AT_MOST_S,
    Field,
    best_move,
    best_moves,
    is_red,
    soonest,
    tenths_of_minutes,
)

TARGET_S = 600.0
FAR = float("inf")


def test_a_grid_is_as_far_as_its_nearest_unit():
    assert soonest(np.array([[60.0, 900.0], [120.0, 300.0]])).tolist() == [60.0, 300.0]
    assert np.isinf(soonest(np.zeros((0, 2)))).all()


def test_red_is_judged_by_the_minutes_shown():
    shown = np.array([600.0, 602.9, 603.1, FAR])
    assert tenths_of_minutes(shown).tolist() == [100, 100, 101, -1]
    assert is_red(shown, TARGET_S).tolist() == [False, False, True, True]


@st.composite
def a_district(draw):
    """Up to four units and five grids, on a line, so that times are those of real ways."""
    grids = sorted(draw(st.lists(st.integers(0, 60), min_size=1, max_size=5, unique=True)))
    units = draw(st.lists(st.integers(0, 60), min_size=1, max_size=4))
    residents = draw(st.lists(st.integers(0, 3), min_size=len(grids), max_size=len(grids)))
    pace = draw(st.sampled_from([30.0, 60.0]))
    return Field(
        np.abs(np.subtract.outer(units, grids)) * pace,
        (np.abs(np.subtract.outer(grids, grids)) * pace)[None],
        np.zeros(len(units), dtype=np.int64),
        np.array(residents),
        600.0,
    )


def left_red(field):
    return int(field.residents[field.red].sum()), int(field.red.sum())


@given(a_district())
@settings(max_examples=200, deadline=None)
def test_no_other_move_mends_more(field):
    every = [
        left_red(field.moved(unit, to))
        for unit, to in np.ndindex(*field.seconds.shape)
        if field.seconds[unit, to] <= MOVES_AT_MOST_S
    ]
    now, move = left_red(field), best_move(field)
    if move is None:
        assert not every or min(every) >= now
    else:
        after = field.moved(move.unit, move.to)
        assert left_red(after) == min(every) < now
        assert set(move.mends) == set(np.flatnonzero(field.red & ~after.red))
        assert set(move.turns_red) == set(np.flatnonzero(after.red & ~field.red))


@given(a_district())
@settings(max_examples=100, deadline=None)
def test_two_moves_are_each_the_best_and_of_two_units(field):
    moves = best_moves(field, 2)
    assert len({move.unit for move in moves}) == len(moves)
    if len(moves) == 2:
        first = field.moved(moves[0].unit, moves[0].to)
        second = first.moved(moves[1].unit, moves[1].to)
        assert left_red(second) < left_red(first) < left_red(field)


def test_units_that_travel_differently_have_tables_of_their_own():
    slow, fast = ([[0.0, far], [far, 0.0]] for far in (1300.0, 1100.0))
    field = Field(
        np.array([[0.0, 1300.0], [0.0, 1100.0]]),
        np.array([slow, fast]),
        np.array([0, 1]),
        np.array([1, 1]),
        600.0,
    )
    move = best_move(field)
    assert move is not None
    assert (move.unit, move.to, move.mends, move.turns_red) == (1, 1, (1,), ())


def test_a_unit_that_leaves_takes_its_grids_along():
    field = Field(
        np.array([[0.0, 900.0], [900.0, 0.0]]),
        np.zeros((1, 2, 2)),
        np.array([0, 0]),
        np.array([1, 1]),
        600.0,
    )
    assert field.red.tolist() == [False, False]
    assert field.without(np.array([True, False])).red.tolist() == [True, False]


def test_nobody_to_move_is_no_move():
    nobody = Field(
        np.zeros((0, 2)), np.zeros((1, 2, 2)), np.zeros(0, dtype=int), np.array([1, 1]), 600.0
    )
    assert best_move(nobody) is None
