"""Whatever people and machines write stays text: no field of any page becomes part of the page.

One real server whose map, district, topics, accounts and facts are filled with markup, walked
through as those who see most.
"""

import asyncio
import io
import shutil
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from geodata.files.versions import MapVersions
from tests.browser.kept_page import lent_page
from tests.support.people import SYSTEM, People
from tests.support.small_map import write_small_map
from tools.running import ROOT, RunningServer

pytestmark = pytest.mark.browser
VILLAGE, GRID = "340604001001", "340604001001001"
ADMINISTRATORS = ("system_admin", "security_admin", "audit_admin")


def markup(tag: str) -> str:
    """What would become an element, run, and leave a mark, if it were ever read as HTML."""
    return f"\"'><img src=x onerror=pwned=1>{tag}"


# Every field that reaches a screen, by the tag that shows it got there.
FIELDS = {
    "title": "t01", "description": "t02", "caller": "t03", "call_sign": "t04", "note": "t05",
    "file": "t06", "town": "t07", "village": "t08", "grid": "t09", "camera": "t10",
    "department": "t11", "topic": "t12", "kpi_label": "t13", "source": "t14", "account": "t15",
    "reason": "t16", "refused": "t17", "wall": "t18", "district": "t19", "road": "t20",
    "branch": "t22",
}  # fmt: skip
# What is masked to one letter, drawn on canvas or asked for by nobody is filled all the same.
SEEN = set(FIELDS) - {"caller", "road", "refused"}

# An element that only our markup could have made, or a script that was not served by us.
INJECTED = """() => Array.from(document.querySelectorAll(
    'img[src="x"], [onerror], [onload], [onclick], [onmouseover], script:not([src])[data-x]'))
  .map((node) => node.outerHTML.slice(0, 200))
  .concat(window.pwned === undefined ? [] : ["it ran"])"""
OFFICES = """() => Array.from(document.querySelectorAll('nav a[href^="/admin/"]'))
  .map((link) => link.getAttribute("href"))"""
# Words of the page, what is hidden and what stands in titles and fields included.
TAGS = """() => {
  const words = [document.documentElement.textContent];
  for (const node of document.querySelectorAll("[title], [aria-label], input, textarea, option")) {
    words.push(node.title || "", node.getAttribute("aria-label") || "", node.value || "");
  }
  const found = words.join("\\n").matchAll(/pwned=1>(t\\d\\d)/g);
  return Array.from(new Set(Array.from(found, (one) => one[1])));
}"""


def write_district(folder: Path) -> Path:
    """The first district under names nobody should have given it."""
    shutil.copytree(ROOT / "districts" / "lieshan", folder)
    toml = folder / "departments.toml"
    name = markup(FIELDS["department"]).replace('"', '\\"')
    toml.write_text(toml.read_text().replace('name = "政法委综治中心"', f'name = "{name}"'))
    topics = folder / "topics"
    topics.mkdir(exist_ok=True)
    written = (ROOT / "topics" / "emergency.toml").read_text()
    for old, field in (('title = "应急调度"', "topic"), ('label = "应急在办"', "kpi_label")):
        key, _, _ = old.partition(" = ")
        assert old in written
        value = markup(FIELDS[field]).replace('"', '\\"')
        written = written.replace(old, f'{key} = "{value}"')
    (topics / "emergency.toml").write_text(written)
    return folder


def write_map(folder: Path) -> MapVersions:
    """The small map with markup for every name."""
    path = write_small_map(folder / "small.gpkg", name=markup(FIELDS["district"]))
    with sqlite3.connect(path) as gpkg:
        # They keep a spatial index, with functions SQLite alone does not have.
        kept = gpkg.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (trigger,) in kept:
            gpkg.execute(f'DROP TRIGGER "{trigger}"')
        for layer in ("town", "village", "grid"):
            gpkg.execute(f"UPDATE {layer} SET name = ? || code", (markup(FIELDS[layer]),))
        gpkg.execute("UPDATE grid SET branch = ?", (markup(FIELDS["branch"]),))
        gpkg.execute("UPDATE camera SET name = ?", (markup(FIELDS["camera"]),))
        gpkg.execute("UPDATE road SET name = ?", (markup(FIELDS["road"]),))
    maps = MapVersions(folder / "var" / "maps")
    maps.make_current(maps.add(path, "test").version)
    return maps


async def let_in(folder: Path) -> dict[str, str]:
    """Role → the token of a session, of accounts with names nobody should have."""
    people = People(folder)
    tokens = {}
    for role in ("dispatcher", *ADMINISTRATORS):
        display = {"display_name": markup(FIELDS["account"])}
        tokens[role] = await people.token_of(role, **display)
    devices = people.devices
    code, _ = devices.begin_pairing("10.0.0.9")
    await devices.pair_wall(SYSTEM, code, markup(FIELDS["wall"]))
    people.close()
    return tokens


class Site:
    """The running product, and what was written into it."""

    def __init__(self, server: RunningServer, tokens: dict[str, str]) -> None:
        self.url = server.url
        self.tokens = tokens
        self._machine = httpx.Client(
            base_url=server.url, headers={"authorization": f"Bearer {server.token}"}
        )
        cookies = {"onescreen": tokens["dispatcher"]}
        headers = {"origin": server.url}
        self._desk = httpx.Client(base_url=server.url, cookies=cookies, headers=headers)

    def close(self) -> None:
        self._machine.close()
        self._desk.close()

    def fill(self) -> str:
        """Write markup wherever anybody may write; the number of the incident."""
        unit = {
            "call_sign": markup(FIELDS["call_sign"]), "kind": "police", "home_area": GRID,
            "name": markup("t98"), "status": "available",
        }  # fmt: skip
        self._is_done(self._machine.put("/api/v1/units/U1", json=unit))
        fix = {"id": "U1", "lat": "33.81", "lon": "116.71", "speed": "3"}
        self._is_done(self._machine.get("/ingest/osmand", params=fix))
        held = fix | {"id": "held-1"}
        self._is_done(self._machine.get("/ingest/osmand", params=held))
        self._machine.get("/ingest/osmand", params={"id": "U1", "lat": markup(FIELDS["refused"])})
        report = {
            "source": markup(FIELDS["source"]), "source_id": "1", "class": "fire", "severity": 1,
            "title": markup(FIELDS["title"]), "description": markup(FIELDS["description"]),
            "reporter": markup(FIELDS["caller"]), "lat": 33.811, "lon": 116.711,
        }  # fmt: skip
        made = self._is_done(self._machine.post("/api/v1/incidents", json=report))
        number = str(made["number"])
        here = f"/api/v1/desk/incidents/{number}"
        self._is_done(self._desk.post(f"{here}/notes", json={"text": markup(FIELDS["note"])}))
        picture = io.BytesIO()
        Image.new("RGB", (8, 8)).save(picture, "PNG")
        name = {"name": markup(FIELDS["file"])}
        self._is_done(self._desk.post(f"{here}/files", params=name, content=picture.getvalue()))
        reveal = {
            "kind": "incident", "id": number, "fields": ["reporter"],
            "reason": markup(FIELDS["reason"]),
        }  # fmt: skip
        self._is_done(self._desk.post("/api/v1/desk/reveal", json=reveal))
        return number

    @staticmethod
    def _is_done(answer: httpx.Response) -> dict[str, Any]:
        assert answer.is_success, answer.text
        return dict(answer.json())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("markup")
    (folder / "var" / "real").mkdir(parents=True)
    write_map(folder)
    # The browser's own loop runs on this thread.
    with ThreadPoolExecutor() as thread:
        tokens = thread.submit(asyncio.run, let_in(folder / "var" / "real")).result()
    district = write_district(folder / "district")
    with RunningServer(folder / "var", demo=0, district=district) as running:
        made = Site(running, tokens)
        yield made
        made.close()


@contextmanager
def signed_in(chromium: Browser, site: Site, role: str) -> Iterator[Page]:
    """A page of somebody's own, without the policy that would stop scripts were they let in."""
    with lent_page(chromium, 1920, 1080, bypass_csp=True) as page:
        page.set_default_timeout(20_000)
        cookie = {"name": "onescreen", "value": site.tokens[role], "url": site.url}
        page.context.add_cookies([cookie])
        yield page


def test_markup_stays_text_on_every_page(chromium: Browser, site: Site):
    number = site.fill()
    seen: set[str] = set()
    faults: list[str] = []

    def look(page: Page, where: str) -> None:
        faults.extend(f"{where}: {fault}" for fault in page.evaluate(INJECTED))
        seen.update(page.evaluate(TAGS))

    with signed_in(chromium, site, "dispatcher") as page:
        live = "document.documentElement.dataset.live === 'live' && onescreen.areas.byCode.size > 0"
        for path in ("/", "/?topic=emergency&lang=en", f"/community/{VILLAGE}"):
            page.goto(site.url + path)
            page.wait_for_function(live)
            page.wait_for_function(f"onescreen.picture.entities.incident.has('{number}')")
            page.wait_for_load_state("networkidle")
            look(page, path)
        today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
        page.goto(f"{site.url}/area/340604?period=custom&from={today}&to={today}")
        page.wait_for_selector(".area-drawn")
        look(page, "/area")
        page.locator(".tile-open").first.click()
        page.wait_for_selector(".drawer.is-open tbody tr")
        look(page, "/area, with its rows")
        page.goto(site.url + "/desk")
        page.wait_for_function(live)
        page.wait_for_function("onescreen.desk && onescreen.desk.options.get().departments.length")
        page.evaluate("(number) => onescreen.desk.queue.go(number)", number)
        page.wait_for_selector("#desk-card .dc-said")
        page.wait_for_selector("#desk-card [role=tab]")
        look(page, "/desk")
        for tab in page.locator("#desk-card [role=tab]").all():
            tab.click()
            page.wait_for_load_state("networkidle")
            look(page, f"/desk {tab.inner_text()}")
        page.keyboard.press("w")
        page.wait_for_function("document.documentElement.innerHTML.includes('t11')")
        look(page, "/desk handing over")
        page.keyboard.press("Escape")
        page.keyboard.press("n")
        page.wait_for_selector("#desk-intake")
        look(page, "/desk intake")
        for path in ("/brief", "/account"):
            page.goto(site.url + path)
            page.wait_for_load_state("networkidle")
            look(page, path)
    for role in ADMINISTRATORS:
        with signed_in(chromium, site, role) as page:
            page.goto(site.url + "/admin")
            page.wait_for_selector('nav a[href^="/admin/"]')
            for path in page.evaluate(OFFICES):
                page.goto(site.url + path)
                page.wait_for_selector(f'a[href="{path}"][aria-current="page"]')
                page.wait_for_load_state("networkidle")
                look(page, path)
    assert faults == []
    missing = {name for name in SEEN if FIELDS[name] not in seen}
    assert missing == set(), "these were written and shown nowhere: the walk is blind to them"
