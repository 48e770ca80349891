"""What a server shows from its very first moment, with the demo and without."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import httpx
import pytest

from geodata.files.versions import MapVersions
from tests.end_to_end.glass import Glass, until
from tools.running import RunningServer

pytestmark = pytest.mark.browser

# Panels on the screen, and those of them that show neither a word nor a picture below the heading.
PANELS = """() => {
  const shown = Array.from(document.querySelectorAll(".panel"))
    .filter((panel) => panel.getBoundingClientRect().width > 0);
  const isEmpty = (panel) => Array.from(panel.children)
    .filter((part) => !part.matches(".panel-head"))
    .every((part) => !part.innerText.trim() && !part.querySelector("svg, canvas, img"));
  return [shown.length, shown.filter(isEmpty).map((panel) => panel.className)];
}"""

DEMO_FACTS = """() => {
  const { entities, positions } = onescreen.picture;
  const facts = [...entities.incident.values(), ...entities.unit.values(),
    ...entities.assignment.values()];
  return [facts.length, positions.size];
}"""

TOLD = """() => Array.from(document.querySelectorAll("*"),
  (node) => [node.dataset && node.dataset.prov, node.title].join(" ")).join("\\n")
  + document.body.innerText"""


@pytest.fixture(scope="module")
def empty(demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server without the demo on the invented map: its first start, and nobody has asked yet."""
    folder = tmp_path_factory.mktemp("empty") / "var"
    given = MapVersions(demo_data / "maps").current()
    assert given is not None
    maps = MapVersions(folder / "maps")
    maps.make_current(maps.add(given.path, given.source).version)
    with RunningServer(folder, demo=0) as server:
        yield server


def test_a_permalink_may_be_the_first_request_of_all(empty: RunningServer) -> None:
    with httpx.Client(cookies={"onescreen": empty.sign_in()}, timeout=30) as page:
        looks_whole(page, empty.url)


def looks_whole(page: httpx.Client, url: str) -> None:
    """A page with its theme, its one script and style sheet, and everything it links to."""
    answer = page.get(url + "/community/340604101006")
    assert answer.status_code == 200
    loaded = re.findall(r'<script[^>]* src="/assets/([^"?]+)', answer.text)
    # The theme is set before anything is drawn; the shell's own scripts follow, as one.
    theme, shell = loaded
    assert theme == "pages/entrance/theme.js"
    assert re.fullmatch(r"packs/shell-\w+\.js", shell)
    [styles] = re.findall(r'<link rel="stylesheet" href="([^"]+)"', answer.text)
    assert re.fullmatch(r"/assets/packs/shell-\w+\.css", styles)
    # Six things are fetched at a time: first what all scripts wait for, and what is run comes
    # before what is read.
    first = [styles, *re.findall(r'<script[^>]* src="([^"]+)"', answer.text)]
    assert re.findall(r'<link rel="preload" href="([^"]+)"', answer.text)[: len(first)] == first
    linked = r'<(?:script|link)[^>]* (?:src|href)="(/[^"]+)"'
    for address in re.findall(linked, answer.text):
        assert page.get(url + unescape(address)).status_code == 200, address
    assert page.get(url + "/_dash-component-suites/none/none.js").status_code == 404


def test_without_the_demo_the_wall_is_empty_and_says_so(
    empty: RunningServer, look: Callable[[], Glass]
) -> None:
    glass = look()
    cookie = empty.sign_in()
    glass.page.context.add_cookies([{"name": "onescreen", "value": cookie, "url": empty.url}])
    glass.open(empty.url + "/")
    assert glass.ask(DEMO_FACTS) == [0, 0]
    asked = httpx.get(empty.url + "/api/v1/incidents", cookies={"onescreen": cookie}, timeout=30)
    assert asked.json()["items"] == []
    until(glass, lambda: glass.ask(PANELS)[1] == [], "no panel is empty")
    assert glass.ask(PANELS)[0] >= 6
    told = glass.ask(TOLD)
    assert "审图号" in told
    assert "演示数据" not in told
    assert "（演示）" not in told
    assert glass.complaints == []
