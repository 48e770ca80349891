"""The guards against the known abuses of points; each test reads like its rule."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from domain.net.credit.guards import Bounds, Judged, Verdict, judged, within_cap
from domain.net.credit.intervals import Interval, poisson_rate, told_apart, wilson
from domain.net.credit.ledger import booked
from domain.net.credit.outcomes import Outcome, OutcomeKind
from domain.net.credit.photos import PhotoFile, SeenPhotos, in_sessions, repeated
from domain.net.credit.revisits import drawn, is_drawn, visitor_of
from domain.net.credit.rules import CreditRule, Evidence, RuleBook
from domain.net.credit.workload import (
    GridLoad,
    LoadWeights,
    Standing,
    Work,
    compared,
    expected_of,
    peer_group_of,
    present_share,
    top_helpers,
)
from tests.net.credit.credit_facts import (
    GRID,
    LAT,
    METRE,
    NOON,
    OTHER_GRID,
    ZONE,
    a_finding,
    a_photo,
    a_rule,
)

PICTURE = 0xF0F0_1234_5678_9ABC


def verdicts(*outcomes: Outcome, rule: CreditRule | None = None) -> list[Verdict]:
    return [one.verdict for one in found(*outcomes, rule=rule)]


def found(*outcomes: Outcome, rule: CreditRule | None = None) -> list[Judged]:
    return judged(outcomes, RuleBook([rule or a_rule()]), Bounds(), ZONE)


def test_an_outcome_counts_only_when_another_person_has_checked_it():
    nobody, itself, other = (
        a_finding(1, checked_by=None), a_finding(2, checked_by="worker"), a_finding(3)
    )  # fmt: skip
    expected = [Verdict.NOT_CHECKED, Verdict.CHECKED_ALONE, Verdict.COUNTS]
    assert verdicts(nobody, itself, other) == expected


def test_no_rule_can_be_about_log_ins_or_time_online():
    assert not {"login", "online", "app_clicks", "kilometres"} & {one.value for one in OutcomeKind}


def test_points_of_a_class_and_day_end_at_the_cap():
    assert within_cap(10, a_rule(points=2, cap=6)) == 3
    assert within_cap(2, a_rule(points=2, cap=6), earned=4) == 1
    outcomes = found(*(a_finding(n) for n in range(5)), a_finding(9, found="fire"))
    [entry] = booked(outcomes, [], month_of={}, at=NOON, by="run")
    # three of the hazards, and the fire, which is a class of its own
    assert entry.points == 8
    assert [one.split("=")[1] for one in entry.left_out] == ["over_cap", "over_cap"]


def test_one_problem_told_in_pieces_counts_once():
    whole = a_finding(1)
    beside = replace(whole, outcome_id="incident:b", lat=LAT + 0.01 + 49 * METRE)
    later = replace(whole, outcome_id="incident:c", at=whole.at + timedelta(hours=23, minutes=59))
    by_another = replace(whole, outcome_id="incident:d", person="colleague")
    told = found(whole, beside, later, by_another)
    assert [one.verdict for one in told] == [Verdict.COUNTS, *[Verdict.NEAR_DUPLICATE] * 3]
    assert {one.other for one in told[1:]} == {"incident:1"}


def test_farther_later_or_of_another_class_is_another_problem():
    whole = a_finding(1)
    beyond = replace(whole, outcome_id="incident:b", lat=LAT + 0.01 + 51 * METRE)
    later = replace(whole, outcome_id="incident:c", at=whole.at + timedelta(hours=25))
    other = replace(whole, outcome_id="incident:d", found="fire")
    assert set(verdicts(whole, beyond, later, other)) == {Verdict.COUNTS}


def test_photos_before_and_after_are_of_one_session():
    rule = a_rule(evidence=Evidence.PAIR)
    before, after = a_photo("a"), a_photo("b", is_after=True)
    alone = a_finding(1, photos=(before,))
    pair = a_finding(2, photos=(before, after))
    other = a_finding(3, photos=(before, replace(after, session="s2")))
    expected = [Verdict.NO_PAIR, Verdict.COUNTS, Verdict.OTHER_SESSION]
    assert verdicts(alone, pair, other, rule=rule) == expected


def test_a_photo_is_as_old_as_the_server_says():
    rule = a_rule(evidence=Evidence.PAIR)
    old = a_photo("a", at=NOON - timedelta(hours=3))
    pair = a_finding(1, photos=(old, a_photo("b", is_after=True)))
    assert verdicts(pair, rule=rule) == [Verdict.OLD_PHOTO]


def test_a_photo_handed_in_before_is_known_again():
    first = a_finding(1, photos=(a_photo("a", bits=0xF0F0_1234_5678_9ABC),))
    copied = a_finding(2, photos=(a_photo("b", bits=0xF0F0_1234_5678_9ABD),), person="colleague")
    new = a_finding(3, photos=(a_photo("c", bits=0x0F0F_4321_8765_CBA9),))
    told = found(first, copied, new)
    assert [one.verdict for one in told] == [Verdict.COUNTS, Verdict.SAME_PHOTO, Verdict.COUNTS]
    assert told[1].other == "incident:1"


def a_file(name: str, minutes: int, **more: Any) -> PhotoFile:
    at = NOON + timedelta(minutes=minutes)
    return replace(PhotoFile(name, "incident:0", "worker", at, sha256=name), **more)


def test_photos_without_a_long_pause_are_one_session_and_the_first_is_the_one_before():
    files = [a_file("c", 130), a_file("b", 50), a_file("a", 0), a_file("gone", 60, is_removed=True)]
    first, second, late = in_sessions(files, timedelta(minutes=60))
    assert [one.photo_id for one in (first, second, late)] == ["a", "b", "c"]
    assert [one.is_after for one in (first, second, late)] == [False, True, True]
    assert first.session == second.session != late.session


def test_the_same_bytes_are_known_again_also_of_a_photo_that_was_taken_away():
    shown = replace(a_photo("a", at=NOON + timedelta(minutes=5)), sha256="bytes")
    mine = a_finding(1, photos=(shown,))
    assert set(repeated([mine], [a_file("old", 0, sha256="bytes", is_removed=True)], 4)) == {
        "incident:1"
    }
    # what was brought later takes nothing from the first
    assert repeated([mine], [a_file("new", 9, sha256="bytes")], 4) == {}


def test_a_photo_of_a_plain_wall_is_no_copy_of_another():
    walls = [a_finding(n, photos=(a_photo(f"p{n}", bits=1),)) for n in (1, 2)]
    assert repeated(walls, (), 4) == {}


def test_a_task_and_what_was_found_at_it_may_share_a_photo():
    photo = replace(a_photo("a"), sha256="bytes")
    task = a_finding(1, photos=(photo,))
    found = a_finding(2, photos=(replace(photo, photo_id="b"),), part_of=task.outcome_id)
    assert repeated([task, found], (), 4) == {}


@pytest.mark.parametrize("bit", range(0, 64, 7))
def test_wherever_the_bits_differ_the_same_picture_is_found(bit: int):
    seen = SeenPhotos(most=4)
    seen.add("one", [a_photo("a", bits=PICTURE)])
    four = PICTURE ^ sum(1 << ((bit + step) % 64) for step in (0, 13, 26, 39))
    assert seen.repeats("other", [a_photo("b", bits=four)]) == "one"
    assert seen.repeats("other", [a_photo("b", bits=four ^ 1 << ((bit + 50) % 64))]) is None


def test_a_patrol_counts_only_when_its_cells_and_key_places_were_reached():
    rule = a_rule("patrol", outcome="patrol", evidence=Evidence.PROOF, merges=False)
    walked = a_finding(1, kind="patrol", is_proven=True)
    ridden = a_finding(2, kind="patrol", is_proven=False)
    unknown = a_finding(3, kind="patrol", is_proven=None)
    expected = [Verdict.COUNTS, Verdict.NOT_PROVEN, Verdict.NOT_PROVEN]
    assert verdicts(walked, ridden, unknown, rule=rule) == expected


def test_a_dispute_counts_when_the_people_in_it_were_asked():
    rule = a_rule("dispute", outcome="dispute", evidence=Evidence.CALL_BACK)
    asked = a_finding(1, kind="dispute", is_called_back=True)
    not_asked = a_finding(2, kind="dispute", is_called_back=False)
    assert verdicts(asked, not_asked, rule=rule) == [Verdict.COUNTS, Verdict.NOT_CALLED_BACK]


def test_one_in_twenty_is_visited_again_and_anybody_can_draw_the_same():
    ids = [f"incident:{n}" for n in range(20_000)]
    first = [one for one in ids if is_drawn("2026-11-10", one, 0.05)]
    assert 900 <= len(first) <= 1100
    assert first == [one for one in ids if is_drawn("2026-11-10", one, 0.05)]
    assert first != [one for one in ids if is_drawn("2026-11-11", one, 0.05)]


def test_who_visits_again_is_neither_who_did_it_nor_their_lead_nor_who_checked():
    one = a_finding(1)
    able = ["worker", "lead", "checker", "neighbour"]
    assert visitor_of("2026-11-10", one, able, ["lead"]) == "neighbour"
    assert visitor_of("2026-11-10", one, able[:3], ["lead"]) is None
    sent = drawn("2026-11-10", one, able[:3], ["lead"], centre="centre", at=NOON)
    assert sent.visitor == "centre"


def test_more_is_expected_of_a_large_grid_with_people_who_need_care_and_work_at_night():
    weights = LoadWeights()
    small = GridLoad(GRID, 100)
    assert expected_of(small, weights) == 6
    for heavier in (
        replace(small, households=200),
        replace(small, key_people=1),
        replace(small, area_km2=2),
        replace(small, night_share=0.1),
    ):
        assert expected_of(heavier, weights) > 6


def work(person: str, outcomes: int, expected: float = 40, group: str = "rural") -> Work:
    return Work(person, outcomes, expected, group, GRID[:12])


def test_people_are_compared_with_peers_and_only_beyond_chance():
    peers = [work(f"p{n}", 40) for n in range(6)]
    told = compared(
        [*peers, work("much", 80), work("little", 15), work("luck", 45), work("town", 9, 40, "u")],
        {"luck": work("luck", 44), "much": work("much", 20)},
    )
    assert told["much"].peers is Standing.ABOVE
    assert told["little"].peers is Standing.BELOW
    assert told["luck"].peers is Standing.LIKE
    assert told["town"].peers is Standing.UNKNOWN  # nobody of its sort
    assert (told["luck"].past, told["much"].past) == (Standing.LIKE, Standing.ABOVE)
    assert told["little"].past is Standing.UNKNOWN


def test_urban_and_rural_large_and_small_are_peers_apart():
    sorts = {peer_group_of(GridLoad(GRID, n, is_urban=u)) for n in (90, 300, 500) for u in (0, 1)}
    assert len(sorts) == 6


def test_days_of_leave_illness_and_training_ask_nothing():
    first, last = date(2026, 11, 1), date(2026, 11, 30)
    assert present_share(first, last, []) == 1
    away = [(date(2026, 10, 20), date(2026, 11, 10)), (date(2026, 11, 8), date(2026, 11, 15))]
    assert present_share(first, last, away) == 0.5
    assert present_share(first, last, [(first, last)]) == 0


def test_top_helpers_are_told_and_nobody_is_last():
    told = compared([work("a", 80), work("b", 60), work("c", 0), work("d", 1, 0.2)], {})
    top = [one.work.person for one in top_helpers(told.values(), 2)]
    assert top == ["a", "b"]  # one lucky outcome of little work is not ahead of much
    everybody = [one.work.person for one in top_helpers(told.values(), 99)]
    assert "c" not in everybody


def test_intervals_are_those_of_the_books():
    share = wilson(10, 20)
    assert share is not None
    assert (round(share.low, 3), round(share.high, 3)) == (0.299, 0.701)
    rate = poisson_rate(10, 1)
    assert rate is not None
    assert (round(rate.low, 3), round(rate.high, 3)) == (4.795, 18.390)
    none = poisson_rate(0, 2)
    assert none is not None
    assert (none.low, round(none.high, 3)) == (0, 1.844)
    assert wilson(0, 0) is None
    assert poisson_rate(3, 0) is None


def test_no_order_is_told_where_intervals_overlap():
    told = {
        "far": Interval(9, 8, 10), "a": Interval(5, 4, 6), "b": Interval(4.5, 3, 5.5),
        "low": Interval(1, 0.5, 1.5),
    }  # fmt: skip
    assert told_apart(told) == [["far"], ["a", "b"], ["low"]]
    wide = {**told, "wide": Interval(3, 0.6, 9)}
    assert told_apart(wide) == [["far", "a", "b", "wide", "low"]]
    assert OTHER_GRID != GRID
