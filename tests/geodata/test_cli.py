import json
import shutil

import pytest

from geodata.__main__ import main
from geodata.files.versions import MapVersions
from tests.geodata.importing.import_kit import frame, save, write_complete

DISTRICT_TOML = """
code = "340604"
name = "烈山区"
prefix = "LS"
time_zone = "Asia/Shanghai"
review_number = ""
"""


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A data folder with a complete current map, and a district folder."""
    monkeypatch.delenv("ONESCREEN_DATA_DIR", raising=False)
    (tmp_path / "district").mkdir()
    (tmp_path / "district" / "district.toml").write_text(DISTRICT_TOML)
    (tmp_path / "district" / "departments.toml").write_text(
        '[[department]]\ncode = "water"\nname = "水利局"\nduty = "值班"\n'
    )
    versions = MapVersions(tmp_path / "data" / "maps")
    versions.make_current(versions.add(write_complete(tmp_path / "c.gpkg"), "test").version)
    return tmp_path


@pytest.fixture
def cli(home):
    def call(command, *arguments):
        folders = ["--data-dir", str(home / "data"), "--district", str(home / "district")]
        return main([command, *map(str, arguments), *folders])

    return call


@pytest.fixture
def villages(home):
    table = frame("village").rename(columns={"code": "DM", "name": "MC"})
    table["MC"] = ["甲村", "乙村", "丙村", "丁村"]
    return save(table.to_crs(4547), home / "villages.shp", encoding="GBK")


def current(home):
    return MapVersions(home / "data" / "maps").current()


def test_an_import_becomes_current(cli, home, villages, capsys):
    before = current(home)
    assert cli("import", villages, "--level", "village") == 0
    assert current(home).version != before.version
    out = capsys.readouterr().out
    assert "all good" in out
    assert current(home).version in out


def test_a_dry_run_changes_nothing(cli, home, villages, capsys):
    before = sorted((home / "data").rglob("*"))
    assert cli("import", villages, "--level", "village", "--dry-run") == 0
    assert sorted((home / "data").rglob("*")) == before
    assert "dry run" in capsys.readouterr().out


def test_a_dry_run_makes_no_data_folder(cli, home, capsys):
    shutil.rmtree(home / "data")
    path = save(frame("district"), home / "d.gpkg")
    assert cli("import", path, "--level", "district", "--dry-run") == 0
    assert not (home / "data").exists()


def test_errors_end_with_one_and_are_told_with_code_and_place(cli, home, capsys):
    before = current(home)
    table = frame("village")
    table.loc[0, "code"] = "34060400100"
    path = save(table, home / "bad.gpkg")
    report = home / "report.json"
    assert cli("import", path, "--level", "village", "--report", report) == 1
    assert current(home) == before
    out = capsys.readouterr().out
    assert "ERROR malformed code: 1" in out
    assert "34060400100  33.910000, 116.805000  11 digits instead of 12" in out
    assert "nothing was replaced" in out
    findings = json.loads(report.read_text())["findings"]
    assert [one["kind"] for one in findings if one["gravity"] == "error"] == ["malformed_code"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--level", "county"),
        ("--level", "handling"),
        ("--level", "village", "--department", "water"),
        ("--level", "handling", "--department", "../x"),
        ("--level", "village", "--crs", "EPSG:999999"),
        ("--level", "village", "--map", "code"),
        ("--level", "village", "--map", "colour=DM"),
        ("--level", "village", "--fresh"),
        ("--level", "village", "--tolerance-m", "0"),
        ("--level", "village", "--tolerance-m", "nan"),
    ],
)
def test_wrong_usage_ends_with_two(cli, villages, arguments):
    with pytest.raises(SystemExit) as stop:
        cli("import", villages, *arguments)
    assert stop.value.code == 2


def test_a_file_that_is_not_there_is_wrong_usage(cli, home):
    with pytest.raises(SystemExit) as stop:
        cli("import", home / "nowhere.shp", "--level", "village")
    assert stop.value.code == 2


def test_columns_can_be_named(cli, home):
    path = save(frame("village").rename(columns={"code": "甲", "name": "乙"}), home / "v.gpkg")
    assert cli("import", path, "--level", "village") == 1
    named = ("--map", "code=甲", "--map", "name=乙")
    assert cli("import", path, "--level", "village", *named) == 0


def test_list_and_restore(cli, home, villages, capsys):
    before = current(home)
    cli("import", villages, "--level", "village")
    capsys.readouterr()
    assert cli("list") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [before.version, current(home).version]
    assert "current" in lines[1]
    assert "village from villages.shp" in lines[1]
    assert cli("restore", before.version) == 0
    assert current(home).version == before.version


def test_damage_is_told_beside_what_can_be_restored(cli, home, capsys):
    version = current(home).version
    (home / "data" / "maps" / "current.json").write_text("{")
    assert cli("list") == 1
    told = capsys.readouterr()
    assert version in told.out
    assert "damaged" in told.err
    assert cli("restore", version) == 0


def test_restoring_what_is_not_there_ends_with_one(cli, capsys):
    assert cli("restore", "0123456789ab") == 1
    assert "There is no map version" in capsys.readouterr().err


def test_a_draft_is_told_and_can_be_discarded(cli, home, capsys):
    shutil.rmtree(home / "data")
    path = save(frame("district"), home / "d.gpkg")
    assert cli("import", path, "--level", "district") == 0
    assert "still lacks: town, village, grid" in capsys.readouterr().out
    assert cli("list") == 0
    assert "[draft]" in capsys.readouterr().out
    assert cli("discard") == 0
    assert cli("list") == 0
    assert "[incomplete]" in capsys.readouterr().out


def test_handling_grids_are_imported_for_a_department(cli, home):
    path = save(frame("village"), home / "h.gpkg")
    assert cli("import", path, "--level", "handling", "--department", "water") == 0


def test_a_district_folder_that_cannot_be_read_ends_with_one(cli, home, villages, capsys):
    (home / "district" / "district.toml").write_text("code = 7")
    assert cli("import", villages, "--level", "village") == 1
    assert "district.toml" in capsys.readouterr().err


def test_build_makes_the_demo_map_current_and_twice_is_once(home, demo_gpkg, monkeypatch):
    def copy(district, out, *, progress=None):
        progress(1.0, "done")
        shutil.copyfile(demo_gpkg, out)
        return out

    monkeypatch.setattr("geodata.build.build.build_demo", copy)
    data = home / "fresh"
    for _ in range(2):
        assert main(["build", "--data-dir", str(data)]) == 0
    [held] = MapVersions(data / "maps").list()
    assert held.version == MapVersions(data / "maps").current().version
    assert data.stat().st_mode & 0o777 == 0o700


def test_handling_grids_of_a_department_nobody_has_are_refused(cli, home, capsys):
    path = save(frame("village"), home / "h.gpkg")
    assert cli("import", path, "--level", "handling", "--department", "nosuch") == 1
    assert "no department 'nosuch'; there are: water" in capsys.readouterr().err


OTHER_TOML = DISTRICT_TOML.replace("340604", "441721").replace("烈山区", "阳西县")


@pytest.mark.parametrize("command", ["import", "build", "restore"])
def test_a_data_folder_of_another_district_is_refused_and_the_setting_named(
    cli, home, villages, capsys, command
):
    before = current(home)
    (home / "district" / "district.toml").write_text(OTHER_TOML)
    arguments = {"import": (villages, "--level", "village"), "restore": (before.version,)}
    assert cli(command, *arguments.get(command, ())) == 1
    told = capsys.readouterr().err
    assert "is of district 340604" in told and "441721 阳西县" in told
    assert "ONESCREEN_DISTRICT" in told and "ONESCREEN_DATA_DIR" in told
    assert current(home) == before


def test_a_file_of_another_district_names_the_setting(cli, home, capsys):
    shutil.rmtree(home / "data")
    (home / "district" / "district.toml").write_text(OTHER_TOML)
    path = save(frame("district"), home / "d.gpkg")
    assert cli("import", path, "--level", "district") == 1
    told = capsys.readouterr().out
    assert "the file is of district 340604, the settings are of 441721" in told
    assert "ONESCREEN_DISTRICT" in told and "--skip-outside" not in told
