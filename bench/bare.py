"""Dash and dash-leaflet with nothing of ours: one map, one marker. What a page of them must cost.

`python -m bench.bare PORT` serves it; `serving()` does so in a process of its own.
"""

import contextlib
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator

from tools.running import ROOT, free_port

CENTRE = (30.27, 120.16)
PATIENCE_S = 60.0
# Told to the page before its own scripts: when the first marker was painted.
WATCH = """
const look = () => {
  if (!document.querySelector(".leaflet-marker-icon")) return requestAnimationFrame(look);
  requestAnimationFrame(() => { window.firstMarkerAt = performance.now(); });
};
look();
"""


def main(port: int) -> None:
    """Serve until stopped."""
    import dash_leaflet as dl
    import uvicorn
    from dash import Dash, html
    from fastapi import FastAPI

    server = FastAPI()
    app = Dash(__name__, server=server)
    app.layout = html.Div(
        dl.Map([dl.Marker(position=CENTRE)], center=CENTRE, zoom=12, style={"height": "1000px"})
    )
    uvicorn.run(server, host="127.0.0.1", port=port, log_level="warning")


@contextlib.contextmanager
def serving() -> Iterator[str]:
    """Serve the bare page in a process of its own; yields its address."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "bench.bare", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        try:
            _wait_for(url)
            yield url
        finally:
            process.terminate()


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            with urllib.request.urlopen(url + "/_dash-layout", timeout=5):
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


if __name__ == "__main__":
    main(int(sys.argv[1]))
