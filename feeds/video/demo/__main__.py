"""Start the demo's cameras: `python -m feeds.video.demo [--port N | --fd N]`, with more options."""

import argparse
import logging
import os
import threading

import uvicorn

from feeds.video.demo.channel import LARGE, SMALL
from feeds.video.demo.server import DemoServer

PORT = 8560


def main() -> None:
    """Serve on loopback; with `--fd` until the input closes, when its parent has gone."""
    told = argparse.ArgumentParser(description="The demo's cameras, on loopback.")
    told.add_argument("--port", type=int, default=PORT)
    told.add_argument("--fd", type=int, default=None)
    told.add_argument("--faults", action="store_true")
    told.add_argument("--small", action="store_true", help="320 × 180, 8 a second, as for tiles")
    asked = told.parse_args()
    logging.getLogger("aiortc").setLevel(logging.ERROR)
    server = DemoServer(takes_faults=asked.faults, shape=SMALL if asked.small else LARGE)
    if asked.fd is not None:
        threading.Thread(target=_end_with_parent, daemon=True).start()
    uvicorn.run(
        server.app, host="127.0.0.1", port=asked.port, fd=asked.fd, log_level="warning",
        date_header=False, timeout_graceful_shutdown=1,
    )  # fmt: skip


def _end_with_parent() -> None:
    os.read(0, 1)
    os._exit(0)


if __name__ == "__main__":
    main()
