"""`python -m onescreen keys`: what is refused before a key is made."""

import pytest

from geodata.files.versions import MapVersions
from onescreen.__main__ import main
from tests.support.small_map import write_small_map


@pytest.fixture
def mapped(tmp_path, monkeypatch):
    monkeypatch.setenv("ONESCREEN_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("ONESCREEN_DEMO", "0")
    maps = MapVersions(tmp_path / "var" / "maps")
    maps.make_current(maps.add(write_small_map(tmp_path / "small.gpkg"), "test").version)


@pytest.mark.usefixtures("mapped")
def test_a_key_for_an_area_the_map_does_not_know_is_refused_and_the_nearest_named(capsys):
    add = ["keys", "add", "12345", "--right", "facts.read", "--area"]
    assert main([*add, "340604009"]) == 1
    said = capsys.readouterr().err.strip().splitlines()[-1]
    assert said.startswith("error: The map has no area 340604009; nearest: 34060400")
    assert main([*add, "340604001"]) == 0
    assert "key (shown once): " in capsys.readouterr().out
    assert main(["keys", "list"]) == 0
    assert capsys.readouterr().out.count("12345") == 1
