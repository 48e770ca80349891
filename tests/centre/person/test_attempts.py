"""Waits after wrong proofs grow: for a link to a day, for an address less and forgotten again."""

from datetime import UTC, datetime, timedelta

from domain.centre.person.attempts import OF_ADDRESS, OF_LINK, Failed
from domain.centre.person.case_links import end_of_phone, read_proof

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)


def test_a_link_waits_twice_as_long_each_time_up_to_a_day():
    failed: Failed | None = None
    waits, now = [], NOON
    for _ in range(20):
        failed = OF_LINK.once_more(failed, now)
        waits.append(OF_LINK.wait_s(failed, now))
        now += timedelta(seconds=waits[-1])
        assert OF_LINK.wait_s(failed, now) == 0
    assert waits[:8] == [0, 0, 0, 0, 0, 60, 120, 240]
    assert waits[-1] == 86_400
    assert OF_LINK.wait_s(None, now) == 0


def test_four_digits_are_not_guessed_in_a_year():
    failed: Failed | None = None
    now, guesses = NOON, 0
    while now < NOON + timedelta(days=365):
        failed = OF_LINK.once_more(failed, now)
        guesses += 1
        now += timedelta(seconds=OF_LINK.wait_s(failed, now))
    assert guesses < 400  # of 10,000


def test_an_address_forgets_and_is_not_kept_out_for_long():
    failed: Failed | None = None
    for _ in range(21):
        failed = OF_ADDRESS.once_more(failed, NOON)
    assert OF_ADDRESS.wait_s(failed, NOON) == 30
    for _ in range(40):
        failed = OF_ADDRESS.once_more(failed, NOON)
    assert OF_ADDRESS.wait_s(failed, NOON) == 3600
    assert OF_ADDRESS.wait_s(failed, NOON + timedelta(hours=3)) == 0


def test_proofs_are_read_as_people_type_them():
    assert end_of_phone("138-0000-0417") == "0417"
    assert end_of_phone("１３８００００４１７") == "0417"
    assert end_of_phone("12345") is None
    assert end_of_phone(None) is None
    assert read_proof(" ０４ 17 ") == "0417"
    assert read_proof("0417' OR 1=1") == "041711"
    assert len(read_proof("1" * 500)) == 7
