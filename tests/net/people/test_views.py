"""Which common grids handling grids cover, twice or not at all; measured on real shapes."""

import numpy as np
import pytest
import shapely

from domain.net.people.views import handling_grids, holes, overlaps
from geodata.handling import HandlingGrids
from geodata.places.locate import AreaIndex

GRIDS = ["340604001001001", "340604001001002", "340604001002001"]


def test_settings_unite_areas_of_any_level_and_the_map_adds_shares():
    found = handling_grids(
        {"北片": ["340604001001"], "全区": ["340604"]},
        {"南片": {GRIDS[2]: 0.6, GRIDS[0]: 0.01}},
        GRIDS,
    )
    assert {one.name: dict(one.shares) for one in found} == {
        "北片": {GRIDS[0]: 1.0, GRIDS[1]: 1.0},
        "全区": dict.fromkeys(GRIDS, 1.0),
        "南片": {GRIDS[2]: 0.6},  # a hundredth is the width of a line
    }
    assert [(one.grid, list(one.names)) for one in overlaps(found)] == [
        (GRIDS[0], ["全区", "北片"]), (GRIDS[1], ["全区", "北片"]), (GRIDS[2], ["全区", "南片"]),
    ]  # fmt: skip
    assert holes(found, GRIDS) == []


def test_what_is_covered_in_part_is_a_hole_and_halves_of_two_are_none():
    found = handling_grids({}, {"甲": {GRIDS[0]: 0.5, GRIDS[1]: 0.5}, "乙": {GRIDS[0]: 0.5}}, GRIDS)
    assert holes(found, GRIDS) == GRIDS[1:]
    assert overlaps(found) == []


def test_shares_are_measured_on_the_shapes():
    boxes = [shapely.box(116.80 + n * 0.01, 33.80, 116.81 + n * 0.01, 33.81) for n in range(3)]
    index = AreaIndex(GRIDS, np.array(boxes))
    drawn = HandlingGrids(
        ["emergency"], ["北片"], np.array([shapely.box(116.80, 33.79, 116.815, 33.82)])
    )
    [(department, by_name)] = drawn.shares(index).items()
    assert department == "emergency"
    assert by_name["北片"] == pytest.approx({GRIDS[0]: 1.0, GRIDS[1]: 0.5}, abs=0.001)
