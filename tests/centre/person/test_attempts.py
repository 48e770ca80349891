"""Waits after wrong proofs grow: for a link to a day, for an address less and forgotten again."""

from datetime import UTC, datetime, timedelta

from domain.centre.person.attempts import MOST_REMEMBERED, OF_ADDRESS, OF_LINK, Attempts
from domain.centre.person.case_links import end_of_phone, read_proof

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)


def test_a_link_waits_twice_as_long_each_time_up_to_a_day():
    tried = Attempts(OF_LINK)
    waits = []
    now = NOON
    for _ in range(20):
        tried.failed("a", now)
        waits.append(tried.wait_s("a", now))
        now += timedelta(seconds=waits[-1])
        assert tried.wait_s("a", now) == 0
    assert waits[:8] == [0, 0, 0, 0, 0, 60, 120, 240]
    assert waits[-1] == 86_400
    assert tried.wait_s("b", now) == 0


def test_four_digits_are_not_guessed_in_a_year():
    tried, now, guesses = Attempts(OF_LINK), NOON, 0
    while now < NOON + timedelta(days=365):
        tried.failed("a", now)
        guesses += 1
        now += timedelta(seconds=tried.wait_s("a", now))
    assert guesses < 400  # of 10,000


def test_an_address_forgets_and_is_not_kept_out_for_long():
    tried = Attempts(OF_ADDRESS)
    for _ in range(21):
        tried.failed("hall", NOON)
    assert tried.wait_s("hall", NOON) == 30
    for _ in range(40):
        tried.failed("hall", NOON)
    assert tried.wait_s("hall", NOON) == 3600
    assert tried.wait_s("hall", NOON + timedelta(hours=3)) == 0


def test_what_is_remembered_is_bounded():
    tried = Attempts(OF_LINK)
    for number in range(MOST_REMEMBERED + 50):
        tried.failed(str(number), NOON)
    assert len(tried._failed) == MOST_REMEMBERED


def test_proofs_are_read_as_people_type_them():
    assert end_of_phone("138-0000-0417") == "0417"
    assert end_of_phone("１３８００００４１７") == "0417"
    assert end_of_phone("12345") is None
    assert end_of_phone(None) is None
    assert read_proof(" ０４ 17 ") == "0417"
    assert read_proof("0417' OR 1=1") == "041711"
    assert len(read_proof("1" * 500)) == 7
