"""Every reason has its sentence in both languages, with the values that are given."""

import ast
import string

import pytest

from catalogues import po_file, read_catalogue
from domain.saying import CONTEXT, Saying, Term, clauses, names
from domain.words import LANGUAGES, is_han
from settings import ROOT
from tests.support.spoken import in_chinese, in_english

LAYERS = ("domain", "operations", "geodata", "api")


def given() -> dict[str, set[str]]:
    """The codes that are said, and the values each is given."""
    found: dict[str, set[str]] = {}
    for layer in LAYERS:
        for file in (ROOT / layer).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Saying"):
                    continue
                code = node.args[0]
                codes = [code.body, code.orelse] if isinstance(code, ast.IfExp) else [code]
                values = {one.arg for one in node.keywords if one.arg}
                found |= {str(one.value): values for one in codes if isinstance(one, ast.Constant)}
    return found


# Named by a table instead.
BY_TABLE = {
    **{key: set() for key in ("same_class", "akin_class", "other_class")},
    **{key: set() for key in ("place_house", "place_house_demo")},
    **{key: {"off"} for key in ("place_between", "place_between_demo")},
    **{key: {"off"} for key in ("place_hill", "place_water", "place_middle")},
    **{key: {"part"} for key in ("place_unlisted", "place_known_as")},
    # why a patrol is no proof: domain/net/tasks/patrol.py
    **{
        f"patrol_{key}": set()
        for key in (
            *("elsewhere", "few_cells", "jumps", "mock", "no_track"),
            *("off_duty", "one_point", "places_missed", "too_fast", "too_short"),
        )
    },
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_is_said_with_what_it_is_given(language: str):
    catalogue = read_catalogue(po_file(language))
    held = {one.id: one.string for one in catalogue if one.context == CONTEXT}
    said: dict[str, set[str]] = given() | BY_TABLE  # type: ignore[operator]
    assert held.keys() == said.keys()
    for code, values in said.items():
        asked = {name for _, name, _, _ in string.Formatter().parse(held[code]) if name}
        assert asked == values, code
        assert language == "zh" or not is_han(held[code]), code


def test_what_stands_in_a_sentence_is_said_in_its_language_too():
    who = Saying("need", who=Term("巡逻车"), skills=names([Term("调解"), "drone"]))
    told = clauses(Saying("short_of", what=names([Saying("lacking", count=2, who=who)])), "")
    assert in_chinese(told) == "缺 2 名巡逻车（调解、drone）"
    assert in_english(told) == "short of 2 × Patrol car (mediation, drone)"
