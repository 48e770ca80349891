"""A party opens their case on a phone by the address of their slip, reads it and rates it."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect

from domain.access.callers import Caller
from tests.browser.wall_words import screen
from tests.centre.the_centre import CLAIM, NAME, TheCentre
from tools.running import free_port

pytestmark = pytest.mark.browser
CLERK = Caller("window", "window_clerk", department="governance")


class Served:
    """The running centre behind a real port, in a thread of its own."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("ONESCREEN_PUBLIC_ADDRESS", self.url)
            self.centre = TheCentre(folder)
        config = uvicorn.Config(
            self.centre.server, port=self.port, log_level="error", lifespan="off"
        )
        self._server = uvicorn.Server(config)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.run(self.centre.start())
        self._serving: Future[None] = asyncio.run_coroutine_threadsafe(
            self._server.serve(), self._loop
        )

    def run(self, steps: Any) -> Any:
        """Take steps in the centre's loop."""
        return asyncio.run_coroutine_threadsafe(steps, self._loop).result(60)

    def stop(self) -> None:
        """End everything."""
        self._server.should_exit = True
        self._serving.result(20)
        self.run(self.centre.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    made = Served(tmp_path_factory.mktemp("case-on-phone"))
    yield made
    made.stop()


def weight(page: Page) -> list[int]:
    """What a page loads from now on, in bytes."""
    loaded: list[int] = []
    page.on("response", lambda answer: loaded.append(len(answer.body())))
    return loaded


@pytest.mark.parametrize("size", [(390, 844), (320, 640)])
def test_a_party_reads_their_case_on_a_phone_and_rates_it(
    chromium: Browser, served: Served, size: tuple[int, int], tmp_path: Path
):
    centre = served.centre
    code = served.run(centre.handled(f"phone {size}"))
    slip = served.run(centre.parts.party_slips.print(code, "", CLERK))
    with screen(chromium, *size) as page:
        loaded = weight(page)
        page.goto(slip.printed.address)
        page.get_by_label("手机号后四位").fill("0000")
        page.get_by_role("button", name="查询").click()
        expect(page.get_by_role("alert")).to_contain_text("未能查到")
        page.get_by_label("手机号后四位").fill("4170")
        page.keyboard.press("Enter")
        expect(page.locator(".phase")).to_have_text("正在办理")
        body = page.locator("body")
        for wanted in (code, "0561-0000001", "劳动合同"):
            expect(body).to_contain_text(wanted)
        for hidden in (CLAIM, NAME):
            expect(body).not_to_contain_text(hidden)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.screenshot(path=tmp_path / "handled.png", full_page=True)
        page.get_by_role("button", name="English").click()
        expect(page.locator(".phase")).to_have_text("Being handled")
        page.get_by_role("button", name="中文").click()
        served.run(centre.done(code, "mediates", "fail", text="谈不拢", remedy="court"))
        page.goto(slip.printed.address)
        page.get_by_label("手机号后四位").fill("4170")
        page.keyboard.press("Enter")
        expect(page.locator(".phase")).to_have_text("已办理完毕")
        page.get_by_text("5", exact=True).click()
        page.get_by_label("想说的话").fill("办得快")
        page.screenshot(path=tmp_path / "ended.png", full_page=True)
        page.get_by_role("button", name="提交评价").click()
        expect(page.get_by_role("status")).to_contain_text("5 分")
        assert page.context.cookies() == []
        assert page.evaluate("document.scripts.length") == 0
        assert sum(loaded) < 150_000
