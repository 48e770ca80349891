"""A wall opened for the first time: what travels, and when the first live marker stands.

A bare page of Dash and dash-leaflet (bench/bare.py) is opened in turns with it: what the libraries
take on this machine at this moment is known beside the figure.
"""

import asyncio

from playwright.async_api import Browser, Request

from bench.bare import WATCH, serving
from bench.figures import Figure, percentile
from bench.stage import WALL, until
from tools.running import RunningServer

TRIALS = 5
QUIET_MS = 1_500
TIMES_BARE = 1.3


class Wire:
    """Counts the bytes that came over the wire for one page."""

    def __init__(self) -> None:
        self.http_bytes = 0
        self.requests = 0
        self.socket_bytes = 0
        self.largest: list[tuple[int, str]] = []

    async def count(self, request: Request) -> None:
        sizes = await request.sizes()
        size = sizes["responseBodySize"] + sizes["responseHeadersSize"]
        self.http_bytes += size
        self.requests += 1
        self.largest = sorted([*self.largest, (size, request.url)], reverse=True)[:5]


async def load(browser: Browser, server: RunningServer) -> tuple[Wire, float]:
    """Open the wall in a browser that knows nothing; returns the wire and ms to first marker."""
    context = await browser.new_context(viewport=WALL)
    page = await context.new_page()
    wire = Wire()
    requests: list[Request] = []
    page.on("requestfinished", lambda request: requests.append(request))
    page.on(
        "websocket",
        lambda socket: socket.on("framereceived", lambda frame: _heard(wire, frame)),
    )
    await page.goto(server.url + "/?bench=1", wait_until="commit")
    await until(page, "window.onescreen && onescreen.bench && onescreen.bench.firstMarkerAt()")
    first = await page.evaluate("onescreen.bench.firstMarkerAt()")
    await page.wait_for_timeout(QUIET_MS)
    for request in requests:
        await wire.count(request)
    await context.close()
    return wire, float(first)


async def bare_marker(browser: Browser, url: str) -> float:
    """Ms until the one marker of the bare page is painted, in a browser that knows nothing."""
    context = await browser.new_context(viewport=WALL)
    page = await context.new_page()
    await page.add_init_script(WATCH)
    await page.goto(url, wait_until="commit")
    await until(page, "window.firstMarkerAt")
    first = float(await page.evaluate("window.firstMarkerAt"))
    await context.close()
    return first


def _heard(wire: Wire, frame: str | bytes) -> None:
    """Only the snapshot belongs to the load; what follows is the live stream."""
    if isinstance(frame, bytes):
        wire.socket_bytes += len(frame)  # packed
    elif '"snapshot"' in frame[:40]:
        wire.socket_bytes += len(frame.encode())


async def cold_load(browser: Browser, server: RunningServer) -> list[Figure]:
    """Bytes and time of several first visits; the first one warms the server and is left out."""
    trials, bare = [], []
    with serving() as url:
        for _ in range(TRIALS + 1):
            bare.append(await bare_marker(browser, url))
            await asyncio.sleep(QUIET_MS / 1000)
            trials.append(await load(browser, server))
    trials, bare = trials[1:], bare[1:]
    wire = trials[0][0]
    megabyte = 1_000_000
    names = ", ".join(
        f"{url.rsplit('/', 1)[-1][:28]} {size // 1000} kB" for size, url in wire.largest
    )
    times = [first for _, first in trials]
    total = wire.http_bytes + wire.socket_bytes
    return [
        Figure("cold load on the wire", total / megabyte, "MB", 1.0, f"largest: {names}"),
        Figure(
            "cold load, of it the first snapshot",
            wire.socket_bytes / megabyte,
            "MB",
            note=f"{wire.requests} requests",
        ),
        Figure("cold load, first live marker p50", percentile(times, 0.5), "ms"),
        Figure("cold load, first live marker worst", max(times), "ms", 1500.0, f"{TRIALS} visits"),
        Figure(
            "cold load, first live marker by that of bare Dash and dash-leaflet",
            percentile(times, 0.5) / percentile(bare, 0.5),
            "times",
            TIMES_BARE,
            f"its p50 {percentile(bare, 0.5):.0f} ms, in turns",
        ),
    ]
