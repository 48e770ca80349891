"""A district's own names reach everybody who reads names; its codes stay."""

from collections.abc import Iterator

import pytest

from catalogues import read_catalogues
from domain import named
from domain.access.role_names import ROLE_NAMES
from domain.contract import contract, desk_contract
from domain.dispatch.dispatch_words import need_name
from domain.dispatch.run_cards import Need
from domain.dispatch.units import UnitKind
from domain.errors import ClassNames, InvalidError
from domain.incidents.classes import find_classes, suggested_severity
from domain.incidents.incidents import IncidentClass, Severity
from domain.own_names import OwnName
from domain.statistics.area_words import CLASS_NAMES
from domain.words import Catalogues, sentence

OWN = {
    "class": {"fire": OwnName("火警", "Fire alarm", "huojing", "hj")},
    "unit_kind": {"police": OwnName("公安民警")},
    "role": {"village": OwnName("村干部", "Village cadre")},
}


@pytest.fixture
def catalogues() -> Iterator[Catalogues]:
    made = read_catalogues()
    named.learn(OWN)
    made.learn(OWN)
    yield made
    named.learn({})


def test_names_change_and_codes_stay(catalogues: Catalogues):
    told = contract()
    assert told["words"]["class"]["fire"] == "火警"
    assert told["words"]["class"]["traffic"] == "交通"
    assert told["words"]["unit_kind"]["police"] == "公安民警"
    assert told["own_english"] == {
        "火警": "Fire alarm", "公安民警": "公安民警", "村干部": "Village cadre",
    }  # fmt: skip
    [fire] = [one for one in desk_contract()["classes"] if one["code"] == "fire"]
    assert (fire["name"], fire["severity"]) == ("火警", 2)
    assert CLASS_NAMES["fire"] == "火警"
    assert ROLE_NAMES["village"] == "村干部"
    assert suggested_severity(IncidentClass.FIRE) is Severity.II


@pytest.mark.parametrize("typed", ["火警", "hj", "huoj", "火情", "hq", "着火"])
def test_a_class_is_found_by_its_own_name_and_by_the_usual_one(catalogues, typed: str):
    assert find_classes(typed)[0].code is IncidentClass.FIRE


def test_an_own_name_is_said_in_either_language(catalogues: Catalogues):
    zh, en = catalogues.words("zh"), catalogues.words("en")
    assert (zh("火警"), en("火警"), en.holds("火警")) == ("火警", "Fire alarm", True)
    assert (zh.of("class", "fire"), en.of("class", "fire")) == ("火警", "Fire alarm")
    assert en.of("class", "traffic") == "Traffic"
    who = need_name(Need(UnitKind.POLICE, 1))
    assert (who.said(zh), who.said(en)) == ("公安民警", "公安民警")
    wrong = InvalidError(says="field_missing", field="needs")
    error = InvalidError(
        says="card_as_a_whole", card=ClassNames("fire"), level="Ⅰ", wrong=wrong, field="needs"
    )
    assert "火警" in sentence(error, zh)
    assert "Fire alarm" in sentence(error, en)


def test_without_names_of_its_own_everything_is_called_as_usual(catalogues: Catalogues):
    named.learn({})
    assert contract()["own_english"] == {}
    assert contract()["words"]["class"]["fire"] == "火情"
    assert find_classes("hj")[:1] != find_classes("hq")[:1]
