"""OwnTracks in HTTP mode: places are read, everything else the app tells is passed over."""

import json

import pytest

from domain.errors import FeedError
from feeds.owntracks import parse

TOLD = {
    "_type": "location", "lat": 33.81, "lon": 116.71, "tst": 1_795_000_000, "acc": 9, "vel": 4,
    "cog": 80, "batt": 55, "tid": "01", "topic": "owntracks/somebody/else",
}  # fmt: skip


def body(**more: object) -> bytes:
    return json.dumps(TOLD | more).encode()


def test_a_place_is_of_the_unit_whose_key_it_came_with():
    fix = parse(body(), "WG-1")
    assert fix is not None
    assert (fix.unit_id, fix.lat, fix.lon, fix.speed_kmh) == ("WG-1", 33.81, 116.71, 4)
    assert (fix.accuracy_m, fix.bearing_deg, fix.battery) == (9, 80, 0.55)
    assert fix.at.timestamp() == TOLD["tst"]


def test_what_the_phone_does_not_know_is_unknown():
    fix = parse(body(acc=-1, vel=-1, cog=-1, batt=-1), "WG-1")
    assert fix is not None
    assert (fix.accuracy_m, fix.speed_kmh, fix.bearing_deg, fix.battery) == (None,) * 4


@pytest.mark.parametrize("told", [b"", b"  ", body(_type="status"), body(_type="waypoints")])
def test_what_is_no_place_is_passed_over(told: bytes):
    assert parse(told, "WG-1") is None


@pytest.mark.parametrize(
    ("told", "field"),
    [
        (b"{", "body"),
        (b"[]", "body"),
        (body(lat=91), "lat"),
        (body(lon="116"), "lon"),
        (body(tst=0), "tst"),
        (body(tst=True), "tst"),
        (b" " * 5 + b"x" * 20_001, "body"),
    ],
)
def test_what_cannot_be_read_names_its_field(told: bytes, field: str):
    with pytest.raises(FeedError) as refused:
        parse(told, "WG-1")
    assert refused.value.field == field
