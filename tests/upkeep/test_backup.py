"""A backup of a running server, put back onto an empty machine: who and what is there again."""

import io
import json
import os
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyotp
import pytest
from PIL import Image

from geodata.files.versions import MapVersions
from onescreen.__main__ import main
from settings import ROOT
from tests.support.at_the_pages import FORM, SECRET, added, send
from tests.support.small_map import write_small_map
from tools.people import PASSWORD
from tools.running import RunningServer

REPORT = {"source": "12345", "class": "fire", "severity": 2, "title": "仓库冒烟"} | {
    "lat": 33.81, "lon": 116.71,
}  # fmt: skip


def set_environment(patch: pytest.MonkeyPatch, folder: Path, **more: str) -> None:
    for name in [one for one in os.environ if one.startswith("ONESCREEN_")]:
        patch.delenv(name)
    patch.setenv("ONESCREEN_DATA_DIR", str(folder))
    patch.setenv("ONESCREEN_DEMO", "0")
    for name, value in more.items():
        patch.setenv(f"ONESCREEN_{name.upper()}", value)


def an_administrator(server: RunningServer) -> str:
    """An administrator who has a password and a second factor; its secret."""
    once = added(server.data_dir, "boss", "system_admin", demo=False)
    with httpx.Client(base_url=server.url, headers={"origin": server.url}, timeout=30) as browser:
        send(browser, "/login", "/login", name="boss", password=once)
        send(browser, "/account", "/account/password", old=once, new=PASSWORD, again=PASSWORD)
        [secret] = SECRET.findall(browser.get("/account").text)
        code = pyotp.TOTP(secret.replace(" ", "")).now()
        send(browser, "/account", "/account/factor", code=code)
    return str(secret.replace(" ", ""))


def a_photo() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(kept, "PNG")
    return kept.getvalue()


def report(server: RunningServer, source_id: str) -> str:
    header = {"authorization": f"Bearer {server.token}"}
    body = REPORT | {"source_id": source_id}
    made = httpx.post(f"{server.url}/api/v1/incidents", json=body, headers=header, timeout=30)
    assert made.status_code == 201, made.text
    return str(made.json()["number"])


class Busy:
    """Reports that go on while the backup is made."""

    def __init__(self, server: RunningServer) -> None:
        self._server = server
        self._is_over = threading.Event()
        self._has_begun = threading.Event()
        self._thread = threading.Thread(target=self._go_on)
        self.count = 0

    def _go_on(self) -> None:
        while not self._is_over.wait(0.02):
            report(self._server, f"busy-{self.count}")
            self.count += 1
            self._has_begun.set()

    def __enter__(self) -> "Busy":
        self._thread.start()
        assert self._has_begun.wait(30)
        return self

    def __exit__(self, *error: object) -> None:
        self._is_over.set()
        self._thread.join()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, str]]]:
    """A backup made beside a running server, and what was there when it was made."""
    folder = tmp_path_factory.mktemp("machine")
    maps = MapVersions(folder / "var" / "maps")
    small = write_small_map(folder / "small.gpkg")
    maps.make_current(maps.add(small, "test").version)
    with pytest.MonkeyPatch.context() as patch:
        set_environment(patch, folder / "var")
        with RunningServer(folder / "var", demo=0) as server:
            number = report(server, "first")
            header = {"origin": server.url, "cookie": f"onescreen={server.sign_in()}"}
            photo = httpx.post(
                f"{server.url}/api/v1/desk/incidents/{number}/files?name=a",
                content=a_photo(), headers=header, timeout=30,
            )  # fmt: skip
            assert photo.status_code == 201, photo.text
            known = {"secret": an_administrator(server), "number": number}
            known |= {"photo": photo.json()["url"], "token": server.token}
            with Busy(server) as busy:
                assert main(["backup", str(folder / "backup")]) == 0
                assert busy.count, "nothing was written meanwhile: the test shows nothing"
        known["map"] = maps.current().version
    yield folder / "backup", known
    shutil.rmtree(folder)


def test_an_administrator_signs_in_and_a_photo_is_read_on_an_empty_machine(
    made, tmp_path, monkeypatch, capsys
):
    backup, known = made
    target = tmp_path / "var"
    set_environment(monkeypatch, target)
    assert main(["restore", str(backup)]) == 0
    told = capsys.readouterr().out
    assert "the real database of 340604 烈山区" in told and "ONESCREEN_DEMO=0" in told
    epoch = json.loads((target / "high_water-real.json").read_text())["epoch"]
    assert epoch != json.loads((backup / "manifest.json").read_text())["epoch"]
    assert main(["verify"]) == 0
    district = target / "restored" / "district"
    with RunningServer(target, demo=0, district=district, ingest_token="") as server:
        with httpx.Client(base_url=server.url, timeout=30) as browser:
            browser.headers["origin"] = server.url
            send(browser, "/login", "/login", name="boss", password=PASSWORD)
            [form, *_] = FORM.findall(browser.get("/login/code").text)
            code = pyotp.TOTP(known["secret"]).at(int(time.time()) + 30)
            done = browser.post("/login/code", data={"form": form, "code": code})
            assert done.status_code == 303, done.text
            assert browser.get("/admin").status_code == 200
        desk = {"cookie": f"onescreen={server.sign_in('leader')}"}
        incident = httpx.get(f"{server.url}/api/v1/incidents/{known['number']}", headers=desk)
        assert incident.json()["number"] == known["number"]
        photo = httpx.get(server.url + known["photo"], headers=desk)
        assert (photo.status_code, photo.headers["content-type"]) == (200, "image/png")
    assert MapVersions(target / "maps").current().version == known["map"]


def test_everything_is_in_it_and_only_for_its_owner(made):
    backup, _ = made
    there = {path.relative_to(backup).as_posix() for path in backup.rglob("*") if path.is_file()}
    assert {
        "manifest.json", "settings.env", "district/district.toml", "data/real/facts.db",
        "data/real/positions.db", "data/maps/current.json", "data/account_key",
        "data/ingest_token", "data/seals-real.jsonl",
    } <= there  # fmt: skip
    assert any(path.startswith("data/real/files/") for path in there)
    assert not [path for path in there if path.endswith(("-wal", "-shm", ".origin", "lock"))]
    assert all(path.stat().st_mode & 0o077 == 0 for path in backup.rglob("data/**/*"))
    assert backup.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("data/real/facts.db", "is not what was backed up"),
        ("data/account_key", "is missing from the backup"),
        ("manifest.json", "is no whole backup"),
    ],
)
def test_a_backup_that_is_not_whole_is_refused_and_nothing_is_written(
    made, tmp_path, monkeypatch, capsys, broken, said
):
    backup = tmp_path / "backup"
    shutil.copytree(made[0], backup)
    if broken.endswith(".db"):
        with (backup / broken).open("r+b") as file:
            file.seek(5000)
            file.write(b"mallory")
    else:
        (backup / broken).unlink()
    set_environment(monkeypatch, tmp_path / "var")
    assert main(["restore", str(backup)]) == 1
    assert said in capsys.readouterr().err
    assert not (tmp_path / "var").exists()


def test_a_manifest_that_points_outside_is_refused(made, tmp_path, monkeypatch, capsys):
    backup = tmp_path / "backup"
    shutil.copytree(made[0], backup)
    manifest = json.loads((backup / "manifest.json").read_text())
    manifest["files"]["data/../../evil"] = {"sha256": "", "bytes": 0}
    (backup / "manifest.json").write_text(json.dumps(manifest))
    set_environment(monkeypatch, tmp_path / "var")
    assert main(["restore", str(backup)]) == 1
    assert "outside itself" in capsys.readouterr().err


def test_nothing_in_use_is_written_over(made, tmp_path, monkeypatch, capsys):
    (tmp_path / "var" / "real").mkdir(parents=True)
    set_environment(monkeypatch, tmp_path / "var")
    assert main(["restore", str(made[0])]) == 1
    assert "is not empty" in capsys.readouterr().err
    assert main(["backup", str(made[0])]) == 1
    assert "there are no facts" in capsys.readouterr().err


def test_a_command_nobody_knows_is_answered_with_the_known_ones(capsys):
    assert main(["bakcup"]) == 2
    assert "backup, restore" in capsys.readouterr().err
    assert main([]) == 2
    assert main(["backup"]) == 2
    assert (ROOT / "docs" / "operations.md").read_text().count("python -m onescreen") > 3
