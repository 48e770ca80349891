"""Runs the product in a process of its own, for tests, the bench and the screenshots."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tools.people import Person

# A session is handed out no older: an administrator's ends when it lies still for fifteen minutes.
SESSION_AGE_S = 300

ROOT = Path(__file__).resolve().parent.parent


class DidNotStartError(Exception):
    """The server did not answer in time; the text holds the end of its output."""


def free_port() -> int:
    """A port nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class RunningServer:
    """`python app.py` on a free port, with a data folder of its own.

    Args:
        data_dir: kept when the server stops, so that it can be started again.
        patience_s: how long the first answer of `/healthz` may take; the first demo start
            builds the map and the history.
        settings: more settings, names without the prefix.
    """

    def __init__(self, data_dir: Path, *, patience_s: float = 240, **settings: object) -> None:
        self.data_dir = data_dir
        self.port = int(str(settings.pop("port", 0))) or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.token = str(settings.pop("ingest_token", "test-token-0123456789"))
        self._patience_s = patience_s
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None
        self._people: dict[str, tuple[float, Person]] = {}
        self.log = data_dir / "server.log"

    def start(self) -> "RunningServer":
        """Start the process and wait until it answers."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        environment = {
            key: value for key, value in os.environ.items() if not key.startswith("ONESCREEN_")
        }
        environment |= {
            "ONESCREEN_PORT": str(self.port),
            "ONESCREEN_DATA_DIR": str(self.data_dir),
            "ONESCREEN_INGEST_TOKEN": self.token,
            "ONESCREEN_DEMO_CASE_DAYS": "0",  # a year of cases would keep a processor busy
        } | {f"ONESCREEN_{name.upper()}": str(value) for name, value in self._settings.items()}
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "app.py"], cwd=ROOT, env=environment, stdout=log, stderr=log
            )
        self._wait_until_it_answers()
        return self

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + self._patience_s
        while time.monotonic() < deadline:
            if self._process is not None and self._process.poll() is not None:
                break
            try:
                self.health()
            except (OSError, ValueError):
                time.sleep(0.05)
            else:
                return
        tail = self.log.read_text(errors="replace")[-3000:]
        self.stop()
        raise DidNotStartError(f"no answer from {self.url}/healthz\n{tail}")

    def health(self) -> dict[str, Any]:
        """What `/healthz` says.

        Raises:
            OSError: no answer.
        """
        with urllib.request.urlopen(self.url + "/healthz", timeout=5) as answer:
            return dict(json.load(answer))

    @property
    def is_demo(self) -> bool:
        """Whether whoever sits at this machine is signed in by itself."""
        return str(self._settings.get("demo", 1)) not in {"0", "False"}

    def setting(self, name: str) -> str:
        """A setting it was started with; empty where it was given none."""
        return str(self._settings.get(name, ""))

    def sign_in(
        self, role: str = "dispatcher", name: str = "", department: str = "", area: str = ""
    ) -> str:
        """The session cookie of an account of a role, made when it is first wanted.

        Several of a role have names of their own; `department` is whom they act for, `area` what
        they are bound to. Whoever signed in a while ago signs in again.
        """
        # Not at the top: it reads half the product, and few servers need people.
        from tools.people import person_of, signed_in_again

        key, now = name or role, time.monotonic()
        at, person = self._people.get(key, (now, None))
        if person is None:
            person = person_of(
                self.data_dir,
                role,
                demo=self.is_demo,
                name=name,
                department=department,
                area=area,
            )
        elif now - at >= SESSION_AGE_S:
            person, at = signed_in_again(self.data_dir, person, demo=self.is_demo), now
        self._people[key] = (at, person)
        return person.token

    @property
    def pid(self) -> int:
        """The process id, while it runs."""
        if self._process is None:
            raise RuntimeError("the server is not running")
        return self._process.pid

    def kill(self) -> None:
        """Send kill -9: no farewell, nothing flushed."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to stop, as an operator would."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        self._process.send_signal(how)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def __enter__(self) -> "RunningServer":
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
