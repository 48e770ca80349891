"""Topics follow their files; a slip of the pen never empties a wall."""

import os
import re
from pathlib import Path

from domain.topics import topics as known
from operations.topics.topics import Topics
from tools.running import ROOT

SHIPPED = ROOT / "topics"


def change(path: Path, text: str) -> None:
    """Write a file so that its time differs, whatever the file system's resolution."""
    path.write_text(text, "utf-8")
    at = path.stat().st_mtime_ns + 1_000_000_000
    os.utime(path, ns=(at, at))


def names(topics: Topics) -> list[str]:
    return [topic.id for topic in topics.all()]


def test_the_eight_topics_of_the_house_are_sound_and_in_order():
    topics = Topics([SHIPPED])
    assert topics.look()
    assert topics.errors == []
    assert [topic.title for topic in topics.all()] == [
        "一屏总览",
        "智慧党建",
        "市域治理",
        "应急调度",
        "城市管理",
        "乡村振兴",
        "平安建设",
        "河湖治理",
    ]
    assert not topics.look()


def test_a_changed_file_is_taken_and_a_broken_one_leaves_the_last_good_one(tmp_path: Path):
    text = (SHIPPED / "rivers.toml").read_text("utf-8")
    file = tmp_path / "rivers.toml"
    file.write_text(text, "utf-8")
    topics = Topics([tmp_path])
    topics.look()
    before = topics.version
    change(file, text.replace("河湖治理", "水务", 2).replace("order = 8", "order = 3"))
    assert topics.look()
    assert topics.version != before
    assert topics.all()[0].order == 3
    change(file, "title =")
    assert topics.look()
    assert names(topics) == ["rivers"]
    assert topics.errors[0].startswith("topics/rivers.toml, line 1: ")
    file.unlink()
    assert topics.look()
    assert names(topics) == []


def test_a_districts_own_topic_replaces_the_houses(tmp_path: Path):
    own = (
        (SHIPPED / "rural.toml").read_text("utf-8").replace('title = "乡村振兴"', 'title = "三农"')
    )
    (tmp_path / "rural.toml").write_text(own, "utf-8")
    topics = Topics([SHIPPED, tmp_path])
    topics.look()
    assert "三农" in [topic.title for topic in topics.all()]
    assert len(topics.all()) == 8


def test_the_screen_can_draw_every_figure_and_query_a_file_may_name():
    def keys(script: str, *tables: str) -> set[str]:
        text = (ROOT / "assets" / script).read_text("utf-8")
        found: set[str] = set()
        for table in tables:
            body = re.search(rf"const {table} = \{{(.*?)\n  \}};", text, re.DOTALL)[1]
            found |= set(re.findall(r"(?:^|[,{\s])(\w+)(?=:\s|,|$)", body, re.MULTILINE))
        return found

    assert keys("25_figures.js", "COUNTED", "TOLD") >= known.FIGURES
    assert keys("27_queries.js", "QUERIES") >= known.QUERIES
