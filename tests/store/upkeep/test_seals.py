"""Whatever is done to the journal behind the store's back is found and named."""

import orjson
import pytest
from sqlalchemy import select, update

from domain.audit.audit import audit
from store.engine import connect, facts_url
from store.live.base import NO_HASH
from store.live.journal import chained
from store.tables import HEAD, JOURNAL
from store.upkeep.seals import SealFile
from tests.store.builders import a_kpi, a_unit, after, an_incident
from tests.store.conftest import Place


@pytest.fixture
def sealed(store, place: Place):
    """Six records, a seal after the third and the sixth."""
    for number in range(1, 7):
        with store.transaction(after(minutes=number)) as tx:
            if number == 2:
                tx.put_unit(a_unit(phone="13800000417"), action="added", actor="desk")
            elif number == 4:
                tx.put_incident(an_incident(), action="reported", actor="door")
            else:
                tx.append(a_kpi(number))
        if number % 3 == 0:
            assert store.seal()
    return store


def file_of(place: Place):
    return place.data_dir / "seals.jsonl"


def hash_anew(place: Place, *, without: int | None = None) -> None:
    """What somebody does who knows how the chain is made."""
    engine = connect(facts_url(place.url, place.data_dir))
    with engine.begin() as connection:
        previous, last = NO_HASH, 0
        for row in connection.execute(select(JOURNAL).order_by(JOURNAL.c.seq)).all():
            previous, last = chained(previous, row._mapping), row.seq
            changed = update(JOURNAL).where(JOURNAL.c.seq == row.seq).values(hash=previous)
            connection.execute(changed)
        connection.execute(update(HEAD).values(seq=last, hash=previous))
    engine.dispose()


def test_everything_in_order_is_said_to_be(sealed):
    assert sealed.first_fault() is None
    assert not sealed.seal(), "nothing new, no new seal"


def test_erasing_a_person_is_no_fault(sealed):
    sealed.erase_private("unit", "P1", "admin")
    sealed.seal()
    assert sealed.first_fault() is None


@pytest.mark.parametrize(
    ("done", "number"),
    [
        (["UPDATE journal SET actor = 'mallory' WHERE seq = 5"], 5),
        (['UPDATE journal_private SET body = \'{"name":"李四"}\' WHERE seq = 2'], 2),
        # hashes are of what is read, the last of two: somebody else may read the first
        (["UPDATE journal_private SET body = replace(body, '{', '{\"name\":\"李四\",')"], 2),
        (["UPDATE journal_private SET seq = 5 WHERE seq = 4"], 5),
        (["DELETE FROM journal_private WHERE seq = 2"], 2),
        (["DELETE FROM journal_private"], 2),
        (["DELETE FROM journal WHERE seq = 3"], 3),
        (["DELETE FROM journal WHERE seq = 6"], 6),
        (
            [
                "UPDATE journal SET seq = 100 WHERE seq = 5",
                "UPDATE journal SET seq = 5 WHERE seq = 6",
                "UPDATE journal SET seq = 6 WHERE seq = 100",
            ],
            5,
        ),
    ],
)
def test_a_changed_missing_or_swapped_record_is_named(sealed, place: Place, done, number):
    for statement in done:
        place.sql(statement)
    fault = sealed.first_fault()
    assert (fault.kind, fault.number) == ("record", number)


def test_a_tail_cut_off_with_the_head_set_back_is_found_by_the_seal(sealed, place: Place):
    place.sql("DELETE FROM journal_private WHERE seq > 3")
    place.sql("DELETE FROM journal WHERE seq > 3")
    hash_anew(place)
    assert sealed.verify_chain() is None, "the chain alone does not see it"
    fault = sealed.first_fault()
    assert (fault.kind, fault.number) == ("seal", 2)
    assert "record 6 is gone" in fault.words


def test_a_past_that_was_written_anew_is_found_by_the_seal(sealed, place: Place):
    place.sql("UPDATE journal SET actor = 'mallory' WHERE seq = 1")
    hash_anew(place)
    assert sealed.verify_chain() is None
    fault = sealed.first_fault()
    assert (fault.kind, fault.number) == ("seal", 1)
    assert "record 3 is not what it was" in fault.words


@pytest.mark.parametrize(("kept", "line"), [([1], 1), ([0, 0], 2), ([1, 0], 1)])
def test_a_seal_taken_out_or_swapped_is_named(sealed, place: Place, kept, line):
    lines = file_of(place).read_bytes().splitlines(keepends=True)
    file_of(place).write_bytes(b"".join(lines[number] for number in kept))
    fault = sealed.first_fault()
    assert (fault.kind, fault.number) == ("seal", line)


def test_a_changed_seal_is_named(sealed, place: Place):
    first, second = file_of(place).read_bytes().splitlines()
    said = orjson.loads(first) | {"at": "2020-01-01T00:00:00.000Z"}
    file_of(place).write_bytes(orjson.dumps(said) + b"\n" + second + b"\n")
    assert sealed.first_fault().number == 2, "the next line does not follow it"


def test_half_a_line_left_by_a_power_cut_does_no_harm(sealed, place: Place):
    with file_of(place).open("ab") as file:
        file.write(b'{"seq":7,"ha')
    assert sealed.first_fault() is None
    with sealed.transaction(after(minutes=9)) as tx:
        tx.append(a_kpi(9))
    assert sealed.seal()
    assert [seal.seq for seal in SealFile(file_of(place)).read()] == [3, 6, 7]
    assert sealed.first_fault() is None


def test_two_processes_may_seal(sealed, place: Place):
    other = place.open()
    for number, sealing in enumerate([other, sealed, other], start=7):
        with sealing.transaction(after(minutes=number)) as tx:
            tx.append(a_kpi(number))
        assert sealing.seal()
    assert sealed.first_fault() is None


def test_seals_are_readable_by_their_owner_only(sealed, place: Place):
    assert file_of(place).stat().st_mode & 0o077 == 0


def test_words_that_went_without_an_erasure_are_missed_and_erased_ones_are_not(
    sealed, place: Place
):
    sealed.erase_private("unit", "P1", "admin")
    with sealed.transaction(after(minutes=8)) as tx:
        about = {"address": "10.0.0.9"}
        tx.append(audit("revealed", actor="d-1", subject="x", at=after(minutes=8), personal=about))
    assert sealed.first_fault() is None
    place.sql("DELETE FROM journal_private WHERE seq = 8")
    assert (sealed.first_fault().kind, sealed.first_fault().number) == ("record", 8)


@pytest.mark.parametrize("kept", [0, 1])
def test_seals_that_were_taken_away_are_missed(sealed, place: Place, kept):
    for number in range(7, 30):
        with sealed.transaction(after(minutes=number)) as tx:
            tx.append(a_kpi(number))
        sealed.seal()
    assert sealed.first_fault() is None
    lines = file_of(place).read_bytes().splitlines(keepends=True)
    file_of(place).write_bytes(b"".join(lines[:kept]))
    fault = sealed.first_fault()
    assert (fault.kind, "seals are missing since" in fault.words) == ("seal", True)
    sealed.seal()  # going on as if nothing had been does not cover it
    assert "seals are missing since" in sealed.first_fault().words
