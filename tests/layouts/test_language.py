"""Every Chinese word that reaches a screen has its English, and English keeps what is put in."""

import json
import re
from pathlib import Path

import pytest

from tests.support.han import (
    CATALOGUE,
    HAN,
    ROOT,
    Known,
    Said,
    files_of_the_screen,
    in_python,
    in_script,
    read_catalogue,
    sources,
    untranslated,
)
from tools.words import messages

SAMPLES = "assets/pages/design/20_design.js"  # names of places and people, as they would stand
# The HTML around the page, whose one word is in 09_english.css; and the entrance, plain HTML in
# front of every account, whose words are tested beside it (test_entrance_words.py).
NOT_WORDS = {
    "assets/pages/mantine/10_dates.js",  # names of days and months, for Chinese dates alone
    "layouts/page.py",
    "layouts/entrance/entrance.py",
    "layouts/entrance/account.py",
    "layouts/entrance/words.py",
    "layouts/failed.py",
    "callbacks/centre/cases/people.py",  # a word by which a typed line is recognised
    "layouts/centre/premises/screens.py",  # both languages at once: whoever stands there chose none
    "layouts/elements/said.py",  # patterns of sentences that are told, and put into English there
}


def test_the_finder_sees_literals_and_leaves_comments_and_docstrings_out():
    script = '// 注释\nconst a = "待受理"; /* 说明 */ const b = `共 ${count} 起`;'
    assert list(in_script(script)) == ["待受理", "共 \x01 起"]
    module = '"""说明"""\nA = "待受理"\nB = f"共 {count} 起"\n'
    assert sorted(in_python(module)) == ["共 \x01 起", "待受理"]


def test_the_finder_knows_wholes_forms_and_pieces_and_nothing_else():
    known = Known({"共 {n} 起": "{n} in all", "近 24 小时": "last 24 h"})
    assert known.holds("共 12 起")
    assert known.holds(" · 近 24 小时")
    assert not known.holds("近 24 小时内")
    assert not known.holds("待受理")


def test_every_word_of_every_screen_has_its_english():
    files = [
        file for file in files_of_the_screen() if file.relative_to(ROOT).as_posix() not in NOT_WORDS
    ]
    # What the server says itself with words(…) stands beside what the browser says.
    known = Known(read_catalogue() | dict.fromkeys(messages(), ""))
    missing = untranslated(files, known)
    assert [line for line in missing if not line.startswith(SAMPLES)] == []


def test_the_catalogue_is_english_and_keeps_every_value():
    names = re.compile(r"\{(\w+)\}")
    for source, english in read_catalogue().items():
        assert not HAN.search(english), source
        assert set(names.findall(english)) <= set(names.findall(source)), source


def test_a_word_is_used_when_its_pieces_are_and_not_otherwise():
    said = Said(["每网格", "在办事件", "共 {n} 起"])
    assert said.says("共 8 起")
    assert said.says("每网格在办事件")
    assert not said.says("待受理")


def test_nobody_translates_a_word_that_is_said_nowhere():
    said = Said(sources())
    assert [key for key in read_catalogue() if not said.says(key)] == []


def test_the_catalogue_names_nothing_twice():
    pairs = json.loads(CATALOGUE.read_text("utf-8"), object_pairs_hook=list)
    keys = [key for key, _ in pairs]
    assert sorted(keys) == sorted(set(keys))


@pytest.mark.parametrize("sheet", sorted((ROOT / "assets").glob("**/*.css")), ids=lambda p: p.name)
def test_what_a_style_sheet_says_is_said_in_english_too(sheet: Path):
    says = re.findall(r"([^{}]+)\{[^{}]*content:\s*\"([^\"]*)\"", sheet.read_text("utf-8"))
    english = (ROOT / "assets" / "09_english.css").read_text("utf-8") + sheet.read_text("utf-8")
    for selectors, text in says:
        if HAN.search(text):
            selector = re.sub(r"/\*.*?\*/", "", selectors, flags=re.DOTALL).strip()
            assert f'html[lang="en"] {selector}' in english, f"{sheet.name}: {selector} {text}"
