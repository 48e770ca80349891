"""What an operator can do without a server."""

from pathlib import Path

import pytest

from data_folder import hold_data_dir, prepare_data_dir
from settings import Settings
from store import Store, open_store
from store.__main__ import main
from tests.store.builders import NOON, an_incident
from tests.store.conftest import Place


def opened(settings: Settings) -> Store:
    """The store as the server opens it."""
    mark = settings.data_dir / f"high_water-{settings.facts_dir.name}.json"
    return open_store(None, settings.facts_dir, high_water=mark)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A folder with one incident and one refused message."""
    monkeypatch.setenv("ONESCREEN_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.delenv("ONESCREEN_DATABASE_URL", raising=False)
    settings = Settings()  # type: ignore[call-arg]
    prepare_data_dir(settings)
    store = opened(settings)
    with store.transaction() as tx:
        tx.put_incident(an_incident("LS1"), action="report", actor="test")
    store.quarantine("osmand", "no place", "lat", b"id=7&key=secret", NOON)
    store.close()
    return settings


def test_a_sound_journal_is_said_to_be_sound(settings, capsys):
    store = opened(settings)
    name, _ = store.head()
    store.close()
    assert main(["verify"]) == 0
    assert f"journal {name} is sound" in capsys.readouterr().out, "and keeps its name"


def test_a_changed_record_is_named(settings, capsys):
    Place(None, settings.facts_dir).sql("UPDATE journal SET actor = 'mallory' WHERE seq = 1")
    assert main(["verify"]) == 1
    assert "record 1 " in capsys.readouterr().out


def test_refused_messages_are_told_without_what_was_sent(settings, capsys):
    assert main(["quarantine"]) == 0
    told = capsys.readouterr().out
    assert "osmand  lat: no place" in told
    assert "secret" not in told
    assert main(["quarantine", "--payload"]) == 0
    assert "id=7&key=***" in capsys.readouterr().out


def test_a_person_is_erased_and_the_journal_stays_sound(settings, capsys):
    assert main(["erase", "incident", "LS1"]) == 0
    store = opened(settings)
    assert store.incident("LS1").title is None
    store.close()
    assert main(["verify"]) == 0
    assert main(["erase", "incident", "LS9"]) == 1
    assert "LS9" in capsys.readouterr().err


def test_nothing_is_erased_under_a_running_server(settings, capsys):
    with hold_data_dir(settings):
        assert main(["erase", "incident", "LS1"]) == 1
        assert "stop it" in capsys.readouterr().err
        assert main(["verify"]) == 0


def test_a_mistyped_folder_is_not_made(settings, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("ONESCREEN_DATA_DIR", str(tmp_path / "elsewhere"))
    assert main(["verify"]) == 1
    assert not (tmp_path / "elsewhere").exists()


def test_a_person_is_handed_out_and_erased_by_phone(settings, tmp_path, capsys):
    out = tmp_path / "held.zip"
    about = ["phone", "13800000417", "--reason", "本人书面申请"]
    assert main(["export-subject", *about, "--out", str(out)]) == 0
    assert out.stat().st_mode & 0o077 == 0
    assert main(["erase", "phone", "13800000417"]) == 1, "without a reason"
    assert main(["erase", *about]) == 0
    assert main(["export-subject", *about]) == 1
    assert main(["verify"]) == 0
    assert "13800000417" not in capsys.readouterr().out
