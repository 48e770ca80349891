"""All pages of cameras, in Chinese at a desk, in English on a phone: no rule axe can check."""

import pytest
from playwright.sync_api import Browser

from tests.browser.test_accessibility import check
from tests.browser.wall_words import screen
from tools.running import RunningServer

pytestmark = pytest.mark.browser
# By whom a page is opened, and what stands on it when it is drawn. The server of the tests makes no
# demo of cases (tools/running.py) and so none of rooms: their list says that there are none.
PAGES = {
    "/video": ("dispatcher", ".video-list li, .video-side .video-says:not(:empty)"),
    "/video/cameras": ("dispatcher", "#video_cameras-body tbody tr"),
    "/video/inspections": ("leader", "#video_inspections-body > *"),
    "/video/places": ("dispatcher", "#video_places-body tbody tr"),
    "/video/rooms": ("dispatcher", "#video_rooms-body :is(.admin-table, .admin-none)"),
    "/video/exports": ("dispatcher", "#video_exports-body details"),
    "/video/looks": ("audit_admin", "#video_looks-body form"),
}
PATIENCE_MS = 60_000


@pytest.mark.parametrize(
    ("language", "size"), [("zh", (1366, 768)), ("en", (390, 844))], ids=["desk", "phone"]
)
def test_no_page_of_cameras_breaks_one(
    chromium: Browser, server: RunningServer, language: str, size: tuple[int, int]
):
    sessions = {role: server.sign_in(role) for role, _ in PAGES.values()}
    with screen(chromium, *size, bypass_csp=True) as page:
        for path, (role, drawn) in PAGES.items():
            cookie = {"name": "onescreen", "value": sessions[role], "url": server.url}
            page.context.add_cookies([cookie])  # type: ignore[list-item]
            page.goto(f"{server.url}{path}?lang={language}")
            page.wait_for_selector(drawn, state="attached", timeout=PATIENCE_MS)
            # what is folded away is drawn as well when somebody opens it
            page.evaluate(
                "() => document.querySelectorAll('details').forEach((one) => (one.open = true))"
            )
            where = f"{path} {language} {size[0]}"
            check(page, where)
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, where
