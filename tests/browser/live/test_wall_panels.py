"""The wall in a real Chromium: what stands where, what it says, and what a click does."""

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.mock_server import incident, iso, unit
from tests.browser.on_screen import wait
from tests.browser.wall_stage import Stage
from tests.browser.wall_words import (
    BAD_BOXES,
    CUT_TEXT,
    SMALLEST_TEXT,
    open_page,
    query,
    screen,
    still,
    text_of,
)

pytestmark = pytest.mark.browser
SHAPES = [(1920, 1080), (3840, 2160), (3840, 1080), (1366, 768)]


@pytest.fixture
def quiet() -> Iterator[Stage]:
    """A district in which nothing happens."""
    with Stage() as made:
        yield made


@pytest.mark.parametrize(("width", "height"), SHAPES)
def test_nothing_overlaps_sticks_out_or_is_cut(
    chromium: Browser, stage: Stage, width: int, height: int
):
    with screen(chromium, width, height) as page:
        open_page(page, stage)
        wait(page, "document.querySelectorAll('#nearest-grid .near').length > 0")
        wait(page, "document.querySelectorAll('.rank-row').length === 8")
        # The queue gives up rows to the card as the neighbours come in.
        wait(
            page,
            "(box => box.scrollHeight <= box.clientHeight + 1)(onescreen.panels.byId('queue'))",
        )
        assert still(page, BAD_BOXES) == []
        assert still(page, CUT_TEXT) == []
        # By night the picture stands up to three pixels lower.
        assert page.evaluate("document.documentElement.scrollHeight <= innerHeight + 3")


def test_text_on_the_wall_is_18_px_or_more(wall: Page, stage: Stage):
    open_page(wall, stage)
    wait(wall, "document.querySelectorAll('#nearest-grid .near').length > 0")
    size, where = wall.evaluate(SMALLEST_TEXT)
    assert size >= 18, where


@pytest.mark.parametrize(("preset", "rem"), [("1080p", 16), ("4k", 32), ("ultrawide", 16)])
def test_an_arrangement_can_be_forced(wall: Page, stage: Stage, preset: str, rem: int):
    open_page(wall, stage, f"/?wall={preset}")
    assert wall.evaluate("document.documentElement.dataset.wall") == preset
    assert wall.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") == rem


@pytest.mark.parametrize(("width", "height", "rem"), [(1920, 1080, 21), (3840, 2160, 43)])
def test_a_wall_read_from_afar_shows_few_things_large_and_whole(
    chromium: Browser, stage: Stage, width: int, height: int, rem: int
):
    with screen(chromium, width, height) as page:
        open_page(page, stage, "/?wall=far")
        wait(page, "document.querySelectorAll('#queue .queue-row').length > 1")
        assert page.evaluate("document.documentElement.dataset.wall") == "far"
        size = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
        assert int(size) == rem
        assert still(page, BAD_BOXES) == []
        assert still(page, CUT_TEXT) == []
        for gone in (".panel-share", ".panel-trend", ".legend", ".layer-control"):
            expect(page.locator(gone)).to_be_hidden()
        for shown in (".panel-kpis", ".panel-queue", ".panel-card", ".map-stage"):
            expect(page.locator(shown)).to_be_visible()
        smallest, where = page.evaluate(SMALLEST_TEXT)
        assert smallest >= 1.1 * size, where


def test_a_phone_shows_figures_then_what_is_open_then_the_map(chromium: Browser, stage: Stage):
    with screen(chromium, 390, 844) as page:
        open_page(page, stage)
        wait(page, "document.querySelectorAll('#queue .queue-row').length > 4")
        order = (".panel-kpis", ".panel-queue", ".map-stage", ".panel-card", ".panel-trend")
        tops = [page.locator(name).bounding_box()["y"] for name in order]
        assert tops == sorted(tops)
        expect(page.locator(".topic-tabs")).to_be_visible()


def test_a_print_of_the_wall_keeps_its_bars_and_ground(wall: Page, stage: Stage):
    open_page(wall, stage)
    wall.wait_for_selector(".bar-track i", state="attached")
    wall.emulate_media(media="print")
    kept = "getComputedStyle(document.querySelector('.bar-track i')).printColorAdjust"
    wait(wall, f"{kept} === 'exact'")
    wall.emulate_media(media="screen")


def test_the_queue_stands_gravest_first_and_says_how_many_it_cannot_show(wall: Page, stage: Stage):
    open_page(wall, stage)
    wall.wait_for_selector(".queue-row")
    numbers = wall.eval_on_selector_all(".queue-row", "rows => rows.map(r => r.dataset.number)")
    severities = [stage.entities["incident"][number]["severity"] for number in numbers]
    assert severities == sorted(severities)
    # The band of a gravest incident takes rows away a moment later: both are read at once.
    wall.wait_for_function(
        """() => document.querySelector(".panel-queue .panel-note").innerText.includes(
             `另有 ${17 - document.querySelectorAll(".queue-row").length} 起`)"""
    )


def test_each_row_has_shape_numeral_place_clock_and_status(wall: Page, stage: Stage):
    open_page(wall, stage)
    row = wall.locator(".queue-row").first
    expect(row.locator("svg.symbol text")).to_have_text(re.compile("[ⅠⅡⅢⅣ]"))
    expect(row.locator(".queue-place")).to_contain_text("网格 ")
    expect(row.locator(".queue-age")).to_have_text(re.compile(r"^(\d+:)?\d\d:\d\d$"))
    expect(row.locator(".queue-status")).not_to_be_empty()


def test_clocks_tick_without_any_message(wall: Page, stage: Stage):
    open_page(wall, stage)
    clock = wall.locator(".queue-age").first
    before = clock.inner_text()
    expect(clock).not_to_have_text(before)


def test_a_new_incident_is_on_the_wall_at_once_with_its_number_in_the_ticker(
    wall: Page, stage: Stage
):
    open_page(wall, stage)
    state = incident(
        "LS202611229999", severity=1, title="学校附近起火", area_code="340604001001001"
    )
    stage.send(stage.frame(stage.record("incident", "LS202611229999", state, "report")))
    expect(wall.locator('[data-number="LS202611229999"] .queue-title')).to_have_text("学校附近起火")
    fact = wall.locator(".fact").first
    expect(fact).to_contain_text(f"#{stage.seq}")
    expect(fact).to_contain_text("学校附近起火")
    expect(fact).to_contain_text("上报")


def test_the_ticker_stands_still_under_the_pointer_and_by_key(wall: Page, stage: Stage):
    open_page(wall, stage)
    wall.wait_for_selector(".fact")
    wall.focus("#ticker")
    wall.keyboard.press("Space")
    wait(wall, "document.querySelector('#ticker').classList.contains('is-held')")
    first = text_of(wall, ".fact-text")
    state = incident("LS202611229998", severity=4, title="暂停时发生的事")
    stage.send(stage.frame(stage.record("incident", "LS202611229998", state, "report")))
    wait(wall, "onescreen.picture.entities.incident.has('LS202611229998')")
    assert text_of(wall, ".fact-text") == first
    wall.keyboard.press("Space")
    expect(wall.locator(".fact").first).to_contain_text("暂停时发生的事")


def test_with_nothing_selected_the_card_follows_the_most_urgent(wall: Page, stage: Stage):
    open_page(wall, stage)
    wall.wait_for_selector("#nearest-police .near")
    expect(wall.locator(".panel-card .panel-title")).to_have_text("最急事件")
    expect(wall.locator(".card-title")).to_have_text(text_of(wall, ".queue-title"))
    assert query(wall) == "/"


def row_at(page: Page, at: int) -> str:
    """The number in a row of the queue; the rows may be drawn anew before it is pressed."""
    return page.locator(".queue-row").nth(at).get_attribute("data-number") or ""


def test_a_chosen_incident_is_asked_for_at_its_place_and_shows_police_and_grid_workers_apart(
    wall: Page, stage: Stage
):
    open_page(wall, stage)
    number = row_at(wall, 2)
    wall.locator(f'.queue-row[data-number="{number}"]').click()
    expect(wall.locator(".panel-card .panel-title")).to_have_text("选中事件")
    wait(wall, f"location.pathname + location.search === '/?sel=incident:{number}'")
    state = stage.entities["incident"][number]
    wait(wall, "document.querySelectorAll('#nearest-police .near').length === 3")
    wait(wall, "document.querySelectorAll('#nearest-grid .near').length === 3")
    assert (state["lat"], state["lon"], "police") in stage.facts.asked
    assert (state["lat"], state["lon"], "grid_worker") in stage.facts.asked
    jump = wall.locator(".card-jump")
    expect(jump).to_have_attribute("href", f"/community/{state['area_code'][:12]}")


def choose(page: Page, at: int) -> str:
    """Press a row of the queue and wait until its card is there; its number."""
    number = row_at(page, at)
    page.locator(f'.queue-row[data-number="{number}"]').click()
    wait(page, f"location.search.includes('sel=incident:{number}')")
    expect(page.locator(".panel-card .panel-title")).to_have_text("选中事件")
    expect(page.locator(".card-jump")).to_be_visible()
    for box in page.locator(".nearest").all():  # what comes late moves what is pressed
        expect(box).to_have_attribute("data-state", "fresh")
    return number


def press(page: Page, selector: str) -> None:
    """Put the pointer on it and press; it is let go by `page.mouse.up()`."""
    page.locator(selector).hover()
    page.mouse.down()


def test_a_press_that_news_comes_into_still_acts(wall: Page, stage: Stage):
    open_page(wall, stage)
    number = choose(wall, 2)
    jump = wall.locator(".card-jump")
    code = stage.entities["incident"][number]["area_code"][:12]

    press(wall, ".card-jump")
    pressed = jump.element_handle()
    news = stage.entities["incident"][number] | {"title": "刚改的标题"}
    stage.send(stage.frame(stage.record("incident", number, news)))
    wait(wall, f"onescreen.picture.entities.incident.get('{number}').title === '刚改的标题'")
    wall.wait_for_timeout(600)  # longer than drawing ever rests
    assert pressed and pressed.evaluate("(node) => node.isConnected"), "drawn anew while pressed"
    wall.mouse.up()
    wall.wait_for_url(f"**/community/{code}")


def test_a_press_let_go_elsewhere_or_never_ended_holds_no_news_up(wall: Page, stage: Stage):
    open_page(wall, stage)
    number = choose(wall, 2)
    for title, ends in (("松在别处", True), ("一直按着", False)):
        press(wall, ".card-jump")
        if ends:
            wall.mouse.move(960, 12)
            wall.mouse.up()
        news = stage.entities["incident"][number] | {"title": title}
        stage.send(stage.frame(stage.record("incident", number, news)))
        expect(wall.locator("#card .card-title")).to_have_text(title)


def test_a_map_that_is_not_drawn_is_said(wall: Page, stage: Stage):
    wall.clock.install()
    wall.route("**/areas.json", lambda route: route.fulfill(status=503))
    wall.goto(stage.url)
    expect(wall.locator(".queue-row").first).to_be_visible()
    wall.clock.fast_forward(16_000)
    expect(wall.locator(".stage-says")).to_contain_text("地图没有画出来")


def test_words_from_outside_stay_words(wall: Page, stage: Stage):
    open_page(wall, stage)
    evil = "<img src=x onerror=document.title='owned'>"
    state = incident("LS202611229997", severity=1, title=evil, reported_at=iso(1e12))
    state["reached_at"] = {"reported": iso(1e12)}
    stage.send(stage.frame(stage.record("incident", "LS202611229997", state, "report")))
    row = wall.locator('[data-number="LS202611229997"]')
    expect(row.locator(".queue-title")).to_have_text(evil)
    row.click()
    expect(wall.locator(".card-title")).to_have_text(evil)
    assert wall.locator("#onescreen-page img").count() == 0
    assert wall.title() != "owned"


def test_every_figure_opens_to_source_time_and_age(wall: Page, stage: Stage):
    open_page(wall, stage)
    digits = wall.locator(".kpi-digits").first
    expect(digits).to_have_text("128")
    digits.focus()
    wall.keyboard.press("Enter")
    card = wall.locator("#provenance")
    expect(card).to_be_visible()
    for word in ("来源", "事件库", "时间", "距今"):
        expect(card).to_contain_text(word)
    wall.keyboard.press("Escape")
    expect(card).to_be_hidden()
    wall.locator("#ranking .bar-count").first.hover()
    expect(card).to_be_visible()


def test_kpis_numbers_and_bars_all_carry_their_provenance(wall: Page, stage: Stage):
    open_page(wall, stage)
    wait(wall, "document.querySelectorAll('#nearest-grid .near').length > 0")
    bare = wall.evaluate("""() => Array.from(document.querySelectorAll(
        ".kpi .num:not(.kpi-age), .bar-count, .queue-age, .near .num, .crumb-counts .num"
      )).filter((node) => !node.closest("[data-prov]")).map((node) => node.className)""")
    assert bare == []


def test_a_click_on_a_town_drills_down_and_back_goes_up(wall: Page, stage: Stage):
    open_page(wall, stage)
    wall.locator(".rank-row").first.click()
    wait(wall, "onescreen.place.get().area.length === 9")
    expect(wall.locator(".crumb.is-here")).not_to_have_text("烈山区")
    expect(wall.locator(".panel-card .panel-title")).to_have_text("选中辖区")
    wall.go_back()
    expect(wall.locator(".crumb.is-here")).to_have_text("烈山区")


def test_search_by_initials_from_the_keyboard_alone(wall: Page, stage: Stage):
    open_page(wall, stage)
    wall.keyboard.press("/")
    wall.keyboard.type("hcsq")
    expect(wall.locator(".search-row").first).to_contain_text("和村社区")
    wall.keyboard.press("Enter")
    wall.wait_for_url("**/community/340604001001")


def test_search_says_when_nothing_is_found(wall: Page, stage: Stage):
    open_page(wall, stage)
    wall.keyboard.press("/")
    wall.keyboard.type("没有的地方")
    expect(wall.locator(".search-none")).to_contain_text("没有找到")
    wall.keyboard.press("Escape")
    expect(wall.locator(".search-results")).to_be_hidden()


def test_a_quiet_district_says_so_in_every_panel(wall: Page, quiet: Stage):
    open_page(wall, quiet)
    expect(wall.locator("#queue")).to_contain_text("24 小时内没有事件")
    expect(wall.locator("#share")).to_contain_text("近 24 小时没有上报")
    expect(wall.locator("#trend")).to_contain_text("还没有")
    expect(wall.locator("#card")).to_contain_text("没有待处置事件")
    expect(wall.locator("#nearest-police")).to_be_hidden()
    empty = wall.evaluate("""() => Array.from(document.querySelectorAll(".panel-body"))
        .filter((n) => n.getBoundingClientRect().width && !n.textContent.trim())
        .map((n) => n.id)""")
    assert empty == []


def test_demo_and_review_number_stand_on_the_screen_and_nothing_dispatches(
    wall: Page, stage: Stage
):
    open_page(wall, stage)
    expect(wall.locator(".foot")).to_contain_text("演示数据")
    expect(wall.locator(".foot")).to_contain_text("审图号")
    words = text_of(wall, "#onescreen-page")
    assert "派警" not in words
    assert "连线" not in words
    assert "天气 未接入" in words


def put_kpi(stage: Stage, kpi_id: str, value: float, **detail: int) -> None:
    state = stage.entities["kpi"][kpi_id]
    stage.put("kpi", kpi_id, state | {"value": value, "detail": detail})


def test_what_is_open_turns_red_in_a_topic_too_while_a_level_one_waits(wall: Page, quiet: Stage):
    quiet.put("incident", "LS1", incident("LS1", severity=4, status="accepted"))
    open_page(wall, quiet, "/?topic=emergency")
    digits = wall.locator(".kpi-open .kpi-digits")
    colour = "element => getComputedStyle(element).color"
    expect(digits).to_have_text("1")
    yellow = digits.evaluate(colour)
    quiet.put("incident", "LS2", incident("LS2", severity=1))
    expect(wall.locator(".kpi-open")).to_have_attribute("data-mood", "bad")
    assert digits.evaluate(colour) != yellow


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_legend_shows_every_step_on_a_low_monitor(wall: Page, quiet: Stage, language: str):
    wall.set_viewport_size({"width": 1366, "height": 768})
    open_page(wall, quiet, f"/?lang={language}")
    wall.evaluate("onescreen.place.set({measure: 'arrival'})")
    steps = wall.locator(".legend-step")
    expect(steps).to_have_count(5)
    edge = wall.locator(".legend").evaluate("box => box.getBoundingClientRect().right")
    last = steps.last.evaluate("step => step.getBoundingClientRect().right")
    assert last < edge


def test_open_means_one_thing_on_the_whole_wall(wall: Page, quiet: Stage):
    day_ago = time.time() * 1000 - 86_500_000
    here = {"area_code": "340604001001001"}
    ended = {"reported": iso(day_ago), "closed": iso(time.time() * 1000 - 60_000)}
    quiet.put("incident", "LS1", incident("LS1", severity=4, **here))
    quiet.put("incident", "LS2", incident("LS2", severity=1, status="resolved", **here))
    quiet.put("incident", "LS3", incident("LS3", status="closed", reached_at=ended, **here))
    long_ago = {"reported": iso(day_ago), "closed": iso(day_ago)}
    quiet.put("incident", "LS4", incident("LS4", status="closed", reached_at=long_ago, **here))
    open_page(wall, quiet)
    expect(wall.locator(".panel-queue .panel-note")).to_contain_text("2 起 · 待受理 1")
    rows = wall.locator("#queue > *")
    expect(rows).to_have_count(4)
    numbers = rows.evaluate_all("rows => rows.map(row => row.dataset.number || row.textContent)")
    assert numbers == ["LS1", "LS2", "近 24 小时已办结", "LS3"]
    expect(rows.nth(1)).to_contain_text("已处置待回访")
    expect(wall.locator(".rank-row .bar-count").first).to_have_text("2")
    expect(wall.locator(".card-title")).to_have_text(quiet.entities["incident"]["LS1"]["title"])


def test_the_small_figures_of_a_tile_are_those_of_its_record(wall: Page, stage: Stage):
    put_kpi(stage, "incidents_open", 40, unaccepted=31, grave=7)
    open_page(wall, stage)
    expect(wall.locator(".kpi-incidents_open .kpi-digits")).to_have_text("40")
    expect(wall.locator(".kpi-incidents_open .kpi-below")).to_contain_text("31")


def test_on_a_dead_line_figures_keep_the_moment_they_were_last_known(wall: Page, stage: Stage):
    open_page(wall, stage)
    wall.wait_for_selector(".rank-row")
    stage.is_answering = False
    stage.drop_all()
    wait(wall, "document.documentElement.dataset.live === 'offline'")
    wall.evaluate("window.realNow = performance.now.bind(performance)")
    wall.evaluate("performance.now = () => realNow() + 30000")
    as_of = wall.evaluate("onescreen.panels.now() - Date.parse(onescreen.panels.asOf())")
    assert as_of >= 30_000
    told = "document.querySelector('.panel-queue .panel-note').dataset.provAt"
    wait(wall, f"onescreen.panels.now() - Date.parse({told}) >= 30000")
    told = "document.querySelector('#freshness').dataset.provAt"
    wait(wall, f"onescreen.panels.now() - Date.parse({told}) >= 30000")


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1366, 768), (3840, 1080)])
def test_the_banner_of_a_dead_line_covers_no_tab(
    chromium: Browser, stage: Stage, width: int, height: int
):
    with screen(chromium, width, height) as page:
        open_page(page, stage)
        wait(page, "onescreen.topic.all().length > 1")
        stage.is_answering = False
        stage.drop_all()
        expect(page.locator("#live-banner")).to_be_visible()
        covered = """() => { const box = (node) => node.getBoundingClientRect();
          const banner = box(document.querySelector('#live-banner'));
          return Array.from(document.querySelectorAll('.topics *, .head *'), box)
            .filter((one) => one.width && one.bottom > banner.top && one.top < banner.bottom
              && one.right > banner.left && one.left < banner.right).length; }"""
        assert page.evaluate(covered) == 0
        said = page.evaluate("document.body.innerText")
        assert "2 秒内" not in said


def test_the_card_of_a_unit_follows_its_fixes_and_keeps_the_focus(wall: Page, stage: Stage):
    now = time.time() * 1000
    stage.put("unit", "LS-9999", unit("LS-9999", call_sign="警999", kind="police"))
    stage.positions.append(["LS-9999", 33.7, 116.8, now - 200_000, 12, 90])
    open_page(wall, stage, "/?sel=unit:LS-9999")
    expect(wall.locator(".card-title")).to_have_text("警999")
    speed, age = wall.locator("#card [data-quick]"), wall.locator("#card [data-since]")
    expect(speed).to_have_text("12")
    expect(age).to_have_text("3 分")
    wall.focus(".card-close")
    stage.send(stage.frame(positions=[["LS-9999", 33.7, 116.8, time.time() * 1000, 47, 90]]))
    expect(speed).to_have_text("47")
    expect(age).to_have_text(re.compile("秒"))
    assert told_at(wall, "#card [data-since]") >= now
    assert wall.evaluate("document.activeElement.className") == "card-close"
    # Its status is another text: the card is drawn anew under the hand that stands on a button.
    stage.put("unit", "LS-9999", unit("LS-9999", call_sign="警998", kind="police"))
    stage.send(stage.frame(stage.record("unit", "LS-9999", stage.entities["unit"]["LS-9999"])))
    expect(wall.locator(".card-title")).to_have_text("警998")
    assert wall.evaluate("document.activeElement.className") == "card-close"


def told_at(page: Page, selector: str) -> float:
    told = page.locator(selector).get_attribute("data-prov-at")
    return float(page.evaluate("Date.parse", told)) if told else 0


def test_a_number_inside_a_row_opens_by_key_and_enter_stays_the_rows_own(wall: Page, stage: Stage):
    open_page(wall, stage)
    row = wall.locator(".queue-row").first
    row.focus()
    wall.keyboard.press("i")
    card = wall.locator("#provenance")
    expect(card).to_contain_text("上报以来的时间")
    wall.keyboard.press("i")
    expect(card).to_be_hidden()
    wall.keyboard.press("Enter")
    expect(wall.locator(".panel-card .panel-title")).to_have_text("选中事件")
    expect(card).to_be_hidden()


def test_a_moment_that_is_not_of_today_is_told_with_its_date(wall: Page, quiet: Stage):
    quiet.put("incident", "LS1", incident("LS1", reported_at="2026-01-02T03:04:05Z"))
    open_page(wall, quiet)
    wall.locator(".queue-row").first.focus()
    wall.keyboard.press("i")
    expect(wall.locator("#provenance")).to_contain_text("2026年1月2日 11:04:05")


def test_the_running_hour_is_drawn_as_not_over(wall: Page, stage: Stage):
    open_page(wall, stage)
    wall.wait_for_selector(".chart-running")
    points = wall.eval_on_selector(".chart-line:not(.chart-running)", "n => n.getAttribute('d')")
    assert len(re.findall("[ML]", points)) == 23
    expect(wall.locator("#trend")).to_contain_text("本小时未完")
    since = re.search(r"自 (\d\d:00)", text_of(wall, ".panel-trend .panel-note"))
    said = wall.locator("#trend svg.chart").get_attribute("aria-label")
    assert since and said and f"自 {since[1]} 共" in said


def test_a_record_that_cannot_be_shown_is_said(wall: Page, stage: Stage):
    open_page(wall, stage)
    assert "未能显示" not in text_of(wall, "#lamps")
    strange = incident("LS202611229996", status="on_the_moon")
    stage.send(stage.frame(stage.record("incident", "LS202611229996", strange, "report")))
    expect(wall.locator("#lamps")).to_contain_text("有 1 条数据未能显示，请刷新")
    assert still(wall, BAD_BOXES) == []
    assert still(wall, CUT_TEXT) == []


@pytest.mark.parametrize(
    ("health", "state", "says"),
    [
        ({"status": "ok", "feeds": {}}, "live", "数据源 0/0"),
        ({"status": "degraded", "feeds": {}}, "stale", "服务降级"),
        ({"status": "degraded", "stopped": ["kpis"]}, "offline", "指标计算 已停"),
        ({"status": "degraded", "database": {"status": "unreachable"}}, "offline", "数据库 无应答"),
        ({"status": "degraded", "database": {"status": "full"}}, "offline", "磁盘已满"),
        ({"status": "degraded", "hub": {"alive": False}}, "offline", "实时推送 已停"),
        ({}, "stale", "数据源 未知"),
    ],
)
def test_the_lamp_tells_what_the_server_says_of_itself(
    wall: Page, quiet: Stage, health: dict[str, object], state: str, says: str
):
    wall.route("**/healthz", lambda route: route.fulfill(json=health))
    open_page(wall, quiet)
    lamp = wall.locator("#lamps .lamp-line").first
    expect(lamp).to_have_text(says)
    expect(lamp).to_have_attribute("data-state", state)


def test_off_the_network_the_lamp_does_not_stay_green(wall: Page, quiet: Stage):
    open_page(wall, quiet)
    lamp = wall.locator("#lamps .lamp-line").first
    expect(lamp).to_have_attribute("data-state", "live")
    wall.context.set_offline(True)
    expect(lamp).to_have_attribute("data-state", "stale")
