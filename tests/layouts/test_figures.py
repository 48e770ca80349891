"""Charts and the pictures of tables: one template, from zero, colour only beyond chance."""

from typing import Any

import pytest

from catalogues import read_catalogues
from layouts.elements import figures, measures
from layouts.reader import Reader, read_reader
from layouts.statistics import pictures
from layouts.statistics.address import read_address
from layouts.statistics.view import View

CATALOGUES = read_catalogues()
ZH, EN = CATALOGUES.words("zh"), CATALOGUES.words("en")


def a_view(**facts: Any) -> View:
    return View(
        {"code": "340604", "is_demo": True, **facts},
        read_address("340604", "?period=7d&lang=en"),
        Reader(ZH),
        "Asia/Shanghai",
    )


def test_a_figure_is_drawn_in_the_template_of_the_readers_room():
    dark = figures.template(Reader(ZH)).to_plotly_json()["layout"]
    bright = figures.template(Reader(ZH, "bright", 2.0)).to_plotly_json()["layout"]
    assert dark["font"]["color"] != bright["font"]["color"]
    assert (dark["font"]["size"], bright["font"]["size"]) == (18, 36)
    assert dark["showlegend"] is False
    made = figures.figure(Reader(ZH), [figures.bars(Reader(ZH), x=[1], y=["a"])])
    assert made.data[0].type == "bar"


def test_what_plotly_does_not_know_is_refused():
    with pytest.raises(ValueError, match="nonsense"):
        figures.figure(Reader(ZH), [], nonsense=1)


@pytest.mark.parametrize("good", [1, -1])
@pytest.mark.parametrize("change", [5, -5])
def test_a_change_within_chance_has_no_colour_in_either_direction(good: int, change: int):
    view = a_view()
    text, mood = view.change({"change": change, "is_sure": False}, str, good)
    assert mood == "none"
    assert "偶然内" in text
    text, mood = view.change({"change": change, "is_sure": True}, str, good)
    assert mood == ("better" if change * good > 0 else "worse")
    assert "偶然" not in text


def test_a_change_of_what_is_not_known_says_so():
    assert a_view().change({"change": None, "is_sure": False}, str, 1) == ("无可比数据", "none")
    assert a_view().change(None, str, 1, "起数无可比") == ("起数无可比", "none")


def test_nothing_opens_to_nothing_and_a_count_to_its_question():
    view = a_view()
    assert view.count(0, "上报", {}).children == "0"
    assert view.count(None, "上报", {}).children == "—"
    button = view.count(7, "上报", {"class": "fire"}, code="340604001").children
    asked = button.to_plotly_json()["props"]["data-ask"]
    assert asked == '{"title": "上报", "filter": {"class": "fire"}, "code": "340604001"}'


def test_a_picture_says_what_it_shows_and_starts_at_zero():
    made = pictures.spark(a_view(), [0, 3, 1])
    assert made.alt == "每日上报，最多 3 起"
    assert "L100,26 Z" in made.src
    assert pictures.spark(a_view(), []).alt == "每日上报，最多 0 起"
    assert pictures.bullet(a_view(), 60, 120, 90).alt == "P50 1.0 分，P90 2.0 分，目标 1.5 分"
    assert "本期 —" in pictures.moved(a_view(), None, None, 1, "none").alt


@pytest.mark.parametrize(
    ("seconds", "zh", "en"),
    [(None, "—", "—"), (0.4, "0 秒", "0 s"), (59.6, "1.0 分", "1.0 min"), 
     (-90, "−1.5 分", "−1.5 min"),
     (7200, "2.0 小时", "2.0 h"), (90000, "1.0 天", "1.0 days")],
)  # fmt: skip
def test_spans_are_said_in_their_unit(seconds: float | None, zh: str, en: str):
    assert measures.span(seconds, ZH) == zh
    assert measures.span(seconds, EN) == en


def test_a_share_is_whole_only_when_it_is():
    shares = {1.0: "100%", 855 / 856: "99.9%", 0.0: "0%", 0.001: "0.1%", 0.765: "76%", None: "—"}
    for share, text in shares.items():
        assert measures.percent(share) == text


def test_large_counts_are_said_as_they_are_said():
    assert measures.big(323_331, ZH) == "32.3 万"
    assert measures.big(323_331, EN) == "323,331"
    assert measures.number(-0.04, 1) == "0.0"


def test_what_a_browser_says_of_its_reader_is_read_within_reason():
    for told in (None, [], {"language": "xx", "theme": "pink", "scale": "nan"}):
        reader = read_reader(told, CATALOGUES)
        assert (reader.words.language, reader.theme, reader.scale) == ("zh", "dark", 1.0)
    assert read_reader({"scale": "1e9"}, CATALOGUES).scale == 4.0


def test_an_address_keeps_what_is_not_its_own():
    address = read_address("340604", "?period=7d&vs=340604001&lang=en")
    assert address.link(period="30d") == "/area/340604?lang=en&period=30d&vs=340604001"
    assert address.link("340604001") == "/area/340604001?lang=en&period=7d"
    assert address.search(period="", vs="") == "?lang=en"
    assert address.file("rows.csv", **{"class": "fire"}).endswith("period=7d&class=fire")
    assert read_address("340604", None).search() == ""
