"""WCAG 2.2 AA, as axe-core 4.10 (MPL-2.0, tests/browser/axe/) can tell, in both themes."""

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from layouts.entrance import account as entrance_account
from layouts.entrance import entrance
from tests.browser.mock_server import ASSETS
from tests.browser.wall_stage import Stage
from tests.browser.wall_words import COMMUNITY, open_page, screen
from tools.running import RunningServer

pytestmark = pytest.mark.browser
AXE = (Path(__file__).with_name("axe") / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PAGES = ["/", f"/community/{COMMUNITY}", "/design", "/?lang=en&topic=emergency"]
OFFICES = {
    "system_admin": (
        "",
        "/feeds",
        "/held",
        "/maps",
        "/settings",
        "/walls",
        "/keys",
        "/checklists",
        "/run-cards",
    ),
    "security_admin": ("", "/accounts", "/alarms", "/privacy"),
    "audit_admin": ("", "/journal"),
}
# axe cannot tell the contrast on a gradient, nor of what is just fading in or being asked again.
PLAIN = """* { transition: none !important; animation: none !important;
  background-image: none !important }
  .area-page { opacity: 1 !important } body { background-color: var(--ground) !important }"""
RUN = """([rules, within]) => axe.run(within, { runOnly: rules }).then((told) => ({
  passed: told.passes.length,
  broken: told.violations.map(
    (one) => one.id + ": " + one.nodes.map((node) => node.html).join(" | ")),
}))"""


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


@pytest.mark.parametrize("role", OFFICES)
def test_no_page_of_administrators_breaks_one(chromium: Browser, server: RunningServer, role: str):
    with screen(chromium, bypass_csp=True) as page:
        let_in(page, server, role)
        for path in OFFICES[role]:
            page.goto(f"{server.url}/admin{path}")
            page.wait_for_selector(f'.admin-tabs a[aria-current="page"][href="/admin{path}"]')
            page.wait_for_selector(".admin-table, .admin-none, .admin-form, .overview, .ed-row")
            check(page, path, within="#admin-page")


def test_an_account_is_opened_in_the_readers_language_and_breaks_none(
    chromium: Browser, server: RunningServer
):
    with screen(chromium, bypass_csp=True) as page:
        let_in(page, server, "security_admin")
        server.sign_in("audit_admin")
        for tongue, role, tab in (
            ("en", "Dispatcher", "Account"),
            ("zh", "指挥调度员", "账号"),
        ):
            page.goto(f"{server.url}/admin/accounts?lang={tongue}")
            expect(page.locator(".admin-tabs a[aria-current]")).to_have_text(tab)
            page.locator("tbody tr", has_text="test-audit-admin").get_by_role("button").click()
            expect(page.locator(".admin-card")).to_be_focused()
            page.locator(".admin-card .mantine-Select-input").first.click()
            expect(page.get_by_role("option", name=role, exact=True)).to_be_visible()
            page.keyboard.press("Escape")
            check(page, tab, within="#admin-page")


def let_in(page: Page, server: RunningServer, role: str) -> None:
    """The browser of somebody of a role."""
    cookie = {"name": "onescreen", "value": server.sign_in(role), "url": server.url}
    page.context.add_cookies([cookie])


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
