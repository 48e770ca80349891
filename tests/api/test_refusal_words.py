"""No refusal leaves the server in English: every wording of the floors below has its sentence."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.refusal_words import MEANINGS, PATTERNS, told
from api.sentences import worded

ROOT = Path(__file__).parents[2]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
RAISED = (
    "InvalidError",
    "NotFoundError",
    "ConflictError",
    "FullError",
    "RefusedError",
    "NotAllowedError",
    "WrongTypeError",
)


def raised() -> Iterator[tuple[str, str, str | None]]:
    """Where, in which words and with which code something is refused without a sentence."""
    for folder in ("api", "domain", "geodata/places", "operations", "store"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call) or not node.args:
                    continue
                name, word = getattr(node.func, "id", ""), node.args[0]
                given = {one.arg: one.value for one in node.keywords}
                if name in RAISED and isinstance(word, ast.Constant | ast.JoinedStr):
                    code = given.get("code")
                    value = code.value if isinstance(code, ast.Constant) else None
                    if "says" not in given:
                        yield f"{path.name}:{node.lineno}", text_of(word), value


def text_of(word: ast.Constant | ast.JoinedStr) -> str:
    """The words as they would be said, with a number wherever something is filled in."""
    if isinstance(word, ast.Constant):
        return str(word.value)
    return "".join(
        str(part.value) if isinstance(part, ast.Constant) else "7" for part in word.values
    )


def test_every_wording_of_the_floors_below_has_a_sentence():
    lacking = [
        (where, text)
        for where, text, code in raised()
        if not CHINESE.search(text) and code not in MEANINGS and told("lat", text) is None
    ]
    assert lacking == [], lacking


@pytest.mark.parametrize(
    ("field", "message", "sentence"),
    [
        ("lat", "lat must lie from -90 to 90", "“纬度”应在 -90 与 90 之间。"),
        ("id", "id is required", "没有填写“编号”；请填写后再提交。"),
        ("dragon", "nobody wrote a sentence", "“dragon”不正确，没有保存；请改正后再提交。"),
    ],
)
def test_a_refusal_names_the_field_and_what_to_do(field, message, sentence):
    assert worded("invalid", field, message) == sentence


def test_what_is_worded_in_chinese_stays():
    assert worded("unit_busy", "unit_id", "警017 正在处置另一起。") == "警017 正在处置另一起。"


def test_no_more_is_said_by_pattern_than_the_feeds_say():
    """It may only shrink: what is refused names its sentence (domain/errors.py)."""
    assert len(PATTERNS) <= 15
