import os
import subprocess
import sys

import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from bootstrap.rules import account_rules
from data_folder import (
    DataDirInUseError,
    SecretFileError,
    hold_data_dir,
    prepare_data_dir,
    read_ingest_token,
    read_tls,
)
from domain.access.accounts import check_password
from domain.errors import InvalidError
from geodata.district.district import load_district
from layouts.upkeep.setting_words import meaning
from settings import ROOT, Settings, SettingsError, read_settings
from store import open_store
from tests.api.access.test_tls import write_certificate


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_is_documented(name: str) -> None:
    page = (ROOT / "docs" / "settings.md").read_text()
    assert f"`ONESCREEN_{name.upper()}`" in page
    assert Settings.model_fields[name].description
    assert meaning(f"ONESCREEN_{name.upper()}")


def test_a_generated_token_is_kept_and_private(tmp_path) -> None:
    settings = Settings(data_dir=tmp_path / "var")
    prepare_data_dir(settings)
    token = read_ingest_token(settings)
    assert len(token) >= 40
    assert read_ingest_token(settings) == token
    assert (tmp_path / "var" / "ingest_token").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "var").stat().st_mode & 0o777 == 0o700


def test_facts_are_their_owners_alone_also_those_made_before(tmp_path) -> None:
    settings = Settings(data_dir=tmp_path / "var")
    prepare_data_dir(settings)
    before = settings.facts_dir / "facts.db"
    before.write_bytes(b"")
    for path in (before, settings.high_water):
        path.touch()
        path.chmod(0o644)
    prepare_data_dir(settings)
    store = open_store(
        None, settings.facts_dir, high_water=settings.high_water, seals=settings.seals
    )
    store.seal()
    made = [path for path in settings.data_dir.rglob("*") if path.is_file()]
    assert {"facts.db", "facts.db-wal", "positions.db", settings.high_water.name} <= {
        path.name for path in made
    }
    assert [path.name for path in made if path.stat().st_mode & 0o077] == []
    store.close()


def test_a_token_others_can_read_is_refused(tmp_path) -> None:
    settings = Settings(data_dir=tmp_path)
    read_ingest_token(settings)
    (tmp_path / "ingest_token").chmod(0o644)
    with pytest.raises(SecretFileError, match="chmod 600"):
        read_ingest_token(settings)


def test_a_token_from_the_environment_wins(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("ONESCREEN_INGEST_TOKEN", "given")
    assert read_ingest_token(Settings(data_dir=tmp_path)) == "given"
    assert "given" not in repr(Settings(data_dir=tmp_path))


def test_demo_and_real_facts_live_apart(tmp_path) -> None:
    assert (
        Settings(data_dir=tmp_path, demo=True).facts_dir
        != Settings(data_dir=tmp_path, demo=False).facts_dir
    )


def test_a_second_server_on_the_same_folder_is_refused(tmp_path) -> None:
    settings = Settings(data_dir=tmp_path / "var")
    prepare_data_dir(settings)
    with hold_data_dir(settings), pytest.raises(DataDirInUseError, match="ONESCREEN_DATA_DIR"):
        hold_data_dir(settings)
    hold_data_dir(settings).close()


def test_a_bad_setting_is_named_and_its_value_is_not(monkeypatch) -> None:
    monkeypatch.setenv("ONESCREEN_PORT", "hunter2")
    monkeypatch.setenv("ONESCREEN_DEMO_SPEED", "0")
    with pytest.raises(SettingsError) as refused:
        read_settings()
    assert "ONESCREEN_PORT: " in str(refused.value)
    assert "ONESCREEN_DEMO_SPEED: input should be greater than 0" in str(refused.value)
    assert "hunter2" not in str(refused.value)


def test_an_empty_variable_is_as_good_as_none(monkeypatch) -> None:
    monkeypatch.setenv("ONESCREEN_PORT", "")
    monkeypatch.setenv("ONESCREEN_DATABASE_URL", "")
    assert read_settings().port == 8050
    assert read_settings().database_url is None


def test_a_data_folder_that_cannot_be_written_to_is_named(tmp_path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match="file/var cannot be written to: Not a directory"):
        prepare_data_dir(Settings(data_dir=tmp_path / "file" / "var"))


def test_tls_needs_both_files_and_a_key_of_ones_own(tmp_path) -> None:
    certificate, key = tmp_path / "one.pem", tmp_path / "one.key"
    assert read_tls(Settings()) == {}
    with pytest.raises(SettingsError, match="both"):
        read_tls(Settings(tls_certificate=certificate))
    with pytest.raises(SettingsError, match="is no file"):
        read_tls(Settings(tls_certificate=certificate, tls_key=key))
    made = write_certificate(tmp_path)
    key.chmod(0o640)
    with pytest.raises(SecretFileError, match="chmod 600"):
        read_tls(made)
    key.chmod(0o600)
    assert read_tls(made) == {"ssl_certfile": str(certificate), "ssl_keyfile": str(key)}


def test_a_key_of_another_certificate_and_what_is_no_pem_are_said_so(tmp_path) -> None:
    (tmp_path / "other").mkdir()
    mine, other = write_certificate(tmp_path), write_certificate(tmp_path / "other")
    pair = Settings(tls_certificate=mine.tls_certificate, tls_key=other.tls_key)
    with pytest.raises(SettingsError, match=r"is the key of another certificate than .*one\.pem"):
        read_tls(pair)
    sealed = load_pem_private_key(mine.tls_key.read_bytes(), None).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"hush")
    )
    mine.tls_key.write_bytes(sealed)
    with pytest.raises(SettingsError, match="has a passphrase"):
        read_tls(mine)
    mine.tls_key.write_text("no pem")
    with pytest.raises(SettingsError, match="are not a PEM certificate"):
        read_tls(mine)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ONESCREEN_PROT", "did you mean ONESCREEN_PORT?"),
        ("ONESCREEN_WEBHOOK_URL", "ONESCREEN_NOTICE_WEBHOOK_URL"),
        ("onescreen_host_name", "is no setting"),
        ("ONESCREEN_XYZZY", "docs/settings.md lists them"),
    ],
)
def test_a_name_that_is_no_setting_is_refused_with_the_nearest(monkeypatch, name, said) -> None:
    monkeypatch.setenv(name, "hunter2")
    with pytest.raises(SettingsError) as refused:
        read_settings()
    assert str(refused.value).startswith(name) and said in str(refused.value)
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"ONESCREEN_PROT": "9000"}, "did you mean ONESCREEN_PORT?"),
        ({"ONESCREEN_NOTICE_CHANNELS": "foo"}, "there is no channel 'foo'"),
        ({"ONESCREEN_NOTICE_CHANNELS": "webhook"}, "needs ONESCREEN_NOTICE_WEBHOOK_URL"),
        ({"ONESCREEN_TLS_CERTIFICATE": "README.md", "ONESCREEN_TLS_KEY": "README.md"}, ""),
    ],
)
def test_a_start_that_cannot_be_is_a_sentence_and_no_traceback(tmp_path, more, said) -> None:
    given = {key: value for key, value in os.environ.items() if not key.startswith("ONESCREEN_")}
    given |= {"ONESCREEN_DATA_DIR": str(tmp_path / "var"), "ONESCREEN_PORT": "0"} | more
    ended = subprocess.run(
        [sys.executable, "app.py"], cwd=ROOT, env=given, capture_output=True, text=True, timeout=120
    )
    assert ended.returncode == 1
    assert "OneScreen cannot start: " in ended.stderr and said in ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_districts_name_in_letters_is_no_password(tmp_path) -> None:
    district = load_district(ROOT / "districts" / "lieshan")
    rules = account_rules(Settings(data_dir=tmp_path), district)
    for password in ("lieshanqu1234", "lieshanqu@12", "Lieshan@2026!"):
        with pytest.raises(InvalidError):
            check_password(password, "zhang", rules, set())
