"""WCAG 2.2 AA, as axe-core 4.10 (MPL-2.0, tests/browser/axe/) can tell, in both themes."""

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from layouts.entrance import account as entrance_account
from layouts.entrance import entrance
from tests.browser.mock_server import ASSETS
from tests.browser.on_screen import wait
from tests.browser.wall_stage import Stage
from tests.browser.wall_words import COMMUNITY, open_page, screen
from tools.running import RunningServer

pytestmark = pytest.mark.browser
AXE = (Path(__file__).with_name("axe") / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PAGES = ["/", f"/community/{COMMUNITY}", "/design", "/?lang=en&topic=emergency"]
TABS = [
    "alarms",
    "accounts",
    "walls",
    "keys",
    "journal",
    "feeds",
    "held",
    "maps",
    "settings",
    "privacy",
]
# axe cannot tell the contrast on a gradient, nor of what is just fading in or being asked again.
PLAIN = """* { transition: none !important; animation: none !important;
  background-image: none !important }
  .area-page { opacity: 1 !important } body { background-color: var(--ground) !important }"""
RUN = """([rules, within]) => axe.run(within, { runOnly: rules }).then((told) => ({
  passed: told.passes.length,
  broken: told.violations.map(
    (one) => one.id + ": " + one.nodes.map((node) => node.html).join(" | ")),
}))"""

ROW = {
    "account_id": "a", "display_name": "张三", "role": "dispatcher", "area": "", "area_name": "",
    "department": "", "email": "", "is_enabled": True, "locked_until": None, "must_change": False,
    "signed_in_at": None, "has_second_factor": True, "wall_id": "w", "key_id": "k",
    "seq": 48213, "at": "2026-11-23T01:02:03Z", "actor": "zhang", "kind": "audit", "id": "zhang",
    "action": "signed_in", "state": {"role": "dispatcher"}, "name": "hall", "value": "1",
    "device_id": "GPS-0417", "last_seen_at": "2026-11-23T01:02:03Z", "times_seen": 3, "lat": None,
    "version": "v1", "is_current": True, "is_complete": True, "levels": ["village"],
    "source": "demo", "feed": "units", "field": "lat", "reason": "outside", "sent": "{}",
}  # fmt: skip
ADMIN = {
    "items": [ROW, ROW | {"kind": "wall"}, ROW | {"kind": "feed"}],
    "feeds": {"units": {"state": "ok", "accepted": 1, "refused": 0}},
    "status": "ok",
    "kinds": [{"kind": "unit", "title": "力量", "is_act": True}],
    "seq": 48213, "draft": None, "next": None, "total": 1, "name": "sys",
    "may": ["journal.read", "devices.manage", "settings.manage", "accounts.manage",
            "privacy.manage"],
}  # fmt: skip


def check(page: Page, where: str, within: str = "body") -> None:
    """The dark room breaks no rule; the bright one, the same page in other colours, no contrast."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE)
        page.add_style_tag(content=PLAIN)
    for theme, rules in (("dark", RULES), ("bright", ["color-contrast"])):
        page.evaluate("(name) => onescreen.theme.choose(name)", theme)
        told = page.evaluate(RUN, [rules, within])
        assert told["broken"] == [], (where, theme)
        assert told["passed"] >= (4 if theme == "dark" else 1), (where, theme)


def test_no_page_of_the_wall_breaks_a_rule_axe_can_check(chromium: Browser):
    stage = Stage()
    stage.populate()
    with stage, screen(chromium) as page:
        for path in PAGES:
            open_page(page, stage, path)
            page.wait_for_selector("#ticker .fact")
            check(page, path)


def test_no_page_of_figures_breaks_one(chromium: Browser, server: RunningServer):
    with screen(chromium, bypass_csp=True) as page:
        page.goto(f"{server.url}/area/340604?period=7d")
        page.wait_for_selector(".chart-box .bars path")
        check(page, "area")
        page.locator(".tile-open").first.click()
        page.wait_for_selector(".drawer.is-open tbody tr")
        check(page, "area, with its rows")
        page.goto(f"{server.url}/brief")
        page.wait_for_selector(".brief-said p")
        check(page, "brief")


def test_no_page_of_administrators_breaks_one(chromium: Browser):
    with Stage() as stage, screen(chromium) as page:
        page.route("**/api/v1/admin/**", lambda route: route.fulfill(json=ADMIN))
        page.goto(stage.url + "/admin")
        wait(page, "window.onescreen && onescreen.admin && document.querySelector('.admin-table')")
        for tab in TABS:
            page.evaluate(
                "(name) => onescreen.admin.open(onescreen.panels.byId('admin-page'), name)", tab
            )
            page.wait_for_selector(".admin-table, .admin-none, .admin-note")
            check(page, tab, within="#admin-page")
        for tongue, dispatcher, tab in (
            ("en", "Dispatcher", "Account"),
            ("zh", "指挥调度员", "账号"),
        ):
            page.evaluate("(name) => onescreen.language.choose(name)", tongue)
            page.evaluate(
                "() => onescreen.admin.open(onescreen.panels.byId('admin-page'), 'accounts')"
            )
            expect(page.locator("[name=role] option").nth(1)).to_have_text(dispatcher)
            expect(page.locator(".admin-tabs a[aria-current]")).to_have_text(tab)


def entrances() -> dict[str, str]:
    """Every page before and beside the screen."""
    frame = entrance.Frame("烈山区", is_demo=True, form_token="t", error="密码不对", note="已改")
    moment = datetime(2026, 11, 23, tzinfo=UTC)
    session = entrance_account.SessionLine(
        "s", moment, moment, "10.0.0.7", "Chrome/1 Windows", False
    )
    own = entrance_account.OwnFacts(
        "zhang", "张三", "dispatcher", "烈山镇", UTC, secret="ABCD" * 8, qr="<svg></svg>",
        new_codes=("1111-2222",), sessions=(session,),
    )  # fmt: skip
    return {
        "login": entrance.login_page(frame, after="/", oidc_name="政务统一认证"),
        "code": entrance.code_page(frame, after="/"),
        "account": entrance_account.account_page(frame, own),
        "pair": entrance.pair_page(frame, "abcd1234"),
        "confirm": entrance.confirm_pair_page(frame),
        "refused": entrance.refused_page(entrance.PAGE_NAMES),
    }


def test_no_entrance_breaks_one(chromium: Browser):
    pages = entrances()

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/assets/"):
            route.fulfill(path=ASSETS / path.removeprefix("/assets/"))
        else:
            route.fulfill(body=pages[path[1:]], content_type="text/html; charset=utf-8")

    with screen(chromium, 1366, 768) as page:
        page.route("http://door/**", answer)
        for name in pages:
            page.goto(f"http://door/{name}")
            check(page, name)
