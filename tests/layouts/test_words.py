"""No Chinese reaches a reader of English for want of a translation, nor a code its reader."""

import ast
import json
from gettext import NullTranslations
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from catalogues import po_file, read_catalogue, read_catalogues
from domain.words import LANGUAGES, SOURCE, Catalogues, Words, is_han
from settings import ROOT
from tools.words import BROWSER, SCREEN, files, messages, of_the_screen, update, write_browser

ENGLISH = read_catalogue(po_file("en"))
# Drawn before working pages had catalogues; the browser says their words (assets/locale/en.json).
OF_THE_GLASS = {
    "screens",  # the hall and the kiosk say both languages at once
    "area", "community", "desk", "entrance", "entrance_account", "entrance_words",
    "failed", "header", "map", "nearest", "panel", "police", "shell", "wall", "words", "page",
}  # fmt: skip


def test_every_message_of_the_code_is_in_the_english_catalogue():
    held = {message.id for message in ENGLISH if message.id}
    assert [text for text in messages() if text not in held] == []


def test_every_message_of_a_catalogue_has_its_words():
    for language in LANGUAGES:
        for message in read_catalogue(po_file(language)):
            if message.id and (language != SOURCE or message.context):
                assert message.string, f"{language}: {message.id}"


def test_a_translation_holds_the_values_of_its_message_and_no_other():
    for message in ENGLISH:
        if isinstance(message.id, str) and message.id and not message.context:
            asked, given = (set(_names(text)) for text in (message.id, message.string))
            assert given <= asked, message.id


def _names(text: str) -> list[str]:
    return [part.split("}")[0] for part in text.split("{")[1:]]


def _bare_chinese(source: str) -> list[str]:
    """Strings of Chinese that are neither said with words(…), nor docstrings, nor patterns."""
    tree = ast.parse(source)
    said: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            if name.split(".")[-1] in {"words", "plural", "compile", "removesuffix"}:
                said |= set(ast.walk(node))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            said.add(node.value)
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and is_han(node.value)
        and node not in said
    ]


@pytest.mark.parametrize("layer", ["layouts", "callbacks"])
def test_no_working_page_says_chinese_without_the_catalogue(layer: str):
    """A word kept in a constant must stand in the catalogue, to be said with words(CONSTANT)."""
    held = set(messages())
    bare = [
        f"{file.relative_to(ROOT)}: {text}"
        for file in files(layer)
        if not (layer == "layouts" and file.stem in OF_THE_GLASS and "statistics" not in file.parts)
        if "entrance" not in file.parts
        for text in _bare_chinese(file.read_text())
        if text not in held
    ]
    assert bare == []


def test_what_the_browser_fetches_is_in_step_with_the_catalogue():
    """Its words are written in locale/en, with `#. screen`; then python -m tools.words."""
    told = json.loads(BROWSER.read_text("utf-8"))
    words = of_the_screen(ENGLISH)
    assert {text for text in told if text not in words} == set(), "write them in locale/en"
    assert {text for text in words if text not in told} == set(), "run python -m tools.words"
    assert [text for text, said in words.items() if told[text] != said] == []


def test_the_browser_says_a_message_as_the_server_does_unless_it_has_its_own(tmp_path: Path):
    catalogue = Catalog(locale="en")
    catalogue.add("出发", "under way", auto_comments=[SCREEN])
    catalogue.add("起", " ", context=SCREEN)
    catalogue.add("起", "incidents")
    catalogue.add("早报", "Brief")
    made = update(catalogue, ["起", "早报"])
    assert of_the_screen(made) == {"出发": "under way", "起": ""}
    assert made.get("起").string == "incidents"
    file = tmp_path / "en.json"
    file.write_text('{"起": "x", "无": "gone"}', "utf-8")
    write_browser(of_the_screen(made), file)
    assert file.read_text("utf-8") == '{\n "起": "",\n "出发": "under way"\n}\n'


def test_words_are_said_in_the_language_asked_for():
    catalogues = read_catalogues()
    assert catalogues.words("zh")("各日早报") == "各日早报"
    assert catalogues.words("en")("各日早报") == "Briefs by day"
    assert catalogues.words("en")("{name} 早报", name="烈山区") == "烈山区 morning brief"
    assert catalogues.words("zh")("{name} 早报", name="烈山区") == "烈山区早报"
    assert catalogues.words("xx").language == SOURCE
    assert catalogues.words(None).language == SOURCE


def test_a_code_without_a_sentence_is_said_as_it_is():
    words = Words("en", NullTranslations())
    assert words.of("error", "case_closed", number="1") == "case_closed"
    assert not words.holds("没有这句话")
    assert Catalogues().words("en")("没有这句话") == "没有这句话"
