"""How the screen tells that its picture is old, and how it heals itself."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.mock_server import Mock, iso
from tests.browser.on_screen import ask, open_screen, wait

pytestmark = pytest.mark.browser


def open_with_a_clock(page: Page, mock: Mock) -> None:
    """A screen whose timers obey the test; it never truly reloads, but counts."""
    page.clock.install()
    open_screen(page, mock)
    ask(page, "window.reloads = 0, onescreen.live.reload = () => { window.reloads += 1; }, 0")


def state(page: Page) -> str:
    return str(ask(page, "document.documentElement.dataset.live"))


def test_ten_silent_seconds_are_said_aloud_and_a_beat_ends_them(page: Page, mock: Mock) -> None:
    open_with_a_clock(page, mock)
    assert state(page) == "live"
    mock.is_answering = False
    page.clock.fast_forward(6_000)  # the clock goes on by itself, too
    assert state(page) == "live"
    page.clock.fast_forward(6_000)
    banner = page.locator("#live-banner")
    expect(banner).to_contain_text("数据已停更 1")
    assert state(page) in {"stale", "offline"}
    wait(page, "onescreen.live.freshness().seconds >= 10")
    mock.is_answering = True
    page.clock.fast_forward(11_000)
    wait(page, "document.documentElement.dataset.live === 'live'")
    expect(banner).to_be_hidden()


def test_a_beat_keeps_the_picture_fresh(page: Page, mock: Mock) -> None:
    open_with_a_clock(page, mock)
    for n in range(1, 5):
        page.clock.fast_forward(5_000)
        mock.send({"beat": iso(), "seq": 0})
        wait(page, f"onescreen.live.stats.beats === {n}")
        assert state(page) == "live"
    assert len(mock.hellos) == 1


def test_beats_beside_a_refused_snapshot_keep_nothing_fresh(page: Page, mock: Mock) -> None:
    page.clock.install()
    mock.snapshot = lambda: {"snapshot": {"epoch": 5}}  # type: ignore[method-assign]
    page.goto(mock.url)
    wait(page, "window.onescreen && onescreen.live.stats.refused === 1")
    for n in range(1, 4):
        page.clock.fast_forward(2_000)
        mock.send({"beat": iso(), "seq": 0})
        wait(page, f"onescreen.live.stats.beats === {n}")
        assert state(page) == "connecting"
    assert len(mock.hellos) >= 2
    del mock.snapshot
    mock.send(mock.snapshot())
    wait(page, "document.documentElement.dataset.live === 'live'")


def test_a_closed_socket_is_offline_at_once_and_tried_again(page: Page, mock: Mock) -> None:
    open_with_a_clock(page, mock)
    page.clock.pause_at(ask(page, "Date.now()") + 1000)
    mock.drop_all()
    wait(page, "document.documentElement.dataset.live === 'offline'")
    expect(page.locator("#live-banner")).to_contain_text("连接中断")
    page.clock.fast_forward(1_500)
    wait(page, "document.documentElement.dataset.live === 'live'")
    assert len(mock.hellos) == 2


def test_a_dumb_page_reloads_only_from_a_server_that_answers(page: Page, mock: Mock) -> None:
    open_with_a_clock(page, mock)
    mock.is_answering = False
    mock.is_healthy = False
    page.clock.fast_forward(62_000)
    with page.expect_response("**/healthz"):
        page.clock.fast_forward(31_000)
    assert ask(page, "window.reloads") == 0
    mock.is_healthy = True
    with page.expect_response(lambda answer: "/healthz" in answer.url and answer.ok):
        page.clock.fast_forward(31_000)
        page.clock.fast_forward(31_000)  # the first may fall on a question still under way
    wait(page, "window.reloads >= 1")


def test_the_servers_clock_is_used_for_ages(page: Page, mock: Mock) -> None:
    open_screen(page, mock)
    ahead = iso(ask(page, "Date.now()") + 3_600_000)
    mock.send({"beat": ahead, "seq": 0})
    wait(page, "Math.abs(onescreen.picture.serverNow() - Date.now() - 3600000) < 2000")
