"""The running centre of the tests behind a real port, in a thread of its own."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from tests.centre.the_centre import TheCentre
from tools.running import free_port


class Served:
    """The running centre behind a real port, in a thread of its own."""

    def __init__(self, folder: Path, made: Callable[[Path], Any] = TheCentre) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("ONESCREEN_PUBLIC_ADDRESS", self.url)
            self.centre = made(folder)
        config = uvicorn.Config(
            self.centre.server, port=self.port, log_level="error", lifespan="off"
        )
        self._server = uvicorn.Server(config)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.run(self.centre.start())
        self._serving: Future[None] = asyncio.run_coroutine_threadsafe(
            self._server.serve(), self._loop
        )

    def run(self, steps: Any) -> Any:
        """Take steps in the centre's loop."""
        return asyncio.run_coroutine_threadsafe(steps, self._loop).result(60)

    def stop(self) -> None:
        """End everything."""
        self._server.should_exit = True
        self._serving.result(20)
        self.run(self.centre.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
