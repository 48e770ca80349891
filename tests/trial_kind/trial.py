"""Lays the trial kind over a copy of the tree, as whoever adds a kind would write it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from settings import ROOT
from store.schema import head_of
from tools.count_kind_places import TRIAL

WORDS = TRIAL.parent / "words.json"
_NOT_COPIED = shutil.ignore_patterns(
    *(".git", ".venv", "var", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache"),
    *(".hypothesis", ".import_linter_cache", "screens", "failures"),
)
# Stands in the diff for the migration the trial's own follows.
_HEAD = "facts_head"


def lay_trial_kind(folder: Path) -> Path:
    """A copy of the tree with the trial kind in it.

    Raises:
        AssertionError: the diff does not fit the tree any more: say how in trial.diff.
    """
    tree = folder / "tree"
    shutil.copytree(ROOT, tree, ignore=_NOT_COPIED)
    diff = TRIAL.read_text(encoding="utf-8").replace(_HEAD, head_of("facts"))
    alone = os.environ | {"GIT_CEILING_DIRECTORIES": str(folder)}
    applied = subprocess.run(
        ["git", "apply", "-C1", "--recount", "--whitespace=nowarn", "-"],
        cwd=tree,
        input=diff,
        env=alone,
        capture_output=True,
        text=True,
    )
    assert applied.returncode == 0, applied.stderr
    _write_words(tree)
    return tree


def _write_words(tree: Path) -> None:
    """The messages into the catalogues, and what they are in English."""
    run(tree, "-m", "tools.words")
    file = tree / "locale" / "en" / "LC_MESSAGES" / "onescreen.po"
    said = file.read_text(encoding="utf-8")
    for chinese, english in json.loads(WORDS.read_text(encoding="utf-8")).items():
        said = said.replace(
            f'msgid "{chinese}"\nmsgstr ""', f'msgid "{chinese}"\nmsgstr "{english}"'
        )
    file.write_text(said, encoding="utf-8")


def run(tree: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run Python in the copy.

    Raises:
        AssertionError: it failed; with what it said.
    """
    ran = subprocess.run([sys.executable, *words], cwd=tree, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr[-3000:]
    return ran
