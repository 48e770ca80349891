"""A TURN server of the tests (coturn), on an address and port that the shared server names."""

import contextlib
import shutil
import socket
import subprocess
import time
from pathlib import Path

SECRET = "turn-secret-of-tests"


def own_address() -> str:
    """An address of this machine that is not loopback: browsers bind their sockets to one."""
    probe = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    with probe, contextlib.suppress(OSError):
        probe.connect(("192.0.2.1", 9))
        return str(probe.getsockname()[0])
    return "127.0.0.1"


def turn_url(port: int) -> str:
    """How browsers are told of it."""
    return f"turn:{own_address()}:{port}?transport=udp"


class Turn:
    """coturn in a process of its own; it can be ended and begun again on the same port."""

    def __init__(self, url: str, folder: Path) -> None:
        self._address, _, port = url.removeprefix("turn:").partition("?")[0].rpartition(":")
        self._port = int(port)
        self._log = folder / "turn.log"
        self._process: subprocess.Popen[bytes] | None = None

    @staticmethod
    def is_there() -> bool:
        """Whether coturn is installed."""
        return shutil.which("turnserver") is not None

    def start(self) -> None:
        """Begin, and wait until it listens."""
        arguments = [
            *("turnserver", "-n", "--no-cli", "--no-tls", "--no-dtls", "--no-tcp-relay"),
            *("--listening-ip", self._address, "--relay-ip", self._address),
            *("--listening-port", str(self._port), "--use-auth-secret", "--realm", "tests"),
            *("--static-auth-secret", SECRET, "--allow-loopback-peers", "--verbose"),
            *("--log-file", "stdout", "--pidfile", str(self._log.with_suffix(".pid"))),
        ]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(arguments, stdout=log, stderr=log)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                socket.create_connection((self._address, self._port), timeout=1).close()
                return
            time.sleep(0.05)
        raise TimeoutError(self._log.read_text(errors="replace")[-1000:])

    def stop(self) -> None:
        """End it, with all that goes through it."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._process = None

    def said(self) -> str:
        """Its log."""
        return self._log.read_text(errors="replace")
