"""A new kind of fact with a page, a table and a figure: what it edits, and that it works.

The kind is made up. Its diff stays true by being laid over a copy of the tree and tried there; see
"Adding a kind" in docs/tour.md.
"""

from pathlib import Path

from tests.trial_kind.trial import lay_trial_kind, run
from tools.count_kind_places import TRIAL, touched

MOST_EDITED = 12
# Its own tests, and those that walk all kinds, doors and words.
TRIED = (
    "tests/hydrants",
    "tests/domain/test_kinds.py",
    "tests/domain/test_told.py",
    "tests/layouts/test_words.py",
    "tests/api/test_sentences.py",
    "tests/store/live/test_visible.py",
    "tests/store/test_schema.py::test_the_known_head_is_the_last_migration",
    "tests/store/test_schema.py::test_the_migrations_build_what_the_models_say",
    "tests/access/test_matrix.py::test_every_door_that_is_served_has_a_rule_of_its_own",
)


def test_a_new_kind_edits_twelve_existing_files_at_most() -> None:
    trial = touched(TRIAL.read_text(encoding="utf-8"))
    assert len(trial.edited) <= MOST_EDITED, trial.edited
    assert any(name.startswith("layouts/") for name in trial.added)
    assert any(name.startswith("store/migrations/") for name in trial.added)


def test_the_trial_kind_is_folded_shown_masked_exported_erased_and_drawn(tmp_path: Path) -> None:
    tree = lay_trial_kind(tmp_path)
    run(tree, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *TRIED)
