"""What a start may not import: each of these was seconds of waiting before the first answer."""

import subprocess
import sys

from bootstrap.warm_up import LATER
from layouts.elements.dmc import PARTS
from tools.running import ROOT

NEVER_AT_START = (
    *LATER,
    "alembic",
    "flask",
    "geopandas",
    "httpx",
    "joserfc",
    "pandas",
    "pyogrio",
    "pypdf",
    "pyproj",
    "reportlab",
    "scipy",
)
MANTINE = "dash_mantine_components."


def test_a_start_imports_nothing_that_the_first_answer_needs_none_of():
    told = subprocess.run(
        [sys.executable, "-c", "import app, sys; print(*sys.modules)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    imported = set(told.stdout.split())
    assert imported & set(NEVER_AT_START) == set()
    drawn = {name.removeprefix(MANTINE) for name in imported if name.startswith(MANTINE)}
    assert {name for name in drawn if name[0].isupper()} == set(PARTS)
