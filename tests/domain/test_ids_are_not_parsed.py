"""An id is compared, never taken apart: what it would tell stands in a field of its own."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LAYERS = ("domain", "store", "operations", "api", "callbacks", "layouts", "feeds")
TAKES_APART = frozenset(
    {
        *("split", "rsplit", "partition", "rpartition", "startswith", "endswith"),
        *("removeprefix", "removesuffix", "find", "index"),
    }
)
# What names an id: a variable, an attribute, a key of a state.
IDS = ("_id", "number", "news")
TEXTS = frozenset({"notice.text", "state['text']"})
# Older shapes of states are raised here, the one place besides migrations that reads their ids.
MAY = frozenset(
    {
        ("domain/incidents/older_incidents.py", "from_v4"),
        ("domain/desk/notices.py", "from_v2"),
        # Dash's own ids of components; whether a path leaves its folder.
        ("api/serving/callback_bodies.py", "*"),
        ("callbacks/statistics/area.py", "*"),
        ("store/upkeep/persons.py", "*"),
        # What nobody has touched is computed: its name is all there is to find it again by.
        ("domain/net/tasks/schedules.py", "read_name"),
        ("operations/net/tasks/caring.py", "visit"),
        # A photo's name begins with that of its report: nothing else ties them.
        ("operations/field/reports/reports.py", "keep_file"),
    }
)


def names(node: ast.expr) -> str:
    """What an expression is called: its last name, or the key it is taken by."""
    while isinstance(node, ast.Call) and node.args:
        node = node.args[0]
    return ast.unparse(node).replace('"', "'")


def is_id(node: ast.expr) -> bool:
    text = names(node)
    last = text.rpartition(".")[2].strip("()[]'") if "[" not in text else text.rpartition("[")[2]
    return text in TEXTS or last.strip("[]'").endswith(IDS) or last.strip("[]'") == "id"


def takes_apart(node: ast.AST) -> bool:
    """Whether an expression takes an id apart, or asks for a range of ids."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr in TAKES_APART and is_id(node.func.value)
    if isinstance(node, ast.Compare) and names(node.left).endswith("entity_id"):
        return any(isinstance(one, ast.Lt | ast.LtE | ast.Gt | ast.GtE) for one in node.ops)
    return False


def taken_apart(source: str, file: str) -> list[str]:
    """Where a source takes ids apart."""
    return [
        f"{file}:{getattr(node, 'lineno', 0)} {ast.unparse(node)}"
        for function in ast.walk(ast.parse(source))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        and not {(file, function.name), (file, "*")} & MAY
        for node in ast.walk(function)
        if takes_apart(node)
    ]


@pytest.mark.parametrize(
    "line",
    [
        "state['source_id'].rpartition(':')[0]",
        "str(incident.source_id).split(':')",
        "notice.text.partition('：')[0]",
        "record.id.startswith('LS')",
        "number.split('-')",
        "HEAD.c.entity_id >= first",
    ],
)
def test_the_rule_finds_what_it_is_to_find(line: str):
    assert taken_apart(f"def f():\n    return {line}\n", "x.py")


def test_no_code_takes_an_id_apart():
    files = [path for layer in LAYERS for path in sorted((ROOT / layer).rglob("*.py"))]
    found = [
        line
        for path in files
        if "migrations" not in path.parts
        for line in taken_apart(path.read_text("utf-8"), path.relative_to(ROOT).as_posix())
    ]
    assert not found, "\n".join(found)
