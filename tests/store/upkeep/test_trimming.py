"""The oldest part of the journal goes as a whole, and what stays still proves itself."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from domain.access.accounts import Account
from domain.audit.audit import audit
from domain.centre.premises.rota import FARTHEST_DAY, WINDOW_DUTY, Half, WindowDuty
from domain.centre.premises.tickets import TICKET, Ticket, TicketState, called, done
from domain.field.talk.messages import FIELD_MESSAGE, FieldMessage, Side
from domain.live.records import Change
from domain.subject_key import SubjectKey, of_incident
from domain.upkeep.subjects import AUDIT_KEPT_FOR
from operations.threads import Work
from operations.upkeep.retention import Retention
from store import Store
from store.centre import tickets
from store.live.journal_search import Search
from store.tables import TICKET_TURN
from store.upkeep.telling import carry
from tests.store.builders import NOON, a_unit, after, an_incident, ended
from tests.store.conftest import Place

LATER = NOON + AUDIT_KEPT_FOR + timedelta(days=10)
LAST = LATER + timedelta(days=1)


@pytest.fixture
def old(place: Place) -> Store:
    """A year-old part: LS1 ended, LS2 open, a unit, a note and a file; and a few of today."""
    moments = [after(minutes=5)]
    store = place.open(now=lambda: moments[0])
    with store.transaction(NOON) as tx:
        ended_at = after(minutes=3)
        tx.put_incident(ended("LS1", NOON, ended_at=ended_at), action="report", actor="li")
        tx.put_incident(an_incident("LS2"), action="report", actor="li")
        tx.put_unit(a_unit("P1", phone="13700000002"), action="added", actor="li")
        for kind, key in (("note", "LS1-note-1"), ("file", "LS1-file-1"), ("note", "LS2-note-1")):
            words = {"text" if kind == "note" else "name": "x"}
            tx.append(Change(kind, key, "add", {"number": key[:3]}, "li", tx.at, words))
    store.seal()
    moments[0] = LATER
    with store.transaction(LATER) as tx:
        tx.put_incident(an_incident("LS3", at=LATER), action="report", actor="li")
    store.seal()
    moments[0] = LAST
    return store


def trimmed(store: Store) -> list[str]:
    seal = store.seal_before(LAST - AUDIT_KEPT_FOR)
    assert seal is not None
    assert seal.seq == 6
    store.trim_to(seal)
    files = []
    while not (step := store.trim_step()).is_done:
        files += step.files
    return files + step.files


def test_what_an_account_is_stays_proved(old: Store, place: Place):
    # told long ago, by the record that is about to go
    li = Account("a1", "li", "李四", "dispatcher", NOON)
    with old.transaction() as tx:
        tx.accounts.put_account(li)
        tx.append(audit("account_added", actor="admin", subject="li", at=tx.at))
        carry(tx, tx.seq)
    told = [one for one in old.history("audit", "li") if "hash" in one.state]
    assert [one.state.get("what") for one in told] == [None, "carried"]
    assert told[0].state["hash"] == told[1].state["hash"]
    place.sql("UPDATE account SET role = 'leader'")
    with old.transaction() as tx:
        carry(tx, tx.seq)
    assert "account li" in old.first_fault().words, "said again as it was told, not as it is"


def test_what_is_not_over_is_carried_and_the_rest_is_gone(old: Store):
    before = {(one.kind, one.id): one.state for one in old.live(LATER).records}
    assert trimmed(old) == ["LS1-file-1"]
    assert old.first_fault() is None
    after_it = {(one.kind, one.id): one.state for one in old.live(LATER).records}
    assert after_it == before
    assert old.history("unit", "P1")[0].private == {"name": "张三", "phone": "13700000002"}
    assert [old.newest("note", f"LS{n}-note-1") is not None for n in (1, 2)] == [False, True]
    assert old.history("incident", "LS1") == []
    assert old.incident("LS1").reporter is None
    assert old.incident("LS2").reporter is not None
    assert old.incident("LS1") is not None, "its figures still rest on it"
    assert old.first_seq() == 7


def test_numbers_of_the_queue_and_rows_of_the_rota_go_with_their_records(place: Place):
    moments = [NOON]
    store = place.open(now=lambda: moments[0])
    for at in (NOON, LATER):
        moments[0] = at
        with store.transaction(at) as tx:
            day = f"{at:%Y-%m-%d}"
            one = Ticket(f"{day}-a-1", day, "a", 1, "A001", TicketState.WAITING, at)
            tx.put(TICKET, one, action="take", actor="li")
            turn = called(one, "01", at)
            tickets.begin_turn(tx, turn)
            tx.put(TICKET, done(turn, "01", at), action="done", actor="li")
            duty = WindowDuty(f"{day}-01", day, Half.MORNING, "01", "justice", name="演示-0001")
            tx.put(WINDOW_DUTY, duty, action="write", actor="li")
        store.seal()
    moments[0] = LAST
    seal = store.seal_before(LAST - AUDIT_KEPT_FOR)
    assert seal is not None
    store.trim_to(seal)
    while not store.trim_step().is_done:
        pass
    assert store.first_fault() is None
    for at, is_kept in ((NOON, False), (LATER, True)):
        day = f"{at:%Y-%m-%d}"
        assert bool(store.ask(lambda one, day=day: tickets.tickets_of(one, day))) == is_kept
    left = store.ask(lambda one: list(one.scalars(select(TICKET_TURN.c.ticket_id))))
    assert left == [f"{LATER:%Y-%m-%d}-a-1"]
    first, last = NOON.date(), LATER.date()
    assert [one.id for one in store.newest_of_days(WINDOW_DUTY.name, first, last)] == [
        f"{LATER:%Y-%m-%d}-01"
    ]


def test_a_rota_is_planned_for_no_day_after_its_row_may_go():
    assert FARTHEST_DAY < AUDIT_KEPT_FOR


def test_what_hangs_on_an_incident_that_changed_since_is_kept(old: Store):
    with old.transaction(LAST) as tx:
        tx.put_incident(an_incident("LS2"), action="correct", actor="li")
    trimmed(old)
    about = [one.id for one in old.newest_about("note", of_incident("LS2"))]
    assert about == ["LS2-note-1"]


def test_a_photo_stays_while_what_its_message_is_about_does(place: Place):
    moments = [NOON]
    store = place.open(now=lambda: moments[0])
    with store.transaction(NOON) as tx:
        tx.put_incident(ended("LS1", NOON, ended_at=after(minutes=3)), action="report", actor="li")
        tx.put_incident(an_incident("LS2"), action="report", actor="li")
        for number in ("LS1", "LS2"):
            said = FieldMessage(f"FM-{number}", number, 1, Side.CREW, "li", NOON, NOON, photos=1)
            tx.put(FIELD_MESSAGE, said, action="answer", actor="li")
            about = SubjectKey(FIELD_MESSAGE.name, said.message_id).stated()
            tx.append(
                Change("file", f"photo-{number}", "add", about, "li", tx.at, {"name": "x"}, 2)
            )
    store.seal()
    moments[0] = LATER
    with store.transaction(LATER) as tx:
        tx.put_incident(an_incident("LS3", at=LATER), action="report", actor="li")
    store.seal()
    moments[0] = LAST
    store.trim_to(store.seal_before(LAST - AUDIT_KEPT_FOR))
    files = []
    while not (step := store.trim_step()).is_done:
        files += step.files
    assert files + step.files == ["photo-LS1"]
    assert store.newest("file", "photo-LS2") is not None
    assert store.first_fault() is None


def test_a_search_by_time_begins_where_the_journal_does(old: Store):
    trimmed(old)
    found, _ = old.search_journal(Search(since=NOON, until=LATER + timedelta(hours=1)), 50)
    assert [one.seq for one in found] == [7]


def test_what_is_interrupted_still_proves_itself_and_goes_on(old: Store, monkeypatch):
    monkeypatch.setattr("store.upkeep.trimming._STEP", 2)
    old.trim_to(old.seal_before(LAST - AUDIT_KEPT_FOR))
    assert not old.trim_step().is_done
    assert (old.first_seq(), old.first_fault()) == (3, None)
    while not old.trim_step().is_done:
        assert old.first_fault() is None
    assert old.first_seq() == 7
    assert old.trim_step().is_done


def test_what_is_younger_than_six_months_is_not_let_go(old: Store):
    with pytest.raises(ValueError, match="must be kept"):
        old.trim_to(old.seal_before(LAST))


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM journal_base", "record 1 "),
        ("UPDATE journal_base SET hash = zeroblob(32)", "record 7 "),
        ("UPDATE journal SET actor = 'mallory' WHERE seq = 7", "record 7 "),
    ],
)
def test_tampering_after_a_cut_is_found(old: Store, place: Place, statement: str, said: str):
    if place.url is not None:
        pytest.skip("one database is enough")
    trimmed(old)
    place.sql(statement)
    assert said in old.first_fault().words


def test_a_cut_that_no_record_tells_of_is_found(old: Store, place: Place):
    if place.url is not None:
        pytest.skip("one database is enough")
    [(at, kept)] = place.sql("SELECT at, hash FROM journal WHERE seq = 2")
    place.sql("DELETE FROM journal_private WHERE seq <= 2")
    place.sql("DELETE FROM journal WHERE seq <= 2")
    place.sql("INSERT INTO journal_base VALUES (1, 2, :hash, :at)", hash=kept, at=at)
    assert "no record tells of it" in old.first_fault().words


async def test_it_happens_by_itself_and_files_go_too(old: Store, tmp_path: Path, monkeypatch):
    monkeypatch.setattr("operations.upkeep.retention.FEWEST", 1)
    (tmp_path / "LS1-file-1").write_bytes(b"a picture")
    work = Work()
    job = Retention(old, work, days=190, files=tmp_path, now=lambda: LAST)
    assert await job.trim() == 6
    assert await job.trim() == 0
    assert not (tmp_path / "LS1-file-1").exists()
    assert old.first_fault() is None
    work.close()
