"""One chime rings once in a room, however many walls hang there, and nobody silences another's."""

import pytest

from domain.access.callers import Caller
from domain.errors import NotFoundError
from operations.live.chimes import KEPT_S, MOST_GROUPS, MOST_KEPT, Chimes
from tests.support.pictures import a_picture

WALL = Caller("wall:hall", "wall")
NEWS = ("LS1", "reported")


def test_the_first_of_a_room_rings_and_the_others_do_not():
    chimes = Chimes(a_picture("LS1", "LS2"), lambda: 0.0)
    asked = [chimes.claim("hall", *NEWS, caller=Caller(f"wall:{n}", "wall")) for n in range(10)]
    assert asked == [True] + [False] * 9
    assert chimes.claim("office", *NEWS, caller=WALL)
    assert chimes.claim("hall", "LS2", "reported", caller=WALL)


def test_a_claim_of_a_person_silences_that_persons_screens_alone():
    chimes = Chimes(a_picture("LS1"), lambda: 0.0)
    people = [Caller(name, "village") for name in ("a", "b")]
    assert [chimes.claim("hall", *NEWS, caller=one) for one in [*people, *people]] == [
        True, True, False, False,
    ]  # fmt: skip
    assert chimes.claim("hall", *NEWS, caller=WALL)


def test_news_that_is_not_so_or_not_for_the_asker_is_no_news():
    chimes = Chimes(a_picture("LS1"), lambda: 0.0)
    elsewhere = Caller("b", "police", area="340604002")
    for news, caller in (
        (("LS9", "reported"), WALL),
        (("LS1", "x"), WALL),
        (("", ""), WALL),
        (NEWS, elsewhere),
    ):
        with pytest.raises(NotFoundError):
            chimes.claim("hall", *news, caller=caller)
    assert chimes.claim("hall", *NEWS, caller=WALL)


def test_claims_are_forgotten_and_bounded():
    now = [0.0]
    chimes = Chimes(a_picture("LS1"), lambda: now[0])
    assert chimes.claim("hall", *NEWS, caller=WALL)
    now[0] = KEPT_S + 1
    assert chimes.claim("hall", *NEWS, caller=WALL)
    for i in range(2 * MOST_KEPT):
        chimes.claim(f"{i}", *NEWS, caller=Caller("flood", "village"))
    for i in range(2 * MOST_GROUPS):
        chimes.claim("hall", *NEWS, caller=Caller(f"{i}", "village"))
    assert len(chimes._claimed) <= MOST_GROUPS
    assert max(len(claims) for claims in chimes._claimed.values()) <= MOST_KEPT
    assert not chimes.claim("hall", *NEWS, caller=WALL)  # no flood of others lets a wall ring twice
