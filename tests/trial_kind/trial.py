"""Lays the trial kind over a copy of the tree, as whoever adds a kind would write it.

By hand, where the diff has to be written anew: `python -m tests.trial_kind.trial lay FOLDER`, mend
what was rejected there (`*.rej`), then `python -m tests.trial_kind.trial keep FOLDER`.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
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
_PEOPLE = ("-c", "user.name=trial", "-c", "user.email=trial@localhost")


def lay_trial_kind(folder: Path, *more: str) -> Path:
    """A copy of the tree with the trial kind in it; `more` options of `git apply`.

    Each change stands behind the one line before it: what follows that line may change.

    Raises:
        AssertionError: the diff does not fit the tree any more: write it anew.
    """
    tree = folder / "tree"
    shutil.copytree(ROOT, tree, ignore=_NOT_COPIED)
    git(tree, "init", "-q")
    git(tree, "add", "-A")
    git(tree, *_PEOPLE, "commit", "-q", "-m", "before")
    diff = TRIAL.read_text(encoding="utf-8").replace(_HEAD, head_of("facts"))
    options = ("--unidiff-zero", "--recount", "--whitespace=nowarn", *more)
    git(tree, "apply", *options, "-", said=diff)
    _write_words(tree)
    return tree


def keep_trial_kind(tree: Path) -> None:
    """Write the diff of a tree that was laid and mended."""
    git(tree, "add", "-A", ".", ":!locale")
    diff = git(tree, "diff", "--cached", "-U1", "--no-color")
    kept = "\n".join(_without_following(diff.splitlines())) + "\n"
    TRIAL.write_text(kept.replace(head_of("facts"), _HEAD), encoding="utf-8")


def _without_following(lines: list[str]) -> Iterator[str]:
    """The lines of a diff, without the line that follows each change; git counts anew."""
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        is_last = not following or following.startswith(("@@ ", "diff --git "))
        if not (line.startswith(" ") and is_last):
            yield re.sub(r"^(@@ .* @@).*", r"\1", line)


def git(tree: Path, *words: str, said: str | None = None) -> str:
    """What git answers in the copy.

    Raises:
        AssertionError: it failed; with what it said.
    """
    ran = subprocess.run(
        ["git", *words],
        cwd=tree,
        input=said,
        env=os.environ | {"GIT_CEILING_DIRECTORIES": str(tree.parent)},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr[-6000:]
    return ran.stdout


def _write_words(tree: Path) -> None:
    """The messages into the catalogues, and what they are in English."""
    run(tree, "-m", "tools.words")
    file = tree / "locale" / "en" / "LC_MESSAGES" / "onescreen.po"
    text = file.read_text(encoding="utf-8")
    for chinese, english in json.loads(WORDS.read_text(encoding="utf-8")).items():
        asked = f'msgid "{chinese}"\nmsgstr '
        text = text.replace(f'{asked}""', f'{asked}"{english}"')
    file.write_text(text, encoding="utf-8")


def run(tree: Path, *words: str) -> None:
    """Run Python in the copy.

    Raises:
        AssertionError: it failed; with what it said.
    """
    ran = subprocess.run([sys.executable, *words], cwd=tree, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr[-3000:]


if __name__ == "__main__":
    wanted, where = sys.argv[1:]
    if wanted == "keep":
        keep_trial_kind(Path(where))
    else:
        print(lay_trial_kind(Path(where), "--reject"))
