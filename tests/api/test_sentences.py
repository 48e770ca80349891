"""Every code an error carries has its sentence in Chinese and English, with the values it gives."""

import ast
import string
from collections import defaultdict

import pytest

from api.entrance import oidc
from api.entrance.forms import STALE_FORM
from api.sentences import LANGUAGE, SENTENCES, kept, sentence_of
from catalogues import po_file, read_catalogue
from domain.centre.loop import steps as case_steps
from domain.codes.unit_status import NOT_ON_DUTY
from domain.errors import ConflictError, FeedError, InvalidError, Terms
from domain.fields import as_place
from domain.incidents.checklists import ChecklistMistakesError, read_items
from domain.incidents.incidents import IncidentClass, IncidentStatus, check_step
from domain.words import LANGUAGES, is_han
from feeds.bodies import read_json
from operations.desk.steps import steps
from operations.dispatch import recommendations
from operations.ingest.steps import NOT_BELIEVED
from settings import ROOT
from store.errors import _REFUSALS, StoreBusyError, StoreError

LAYERS = ("domain", "store", "geodata", "operations", "api", "bootstrap", "feeds", "callbacks")
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
                if name == "said" and node.args:
                    says = node.args[0]
                if isinstance(says, ast.Constant):
                    found[str(says.value)].append(set(values))
    return found


SAID = said()
# Named by a table or a constant instead: the codes.
BY_TABLE = {
    *recommendations._SAYS.values(),
    *steps._SAYS_HOW.values(),
    *(says for says, _ in NOT_BELIEVED.values()),
    *(code for _, _, code, _ in _REFUSALS),
    *(oidc.NOT_FINISHED, oidc.CANCELLED, oidc.NOT_THERE, STALE_FORM),
    *(StoreError.says, StoreBusyError.says, "server_failed", "store_failed"),
    FeedError("").says,
    *("erasure_waits_open", "erasure_waits_kept", "erasure_waits_hold"),
    *("window_code_wrong", "code_wrong"),
    *case_steps._UNFIT.values(),
    # of feeds/video/calls.py, which says what failed of a source
    *("video_source_down", "video_source_fails", "video_source_redirects"),
    *("video_source_slow", "video_source_too_much"),
}


def held(language: str, context: str) -> dict[str, str]:
    """The sentences or terms of a catalogue."""
    catalogue = read_catalogue(po_file(language))
    return {one.id: one.string for one in catalogue if one.context == context}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_a_sentence_and_every_sentence_is_said(language: str):
    assert len(SAID) > 40
    assert held(language, "error").keys() == SAID.keys() | BY_TABLE


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_asks_for_no_value_its_error_does_not_give(language: str):
    for code, sentence in held(language, "error").items():
        asked = {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
        for given in SAID.get(code, []):
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


# Made of another's sentence, or raised again with it.
HANDED_ON = {"domain/errors.py", "operations/files/decoding.py"}
OWN_WORDS = {"NotAllowedError", "WrongTypeError", "FullError", "ConflictError", "NotFoundError",
             "InvalidError", "RefusedError"}  # fmt: skip


def test_every_refusal_names_its_sentence():
    lacking = []
    for layer in LAYERS:
        for path in (ROOT / layer).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in OWN_WORDS:
                    given = {one.arg for one in node.keywords}
                    if not given & {"says", None}:
                        lacking.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert lacking == []


def test_a_message_of_a_feed_is_refused_in_the_words_of_the_reader_and_logged_in_its_own():
    with pytest.raises(FeedError) as refusal:
        read_json(b"{", "")
    assert sentence_of(refusal.value) == "请求内容不是有效的 JSON（UTF-8）。"
    assert SENTENCES.of(refusal.value, "en") == "The body is not valid JSON (UTF-8)."
    assert kept(refusal.value).message.startswith("the body is not JSON: ")


def test_what_a_feed_says_of_no_kind_names_the_field():
    assert sentence_of(FeedError("odd", field="lat")) == "“纬度”不正确，没有保存；请改正后再提交。"
    assert sentence_of(FeedError("odd")) == "没有办成，什么也没有改动；请刷新后再试。"


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
