"""`python -m bench.peers`: the same moving units on other screens, in the same run as on ours.

The floor is a bare socket with one canvas: nothing is checked, kept or asked, so nobody can be
much faster. The peer is Node-RED with its worldmap, installed from npm into a folder of its own;
where npm does not answer, that is said and the peer left out. Positions are sent at one a second
for each unit; what is told is the age of a position when it has been painted.
"""

import argparse
import asyncio
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import websockets
from playwright.async_api import Browser, Page

from bench.figures import Figure, percentile, table
from bench.stage import WALL, Machine, chromium, until
from tools.running import free_port

COUNTS = (500, 1_000, 5_000)
SECONDS, WARM_UP_S = 10, 3
TICKS_PER_SECOND = 20
PACKAGES = ("node-red@4", "node-red-contrib-web-worldmap@5")
NPM_PATIENCE_S = 300

# Ages are taken when the frame is done: a message posted in it comes after painting.
_PAINTED = """
  const ages = (window.ages = []), waiting = [];
  const done = new MessageChannel();
  let isAsked = false;
  done.port1.onmessage = () => {
    const now = Date.now();
    for (const sent of waiting.splice(0)) ages.push(now - sent);
  };
  window.painted = (sent) => {
    waiting.push(sent);
    if (isAsked) return;
    isAsked = true;
    requestAnimationFrame(() => { isAsked = false; done.port2.postMessage(0); });
  };
"""
_CANVAS = """<!doctype html><canvas width=1920 height=1080></canvas><script>%s
  const ink = document.querySelector("canvas").getContext("2d"), places = new Map();
  let isDrawn = true;
  function draw() {
    isDrawn = true;
    ink.clearRect(0, 0, 1920, 1080);
    for (const [x, y] of places.values()) {
      ink.beginPath(); ink.arc(x, y, 4, 0, 7); ink.fill();
    }
  }
  const socket = new WebSocket("ws://127.0.0.1:%d");
  socket.onmessage = (event) => {
    for (const [id, lat, lon, sent] of JSON.parse(event.data)) {
      places.set(id, [(lon - 116.7) * 20000, (34 - lat) * 6000]);
      window.painted(sent);
    }
    if (isDrawn) { isDrawn = false; requestAnimationFrame(draw); }
  };
  window.isReady = true;
</script>"""
_WORLDMAP = """() => {
  %s
  const set = window.setMarker;
  window.setMarker = (data) => { set(data); if (data.sent) window.painted(data.sent); };
}"""
_FLOW = [
    {"id": "t", "type": "tab", "label": "bench"},
    {"id": "l", "type": "websocket-listener", "path": "/feed", "wholemsg": "false"},
    {"id": "i", "z": "t", "type": "websocket in", "server": "l", "wires": [["j"]]},
    {"id": "j", "z": "t", "type": "json", "property": "payload", "action": "obj", "wires": [["s"]]},
    {"id": "s", "z": "t", "type": "split", "splt": "\\n", "spltType": "str", "arraySplt": 1,
     "arraySpltType": "len", "stream": False, "wires": [["w"]]},
    {"id": "w", "z": "t", "type": "worldmap", "lat": "33.9", "lon": "116.8", "zoom": "11",
     "path": "/worldmap", "layer": "OSM", "cluster": "", "maxage": "", "wires": []},
]  # fmt: skip

Send = Callable[[list[list[Any]]], Awaitable[None]]


async def move(count: int, seconds: float, send: Send) -> None:
    """Send a row [id, lat, lon, sent_ms] a second for each unit, evenly over the second."""
    started = time.monotonic()
    for tick in range(int(seconds * TICKS_PER_SECOND)):
        await asyncio.sleep(max(0.0, started + tick / TICKS_PER_SECOND - time.monotonic()))
        sent = time.time_ns() // 1_000_000
        step = tick * 1e-5
        await send(
            [
                [f"U{i}", 33.8 + (i % 71) * 2e-3 + step, 116.7 + (i % 97) * 2e-3, sent]
                for i in range(tick % TICKS_PER_SECOND, count, TICKS_PER_SECOND)
            ]
        )


async def measured(name: str, page: Page, count: int, send: Send) -> list[Figure]:
    """Ages of painted positions, and how many were never painted."""
    await move(count, WARM_UP_S, send)
    await asyncio.sleep(1)
    await page.evaluate("window.ages.length = 0")
    machine = Machine()
    await move(count, SECONDS, send)
    used = machine.note()
    await asyncio.sleep(2)
    ages = await page.evaluate("window.ages")
    missing = max(0, count * SECONDS - len(ages))
    note = f"{len(ages):,} painted, {missing:,} not within 2 s, {used}"
    title = f"{name}: positions {count:,}/s send→paint p99"
    return [Figure(title, percentile(ages, 0.99) if ages else float("inf"), "ms", note=note)]


async def floor(browser: Browser, count: int) -> list[Figure]:
    """A bare socket and one canvas."""
    page = await (await browser.new_context(viewport=WALL)).new_page()
    joined: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

    async def serve(socket: Any) -> None:
        joined.set_result(socket)
        await socket.wait_closed()

    async with websockets.serve(serve, "127.0.0.1", 0, compression=None) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        await page.set_content(_CANVAS % (_PAINTED, port))
        await until(page, "window.isReady")
        screen = await asyncio.wait_for(joined, 20)

        async def send(rows: list[list[Any]]) -> None:
            await screen.send(json.dumps(rows))

        figures = await measured("bare socket and canvas", page, count, send)
        await page.context.close()
    return figures


def install(folder: Path) -> str | None:
    """Install the peer from npm; the reason in words where that was not possible."""
    if shutil.which("npm") is None:
        return "npm is not on this machine"
    command = ["npm", "install", "--no-audit", "--no-fund", "--silent", *PACKAGES]
    try:
        subprocess.run(command, cwd=folder, check=True, timeout=NPM_PATIENCE_S, capture_output=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        return f"npm could not install {', '.join(PACKAGES)}: {error}"
    return None


@contextlib.asynccontextmanager
async def node_red(folder: Path) -> AsyncIterator[int]:
    """Node-RED with one flow: what comes on /feed goes to the worldmap; gives its port."""
    port = free_port()
    user = folder / "user"
    user.mkdir(exist_ok=True)
    (user / "node_modules").unlink(missing_ok=True)
    (user / "node_modules").symlink_to(folder / "node_modules")
    (user / "package.json").write_text((folder / "package.json").read_text())
    (user / "flows.json").write_text(json.dumps(_FLOW))
    (user / "settings.js").write_text("module.exports = { flowFile: 'flows.json' };")
    program = folder / "node_modules" / "node-red" / "red.js"
    command = ["node", str(program), "-p", str(port), "-u", str(user)]
    process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.DEVNULL)
    try:
        for _ in range(600):
            with contextlib.suppress(OSError):
                await asyncio.to_thread(
                    urllib.request.urlopen, f"http://127.0.0.1:{port}/worldmap/", timeout=5
                )
                break
            await asyncio.sleep(0.1)
        yield port
    finally:
        process.terminate()
        await process.wait()


async def worldmap(browser: Browser, folder: Path, count: int) -> list[Figure]:
    """Node-RED and its worldmap, with an icon a unit as its users have."""
    async with node_red(folder) as port:
        page = await (await browser.new_context(viewport=WALL)).new_page()
        await page.goto(f"http://127.0.0.1:{port}/worldmap/", wait_until="load")
        await until(page, "window.setMarker")
        await page.evaluate(_WORLDMAP % _PAINTED)
        async with websockets.connect(f"ws://127.0.0.1:{port}/feed", compression=None) as socket:

            async def send(rows: list[list[Any]]) -> None:
                points = [
                    {"name": name, "lat": lat, "lon": lon, "sent": sent}
                    for name, lat, lon, sent in rows
                ]
                await socket.send(json.dumps(points))

            figures = await measured("Node-RED worldmap", page, count, send)
        await page.context.close()
    return figures


async def compare(counts: list[int], folder: Path) -> list[Figure]:
    """The floor and the peer for each count; our own figures come from `python -m bench`."""
    missing = await asyncio.to_thread(install, folder)
    if missing:
        print(f"without Node-RED worldmap: {missing}", flush=True)
    figures: list[Figure] = []
    for count in counts:
        async with chromium() as browser:
            figures += await floor(browser, count)
        if missing is None:
            async with chromium() as browser:
                figures += await worldmap(browser, folder, count)
        print(f"  {figures[-1].name}: {figures[-1].value:,.0f} ms", flush=True)
    return figures


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.peers", description=__doc__)
    parser.add_argument("--counts", type=int, nargs="+", default=list(COUNTS), metavar="N")
    parser.add_argument("--folder", type=Path, help="keep what npm installs here")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="onescreen-peers-") as made:
        folder = options.folder or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        figures = asyncio.run(compare(options.counts, folder))
    print(f"\n{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n\n{table(figures)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
