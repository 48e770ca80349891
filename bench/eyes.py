"""Pictures beside the wall, and a district of many cameras: what either costs the wall's figures.

Nine tiles of the video wall play real pictures by WebRTC, 320 × 180 at 8 frames a second, from a
media server on this machine, which codes them here as well; the wall is timed before and beside
them in one run. Then the same wall is timed with 10,000 cameras on its map.
"""

import asyncio
import contextlib
import shutil
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
from playwright.async_api import Browser, Page

from bench import live
from bench.figures import Figure, percentile
from bench.stage import chromium, fill, grids_of, until, wall
from domain.maps.areas import Area
from domain.video.cameras.camera import Camera, CameraClass
from domain.video.cameras.vocabulary import TakenFrom
from store import open_store
from tools.running import ROOT, RunningServer, free_port

UNITS, FEW, MANY, TILES = 500, 892, 10_000, 9
RATE, WATCHED_S, SEARCHES = 8, 5.0, 40
TIMES, MANY_TIMES = 2.0, 1.25
PLAYING = (
    "window.onescreen && onescreen.tiles"
    " && onescreen.tiles.told().filter((one) => one && one.state === 'playing').length === %d"
)
FRAMES = "onescreen.tiles.told().map((one) => one.frames)"


async def measure(folder: Path, source: Path) -> list[Figure]:
    """All figures; `source` is a data folder that has a map."""
    few = await _with_cameras(folder / "few", source, FEW, has_video=True)
    many = await _with_cameras(folder / "many", source, MANY, has_video=False)
    alone, with_many = _p99(few), _p99(many)
    name = f"wall, {UNITS} units/s, {MANY:,} cameras: p99 by that with {FEW}"
    note = f"{with_many:.0f} / {alone:.0f} ms"
    return [*few, *many, Figure(name, with_many / alone, "times", MANY_TIMES, note)]


def _p99(figures: list[Figure]) -> float:
    return next(one.value for one in figures if one.name.endswith("alone: send→paint p99"))


async def _with_cameras(folder: Path, source: Path, count: int, *, has_video: bool) -> list[Figure]:
    await asyncio.to_thread(fill, folder, source, UNITS)
    grids = grids_of(folder)
    await asyncio.to_thread(_put_cameras, folder, count, grids)
    with (
        _district(folder) as (district, media),
        RunningServer(folder, demo=0, district=district) as server,
    ):
        async with chromium() as browser, wall(browser, server) as page:
            alone = await _timed(server, page, grids, f"{count:,} cameras, alone")
            figures = [*alone, await _searched(server, count)]
            if has_video:
                await asyncio.to_thread(_wait, media)
                figures += await _beside(browser, server, page, grids, alone)
    return figures


async def _timed(server: RunningServer, page: Page, grids: list[Area], name: str) -> list[Figure]:
    """The wall's own figures, under a name that tells what is beside it."""
    found = await live.positions(server, page, grids, UNITS)
    return [
        Figure(f"wall, {UNITS} units/s, {name}: send→paint {one.name[-3:]}", one.value, one.unit,
               note=one.note)
        for one in found
        if one.name[-3:] in {"p50", "p99"}
    ]  # fmt: skip


async def _beside(
    browser: Browser, server: RunningServer, page: Page, grids: list[Area], alone: list[Figure]
) -> list[Figure]:
    async with _nine(browser, server) as tiles:
        before, at = await tiles.evaluate(FRAMES), time.monotonic()
        beside = await _timed(server, page, grids, f"{TILES} pictures beside")
        after, lasted = await tiles.evaluate(FRAMES), time.monotonic() - at
    rates = [(new - old) / lasted for old, new in zip(before, after, strict=True)]
    p99, other = alone[-1].value, beside[-1].value
    return [
        *beside,
        Figure(
            f"wall beside {TILES} pictures of 320 × 180 at {RATE}/s: p99 by that alone",
            other / p99, "times", TIMES, f"{other:.0f} / {p99:.0f} ms",
        ),
        Figure(
            "frames a second decoded by the slowest tile", min(rates), "/s",
            note=f"of {RATE}; the quickest {max(rates):.1f}",
        ),
    ]  # fmt: skip


@contextlib.asynccontextmanager
async def _nine(browser: Browser, server: RunningServer) -> AsyncIterator[Page]:
    """The video wall with nine pictures that play."""
    context = await browser.new_context(viewport={"width": 1366, "height": 768})
    held = await asyncio.to_thread(server.sign_in)
    await context.add_cookies([{"name": "onescreen", "value": held, "url": server.url}])
    page = await context.new_page()
    cameras = ".".join(camera_id(number) for number in range(TILES))
    await page.goto(f"{server.url}/video?size={TILES}&cameras={cameras}")
    await page.fill(".video-why input[name=text]", "性能测试")
    await page.click(".video-why button[type=submit]")
    await until(page, PLAYING % TILES, patience_s=90)
    await asyncio.sleep(WATCHED_S)
    try:
        yield page
    finally:
        await context.close()


async def _searched(server: RunningServer, count: int) -> Figure:
    """How long a search among so many cameras takes."""
    held = await asyncio.to_thread(server.sign_in)
    took: list[float] = []
    async with httpx.AsyncClient(base_url=server.url, cookies={"onescreen": held}) as client:
        for number in range(SEARCHES):
            begun = time.perf_counter()
            asked = {"q": f"测试点位{number * 7 % count:05d}"}
            answer = await client.get("/api/v1/video/choices", params=asked)
            took.append((time.perf_counter() - begun) * 1000)
            answer.raise_for_status()
    return Figure(f"search among {count:,} cameras, p95", percentile(took, 0.95), "ms")


def camera_id(number: int) -> str:
    """The national id of a camera of this bench."""
    return f"340604000013200{number:05d}"


def _put_cameras(folder: Path, count: int, grids: list[Area]) -> None:
    store = open_store(None, folder / "real")
    try:
        with store.transaction() as tx:
            for number in range(count):
                grid = grids[number % len(grids)]
                is_shown = number < TILES
                camera = Camera(
                    camera_id(number), f"测试点位{number:05d}", CameraClass.CROSSING,
                    grid.lat + number % 50 * 1e-5, grid.lon + number // 50 % 50 * 1e-5, grid.code,
                    source="bench" if is_shown else None,
                    address=f"cam{number}" if is_shown else None, taken_from=TakenFrom.HAND,
                )  # fmt: skip
                tx.put_camera(camera, action="add", actor="bench")
    finally:
        store.close()


@contextlib.contextmanager
def _district(folder: Path) -> Iterator[tuple[Path, str]]:
    """A district whose cameras a media server of this machine has; its address."""
    district, port = folder / "district", free_port()
    shutil.copytree(ROOT / "districts" / "lieshan", district)
    at = f"http://127.0.0.1:{port}"
    (district / "video.toml").write_text(
        f'[[sources]]\nname = "bench"\nkind = "plain"\nwhep = "{at}/{{address}}/whep"\n'
        f'hls = "{at}/{{address}}/index.m3u8"\n',
        "utf-8",
    )
    command = [sys.executable, "-m", "feeds.video.demo", "--port", str(port), "--small"]
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        yield district, at
    finally:
        process.kill()
        process.wait()


def _wait(media: str) -> None:
    until_s = time.monotonic() + 30
    while time.monotonic() < until_s:
        with contextlib.suppress(httpx.HTTPError):
            httpx.get(f"{media}/cam0/snap.jpg", timeout=5).raise_for_status()
            return
        time.sleep(0.1)
    raise TimeoutError("the media server did not begin")
