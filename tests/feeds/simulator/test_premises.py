"""The demo's rota and booked rooms: the same every time, everybody invented, nobody twice."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from domain.centre.premises.places import Centre
from domain.centre.premises.rota import Half
from feeds.simulator.centre import room_hours, rota_of
from geodata.district.centre import load_centre
from geodata.district.district import load_district

LIESHAN = load_district(Path("districts/lieshan"))
DAY = date(2026, 11, 30)
SEED = 340604


def the_district() -> Centre:
    centre = load_centre(LIESHAN.folder)
    assert centre is not None
    return centre


def test_every_window_has_somebody_invented_in_every_half_and_nobody_two():
    centre = the_district()
    for ahead in range(40):
        rows = rota_of(centre, DAY + timedelta(days=ahead), is_day_off=False)
        assert rows == rota_of(centre, DAY + timedelta(days=ahead), is_day_off=False)
        for half in Half:
            some = [one for one in rows if one.half is half]
            assert {one.window for one in some} == set(centre.windows)
            who = Counter(one.account or one.name for one in some)
            assert max(who.values()) == 1
        assert all(one.account or one.name.startswith("演示-") for one in rows)
        assert all(one.phone.startswith("138-0000-") for one in rows)


def test_on_a_day_off_only_a_few_windows_are_on_duty():
    rows = rota_of(the_district(), DAY, is_day_off=True)
    assert len({one.window for one in rows}) == 3


def test_rooms_are_booked_in_the_same_hours_every_time_and_never_twice():
    centre = the_district()
    found = list(room_hours(centre, DAY, SEED, LIESHAN.zone))
    assert found == list(room_hours(centre, DAY, SEED, LIESHAN.zone))
    assert found != list(room_hours(centre, DAY, SEED + 1, LIESHAN.zone))
    assert len({(room, begins) for room, begins, _ in found}) == len(found) > 5
    assert all(begins < ends for _, begins, ends in found)
