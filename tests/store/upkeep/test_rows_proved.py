"""Rows and files changed behind the server's back are found, whatever was done and covered up."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from data_folder import prepare_data_dir
from domain.access.accounts import Account, Device
from domain.audit.audit import audit
from domain.dispatch.standby import Standby
from domain.live.records import Change
from settings import Settings
from store import Store, open_store
from store.__main__ import main
from store.desk.standby import put_standby
from tests.store.builders import NOON, a_camera, a_unit, an_assignment, an_incident
from tests.store.conftest import Place
from tests.support.stores import lay_tables

LI = Account("a1", "li", "李四", "dispatcher", NOON, password_hash="$argon2$x", email="li@x.cn")
PHONE = Device("d1", "feed", "p1", "0" * 64, NOON, "admin", unit_id="P1")


def tell(tx, action: str, subject: str, **about: str) -> None:
    tx.append(audit(action, actor="admin", subject=subject, at=tx.at, about=about))


def change(store: Store, action: str, **fields: object) -> None:
    """What an administrator does through the server."""
    with store.transaction() as tx:
        tx.accounts.put_account(replace(tx.accounts.account_named("li"), **fields))
        tell(tx, action, "li")


@pytest.fixture
def store(place: Place) -> Store:
    store = place.open()
    with store.transaction() as tx:
        marks = {"action": "added", "actor": "li"}
        tx.put_unit(a_unit("P1", phone="13800000417"), **marks)
        tx.put_incident(an_incident("LS1", title="冒烟"), **marks)
        tx.put_incident(an_incident("LS2"), **marks)
        tx.put_assignment(an_assignment("A1", unit_id="P1", number="LS1"), **marks)
        tx.put_camera(a_camera("1"), **marks)
    with store.transaction() as tx:
        order = Standby("S1", "P1", "340604101", "任楼", 33.6, 116.8, NOON, is_demo=False)
        put_standby(tx, order, **marks)
        tx.accounts.put_account(LI)
        tell(tx, "account_added", "li")
        tx.accounts.put_device(PHONE)
        tell(tx, "device_added", "feed:p1", device_id="d1")
    return store


def test_rows_as_the_server_wrote_them_are_sound(store: Store):
    assert store.first_fault() is None
    change(store, "account_changed", role="leader")
    change(store, "signed_in", signed_in_at=NOON, failures=3)
    store.erase_private("incident", "LS1", "admin")
    assert store.first_fault() is None


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE incident SET severity = 4 WHERE number = 'LS1'", "incident LS1"),
        ("UPDATE incident SET title = 'none' WHERE number = 'LS1'", "incident LS1"),
        ("UPDATE incident SET town_code = NULL WHERE number = 'LS1'", "incident LS1"),
        ("UPDATE incident SET status = 'asleep' WHERE number = 'LS1'", "incident LS1"),
        ("DELETE FROM incident WHERE number = 'LS2'", "incident LS2"),
        ("UPDATE incident SET number = 'LS3' WHERE number = 'LS2'", "incident LS2"),
        ("UPDATE unit SET phone = '13900000000'", "unit P1"),
        ("UPDATE assignment SET cleared_at = 1", "assignment A1"),
        ("UPDATE camera SET name = 'x'", "camera 1"),
        ("UPDATE standby SET lat = 0", "standby S1"),
        ("UPDATE entity_head SET seq = 1 WHERE entity_id = 'LS2'", "incident LS2"),
        ("DELETE FROM entity_head WHERE entity_id = 'LS2'", "incident LS2"),
        ("UPDATE account SET role = 'security_admin'", "account li"),
        ("UPDATE account SET password_hash = 'mine'", "account li"),
        ("UPDATE account SET email = 'me@x.cn'", "account li"),
        ("DELETE FROM account", "account li"),
        ("UPDATE device SET unit_id = NULL", "device d1"),
        ("DELETE FROM device", "device d1"),
    ],
)
def test_a_row_changed_or_removed_is_named(store: Store, place: Place, statement, named):
    place.sql(statement)
    fault = store.first_fault()
    assert fault.kind == "row"
    assert named in fault.words


def test_a_row_put_in_is_named(store: Store, place: Place):
    names = [name for name in LI.__slots__ if name not in {"account_id", "name", "email"}]
    copied = ", ".join(names)
    place.sql(
        f"INSERT INTO account (account_id, name, {copied}) "
        f"SELECT 'a2', 'mallory', {copied} FROM account"
    )
    assert "account mallory has a row and no record" in store.first_fault().words


def test_a_change_stays_visible_after_the_next_act(store: Store, place: Place):
    place.sql("UPDATE account SET role = 'security_admin'")
    change(store, "password_changed", password_hash="$argon2$y")
    fault = store.first_fault()
    assert "account li was changed" in fault.words
    change(store, "account_changed", role="dispatcher")
    assert store.first_fault() == fault, "and after it was set right again"


def test_an_account_put_in_stays_visible_after_the_next_act(store: Store, place: Place):
    place.sql("UPDATE account SET name = 'mallory'")
    with store.transaction() as tx:
        held = tx.accounts.account_named("mallory")
        tx.accounts.put_account(replace(held, role="security_admin"))
        tell(tx, "account_changed", "mallory")
    assert "mallory" in store.first_fault().words or "li" in store.first_fault().words


def test_no_change_of_an_account_is_committed_without_its_record(store: Store):
    with pytest.raises(RuntimeError, match="account li"), store.transaction() as tx:
        tx.accounts.put_account(replace(LI, role="leader"))
    assert store.first_fault() is None


def test_a_journal_older_than_the_hashes_is_told_them_once(place: Place, store: Store):
    place.sql("UPDATE journal SET state = '{}' WHERE kind = 'audit'")
    store.close()
    again = place.open()
    again.tell_sign_ins()
    told = [one for one in again.history("audit", "li") if one.state.get("hash")]
    assert [one.state["what"] for one in told] == ["first_told"]
    again.close()
    third = place.open()
    third.tell_sign_ins()
    assert len(third.history("audit", "li")) == len(told) + 1, "once"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A data folder with one photo, as the command line finds it."""
    monkeypatch.setenv("ONESCREEN_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.delenv("ONESCREEN_DATABASE_URL", raising=False)
    settings = Settings()
    prepare_data_dir(settings)
    lay_tables(settings.facts_dir)
    store = open_store(
        None, settings.facts_dir, high_water=settings.high_water, seals=settings.seals
    )
    files = settings.facts_dir / "files"
    files.mkdir()
    body = b"a photo"
    (files / "LS1-file-1").write_bytes(body)
    digest = hashlib.sha256(body).hexdigest()
    state = {
        "file_id": "LS1-file-1", "number": "LS1", "type": "image/jpeg", "size": len(body),
        "sha256": digest, "width": 1, "height": 1, "url": "/x",
    }  # fmt: skip
    with store.transaction() as tx:
        tx.append(Change("file", "LS1-file-1", "add", state, "li", tx.at, {"name": "a.jpg"}))
    store.close()
    return files


def test_a_photo_as_it_was_kept_is_sound(folder: Path, capsys):
    assert main(["verify"]) == 0
    assert "rows and files are what it says" in capsys.readouterr().out


@pytest.mark.parametrize("body", [b"a phot0", b"longer than it was", None])
def test_a_photo_replaced_or_removed_is_named(folder: Path, body, capsys):
    photo = folder / "LS1-file-1"
    if body is None:
        photo.unlink()
    else:
        photo.write_bytes(body)
    assert main(["verify"]) == 1
    assert "file LS1-file-1" in capsys.readouterr().out


def test_an_erased_photo_is_no_fault(folder: Path, capsys):
    assert main(["erase", "file", "LS1-file-1"]) == 0
    (folder / "LS1-file-1").unlink(missing_ok=True)
    assert main(["verify"]) == 0
