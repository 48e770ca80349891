"""Every code an error carries has its sentence in Chinese and English, with the values it gives."""

import ast
import string
from collections import defaultdict

import pytest

from api.sentences import LANGUAGE, SENTENCES, sentence_of
from catalogues import po_file, read_catalogue
from domain.codes.unit_status import NOT_ON_DUTY
from domain.errors import ConflictError, InvalidError, Terms
from domain.fields import as_place
from domain.incidents.checklists import ChecklistMistakesError, read_items
from domain.incidents.incidents import IncidentClass, IncidentStatus, check_step
from domain.words import LANGUAGES, is_han
from settings import ROOT

LAYERS = ("domain", "store", "geodata", "operations", "api", "bootstrap")
NOT_VALUES = {"says", "field", "code", "headers", "send_to", "pages"}
# Whose third argument is the field.
THIRD = {"refusal", "Refused"}
# Whose first argument is the code, and which values they add.
NAMED = {"SignInRefusedError": {"seconds"}}


def said() -> dict[str, list[set[str]]]:
    """The codes the layers raise, and the names of the values given with each."""
    found: dict[str, list[set[str]]] = defaultdict(list)
    for layer in LAYERS:
        for path in (ROOT / layer).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call):
                    continue
                given = {one.arg: one.value for one in node.keywords if one.arg}
                says, values = given.get("says"), given.keys() - NOT_VALUES
                name = getattr(node.func, "id", "")
                if "field" in given or name in THIRD:
                    values |= {"name"}  # what the field is called
                if name in NAMED and node.args:
                    says, values = node.args[0], NAMED[name]
                if isinstance(says, ast.Constant):
                    found[str(says.value)].append(set(values))
    return found


SAID = said()


def held(language: str, context: str) -> dict[str, str]:
    """The sentences or terms of a catalogue."""
    catalogue = read_catalogue(po_file(language))
    return {one.id: one.string for one in catalogue if one.context == context}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_a_sentence_and_every_sentence_is_said(language: str):
    assert len(SAID) > 40
    assert held(language, "error").keys() == SAID.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_asks_for_no_value_its_error_does_not_give(language: str):
    for code, sentence in held(language, "error").items():
        asked = {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
        for given in SAID[code]:
            assert asked <= given, f"{language} {code}: {asked - given}"


@pytest.mark.parametrize("context", ["class", "field"])
def test_what_is_named_in_a_sentence_has_a_name_in_each_language(context: str):
    named = {language: held(language, context) for language in LANGUAGES}
    assert named["zh"].keys() == named["en"].keys()
    assert all(is_han(name) for name in named["zh"].values())
    assert not any(is_han(name) for name in named["en"].values())


def test_each_language_says_its_sentences_in_itself():
    assert [code for code, text in held("zh", "error").items() if not is_han(text)] == []
    assert [code for code, text in held("en", "error").items() if is_han(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_status_in_a_sentence_has_its_term(language: str):
    terms = {one.value for one in (*IncidentStatus, *NOT_ON_DUTY)} | {"reopen"}
    assert held(language, "term").keys() == terms


def test_a_refusal_is_said_in_the_language_of_whoever_asked():
    with pytest.raises(ConflictError) as refusal:
        check_step(IncidentStatus.REPORTED, IncidentStatus.CLOSED)
    assert sentence_of(refusal.value).startswith("事件现在是“待受理”，不能改为“已结案”")
    spoken = LANGUAGE.set("en")
    try:
        assert sentence_of(refusal.value).startswith("The incident is now “waiting”")
    finally:
        LANGUAGE.reset(spoken)
    assert str(refusal.value).startswith("illegal_step now=")


def test_several_terms_are_joined_as_the_language_joins_them():
    terms = {"now": Terms("closed"), "wanted": Terms("closed")}
    error = ConflictError(says="illegal_step", possible=Terms("accepted", "cancelled"), **terms)
    assert "已受理、已撤销" in SENTENCES.of(error, "zh")
    assert "accepted, cancelled" in SENTENCES.of(error, "en")


def test_an_error_that_names_no_sentence_is_still_put_into_chinese():
    error = InvalidError("the body is nested too deep", field="body")
    assert sentence_of(error) == "请求内容嵌套太深。"


def test_a_refusal_of_a_field_calls_the_field_by_its_name():
    with pytest.raises(InvalidError) as refusal:
        as_place({"lat": 33.9})
    assert SENTENCES.of(refusal.value, "zh") == "填了“纬度”，还缺“经度”；请一起填写。"
    assert SENTENCES.of(refusal.value, "en").startswith(
        "latitude is given and longitude is missing"
    )


def test_a_refusal_within_another_is_said_in_the_same_language():
    with pytest.raises(ChecklistMistakesError) as refusal:
        read_items([{"id": "a", "kind": "question", "text": ""}], IncidentClass.FIRE)
    assert SENTENCES.of(refusal.value, "zh") == "清单没有保存。第 1 条：还没有写内容。"
    assert "Line 1: Nothing is written yet." in SENTENCES.of(refusal.value, "en")
