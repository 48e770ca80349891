"""What a start may not import: each of these was seconds of waiting before the first answer."""

import subprocess
import sys

from bootstrap.warm_up import LATER
from layouts.elements.dmc import PARTS
from tools.running import ROOT

NEVER_AT_START = (
    *LATER,
    "alembic",
    "callbacks.pages",
    "dash.dash_table.DataTable",
    "dash_mantine_components",
    "flask",
    "geopandas",
    "httpx",
    "joserfc",
    "layouts.pages",
    "pandas",
    "plotly.graph_objects",
    "pyogrio",
    "pypdf",
    "pyproj",
    "reportlab",
    "scipy",
    "segno",
    "sqlalchemy.orm",
    "tqdm",
    "werkzeug",
)
MANTINE = "dash_mantine_components."
START = "import app; from fastapi import FastAPI; from layouts.page import Screen;"
START += "Screen(hints=list, names=str, name='start', server=FastAPI());"


def imported_by(asked: str) -> set[str]:
    told = subprocess.run(
        [sys.executable, "-c", asked + "import sys; print(*sys.modules)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(told.stdout.split())


def test_a_start_imports_nothing_that_the_first_answer_needs_none_of():
    assert imported_by(START) & set(NEVER_AT_START) == set()


def test_of_mantine_no_more_is_imported_than_is_drawn():
    imported = imported_by("import layouts.pages;")
    drawn = {name.removeprefix(MANTINE) for name in imported if name.startswith(MANTINE)}
    assert {name for name in drawn if name[0].isupper()} == set(PARTS)
