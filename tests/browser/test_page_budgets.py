"""What a first visit costs on the wire: the wall without plotly, working pages within their own.

Bytes as they are sent, compressed, fonts among them; tiles and the map's shapes are data, not page.
"""

import time

import pytest
from playwright.sync_api import Browser, Page, Request

from layouts.page import LATE
from tests.browser.wall_words import screen
from tools.running import RunningServer

pytestmark = pytest.mark.browser
MB = 1_000_000
BUDGETS = {
    "/": 1.0 * MB,
    "/brief": 1.6 * MB,
    "/area/340604?period=7d": 1.6 * MB,
    "/admin": 1.6 * MB,
    "/centre": 1.6 * MB,
    "/centre/figures": 1.6 * MB,
    "/net": 1.6 * MB,
    "/net/credit": 1.6 * MB,
}
# Pages that the demo's own caller, a dispatcher, may not see.
WHOSE = {
    "/admin": "system_admin",
    "/centre": "leader",
    "/centre/figures": "leader",
    "/net": "leader",
}
DATA = ("/map/", "/basemap/", "/_dash-update-component", "/api/", "/ws/")
HEAVY = ("plotly", "dash_mantine", "dash_ag_grid")
READY = {
    "/": "() => document.documentElement.dataset.live === 'live'",
    "/brief": "() => document.querySelector('.brief-said')",
    "/area/340604?period=7d": "() => document.querySelector('.area-drawn .bars path')",
    "/admin": "() => document.querySelector('.overview')",
    "/centre": "() => document.querySelector('#centre-body > *')",
    "/centre/figures": "() => document.querySelector('.figure-tiles')",
    "/net": "() => document.querySelector('.net-posts')",
    "/net/credit": "() => document.querySelector('#net_credit-body .case-views')",
}


def visited(page: Page, url: str, ready: str) -> dict[str, int]:
    """Addresses of a first visit and the bytes of each."""
    sent: list[Request] = []
    page.on("requestfinished", lambda request: sent.append(request))
    page.goto(url)
    page.wait_for_function(ready, timeout=60_000)
    page.wait_for_load_state("networkidle")
    time.sleep(0.5)
    return {request.url: request.sizes()["responseBodySize"] for request in list(sent)}


@pytest.mark.parametrize("path", BUDGETS)
def test_a_first_visit_stays_within_its_budget(chromium: Browser, server: RunningServer, path: str):
    with screen(chromium) as page:
        if path in WHOSE:
            cookie = {"name": "onescreen", "value": server.sign_in(WHOSE[path])}
            page.context.add_cookies([cookie | {"url": server.url}])
        sizes = visited(page, server.url + path, READY[path])
    own = {url: size for url, size in sizes.items() if not any(part in url for part in DATA)}
    assert len(own) > 10
    assert sum(own.values()) <= BUDGETS[path], sorted(own.items(), key=lambda one: -one[1])[:8]


def test_the_wall_is_sent_no_library_of_working_pages(chromium: Browser, server: RunningServer):
    with screen(chromium) as page:
        sizes = visited(page, server.url + "/", READY["/"])
    assert [url for url in sizes if any(name in url for name in HEAVY)] == []


def test_the_part_of_the_map_that_is_asked_late_is_fetched_early_and_once(
    chromium: Browser, server: RunningServer
):
    """The layers wait for it: it comes with the first scripts, before the layout is drawn."""
    with screen(chromium) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url.removeprefix(server.url)))
        visited(page, server.url + "/", READY["/"])
        page.wait_for_function("() => onescreen.mapLabels.placed().length > 0", timeout=60_000)
    assert asked.count(LATE) == 1
    shapes = [at for at, url in enumerate(asked) if url.split("?")[0].endswith(".geojson")]
    updates = [at for at, url in enumerate(asked) if url.startswith("/_dash-update-component")]
    assert shapes, asked
    assert asked.index(LATE) < min(shapes + updates)
