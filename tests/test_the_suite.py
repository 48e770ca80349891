"""The suite itself: with a worker, too, a skip is a failure under CI, and what hangs is named."""

import os
import re
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import playwright
import pytest

from tools.browser import OFF
from tools.people import person_of, signed_in_again
from tools.running import SESSION_AGE_S, RunningServer

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


def test_what_playwright_turns_off_in_chromium_stays_off() -> None:
    lib = Path(playwright.__file__).parent / "driver" / "package" / "lib" / "coreBundle.js"
    [listed] = re.findall(r"\bdisabledFeatures = \[(.*?)\]", lib.read_text("utf-8"), re.DOTALL)
    named = set(re.findall(r'^\s*"(\w+)"', listed, re.MULTILINE))
    assert "PaintHolding" in named
    assert named <= set(OFF)


def test_a_session_is_handed_out_young_however_long_the_run_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = RunningServer(tmp_path)
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    first = server.sign_in("dispatcher")
    now[0] += SESSION_AGE_S - 1
    assert server.sign_in("dispatcher") == first
    now[0] += 1
    second = server.sign_in("dispatcher")
    assert second != first
    assert server.sign_in("dispatcher") == second


def test_an_administrator_signs_in_again_with_the_second_factor(tmp_path: Path) -> None:
    first = person_of(tmp_path, "system_admin")
    later = datetime.now(UTC) + timedelta(seconds=SESSION_AGE_S)
    again = signed_in_again(tmp_path, first, now=lambda: later)
    assert (again.name, again.secret) == (first.name, first.secret)
    assert again.token != first.token


@pytest.mark.parametrize("scope", ["module", "session"])
def test_a_second_attempt_makes_fixtures_anew_also_after_a_failed_teardown(
    tmp_path: Path, scope: str
) -> None:
    (tmp_path / "test_one.py").write_text(
        "import pytest\n\n"
        "made = []\n\n"
        f"@pytest.fixture(scope='{scope}')\n"
        "def server():\n    made.append(1)\n    return len(made)\n\n"
        "@pytest.fixture\ndef chromium(server):\n    yield\n    assert server > 1\n\n"
        "def test_a(chromium, server):\n    pass\n\n"
        "def test_b(chromium, server):\n    assert server == 2\n"
    )
    run = run_suite(tmp_path, CI="1")
    assert "1 rerun" in run.stdout
    assert run.returncode == 0, run.stdout
