"""The shell draws every container once, and carries what the browser must know."""

import json
import re
from collections.abc import Iterator

import pytest
from dash.development.base_component import Component

from layouts import ShellFacts, ids, shell
from layouts.drawn import AROUND_MAP, map_first

FACTS = ShellFacts("340604", "烈山区", "abc123", is_demo=True)


def walk(node: object) -> Iterator[Component]:
    if isinstance(node, list | tuple):
        for child in node:
            yield from walk(child)
    elif isinstance(node, Component):
        yield node
        yield from walk(getattr(node, "children", None))


def ids_of(page: Component) -> list[str]:
    return [node.id for node in walk(page) if isinstance(getattr(node, "id", None), str)]


def drawn_ids() -> list[str]:
    return ids_of(shell(FACTS))


def test_every_id_is_drawn_exactly_once():
    drawn = drawn_ids()
    named = {value for name, value in vars(ids).items() if name.isupper()}
    assert named - set(drawn) == set()
    assert len(drawn) == len(set(drawn))


OF_OTHER_PAGES = {"wall": "desk- community-", "desk": "community-", "community": "desk-"}


@pytest.mark.parametrize("page", OF_OTHER_PAGES)
def test_a_page_draws_no_part_of_another(page: str):
    drawn = ids_of(shell(FACTS, page))
    beside = {ids.COMMUNITY_ASKED, ids.COMMUNITY_MISSING}  # hidden, and on the map of all pages
    others = tuple(OF_OTHER_PAGES[page].split())
    assert [name for name in drawn if name.startswith(others) and name not in beside] == []
    assert any(name.startswith(f"{page}-") for name in drawn) or page == "wall"
    assert {ids.QUEUE, ids.CARD, ids.nearest("police"), ids.MAP} <= set(drawn)


@pytest.mark.parametrize("page", [*OF_OTHER_PAGES, "design", "missing", ""])
def test_what_stands_around_the_map_is_told_whole_and_drawn_after_it(page: str):
    first = map_first(shell(FACTS, page))
    told = json.loads(getattr(first, "data-rest"))
    assert set(told) == AROUND_MAP
    drawn = ids_of(first)
    assert {ids.MAP, ids.TARGET, *AROUND_MAP} <= set(drawn)
    assert {ids.TITLE, ids.KPIS, ids.QUEUE, ids.TICKER} & set(drawn) == set()
    ever = [*drawn, *re.findall(r'"id": ?"([\w-]+)"', json.dumps(told))]
    assert sorted(ever) == sorted(ids_of(shell(FACTS, page)))


def test_the_root_tells_the_browser_district_map_and_demo():
    page = shell(FACTS).to_plotly_json()["props"]
    assert page["id"] == "onescreen-page"
    assert page["data-district"] == "340604"
    assert page["data-map-version"] == "abc123"
    assert page["data-demo"] == "1"
    assert page["data-accept-within"] == "60"
    assert "data-page" not in page  # the browser reads it from the path


def texts(node: object) -> str:
    return "".join(
        child if isinstance(child, str) else ""
        for part in walk(node)
        for child in (
            part.children
            if isinstance(getattr(part, "children", None), list)
            else [getattr(part, "children", None)]
        )
    )


def test_demo_and_review_number_are_marked():
    assert "演示数据" in texts(shell(FACTS))
    assert "审图号：演示无" in texts(shell(FACTS))
    real = ShellFacts("340604", "烈山区", "abc123", is_demo=False, review_number="皖S(2026)1号")
    assert "演示数据" not in texts(shell(real))
    assert "审图号：皖S(2026)1号" in texts(shell(real))


def test_invented_shapes_under_real_facts_are_marked_too():
    demo_map = ShellFacts("340604", "烈山区", "abc123", is_demo=False, is_demo_map=True)
    assert "演示底图" in texts(shell(demo_map))
    assert "演示数据" not in texts(shell(demo_map))
    both = ShellFacts("340604", "烈山区", "abc123", is_demo=True, is_demo_map=True)
    assert "演示数据" in texts(shell(both))


def test_the_wall_has_no_dispatch_buttons_and_no_raw_html():
    for node in walk(shell(FACTS)):
        assert type(node).__name__ not in {"Markdown", "DangerouslySetInnerHTML", "Iframe"}
        assert not getattr(node, "dangerously_allow_html", False)
    assert "派警" not in texts(shell(FACTS))
