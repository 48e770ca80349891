"""What a working page is sent: its own scripts, its own callbacks, the headers of its row."""

import asyncio
import json
import re
from urllib.parse import quote

import pytest
from fastapi import FastAPI

from api.access.headers import permissions_policy
from api.serving.bundles import read_bundles
from api.serving.packed import fetch
from bootstrap.pages import install_pages
from bootstrap.parts import Parts
from bootstrap.working_pages import AfterWorkingPages, WorkingPages
from domain.access.callers import DEMO_DISPATCHER, NOBODY, Caller
from domain.pages.page import PLAIN, Headers
from domain.pages.pages import PAGES, glass_at, headers_at, page_at
from geodata.district.district import load_district
from layouts.page import LIBRARIES, _of, content_security_policy
from settings import ROOT, Settings
from tests.support.as_caller import AsCaller

HEAVY = ("plotly", LIBRARIES["mantine"], LIBRARIES["ag_grid"])


@pytest.fixture(scope="module")
def parts(tmp_path_factory):
    settings = Settings(data_dir=tmp_path_factory.mktemp("data"), demo=True, demo_history_days=0)
    made = Parts(settings, load_district(settings.district))
    yield made
    made.close()


@pytest.fixture
def server(parts):
    return served(parts, DEMO_DISPATCHER)


def served(parts: Parts, caller: Caller) -> FastAPI:
    """The pages without the gate before them, as a caller sees them."""
    server = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    dash = install_pages(server, parts, read_bundles(ROOT / "assets"))
    dash.backend._setup_catchall()
    server.state.dash = dash
    server.add_middleware(AfterWorkingPages, pages=WorkingPages(dash, parts))
    server.add_middleware(AsCaller, caller=caller)
    return server


async def text_of(server: FastAPI, path: str) -> str:
    bare, _, query = path.partition("?")
    return (await fetch(server, bare, query)).body.decode()


def scripts(page: str) -> list[str]:
    return re.findall(r'<script src="([^"]+)"', page)


async def test_the_first_who_ask_for_a_working_page_wait_for_all_and_no_wall_does(server: FastAPI):
    for path in ("/", "/_dash-layout", "/_dash-dependencies", "/desk", "/healthz"):
        await text_of(server, path)
    assert not server.state.dash.owners
    asked = [text_of(server, "/_dash-dependencies?path=/admin") for _ in range(5)]
    [told] = set(await asyncio.gather(*asked))
    owners = server.state.dash.owners
    assert any(owners[one["output"]] == {"overview"} for one in json.loads(told))


@pytest.mark.parametrize(
    "address",
    ["/admin", "/_dash-layout?path=/admin", "/_dash-component-suites/dash_mantine_components/x.js"],
)
async def test_whatever_a_working_page_needs_brings_them(server: FastAPI, address: str):
    await text_of(server, address)
    assert server.state.dash.owners


async def test_the_glass_is_sent_no_library_of_working_pages(server: FastAPI):
    for path in ("/", "/community/340604001001", "/desk"):
        found = scripts(await text_of(server, path))
        assert any("dash_leaflet" in address for address in found)
        assert [a for a in found if any(name in a for name in HEAVY)] == []


async def test_a_working_page_is_sent_what_its_row_says(server: FastAPI):
    for page in PAGES:
        found = scripts(await text_of(server, _path(page.paths[0])))
        for name, package in LIBRARIES.items():
            assert any(package in address for address in found) == (name in page.libraries)
        assert any("/packs/working-" in address for address in found)
        assert any("dash/dcc/" in address for address in found)


async def test_the_glass_is_sent_none_of_dashs_core_components(server: FastAPI):
    found = scripts(await text_of(server, "/"))
    assert any("dash_leaflet/" in address for address in found)
    assert not any("dash/dcc/" in address for address in found)


async def test_a_page_gets_its_own_callbacks_and_the_glass_its(server: FastAPI):
    of_glass = json.loads(await text_of(server, "/_dash-dependencies"))
    assert {one["output"].strip(".").split(".")[0] for one in of_glass} == {
        "community-overview",
        "nearest-police",
    }
    for page in PAGES:
        asked = f"/_dash-dependencies?path={_path(page.paths[0])}"
        mine = json.loads(await text_of(server, asked))
        assert len(mine) >= len(page.callbacks)
        # the wall of cameras is drawn by the browser alone
        assert page.callbacks or page.name == "video"
        assert not {one["output"] for one in mine} & {one["output"] for one in of_glass}


async def test_a_page_of_the_glass_gets_the_callbacks_it_draws_and_asks_as_it_has_hinted(
    server: FastAPI,
):
    for path, callbacks in (("/", 1), ("/desk", 1), ("/community/340604001001", 2)):
        page = await text_of(server, path)
        for question in ("/_dash-layout", "/_dash-dependencies"):
            assert f'href="{question}?path={quote(path, safe="")}"' in page
        asked = f"path={quote(path, safe='')}"
        assert len(json.loads(await text_of(server, f"/_dash-dependencies?{asked}"))) == callbacks
        layout = await text_of(server, f"/_dash-layout?{asked}")
        assert ("desk-queue" in layout) == (path == "/desk")
        assert ("community-grids" in layout) == (callbacks == 2)
        assert "data-rest" in layout


async def test_a_layout_is_drawn_in_the_language_asked_for(server: FastAPI):
    chinese = await text_of(server, "/_dash-layout?path=/brief&language=zh")
    english = await text_of(server, "/_dash-layout?path=/brief&language=en&theme=bright")
    assert '"aria-label":"早报"' in chinese
    assert '"aria-label":"Morning brief"' in english
    assert '{"language":"en","theme":"bright","scale":1.0}' in english


async def test_the_layout_of_a_page_is_for_whoever_may_open_it(parts: Parts):
    stranger = served(parts, NOBODY)
    elsewhere = served(parts, Caller("someone", "village", area="340604101"))
    for page in PAGES:
        asked = f"/_dash-layout?path={_path(page.paths[0])}"
        assert "无权查看" in await text_of(stranger, asked)
        if "{code}" in page.paths[0]:
            assert "无权查看" in await text_of(elsewhere, asked)


def test_libraries_are_told_by_their_folder():
    tags = "".join(
        f'<script src="/_dash-component-suites/{path}x.js"></script>\n'
        for path in ("dash/dcc/", "dash/dash_table/", *LIBRARIES.values())
    )
    assert scripts(_of({"mantine"}, tags)) == [
        "/_dash-component-suites/dash/dcc/x.js",
        "/_dash-component-suites/dash_mantine_components/x.js",
    ]


def test_a_page_may_use_what_its_row_says_and_nothing_else():
    headers = Headers(devices=frozenset({"camera"}), media=("blob:",), workers=("blob:",))
    policy = content_security_policy(["'sha256-x'"], "", headers)
    assert "media-src 'self' blob:" in policy
    assert "worker-src 'self' blob:" in policy
    assert "connect-src" not in policy
    assert "unsafe-eval" not in policy
    assert permissions_policy(headers).startswith("camera=(self), microphone=()")
    assert "media-src" not in content_security_policy([])


def test_a_camera_and_a_microphone_are_for_pages_that_call_and_for_no_other():
    speaks = {"camera", "microphone"}
    for path in ("/", "/desk", "/community/340604101006", "/m"):
        assert headers_at(path).devices >= speaks
    for path in ("/brief", "/net", "/login", "/account", "/video", "/admin", "/nowhere"):
        assert not headers_at(path).devices & speaks


def test_a_blob_may_play_where_pictures_of_cameras_are_shown_and_nowhere_else():
    for path in ("/", "/desk", "/community/340604101006"):
        assert headers_at(path).media == ("blob:",)
    for path in ("/brief", "/net", "/login", "/pair", "/account", "/nowhere"):
        assert headers_at(path) is PLAIN


def test_a_path_leads_to_its_page_or_to_the_glass():
    found = page_at("/brief/2026-11-28/")
    assert found is not None
    assert (found.page.name, found.named) == ("brief", {"day": "2026-11-28"})
    for path in ("/", "/desk", "/brief/a/b", "/briefs", "", "/_dash-layout"):
        assert page_at(path) is None


def test_the_glass_is_told_apart_as_the_browser_does_it():
    told = {"/": "wall", "/desk/": "desk", "/community/340604/": "community", "/design": "design"}
    assert {path: glass_at(path) for path in told} == told
    for path in ("//", "/desk//", "/desk/x", "/nowhere", "/community/340604//"):
        assert glass_at(path) == "missing"


def _path(pattern: str) -> str:
    return pattern.replace("{code}", "340604").replace("{day}", "latest")
