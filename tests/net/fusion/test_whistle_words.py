"""What stands in the cells of a whistle's card."""

from datetime import UTC, datetime, timedelta

from domain.net.fusion.whistles import WhistleCall
from domain.words import Words
from layouts.net.fusion import whistles
from layouts.net.fusion.seat import Seat
from layouts.reader import Reader
from tests.layouts.test_shell import texts

NOON = datetime(2026, 11, 29, 4, tzinfo=UTC)


def test_the_moment_of_arrival_and_that_it_was_late_stand_apart():
    late = WhistleCall(
        "W.a", "W", "340604001001", "housing", NOON, NOON + timedelta(minutes=30),
        arrived_at=NOON + timedelta(minutes=40),
    )  # fmt: skip
    seat = Seat(Reader(words=Words()), "Asia/Shanghai", NOON, "k", str, str, {})
    assert texts([whistles._arrived(late, seat)]).endswith("12:40:00 超时")
