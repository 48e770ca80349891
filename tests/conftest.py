"""What every test may rely on."""

import fcntl
import gc
import os
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest

from api.sentences import SENTENCES
from catalogues import read_catalogues
from tests.support.chromium import CHROMIUM, is_wanted_by
from tests.support.turn import SECRET as TURN_SECRET
from tests.support.turn import turn_url
from tools.running import RunningServer, free_port

MakeOnce = Callable[[str, Callable[[Path], object]], Path]

# What is read before the first test stays to the last: nine thousand tests and the product. The
# collector would walk it again and again, for a tenth of the run; it sees what tests make alone.
gc.disable()
YOUNG = 20_000


# A run in which more tests of the browser needed their second attempt is not green.
MOST_SECOND_ATTEMPTS = 6
HAS_FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """With CI set, a skipped test is a failure: a green run must have run everything.

    Second attempts are few and told, or the run fails: docs/decisions/0110.
    """
    CHROMIUM.end()
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not os.environ.get("CI") or not reporter or exitstatus != 0:
        return
    if reporter.stats.get("skipped") or len(reporter.stats.get("rerun", ())) > MOST_SECOND_ATTEMPTS:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Why a second attempt was needed: what succeeds then leaves nothing else behind."""
    for report in terminalreporter.stats.get("rerun", ()):
        crash = getattr(report.longrepr, "reprcrash", None)
        told = crash.message.split("\n", 1)[0] if crash else str(report.longrepr)[-200:]
        terminalreporter.write_line(f"second attempt of {report.nodeid} ({report.when}): {told}")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """The browser is ended before a test that wants none, and never between two attempts of one.

    A first attempt that failed as it was taken down has left what its file shares.
    """
    if not is_wanted_by(item):
        CHROMIUM.end()
    if getattr(item, "execution_count", 0) > 1:
        _take_file_down(item)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Which tests failed is known when they are taken down."""
    report = yield
    if report.failed:
        item.stash[HAS_FAILED] = True
    return report


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """With the last test the browser ends before what all tests shared.

    A second attempt begins with what its file shares made anew: what the first has done to it would
    fail it again.
    """
    is_tried_again = getattr(item, "execution_count", 0) == 1 and item.get_closest_marker("flaky")
    if is_tried_again and item.stash.get(HAS_FAILED, False):
        _take_file_down(item)
    CHROMIUM.is_last = nextitem is None


def _take_file_down(item: pytest.Item) -> None:
    item.session._setupstate.teardown_exact(None)


def pytest_collection_finish() -> None:
    """The collector begins with the first test."""
    gc.freeze()
    gc.set_threshold(YOUNG, *gc.get_threshold()[1:])
    gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs a demo that has written its history belongs to the whole run: half a minute.

    With CI set, what drives a browser is tried a second time when it fails.
    """
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if "demo_data" in fixtures:
            item.add_marker("whole")
        if os.environ.get("CI") and "chromium" in fixtures:
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session", autouse=True)
def _sentences() -> None:
    """Refusals are said from the catalogues, as in the running product."""
    SENTENCES.learn(read_catalogues())


@pytest.fixture(scope="session")
def make_once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> MakeOnce:
    """Makes what is costly once for all workers of a run; the others wait and are given it."""
    base = tmp_path_factory.getbasetemp()
    shared = (base if worker_id == "master" else base.parent) / "made-once"
    shared.mkdir(exist_ok=True)

    def make(name: str, write: Callable[[Path], object]) -> Path:
        folder = shared / name
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (folder / "is-made").exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                write(folder)
                (folder / "is-made").touch()
        return folder

    return make


@pytest.fixture(scope="session")
def demo_data(make_once: MakeOnce) -> Path:
    """A data folder after a first demo start, with two days of history; copy, never change it."""

    def write(folder: Path) -> None:
        with RunningServer(folder / "var", demo_history_days=2):
            pass

    return make_once("demo", write) / "var"


@pytest.fixture(scope="session")
def server(demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """The product running on the demo district, shared by the tests that only add to it."""
    folder = tmp_path_factory.mktemp("shared") / "var"
    shutil.copytree(demo_data, folder)
    # what calls go through where a test wants it: coturn itself is started by that test
    calls = {
        "ice_servers": turn_url(free_port()),
        "turn_secret": TURN_SECRET,
        "call_recording": True,
    }
    port = free_port()
    # browsers make passkeys for a name alone, and without TLS for this one
    address = {"port": port, "public_address": f"http://localhost:{port}"}
    with RunningServer(folder, demo_history_days=2, **calls, **address) as running:
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
