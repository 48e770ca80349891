"""Run every case of the field: `python -m tools.field_cases [F A R O W M …]`.

The cases are files as people really have them, with what should come of them
(tests/cases/MANIFEST.tsv); their tests stand beside them and run with all the others too.
"""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]


def command(letters: Sequence[str]) -> list[str]:
    """The test run of all cases, or of those whose names begin with the letters given."""
    chosen = " or ".join(f"test_{letter.lower()}" for letter in letters)
    return [
        sys.executable, "-m", "pytest", "-q", "-n", "2", "tests/cases",
        *(["-k", chosen] if chosen else []),
    ]  # fmt: skip


def main() -> int:
    """Run them; the exit code of the tests."""
    return subprocess.call(command(sys.argv[1:]), cwd=ROOT)


if __name__ == "__main__":
    raise SystemExit(main())
