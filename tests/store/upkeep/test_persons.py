"""What is held about a person is found, handed out whole, and gone for good when erased."""

import io
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import orjson
import pytest

from domain.access.accounts import Account
from domain.audit.audit import audit
from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.field.calls.recordings import CALL_RECORDING, CallRecording, RecordingState
from domain.field.talk.messages import FIELD_MESSAGE, FieldMessage, Side
from domain.live.records import Change
from domain.subject_key import SubjectKey
from domain.upkeep.subjects import AUDIT_KEPT_FOR, Subject, is_about, subject_of
from store import Store, Transaction
from store.persons import Asked, Subjects
from tests.store.builders import NOON, a_fix, a_unit, after, an_incident
from tests.store.conftest import Place

PHONE = subject_of("phone", "138 0000 0417")
LATER = NOON + AUDIT_KEPT_FOR + timedelta(days=1)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "LS1-file-1").write_bytes(b"a picture")
    return folder


@pytest.fixture
def filled(store: Store, files: Path) -> Store:
    """LS1 reported by 张三 with a note, a file and a reveal; LS2 by somebody else; P1 is 张三's."""
    with store.transaction(NOON) as tx:
        tx.put_incident(an_incident("LS1", title="老张家冒烟"), action="report", actor="li")
        other = replace(an_incident("LS2"), reporter="李四 13900000001")
        tx.put_incident(other, action="report", actor="li")
        tx.put_unit(a_unit("P1", phone="13700000002"), action="added", actor="li")
        for kind, key in (("note", "LS1-note-1"), ("file", "LS1-file-1"), ("note", "LS2-note-1")):
            fields = {"name": "张三家.jpg"} if kind == "file" else {"text": "回电未接"}
            tx.append(Change(kind, key, "add", {"number": key[:3]}, "li", tx.at, fields))
        reveal = {"reason": "回访 １３８-００００-０４１７"}
        tx.append(audit("revealed", actor="li", subject="incident", at=tx.at, personal=reveal))
        tx.append(audit("revealed", actor="li", subject="incident", at=tx.at, address="10.0.0.7"))
        tx.accounts.put_account(Account("a1", "li", "李四", "dispatcher", NOON))
        tx.append(audit("account_added", actor="test", subject="li", at=tx.at))
    store.save_fixes([(a_fix("P1"), False, "phone")])
    store.quarantine("osmand", "no place", "lat", b"id=7&phone=13800000417", NOON)
    store.quarantine("osmand", "no place", "lat", b"id=8", NOON)
    return store


def asked(subject: Subject) -> Asked:
    return Asked(subject, "security", "本人书面申请", "10.0.0.9")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("13800000417", True),
        ("+86 138-0000-0417 张三", True),
        ("１３８００００ ０４１７", True),
        ("113800000417", False),
        ("138000004170", False),
    ],
)
def test_a_phone_is_known_however_it_is_written(text: str, expected: bool):
    assert is_about(PHONE, {"reporter": text}) is expected
    assert subject_of("phone", "+8613800000417") == PHONE


@pytest.mark.parametrize(
    ("kind", "value"), [("phone", "138"), ("name", "张"), ("unit", " "), ("mother", "x")]
)
def test_what_could_mean_anybody_is_refused(kind: str, value: str):
    with pytest.raises(InvalidError):
        subject_of(kind, value)


def test_everything_about_a_phone_is_found_and_nothing_of_others(filled: Store):
    held = filled.find_subject(PHONE)
    assert set(held.entities) == {
        ("incident", "LS1"), ("note", "LS1-note-1"), ("file", "LS1-file-1")
    }  # fmt: skip
    assert len(held.shared) == 1
    assert set(filled.find_subject(subject_of("name", "张三")).entities) >= {("unit", "P1")}
    assert filled.find_subject(subject_of("unit", "警P1")).units == ["P1"]
    account = filled.find_subject(subject_of("account", "li"))
    assert ([one.name for one in account.accounts], len(account.shared)) == (["li"], 2)


def test_what_hangs_on_a_unit_is_found_with_it(filled: Store):
    with filled.transaction(NOON) as tx:
        about = SubjectKey("unit", "P1").stated()
        tx.append(Change("note", "N7", "write", about, "li", tx.at, {"text": "休假"}, 2))
    assert ("note", "N7") in filled.find_subject(subject_of("unit", "警P1")).entities


def test_photos_of_what_was_said_and_films_of_calls_go_with_what_they_are_about(
    filled: Store, files: Path
):
    recording = CallRecording("F-1", "R-1", "LS1", None, "li", RecordingState.KEPT, NOON, "li")
    with filled.transaction(NOON) as tx:
        for number in ("LS1", "LS2"):
            said = FieldMessage(f"FM-{number}", number, 1, Side.CREW, "li", NOON, NOON, photos=1)
            tx.put(FIELD_MESSAGE, said, action="answer", actor="li")
            _add_file(tx, f"photo-{number}", SubjectKey(FIELD_MESSAGE.name, said.message_id))
        tx.put(CALL_RECORDING, recording, action="kept", actor="li")
        _add_file(tx, "film-LS1", SubjectKey(CALL_RECORDING.name, "F-1"))
    for name in ("photo-LS1", "photo-LS2", "film-LS1"):
        (files / name).write_bytes(b"a picture")
    subjects = Subjects(filled, files, now=lambda: NOON)
    held = subjects.found(PHONE)
    assert {*held.files} == {"LS1-file-1", "photo-LS1", "film-LS1"}
    subjects.erase(asked(PHONE), held)
    assert [one.name for one in files.iterdir()] == ["photo-LS2"]


def _add_file(tx: Transaction, file_id: str, about: SubjectKey) -> None:
    state = {"file_id": file_id, **about.stated()}
    tx.append(Change("file", file_id, "add", state, "li", tx.at, {"name": "photo"}, 2))


def test_it_is_handed_out_whole_and_that_is_written_down(filled: Store, files: Path):
    subjects, subject = Subjects(filled, files), subject_of("name", "张三")
    held = subjects.found(subject)
    subjects.tell_export(asked(subject), held)
    name, made = subjects.packed(asked(subject), held)
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        assert packed.read("files/LS1-file-1") == b"a picture"
        assert len(packed.read("tracks/P1.csv").splitlines()) == 2
        body = orjson.loads(packed.read("subject.json"))
    assert name.endswith(".zip")
    assert "13800000417" in str(body["records"][0]["personal"])
    told = filled.newest("audit", "privacy")
    assert (told.action, told.state["who"], told.actor) == ("exported", "张*", "security")
    assert told.private["reason"] == "本人书面申请"
    with pytest.raises(NotFoundError):
        subjects.found(subject_of("name", "王五"))


def test_what_is_erased_is_nowhere_and_the_chain_still_holds(
    place: Place, filled: Store, files: Path
):
    subjects = Subjects(filled, files, now=lambda: NOON)
    held = subjects.found(PHONE)
    counts = subjects.erase(asked(PHONE), held) | subjects.erase_beside(asked(PHONE), held)
    assert counts == {
        "incident": 1, "note": 1, "file": 1, "audit": 1, "kept_by_law": 1, "fixes": 0, "refused": 1
    }  # fmt: skip
    assert filled.verify_chain() is None
    assert filled.incident("LS1").reporter is None
    assert filled.incident("LS2").reporter == "李四 13900000001"
    assert not (files / "LS1-file-1").exists()
    assert [row.payload for row in filled.quarantined()] == [b"id=8"]
    told = filled.newest("audit", "privacy")
    assert (told.action, told.private["reason"]) == ("erased_subject", "本人书面申请")
    if place.url is None:
        for path in place.data_dir.glob("*.db*"):
            for gone in ("老张家冒烟", "13800000417"):
                assert gone.encode() not in path.read_bytes(), path.name


def test_old_records_of_acts_lose_their_personal_fields_too(filled: Store, files: Path):
    subjects = Subjects(filled, files, now=lambda: LATER)
    held = subjects.found(PHONE)
    assert subjects.erase(asked(PHONE), held)["kept_by_law"] == 0
    with pytest.raises(NotFoundError):
        subjects.found(PHONE)


def test_a_units_track_goes_and_an_account_must_be_disabled_first(filled: Store, files: Path):
    subjects = Subjects(filled, files, now=lambda: NOON)
    unit, account = subject_of("unit", "P1"), subject_of("account", "li")
    held = subjects.found(unit)
    subjects.erase(asked(unit), held)
    assert subjects.erase_beside(asked(unit), held)["fixes"] == 1
    assert filled.track("P1", NOON, after(days=1)) == []
    with pytest.raises(ConflictError, match="account_in_use"):
        subjects.erase(asked(account), subjects.found(account))
    with filled.transaction() as tx:
        tx.accounts.put_account(replace(tx.accounts.account_named("li"), is_enabled=False))
        tx.append(audit("account_disabled", actor="test", subject="li", at=tx.at))
    subjects.erase(asked(account), subjects.found(account))
    with filled.accounts() as rows:
        assert rows.account_named("li").display_name == ""
