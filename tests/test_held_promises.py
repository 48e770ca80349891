"""docs/held-promises.md names the test of every promise, docs/field.md that of every trouble."""

import re

from settings import ROOT

PAGE = (ROOT / "docs" / "held-promises.md").read_text("utf-8")
FIELD = (ROOT / "docs" / "field.md").read_text("utf-8")
ROWS = [line for line in PAGE.splitlines() if re.match(r"\| (?!it holds|---)", line)]
TEST = r"`(tests/[\w/]+\.py)::(test_\w+)`"
NAMED = sorted(set(re.findall(TEST, PAGE + FIELD)))


def test_every_test_that_is_named_exists():
    lost = [
        f"{file}::{test}"
        for file, test in NAMED
        if not (ROOT / file).is_file()
        or not re.search(
            rf"^\s*(?:async )?def {test}\(", (ROOT / file).read_text("utf-8"), re.MULTILINE
        )
    ]
    assert lost == [] and len(NAMED) > 200


def test_every_promise_has_a_test_or_is_refused_with_a_reason():
    assert len(ROWS) > 130
    for row in ROWS:
        held = row.split(" | ")[1].strip(" |")
        assert re.fullmatch(r"`tests/.+::test_\w+`", held) or held.startswith("refused: "), row


def test_every_trouble_of_a_phone_has_a_test():
    table = FIELD.split("\n## Trouble\n")[1].split("\n\n")[0].splitlines()
    assert len(table) > 20
    for row in table[2:]:
        assert re.search(TEST, row), row
