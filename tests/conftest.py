"""What every test may rely on."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tools.running import RunningServer


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """With CI set, a skipped test is a failure: a green run must have run everything."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter and reporter.stats.get("skipped") and exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder after a first demo start, with two days of history; copy, never change it."""
    folder = tmp_path_factory.mktemp("demo") / "var"
    with RunningServer(folder, demo_history_days=2):
        pass
    return folder


@pytest.fixture(scope="session")
def server(demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """The product running on the demo district, shared by the tests that only add to it."""
    folder = tmp_path_factory.mktemp("shared") / "var"
    shutil.copytree(demo_data, folder)
    with RunningServer(folder, demo_history_days=2) as running:
        yield running


@pytest.fixture
def make_server(demo_data: Path, tmp_path: Path) -> Iterator[Callable[..., RunningServer]]:
    """Makes a server of one's own on a copy of the demo data; stopped after the test."""
    made: list[RunningServer] = []

    def make(**settings: object) -> RunningServer:
        folder = tmp_path / f"var{len(made)}"
        shutil.copytree(demo_data, folder)
        made.append(RunningServer(folder, demo_history_days=2, **settings))
        return made[-1]

    yield make
    for running in made:
        running.stop()
