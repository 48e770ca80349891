"""docs/new-district.md, done as it is written: from no folder at all to a correct wall."""

import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import httpx
import pytest

from geodata.district.departments import load_departments
from geodata.district.district import (
    KEYS,
    DispatchRules,
    DistrictError,
    Targets,
    load_district,
)
from geodata.district.holidays import load_calendar
from geodata.district.new_folder import NewDistrict, make_folder, prefix_of
from geodata.district.run_cards import load_run_cards
from onescreen.__main__ import main
from tools.running import ROOT, RunningServer

PAGE = (ROOT / "docs" / "new-district.md").read_text(encoding="utf-8")
LIESHAN = ROOT / "districts" / "lieshan"


def commands() -> list[str]:
    """Every line that a reader types, without the last: it starts the server."""
    blocks = re.findall(r"^```sh\n(.*?)^```", PAGE, flags=re.DOTALL | re.MULTILINE)
    lines = [line for block in blocks for line in block.splitlines()]
    assert lines[-1] == "make run"
    return lines[:-1]


# Each command in a process of its own, as a shell would; but what each would import
# anew, most of what it takes, is there already. The doctor may find something.
SHELL = """
import os, runpy, shlex, sys
import geodata.__main__, settings, store

for line in sys.stdin:
    first, *words = shlex.split(line)
    if first == "export":
        os.environ.update(word.split("=", 1) for word in words)
        continue
    assert [first, words[0]] == [".venv/bin/python", "-m"], line
    if child := os.fork():
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if code and "doctor" not in words:
            sys.exit(code)
        continue
    sys.argv = words[1:]
    runpy.run_module(words[1], run_name="__main__", alter_sys=True)
    sys.exit(0)
"""


def typed(folder: Path) -> subprocess.CompletedProcess[str]:
    """The commands in one shell, in a copy of the program's folder; a failure ends it."""
    for path in ROOT.iterdir():
        if path.name not in {"districts", ".git"} and not path.name.startswith("var"):
            (folder / path.name).symlink_to(path)
    (folder / "districts").mkdir()
    (folder / "districts" / "lieshan").symlink_to(LIESHAN)
    return subprocess.run(
        [sys.executable, "-c", SHELL],
        input="\n".join(commands()),
        cwd=folder,
        text=True,
        capture_output=True,
    )


def test_the_page_leads_to_a_correct_wall(tmp_path: Path) -> None:
    done = typed(tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("all good") == 11
    assert "is current" in done.stdout
    assert "4 units added, 0 changed" in done.stdout
    district = tmp_path / "districts" / "420999"
    with RunningServer(tmp_path / "var-420999", demo=0, district=district) as server:
        assert server.health()["status"] == "ok"
        cookie = {"cookie": f"onescreen={server.sign_in('dispatcher')}"}
        with httpx.Client(base_url=server.url, headers=cookie, timeout=60) as reader:
            assert "示例县" in reader.get("/").text
            found = reader.get("/api/v1/search", params={"q": "第一中学"}).json()
            assert "示例县第一中学" in str(found)
            places = reader.get("/api/v1/desk/places", params={"q": "湖北省孝感市示例县人民路11号"})
            assert "人民路11号" in places.text, places.text
        token = {"authorization": f"Bearer {server.token}"}
        body = {
            **{"source": "trial", "source_id": "1", "class": "fire", "severity": 3},
            **{"title": "试报", "lat": 30.94, "lon": 113.915},
        }
        with httpx.Client(base_url=server.url, headers=token, timeout=60) as sender:
            told = sender.post("/api/v1/incidents", json=body).json()
            assert told["area_code"] == "420999001001001"
            assert told["number"].startswith("SL")


@pytest.mark.parametrize("where", ["README.md", "README.zh-CN.md"])
def test_the_readme_leads_here_and_names_the_setting(where: str) -> None:
    text = (ROOT / where).read_text(encoding="utf-8")
    assert "docs/new-district.md" in text
    assert "ONESCREEN_DISTRICT" in text


def test_every_setting_of_a_new_folder_can_be_set(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    make_folder(NewDistrict("441721", "阳西县", "", ("广东省", "阳江市")), folder, like=LIESHAN)
    path = folder / "district.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    opened = [re.sub(r"^# (?=\[\[|\w+ = )", "", line) for line in lines]
    assert opened != lines
    path.write_text("\n".join(opened), encoding="utf-8")
    district = load_district(folder)
    assert (district.code, district.prefix) == ("441721", "YX")
    assert district.upper_names == ("广东省", "阳江市")
    ways = {one.code for one in district.dispositions}
    assert {"移交乡镇继续办理", "恶意报警"} <= ways and "arrested" not in ways
    assert [one.name for one in district.shifts] == ["白班", "夜班"]
    assert district.names["class"]["fire"].english == "Fire alarm"
    assert {*district.names} == {"class", "unit_kind", "unit_subkind", "role"}
    assert load_departments(folder)[0].code == "governance"
    assert load_run_cards(folder) == load_run_cards(LIESHAN)
    assert load_calendar(district).holidays


def test_a_new_folder_names_every_setting_there_is(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    make_folder(NewDistrict("441721", "阳西县"), folder, like=LIESHAN)
    text = (folder / "district.toml").read_text(encoding="utf-8")
    named = set(re.findall(r"^(?:# )?\[{0,2}(\w+)(?:\]|\.| = )", text, flags=re.MULTILINE))
    inner = {one.name for part in (Targets, DispatchRules) for one in fields(part)}
    # The demo's hints are about an invented map; a district of its own has none.
    assert {*KEYS, *inner} - named == {"demo"}


@pytest.mark.parametrize(
    ("new", "word"),
    [
        (NewDistrict("44172", "阳西县"), "code"),
        (NewDistrict("441721001", "阳西县"), "6 digits"),
        (NewDistrict("441721", " "), "name"),
        (NewDistrict("441721", '阳"西'), "quotation"),
        (NewDistrict("441721", "阳西县", "阳西"), "prefix"),
        (NewDistrict("441721", "阳西县", time_zone="Asia/Nowhere"), "time_zone"),
    ],
)
def test_what_cannot_be_a_district_leaves_no_folder(
    tmp_path: Path, new: NewDistrict, word: str
) -> None:
    with pytest.raises(DistrictError, match=word):
        make_folder(new, tmp_path / "own", like=LIESHAN)
    assert not (tmp_path / "own").exists()


def test_a_folder_that_holds_something_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").write_text("kept")
    asked = ["new-district", "441721", "--name", "阳西县", "--folder", str(tmp_path)]
    assert main(asked) == 1
    assert "is not empty" in capsys.readouterr().err
    assert (tmp_path / "mine.txt").read_text() == "kept"


@pytest.mark.parametrize(
    ("name", "prefix"),
    [("烈山区", "LS"), ("海南藏族自治县", "HNZZ"), ("旗", "Q"), ("One", "ONE"), ("🙂", "")],
)
def test_a_prefix_is_the_initials_of_the_name(name: str, prefix: str) -> None:
    assert prefix_of(name) == prefix
