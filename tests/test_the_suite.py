"""The suite itself: with a worker, too, a skip is a failure under CI, and what hangs is named."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def run_suite(folder: Path, *more: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the tests of a folder under the project's own rules."""
    rules = ["-c", str(ROOT / "pyproject.toml"), "-p", "tests.conftest", "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", *rules, "-n", "1", *more, str(folder)]
    others = {name: value for name, value in os.environ.items() if name != "CI"}
    return subprocess.run(
        command, cwd=ROOT, env=others | environment, capture_output=True, text=True, timeout=120
    )


def test_a_skipped_test_fails_the_run_under_ci_and_only_there(tmp_path: Path) -> None:
    (tmp_path / "test_one.py").write_text(
        "import pytest\n\ndef test_a():\n    pytest.skip('no browser')\n\ndef test_b():\n    pass\n"
    )
    assert run_suite(tmp_path).returncode == 0
    under_ci = run_suite(tmp_path, CI="1")
    assert under_ci.returncode == 1
    assert "no browser" in under_ci.stdout


def test_a_test_that_hangs_fails_and_is_named_and_the_others_still_run(tmp_path: Path) -> None:
    (tmp_path / "test_one.py").write_text(
        "import time\n\ndef test_hangs():\n    time.sleep(100)\n\ndef test_b():\n    pass\n"
    )
    run = run_suite(tmp_path, "--timeout=1")
    assert run.returncode == 1
    assert "test_one.py::test_hangs" in run.stdout
    assert "1 failed, 1 passed" in run.stdout
