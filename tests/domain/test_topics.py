"""A topic's file says what is shown; what it gets wrong is told with file and line."""

from pathlib import Path

import pytest

from catalogues import po_file, read_catalogue, read_catalogues
from domain.topics.definitions import DEFINITIONS, bodies
from domain.topics.topics import TopicError, parse_topic
from domain.words import LANGUAGES, is_han

WORDS = read_catalogues()
CHINESE, ENGLISH = WORDS.words("zh"), WORDS.words("en")

GOOD = """\
title = "应急调度"
order = 4
roles = ["leader", "wall"]
classes = ["fire"]

[map]
layers = ["incidents", "police"]
measure = "response"

[[kpi]]
figure = "open"
label = "在办"
below = ["waiting"]

[[kpi]]
figure = "day"
label = "24 小时"

[[panel]]
slot = "trend"
title = "24 小时"
show = "per_hour"

[[panel]]
slot = "share"
title = "接入"
show = "sources"

[[panel]]
slot = "ranking"
title = "镇街"
show = "by_area"

[[source]]
name = "水位"

[[link]]
label = "统计"
href = "/area/340604"
"""


def parse(text: str):
    return parse_topic("emergency", text, "topics/emergency.toml")


def test_a_topic_is_read_whole():
    topic = parse(GOOD)
    assert (topic.id, topic.order, topic.classes) == ("emergency", 4, ["fire"])
    assert [kpi.figure for kpi in topic.kpis] == ["open", "day"]
    assert topic.kpis[0].below == ["waiting"]
    assert next((panel.slot, panel.show) for panel in topic.panels) == ("trend", "per_hour")
    assert not topic.sources[0].is_connected
    assert topic.links[0].href == "/area/340604"


def test_only_the_roles_it_names_see_it():
    topic = parse(GOOD)
    assert topic.may_be_seen_by("leader")
    assert not topic.may_be_seen_by("village")
    assert parse(GOOD.replace('roles = ["leader", "wall"]\n', "")).may_be_seen_by("village")
    assert "roles" not in topic.body()


@pytest.mark.parametrize(
    ("wrong", "line", "word"),
    [
        (GOOD.replace('figure = "day"', 'figure = "dya"'), 16, "unknown figure 'dya'"),
        (GOOD.replace('below = ["waiting"]', 'below = ["x"]'), 13, "unknown below 'x'"),
        (GOOD.replace('show = "sources"', 'show = "nothing"'), 27, "unknown show 'nothing'"),
        (GOOD.replace('measure = "response"', 'measure = "heat"'), 8, "unknown measure"),
        (GOOD.replace('classes = ["fire"]', 'classes = ["fires"]'), 4, "unknown classes 'fires'"),
        (GOOD.replace("order = 4", 'order = "4"'), 2, "order is a whole number"),
        (GOOD.replace('label = "24 小时"', 'lable = "24 小时"'), 17, "'lable' is not known"),
        (GOOD.replace('href = "/area', 'href = "//area'), 39, "a path of this server"),
        (GOOD.replace('title = "应急调度"', "title = 应急调度"), 1, "Invalid value"),
        (GOOD.replace('slot = "ranking"', 'slot = "share"'), 19, "one [[panel]] for each slot"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(wrong: str, line: int, word: str):
    with pytest.raises(TopicError) as refused:
        parse(wrong)
    assert str(refused.value).startswith(f"topics/emergency.toml, line {line}: ")
    assert word in str(refused.value)


def test_the_page_on_topics_shows_the_table_of_definitions():
    page = (Path(__file__).parents[2] / "docs" / "topics.md").read_text()
    for one in DEFINITIONS.values():
        window = ENGLISH.of("window", one.window.value)
        assert f"| `{one.id}` | {one.name(CHINESE)} | {one.formula(ENGLISH)} | {window} |" in page
    assert len({one.id for one in DEFINITIONS.values()}) == len(DEFINITIONS)


def test_one_name_has_one_formula():
    by_name: dict[str, set[tuple[str, str]]] = {}
    for one in DEFINITIONS.values():
        held_by = by_name.setdefault(one.name(CHINESE), set())
        held_by.add((one.formula(CHINESE), one.window.value))
    assert {name: held for name, held in by_name.items() if len(held) > 1} == {}


def test_every_figure_is_told_in_both_languages():
    told = bodies(CHINESE, ENGLISH)
    assert told["open"] == {
        "id": "open",
        "zh": "此刻·本专题：未结案也未撤销的事件数，含已处置待结案的",
        "en": "Open, now of this topic: incidents neither closed nor cancelled, those resolved"
        " among them",
    }
    for one in told.values():
        assert is_han(one["zh"])
        assert not is_han(one["en"])
        assert "{" not in one["zh"] + one["en"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("context", ["figure", "formula"])
def test_every_figure_has_its_words_and_no_other_has(language: str, context: str):
    held = {one.id for one in read_catalogue(po_file(language)) if one.context == context}
    assert held == DEFINITIONS.keys()
