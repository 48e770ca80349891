"""`[[unit_kinds]]`: what a district may declare, and the sentence for what it may not."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain import named
from domain.contract import contract
from domain.dispatch.run_cards import Need
from domain.dispatch.unit_kinds import (
    SUBKINDS,
    SYMBOLS,
    UNIT_KIND_WORDS,
    OwnKind,
    TravelMode,
    UnitKind,
    covered_kinds,
    kind_of_word,
    learn_kinds,
)
from domain.dispatch.units import UNIT, Unit, travel_mode
from domain.incidents.classes import IncidentClass
from domain.incidents.incidents import Severity
from geodata.district.district import DistrictError, load_district
from geodata.district.run_cards import load_run_cards
from layouts.live.wall import card_panel
from operations.dispatch.units_from_table import read_units
from operations.files.roster_table import read_table
from tests.layouts.test_shell import walk

LIESHAN = Path(__file__).parents[2] / "districts" / "lieshan"
ENGINE = """
[[unit_kinds]]
code = "fire_engine"
name = "消防车"
english = "Fire engine"
symbol = "truck"
colour = "#FF7A45"
cover_s = 480
also = ["水罐车"]
"""
PATROL = """
[[unit_kinds]]
code = "city_management"
name = "城管队员"
symbol = "pentagon"
colour = "#c0a0ff"
travel_mode = "walk"
"""


def folder(tmp_path: Path, more: str) -> Path:
    text = (LIESHAN / "district.toml").read_text(encoding="utf-8")
    # Keys of the top stand before the first table of a file.
    top, _, rest = text.partition("\n[")
    (tmp_path / "district.toml").write_text(f"{top}\n{more}\n[{rest}", encoding="utf-8")
    return tmp_path


@pytest.fixture
def declared(tmp_path: Path) -> Iterator[Path]:
    """A district with two kinds of its own, learnt as a server does."""
    made = folder(tmp_path, ENGINE + PATROL)
    district = load_district(made)
    learn_kinds(district.unit_kinds)
    named.learn(district.names)
    yield made
    learn_kinds(())
    named.learn({})


def test_a_kind_is_declared_once_and_known_everywhere(declared: Path):
    engine, patrol = load_district(declared).unit_kinds
    assert engine == OwnKind(
        "fire_engine", "消防车", "truck", "#ff7a45", "Fire engine", TravelMode.CAR, 480, ("水罐车",)
    )
    assert patrol.mode is TravelMode.WALK and patrol.cover_s is None
    assert list(UnitKind) == ["police", "grid_worker", "fire_engine", "city_management"]
    assert UnitKind("fire_engine") is UnitKind("fire_engine")
    assert UNIT_KIND_WORDS["fire_engine"] == "消防车" and SUBKINDS["fire_engine"] == ()
    assert named.english()["消防车"] == "Fire engine"
    assert named.english()["城管队员"] == "城管队员"
    assert covered_kinds() == ("police", "grid_worker", "fire_engine")
    assert [kind_of_word(word) for word in ("消防车", "水罐车", "城管队员", "民警")] == [
        "fire_engine", "fire_engine", "city_management", None,
    ]  # fmt: skip


def test_a_unit_of_such_a_kind_goes_as_its_kind_does_and_is_written_and_read(declared: Path):
    unit = Unit("C1", "城管一", UnitKind("city_management"))
    assert travel_mode(unit) is TravelMode.WALK
    assert travel_mode(Unit("F1", "消防一", UnitKind("fire_engine"))) is TravelMode.CAR
    state = UNIT.state_of(unit)
    assert state["kind"] == "city_management" and type(state["kind"]) is str
    assert UNIT.entity_of(state, UNIT.private_of(unit)) == unit
    [kind] = [one for one in UNIT.fields if one.name == "kind"]
    assert kind.accepts("fire_engine") and not kind.accepts("tank")


def test_run_cards_ask_for_it(declared: Path):
    rows = "class,severity,kind,subkind,skills,count\nfire,1,fire_engine,,,3\nfire,1,police,,,2\n"
    others = "".join(f"{one},*,police,,,1\n" for one in IncidentClass if one != "fire")
    (declared / "run_cards.csv").write_text(rows + "fire,2-4,police,,,1\n" + others)
    card = load_run_cards(declared)[IncidentClass.FIRE, Severity.I]
    assert card == (Need(UnitKind("fire_engine"), 3), Need(UnitKind.POLICE, 2))


def test_a_table_names_it_by_its_name_and_by_other_words(declared: Path):
    rows = "编号,呼号,类别\nF1,消防一,消防车\nF2,消防二,水罐车\nC1,城管一,city_management\n"
    found, _ = read_units(read_table(rows.encode()), None)
    assert [one["kind"] for one in found.values()] == [
        "fire_engine", "fire_engine", "city_management",
    ]  # fmt: skip


def test_the_map_is_told_of_it_and_has_a_layer_for_it(declared: Path):
    told = contract()
    assert told["unit"]["own_kinds"] == [
        {"code": "fire_engine", "symbol": "truck", "colour": "#ff7a45"},
        {"code": "city_management", "symbol": "pentagon", "colour": "#c0a0ff"},
    ]
    assert told["unit"]["covered"] == ["police", "grid_worker", "fire_engine"]
    assert told["words"]["layer"]["other_units"] == "其他力量"
    assert "other_units" in told["usual_layers"]


def test_a_district_says_which_have_a_list_of_the_nearest_and_a_shading(tmp_path: Path):
    units = (
        '[units]\nnearest = ["fire_engine", "police"]\nshading = ["grid_worker", "fire_engine"]\n'
    )
    district = load_district(folder(tmp_path, ENGINE + PATROL + units))
    learn_kinds(district.unit_kinds, district.shown_kinds)
    named.learn(district.names)
    try:
        told, lists = contract(), list(walk(card_panel()))
        boxes = [one.id for one in lists if getattr(one, "className", "") == "nearest"]
        titles = [one.children for one in lists if getattr(one, "className", "") == "nearest-title"]
    finally:
        learn_kinds(())
        named.learn({})
    shaded = {name: one["of"] for name, one in told["measures"].items() if one["by"] == "coverage"}
    assert shaded == {"cover_grid": "grid_worker", "cover_fire_engine": "fire_engine"}
    assert told["words"]["measure"]["cover_fire_engine"] == "消防车覆盖"
    assert list(told["words"]["measure"])[-1] == "none"
    assert told["own_english"]["消防车覆盖"] == "Fire engine coverage"
    assert (boxes, titles) == (
        ["nearest-fire_engine", "nearest-police"],
        ["最近消防车", "最近民警"],
    )
    assert told["own_english"]["最近消防车"] == "Nearest: Fire engine"


@pytest.mark.parametrize(
    ("units", "says"),
    [
        ('nearest = ["tank"]', "'tank' is none of police, grid_worker"),
        ('shading = ["city_management"]', "none of police, grid_worker, fire_engine;"),
        ('nearest = ["police", "police"]', "twice"),
        ("nearest = []", "1 to 4"),
        ('nearest = "police"', "must be a list"),
        ('nearst = ["police"]', "is it `nearest`"),
    ],
)
def test_a_list_of_kinds_that_cannot_be_shown_is_refused(tmp_path: Path, units: str, says: str):
    with pytest.raises(DistrictError, match=says):
        load_district(folder(tmp_path, f"{ENGINE}{PATROL}[units]\n{units}\n"))


def test_without_any_there_are_police_and_grid_workers():
    assert load_district(LIESHAN).unit_kinds == ()
    assert list(UnitKind) == [UnitKind.POLICE, UnitKind.GRID_WORKER]
    assert covered_kinds() == ("police", "grid_worker")
    assert "other_units" not in contract()["words"]["layer"]
    assert "other_units" not in contract()["usual_layers"]
    with pytest.raises(ValueError, match="no kind of unit"):
        UnitKind("fire_engine")


@pytest.mark.parametrize(
    ("was", "wrong", "says"),
    [
        ('code = "fire_engine"', 'code = "Fire"', "2 to 24 letters"),
        ('code = "fire_engine"', 'code = "police"', "every district's"),
        ('name = "消防车"', 'name = "民警"', "民警 is another kind"),
        ('name = "消防车"', 'name = "<b>"', "plain letters"),
        ('name = "消防车"', "", "`name` must be"),
        ('symbol = "truck"', 'symbol = "dragon"', ", ".join(SYMBOLS)),
        ('symbol = "truck"', 'symbol = "pentagon"', "'pentagon' is given to two"),
        ('colour = "#FF7A45"', 'colour = "red"', "#ff7a45"),
        ("cover_s = 480", "cover_s = 0", "whole seconds"),
        ("cover_s = 480", 'travel_mode = "fly"', "walk, ebike, car, boat"),
        ("cover_s = 480", "cover = 480", "`cover` is not there to be set"),
        ('also = ["水罐车"]', 'also = "水罐车"', "a list of words"),
        ('also = ["水罐车"]', 'also = ["城管队员"]', "may mean two kinds"),
    ],
)
def test_what_cannot_be_shown_or_told_apart_is_refused_with_a_sentence(
    tmp_path: Path, was: str, wrong: str, says: str
):
    assert was in ENGINE
    made = folder(tmp_path, ENGINE.replace(was, wrong) + PATROL)
    with pytest.raises(DistrictError) as refused:
        load_district(made)
    assert "unit_kinds" in str(refused.value) and says in str(refused.value)


def test_one_table_is_not_a_list_of_kinds(tmp_path: Path):
    with pytest.raises(DistrictError, match=r"write \[\[unit_kinds\]\]"):
        load_district(folder(tmp_path, "[unit_kinds]\ncode = 'x'\n"))
