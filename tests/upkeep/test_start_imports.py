"""The start imports nothing that the first answer does not need."""

import subprocess
import sys
from pathlib import Path

from bootstrap.warm_up import LATER, import_the_rest
from operations.calm import Calm

ROOT = Path(__file__).resolve().parents[2]


def test_what_can_be_imported_later_is_not_imported_by_the_app():
    heavy = ("scipy", "joserfc", "reportlab", "openpyxl")
    asked = f"import app, sys; print([name for name in {heavy!r} if name in sys.modules])"
    told = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "[]"


async def test_the_rest_is_imported_after_the_start():
    await import_the_rest(Calm())
    assert set(LATER) <= sys.modules.keys()


def test_what_every_layout_looks_into_is_loaded_before_anything_is_served():
    # plotly takes these from sys.modules as they are, also half loaded by the thread above.
    asked = (
        "import sys, app; before = set(sys.modules);"
        "import importlib; from bootstrap.warm_up import LATER;"
        "[importlib.import_module(name) for name in LATER];"
        "print(sorted({'PIL.Image', 'pandas', 'numpy', 'sage.all'} & (set(sys.modules) - before)))"
    )
    told = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert told.stdout.strip() == "[]"
