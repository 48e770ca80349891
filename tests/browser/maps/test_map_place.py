"""The map follows the place in the address; names never collide; areas are found."""

import itertools
import json
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from tests.browser import mock_map
from tests.browser.mock_server import VERSION, Mock, incident
from tests.browser.on_screen import ask, open_screen, wait

pytestmark = pytest.mark.browser
BOUNDS = """() => { const b = onescreen.mapLive.layer.map.getBounds();
  return [b.getSouth(), b.getWest(), b.getNorth(), b.getEast()]; }"""

# What colour the ground of an area has, a little beside its middle, where no border runs.
COLOUR_OF = """(code) => {
  const { bounds: [s, w, n, e] } = onescreen.areas.get(code);
  const map = onescreen.mapLive.layer.map;
  const at = map.latLngToContainerPoint([s + (n - s) * 0.3, w + (e - w) * 0.3]);
  const canvas = document.querySelector(".leaflet-overlay-pane canvas");
  const box = canvas.getBoundingClientRect();
  const home = map.getContainer().getBoundingClientRect();
  const ratio = canvas.width / box.width;
  const x = (at.x + home.left - box.left) * ratio;
  const y = (at.y + home.top - box.top) * ratio;
  return Array.from(canvas.getContext("2d").getImageData(Math.round(x), Math.round(y), 1, 1).data)
    .slice(0, 3);
}"""


def area_bounds(page: Page, code: str) -> list[float]:
    return list(ask(page, "(code) => onescreen.areas.get(code).bounds", code))


def shows(page: Page, code: str) -> bool:
    """Whether an area fills the view: wholly in it, and most of its height or width."""
    south, west, north, east = ask(page, BOUNDS)
    s, w, n, e = area_bounds(page, code)
    is_inside = s >= south and w >= west and n <= north and e <= east
    return is_inside and max((n - s) / (north - south), (e - w) / (east - west)) > 0.8


# Every question a page asks, and whether it was drawn by then.
WATCH_FETCH = """(() => {
  const fetched = window.fetch;
  window.asked = [];
  window.fetch = (address, options) => {
    window.asked.push([new URL(address, location).pathname, Boolean(window.onescreen.page)]);
    return fetched.call(window, address, options);
  };
})();"""


def test_an_index_the_page_names_is_asked_for_once_before_the_page_is_drawn(
    page: Page, mock: Mock
) -> None:
    address = f"/map/{VERSION}/areas.json"

    def named(route: Route) -> None:
        hint = f'<link rel="preload" href="{address}" as="fetch" crossorigin>'
        body = route.fetch().text().replace("<title>", f"{hint}<title>", 1)
        route.fulfill(body=body, content_type="text/html")

    page.add_init_script(WATCH_FETCH)
    page.route(mock.url + "/", named)
    page.goto(mock.url + "/")  # a page from elsewhere to Chromium: its socket stays shut
    wait(page, "window.onescreen?.mapLive?.layer?.map._loaded")
    asked = [drawn for path, drawn in ask(page, "window.asked") if path == address]
    assert asked == [False]


# How often the map was drawn when each of its sheets was asked for.
WATCH_SHEETS = """(() => {
  const fetched = window.fetch;
  window.sheets = [];
  window.fetch = (address, options) => {
    if (String(address).endsWith(".geojson")) window.sheets.push(onescreen.mapLive.layer.draws);
    return fetched.call(window, address, options);
  };
})();"""


def test_what_is_live_stands_on_the_map_before_its_sheets_are_asked_for(
    page: Page, mock: Mock
) -> None:
    page.add_init_script(WATCH_SHEETS)
    page.goto(mock.url + "/")
    wait(page, "window.sheets.length >= 10")
    assert min(ask(page, "window.sheets")) >= 1


def settled(page: Page) -> None:
    wait(page, "onescreen.mapLive.layer.map._flyToFrame === undefined || !window.flying")
    ask(
        page,
        """() => new Promise((done) => {
          const map = onescreen.mapLive.layer.map;
          let last = "";
          const look = () => {
            const view = map.getBounds().toBBoxString();
            if (view === last) done(); else { last = view; setTimeout(look, 120); }
          };
          look();
        })""",
    )


def test_the_district_fills_the_height(page: Page, mock: Mock) -> None:
    open_screen(page, mock)
    settled(page)
    assert shows(page, "340604")


def test_drilling_down_by_clicks_and_back_again(page: Page, mock: Mock) -> None:
    page.emulate_media(reduced_motion="reduce")
    open_screen(page, mock)
    for code in ("340604003", "340604003006", "340604003006002"):
        point = ask(
            page,
            """(code) => { const a = onescreen.areas.get(code);
            const p = onescreen.mapLive.layer.map.latLngToContainerPoint(
              [a.lat + (a.bounds[2] - a.lat) / 2, a.lon + (a.bounds[3] - a.lon) / 2]);
            return [p.x, p.y]; }""",
            code,
        )
        page.mouse.click(*point)
        wait(page, f"onescreen.place.get().area === '{code}'")
        settled(page)
        assert shows(page, code)
        assert f"area={code}" in page.url
    page.go_back()
    wait(page, "onescreen.place.get().area === '340604003006'")
    ask(page, "onescreen.mapView.up()")
    wait(page, "onescreen.place.get().area === '340604003'")
    ask(page, "onescreen.mapView.home()")
    wait(page, "!location.search.includes('area=')")
    settled(page)
    assert shows(page, "340604")


def test_an_address_opens_the_same_picture(page: Page, mock: Mock) -> None:
    mock.put("incident", "LS1", incident("LS1"))
    query = "?area=340604003&sel=incident:LS1&layers=incidents,police&measure=vacant&wall=4k"
    open_screen(page, mock, query)
    settled(page)
    assert shows(page, "340604003")
    place = ask(page, "onescreen.place.get()")
    assert place == {
        "area": "340604003",
        "selection": "incident:LS1",
        "layers": ["incidents", "police"],
        "measure": "vacant",
        "topic": "overview",
    }
    ask(page, "onescreen.place.set({selection: null})")
    assert page.url.endswith("?area=340604003&layers=incidents,police&measure=vacant&wall=4k")


@pytest.mark.parametrize(
    "query",
    [
        "?area=999999999&sel=%3Cscript%3E&layers=dragons&measure=7",
        "?area=340604999&sel=incident:&measure=",
        "?area=%F0%9F%90%89&sel=unit",
    ],
)
def test_garbage_in_the_address_is_as_good_as_nothing(page: Page, mock: Mock, query: str) -> None:
    open_screen(page, mock, query)
    place = ask(page, "onescreen.place.get()")
    assert place["area"] == "340604"
    assert place["selection"] is None
    assert place["measure"] == "open"
    assert "area=" not in page.url


def overlapping(labels: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [
        (a["text"], b["text"])
        for a, b in itertools.combinations(labels, 2)
        if a["left"] < b["right"]
        and b["left"] < a["right"]
        and a["top"] < b["bottom"]
        and b["top"] < a["bottom"]
    ]


@pytest.mark.parametrize(("area", "names"), [("340604", 8), ("340604003", 8), ("340604003006", 4)])
def test_names_never_collide_and_none_that_matters_is_missing(
    page: Page, mock: Mock, area: str, names: int
) -> None:
    for n in range(12):
        mock.put("incident", f"LS{n}", incident(f"LS{n}", lat=33.72 + n * 0.03, lon=116.8))
    open_screen(page, mock, f"?area={area}")
    settled(page)
    wait(page, f"onescreen.mapLabels.placed().length >= {names}")
    labels = ask(page, "onescreen.mapLabels.placed()")
    assert overlapping(labels) == []
    shown = {label["code"] for label in labels}
    children = ask(page, "(code) => onescreen.areas.children(code).map((a) => a.code)", area)
    assert set(children) <= shown
    assert all(label["bottom"] - label["top"] >= 18 for label in labels)


def test_names_step_aside_where_it_is_narrow(page: Page, mock: Mock) -> None:
    page.set_viewport_size({"width": 320, "height": 300})
    open_screen(page, mock)
    settled(page)
    labels = ask(page, "onescreen.mapLabels.placed()")
    anchors = ask(
        page,
        """() => onescreen.areas.children("340604").map((a) => {
          const p = onescreen.mapLive.layer.map.latLngToContainerPoint([a.lat, a.lon]);
          return { text: a.name, left: p.x - 40, right: p.x + 40, top: p.y - 12, bottom: p.y + 12 };
        })""",
    )
    assert overlapping(anchors), "the names would collide if nobody stepped aside"
    assert overlapping(labels) == []
    assert len(labels) >= 6


def test_the_shading_counts_open_incidents_and_vacant_posts(page: Page, mock: Mock) -> None:
    for n in range(3):
        mock.put("incident", f"LS{n}", incident(f"LS{n}", area_code="340604003001002"))
    mock.put("incident", "LS9", incident("LS9", status="cancelled"))
    open_screen(page, mock)
    count = "(code) => onescreen.mapStyle.countOf(code)"
    assert ask(page, count, "340604003") == 3
    assert ask(page, count, "340604002") == 0
    legend = ask(page, "onescreen.mapStyle.legend()")
    assert [step["label"] for step in legend["steps"]] == ["0", "1", "2", "3–4", "5+"]
    fill = "(code) => onescreen.mapStyle.village({properties: {code}}).fillColor"
    assert ask(page, fill, "340604003001") == legend["steps"][3]["colour"]
    assert ask(page, fill, "340604003002") == legend["steps"][0]["colour"]
    busy, calm = (ask(page, COLOUR_OF, code) for code in ("340604003001", "340604003002"))
    assert [f"#{r:02x}{g:02x}{b:02x}" for r, g, b in (busy, calm)] == [
        legend["steps"][3]["colour"],
        legend["steps"][0]["colour"],
    ]
    ask(page, "onescreen.place.set({measure: 'vacant'})")
    vacant = "onescreen.mapStyle.countOf('340604')"
    wait(page, f"{vacant} > 50")
    villages = ask(
        page,
        """() => onescreen.areas.children("340604").flatMap((t) => onescreen.areas.children(t.code))
        .reduce((sum, v) => sum + onescreen.mapStyle.countOf(v.code), 0)""",
    )
    assert villages == ask(page, vacant)
    # of a gap nobody keeps a register of, nothing is shaded, and the legend says so
    ask(page, "onescreen.place.set({measure: 'no_officer'})")
    assert ask(page, "onescreen.mapStyle.legend().note") == "没有台账，不着色"
    assert ask(page, fill, "340604003001") == ask(page, "onescreen.mapColours.of('land')")


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("和村", "340604001001"),
        ("hcsq", "340604001001"),
        ("HCSQ", "340604001001"),
        ("lsq", "340604"),
        ("lsz", "340604002"),
        ("烈山", "340604"),
        ("340604005", "340604005"),
    ],
)
def test_an_area_is_found_by_name_initials_or_code(
    page: Page, mock: Mock, query: str, first: str
) -> None:
    open_screen(page, mock)
    found = ask(page, "(q) => onescreen.areas.search(q).map((a) => a.code)", query)
    assert found[0] == first
    assert len(found) <= 20


def test_the_search_answers_nothing_to_nothing(page: Page, mock: Mock) -> None:
    open_screen(page, mock)
    for query in ("", "   ", "龙", "<b>", "zzzz"):
        assert ask(page, "(q) => onescreen.areas.search(q).length", query) == 0


def test_waters_are_named_near_by_and_not_from_afar(page: Page) -> None:
    lake = {
        "type": "Feature",
        "properties": {"name": "化家湖水库", "kind": "reservoir"},
        "geometry": {
            "type": "Polygon",
            "coordinates": [mock_map.ring((33.905, 116.855, 33.915, 116.865))],
        },
    }
    levels = ("neighbour", "district", "hill", "village", "grid", "road", "town")
    source = {level: mock_map.layer(level) for level in levels}
    water = {"type": "FeatureCollection", "features": [lake]}
    source |= {"water": json.dumps(water).encode(), "areas": mock_map.index()}
    named = "onescreen.mapLabels.placed().map(({text}) => text)"
    with Mock(map_folder=source) as mock:
        open_screen(page, mock)
        wait(page, "onescreen.mapStyle.names('water').length === 1")
        assert "化家湖水库" not in ask(page, named)
        ask(page, "onescreen.place.set({area: '340604006'})")
        wait(page, f"{named}.includes('化家湖水库')")
        ask(page, "onescreen.place.toggle('base')")
        wait(page, f"!{named}.includes('化家湖水库')")
