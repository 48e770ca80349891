"""docs/held-promises.md names the test of every promise: each must exist."""

import re

from settings import ROOT

PAGE = (ROOT / "docs" / "held-promises.md").read_text("utf-8")
ROWS = [line for line in PAGE.splitlines() if re.match(r"\| (?!it holds|---)", line)]
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", PAGE)))


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
