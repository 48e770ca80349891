"""One chime rings once in a room, however many walls hang there."""

from operations.live.chimes import KEPT_S, MOST_KEPT, Chimes


def test_the_first_of_a_room_rings_and_the_others_do_not():
    chimes = Chimes(lambda: 0.0)
    asked = [chimes.claim("hall", "LS1:reported") for _ in range(10)]
    assert asked == [True] + [False] * 9
    assert chimes.claim("office", "LS1:reported")
    assert chimes.claim("hall", "LS2:reported")


def test_claims_are_forgotten_and_bounded():
    now = [0.0]
    chimes = Chimes(lambda: now[0])
    assert chimes.claim("hall", "LS1:reported")
    now[0] = KEPT_S + 1
    assert chimes.claim("hall", "LS1:reported")
    for i in range(2 * MOST_KEPT):
        chimes.claim("hall", f"{i}")
    assert len(chimes._claimed) <= MOST_KEPT + 1
