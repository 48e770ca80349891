"""No refusal leaves the server in English: every wording of the floors below has its sentence."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.refusal_words import MEANINGS, in_chinese, told

ROOT = Path(__file__).parents[2]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Those whose words come after a status, a code and a field.
FOURTH = ("Refused", "refusal")
RAISED = (
    *FOURTH,
    "InvalidError",
    "NotFoundError",
    "ConflictError",
    "missing",
    "WrongTypeError",
    "FullError",
)


def raised() -> Iterator[tuple[str, str, str | None]]:
    """Where, in which words and with which code something is refused on purpose."""
    for folder in ("api", "domain", "operations", "store"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call) or not node.args:
                    continue
                name = getattr(node.func, "id", "")
                word = node.args[-1] if name == "missing" else node.args[0]
                if name in FOURTH and len(node.args) > 3:
                    word = node.args[3]
                if name in RAISED and isinstance(word, ast.Constant | ast.JoinedStr):
                    if name == "missing" and len(node.args) < 2:
                        continue
                    code = next((one.value for one in node.keywords if one.arg == "code"), None)
                    code = node.args[1] if name in FOURTH else code
                    value = code.value if isinstance(code, ast.Constant) else None
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
    assert lacking == []


@pytest.mark.parametrize(
    ("field", "message", "sentence"),
    [
        ("severity", "severity must be a whole number from 1 to 4", "“等级”应为 1 至 4 的整数。"),
        ("colour", "'colour' is not a field here", "“colour”不是这里能填的项，没有保存；请去掉后再提交。"),  # noqa: E501
        ("title", "title is required", "没有填写“标题”；请填写后再提交。"),
        ("lon", "lon is required with lat", "填了“纬度”，还缺“经度”；请一起填写。"),
        ("title", "title is longer than 200 characters", "“标题”超过 200 个字；请缩短后再提交。"),
        ("dragon", "nobody wrote a sentence", "“dragon”不正确，没有保存；请改正后再提交。"),
    ],
)  # fmt: skip
def test_a_refusal_names_the_field_and_what_to_do(field, message, sentence):
    assert in_chinese("invalid", field, message) == sentence


def test_what_is_worded_in_chinese_stays():
    assert in_chinese("unit_busy", "unit_id", "警017 正在处置另一起。") == "警017 正在处置另一起。"
