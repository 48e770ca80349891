"""The doctor names each thing that is wrong, and what to do."""

import re
import socket

import pytest

from geodata.district.new_folder import NewDistrict, make_folder
from geodata.files.versions import MapVersions
from onescreen.__main__ import main
from settings import ROOT
from tests.support.small_map import write_small_map
from tests.upkeep.test_backup import set_environment

LIESHAN = ROOT / "districts" / "lieshan"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A data folder with a map of the district, and nothing wrong."""
    made = tmp_path / "var"
    made.mkdir(mode=0o700)
    maps = MapVersions(made / "maps")
    maps.make_current(maps.add(write_small_map(tmp_path / "small.gpkg"), "test").version)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    set_environment(monkeypatch, made, port=port)
    make_folder(NewDistrict("340604", "小区"), tmp_path / "district", like=LIESHAN)
    monkeypatch.setenv("ONESCREEN_DISTRICT", str(tmp_path / "district"))
    monkeypatch.setattr("onescreen.doctor.shutil.which", lambda _: None)
    return made


def told(capsys) -> str:
    return capsys.readouterr().out


def test_where_nothing_is_wrong_it_says_so(folder, capsys):
    assert main(["doctor"]) == 0, told(capsys)
    said = told(capsys)
    assert "nothing is wrong" in said and "WRONG" not in said
    assert "340604" in said and "no facts" in said


def test_it_says_which_database_it_speaks_of(folder, monkeypatch, capsys):
    main(["doctor"])
    assert "the real database" in capsys.readouterr().err
    monkeypatch.setenv("ONESCREEN_DEMO", "1")
    main(["doctor"])
    assert "the demo database" in (said := capsys.readouterr().err) and "ONESCREEN_DEMO=0" in said


@pytest.mark.parametrize("command", [["accounts", "list"], ["verify"], ["quarantine"]])
def test_so_does_every_command_that_opens_one(folder, command, capsys):
    main(command)
    assert "the real database" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command",
    [
        ["accounts", "add", "zhang", "--role", "dispatcher"],
        ["keys", "list"],
        ["units", "list"],
    ],
)
def test_whoever_forgets_which_database_begins_no_demo_beside_real_facts(
    folder, monkeypatch, capsys, command
):
    assert main(command) == 0
    monkeypatch.delenv("ONESCREEN_DEMO")
    assert main(command) == 1
    said = capsys.readouterr()
    assert "only the real database: set ONESCREEN_DEMO=0" in said.err
    assert "password" not in said.out.splitlines()[-1:] and not (folder / "demo").exists()


def test_maps_are_said_to_be_those_of_both(folder, capsys):
    assert main(["maps", "list"]) == 0
    assert f"the maps in {folder / 'maps'}, of the demo and the real database" in (
        capsys.readouterr().err
    )


@pytest.mark.parametrize(
    "command",
    [
        ["new-district", "4209", "--name", "x"],
        ["accounts", "reset", "nobody-here"],
        ["accounts", "add", "!!", "--role", "police"],
        ["keys", "revoke", "zzz"],
        ["maps", "restore", "0000000000000000"],
    ],
)
def test_a_refusal_is_a_sentence_and_no_code(folder, command, capsys):
    assert main(command) == 1
    said = capsys.readouterr().err.strip().splitlines()[-1]
    assert said.startswith("error: ") and said.count(" ") > 3, said
    assert not re.search(r"\b[a-z]+(_[a-z]+)+\b", said), said


@pytest.mark.parametrize("command", ["accounts add", "import", "maps restore", "export-subject"])
def test_a_usage_names_the_command_as_it_was_called(folder, command, capsys):
    with pytest.raises(SystemExit):
        main(command.split())
    said = capsys.readouterr().err
    assert f"usage: python -m onescreen {command} " in said, said


def test_each_fault_is_a_sentence_of_its_own(folder, monkeypatch, capsys):
    folder.chmod(0o755)
    (folder / "account_key").write_text("k" * 40)
    (folder / "account_key").chmod(0o644)
    monkeypatch.setenv("ONESCREEN_NOTICE_CHANNELS", "foo")
    monkeypatch.setattr("onescreen.doctor.LEAST_FREE_BYTES", 1 << 62)
    with socket.create_server(("127.0.0.1", 0)) as other:
        other.settimeout(0.1)
        monkeypatch.setenv("ONESCREEN_PORT", str(other.getsockname()[1]))
        monkeypatch.setattr("onescreen.doctor.urllib.request.urlopen", _not_ours)
        assert main(["doctor"]) == 1
    said = told(capsys)
    for words in (
        "there is no channel 'foo'", f"chmod 700 {folder}", "chmod 600", "make room",
        "Another program listens", "5 to be mended",
    ):  # fmt: skip
        assert words in said, said


def _not_ours(*_: object, **__: object) -> None:
    raise ValueError("no JSON")


def test_handling_grids_of_areas_that_are_not_there_are_named(folder, tmp_path, capsys):
    with (tmp_path / "district" / "departments.toml").open("a", encoding="utf-8") as file:
        file.write('[department.grids]\n"北片" = ["340604001", "340604999"]\n')
    assert main(["doctor"]) == 1
    assert "北片 of city_management names 340604999, which the map does not have" in told(capsys)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("run_cards.csv", "fire,1\n"),
        ("holidays.csv", "never\n"),
        ("centre.toml", "[[boddy]]\n"),
        ("mediation.toml", "[[pol]]\n"),
        ("papers.toml", "seal = 1\n"),
        ("court_filings.csv", "month\n"),
        ("departments.toml", "[[department]]\n"),
    ],
)
def test_every_file_of_the_district_is_read(folder, tmp_path, capsys, file, text):
    (tmp_path / "district" / file).write_text(text, encoding="utf-8")
    assert main(["doctor"]) == 1
    assert file in (said := told(capsys)) and "1 to be mended" in said


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("rating = 14", "rating = 0"),
        ("[call_days]", '[[kept]]\ncode = "agreed"\nyears = 0\n[call_days]'),
    ],
)
def test_every_part_of_the_centre_is_read(folder, tmp_path, capsys, right, wrong):
    text = (LIESHAN / "centre.toml").read_text(encoding="utf-8")
    assert right in text
    path = tmp_path / "district" / "centre.toml"
    path.write_text(text.replace(right, wrong), encoding="utf-8")
    assert main(["doctor"]) == 1
    assert "centre.toml" in (said := told(capsys)) and "1 to be mended" in said


def test_a_map_of_another_district_is_named(folder, monkeypatch, tmp_path, capsys):
    other = tmp_path / "other"
    other.mkdir()
    (other / "district.toml").write_text(
        'code = "441721"\nname = "阳西县"\nprefix = "YX"\ntime_zone = "Asia/Shanghai"\n'
    )
    monkeypatch.setenv("ONESCREEN_DISTRICT", str(other))
    assert main(["doctor"]) == 1
    assert "but ONESCREEN_DISTRICT names" in told(capsys)


def test_settings_that_cannot_be_read_are_said(folder, monkeypatch, capsys):
    monkeypatch.setenv("ONESCREEN_PROT", "9000")
    assert main(["doctor"]) == 1
    assert "ONESCREEN_PORT" in capsys.readouterr().err
