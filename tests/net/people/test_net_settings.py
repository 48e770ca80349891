"""What a district says of its net: its own table for each part, and no unknown word."""

import pytest

from domain.net.people.settings import PeopleSettings
from geodata.district.departments import load_departments
from geodata.district.net.people import load_net_people
from geodata.district.refused import DistrictError
from settings import ROOT


def test_the_district_says_what_a_worker_may_hold():
    told = load_net_people(ROOT / "districts" / "lieshan")
    assert (told.posts_per_worker, told.most_grids, told.long_vacant_days) == (1, 4, 90)
    known = {one.code for one in load_departments(ROOT / "districts" / "lieshan")}
    assert len(told.views) == 5
    assert {one.department for one in told.views} <= known


def test_a_district_without_the_file_has_the_product_s_own(tmp_path):
    assert load_net_people(tmp_path) == PeopleSettings()


@pytest.mark.parametrize(
    "text",
    [
        "[people]\nmost_gridz = 3",
        "[persons]\nmost_grids = 3",
        "[people]\nmost_grids = 0",
        "[[people.views]]\nname = 'x'\noffice = 'y'",
        'people = "many"',
        "[people",
    ],
)
def test_what_is_not_known_or_does_not_do_is_refused_with_the_file(tmp_path, text):
    (tmp_path / "net.toml").write_text(text)
    with pytest.raises(DistrictError, match=r"net\.toml"):
        load_net_people(tmp_path)
