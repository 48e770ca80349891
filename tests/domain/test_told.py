"""Every kind of fact has a name, and every action the code writes has words."""

import ast
import string
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from domain.audit.audit import AUDIT
from domain.kinds import KINDS
from domain.live.records import Record
from domain.told import GENERAL, told
from domain.words import is_han
from operations.desk.timeline import entry
from operations.upkeep.journal_words import kinds_named, sentence
from settings import ROOT

NOON = datetime(2026, 1, 1, 4, tzinfo=UTC)
# What states hold where the messages look: one of everything.
STATE = {
    "number": "LS1", "class": "fire", "severity": 2, "status": "closed", "unit_id": "P1",
    "call_sign": "警1", "recipient": "值班长", "text": "火情：某处", "level": 0, "name": "某处",
    "version": 3, "items": [], "merged_into": "LS2", "value": 4, "day": "2026-01-01",
    "role": "leader", "who": "张*", "door": "GET /desk", "why": "403 role", "until": "2026-01-01",
    "fixes": 3, "to": 9, "alarm": 1, "what": "address", "minutes": 10, "count": 9,
}  # fmt: skip
CASES = [
    (kind.name, action)
    for kind in KINDS.values()
    for action in sorted({*(said for said in kind.says if "." not in said), *GENERAL})
]


# What a field of each shape holds where `STATE` says nothing better.
SAMPLES = {
    "text": "某物", "whole": 3, "number": 3.5, "flag": True, "moment": "2026-01-01T04:00:00.000Z",
    "lat": 33.8, "lon": 116.7, "area": "340604001", "words": [], "moments": {},
}  # fmt: skip


def a_record(kind: str, action: str) -> Record:
    declared = KINDS.get(kind)
    fields = declared.stated if declared else ()
    named = {name for text in (declared.says.values() if declared else ()) for name in places(text)}
    sample = {one.name: SAMPLES.get(one.shape.name) for one in fields if one.name in named}
    return Record(1, "e", NOON, NOON, "operator", kind, "LS1-x", action, 1, sample | STATE)


def places(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize(("kind", "action"), CASES)
def test_every_action_of_every_kind_is_told_in_words(kind: str, action: str):
    words = sentence(a_record(kind, action))
    assert words.startswith("命令行 · ")
    assert is_han(words.removeprefix("命令行 · "))
    assert "{" not in words
    assert not words.endswith(action)


@pytest.mark.parametrize("kind", [one.name for one in KINDS.values() if one.timeline])
def test_every_action_of_the_timeline_has_a_line(kind: str):
    for action in (one for one in KINDS[kind].says if "." not in one):
        text = entry(a_record(kind, action), {"P1": "警1"})["text"]
        assert text, action
        assert "{" not in text


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_a_case_is_one_of_an_action_and_every_kind_has_a_name(kind):
    assert is_han(kind.title)
    assert {name.partition(".")[0] for name in kind.says} <= set(kind.says) | set(GENERAL)
    for message in kind.says.values():
        assert all(name is None or name.isidentifier() for _, name, _, _ in _parsed(message))


def _parsed(message: str):
    return string.Formatter().parse(message)


def test_those_who_look_through_the_record_are_told_every_kind():
    assert {one["kind"] for one in kinds_named()} == set(KINDS)
    assert {one["kind"] for one in kinds_named() if not one["is_act"]} == {"kpi", "demo_history"}


def test_a_kind_nobody_declared_has_no_message():
    assert told(a_record("weather", "write")) == ("", {})


_PUTS = {
    "put_incident": "incident", "put_unit": "unit", "put_assignment": "assignment",
    "put_camera": "camera", "put_notice": "notice", "put_standby": "standby",
}  # fmt: skip


def _written() -> Iterator[tuple[str, str]]:
    """The kind and action of every fact the code writes with an action of its own."""
    for layer in ("operations", "store", "feeds", "domain"):
        for file in (ROOT / layer).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Call):
                    yield from _of_call(node)


def _of_call(node: ast.Call) -> Iterator[tuple[str, str]]:
    name = ast.unparse(node.func).rpartition(".")[2]
    said = {one.arg: one.value for one in node.keywords}
    if name in _PUTS:
        kind: object = _PUTS[name]
        action = said.get("action")
    elif name == "Change":
        values = [*node.args[:3]]
        first = values[0] if values else said.get("kind")
        kind = first.value if isinstance(first, ast.Constant) else None
        action = values[2] if len(values) > 2 else said.get("action")
    elif name in {"_put", "_change", "put_changed"}:
        # operations/desk: incidents are put with the action in their midst
        kind = "incident" if any(one.id == "incident" for one in _names(node)) else None
        action = next(
            (one for one in node.args if isinstance(one, ast.Constant)),
            None,
        )
    else:
        return
    if kind in KINDS and isinstance(action, ast.Constant) and isinstance(action.value, str):
        yield str(kind), action.value


def _names(node: ast.Call) -> list[ast.Name]:
    return [one for one in ast.walk(node) if isinstance(one, ast.Name)]


def test_every_action_the_code_writes_has_words():
    written = set(_written())
    assert ("incident", "transfer") in written
    assert ("assignment", "correct") in written
    assert [
        (kind, action)
        for kind, action in sorted(written)
        if action not in KINDS[kind].says and action not in GENERAL
    ] == []


def test_acts_of_the_audit_are_those_with_words():
    assert {"signed_in", "refused", "exported"} <= set(AUDIT.says)
