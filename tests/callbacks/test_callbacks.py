"""Every server callback is a coroutine, has its rule, and names only what its page draws."""

import inspect
import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from dash import Dash
from dash.development.base_component import Component
from fastapi import FastAPI

import callbacks.pages
from callbacks.guarded import name_of
from catalogues import read_catalogues
from domain.access.access import NotAllowedError, need_of
from domain.access.callers import NOBODY
from domain.access.grants import GRANTS
from domain.access.routes import CALLBACKS
from domain.pages.page import Page
from domain.pages.pages import PAGES, Found
from layouts import shell
from layouts.pages import WORKING
from layouts.reader import Reader
from layouts.working import Drawing, working_page
from operations.access.presence import CURRENT
from tests.callbacks.fakes import FakeProviders
from tests.layouts.test_shell import FACTS, walk

GLASS = None
READER = Reader(read_catalogues().words("zh"))


class Parts(SimpleNamespace):
    """What the product is made of: nothing that may be asked before the right is checked."""

    def __getattr__(self, name: str) -> Any:
        return Parts()

    def __call__(self, *given: Any, **named: Any) -> Any:
        raise AssertionError("asked before the right was checked")


@pytest.fixture
def app() -> Dash:
    made = Dash(server=FastAPI())
    made.layout = shell(FACTS)
    callbacks.register(made, FakeProviders())
    made.owners = callbacks.pages.register(made, Parts())
    made._setup_server()
    return made


def layout_of(page: Page) -> Component:
    named = dict.fromkeys(("code", "day"), "340604")
    drawing = Drawing(Found(page, named), READER, frozenset(GRANTS))
    return working_page(FACTS, drawing, WORKING[page.name](drawing))


def drawn(page: Page | None) -> list[str]:
    tree = shell(FACTS) if page is None else layout_of(page)
    return [node.id for node in walk(tree) if isinstance(getattr(node, "id", None), str)]


def ids_in(callback_id: str) -> set[str]:
    return {part.rsplit(".", 1)[0] for part in callback_id.strip(".").split("...")}


def named_by(app: Dash, owner: str | None) -> Iterator[set[str]]:
    for one in app._callback_list:
        owners = app.owners.get(one["output"])
        if owners is None if owner is None else owner in (owners or ()):
            named = ids_in(one["output"]) | {
                entry["id"] for entry in [*one["inputs"], *one["state"]]
            }
            yield {name.split("@")[0] for name in named if not name.startswith("{")}


def test_every_callback_is_a_coroutine(app: Dash):
    assert app.callback_map
    for callback in app.callback_map.values():
        assert inspect.iscoroutinefunction(callback["callback"])


@pytest.mark.parametrize("page", [None, *PAGES], ids=lambda page: page.name if page else "glass")
def test_every_static_id_is_drawn_outputs_included(app: Dash, page: Page | None):
    found = list(named_by(app, page.name if page else GLASS))
    assert found or (page and not page.callbacks)
    for named in found:
        assert named - set(drawn(page)) == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_draws_every_id_once(page: Page):
    found = drawn(page)
    assert len(found) == len(set(found))


def test_nothing_is_suppressed_and_the_page_says_no_more_than_it_must(app: Dash):
    assert not app.config.suppress_callback_exceptions
    for page in [shell(FACTS), *map(layout_of, PAGES)]:
        assert "dangerously" not in json.dumps(page.to_plotly_json(), default=str)


def test_every_row_has_its_layout_its_callbacks_and_its_right():
    names = [page.name for page in PAGES]
    assert len(names) == len(set(names))
    assert set(names) == set(WORKING)
    assert {page.name for page in PAGES if page.callbacks} == set(callbacks.pages.WORKING)
    for page in PAGES:
        for pattern in page.paths:
            path = pattern.replace("{code}", "340604").replace("{day}", "latest")
            need = need_of("GET", path)
            assert (need.action, need.is_known) == (page.action, True)


async def test_no_callback_answers_a_stranger(app: Dash):
    """Each is asked as nobody: its rule refuses before anything is looked at."""
    asked = set()
    noted = CURRENT.set(NOBODY)
    try:
        for callback in app.callback_map.values():
            wired = callback["callback"].__wrapped__
            inputs = inspect.signature(inspect.unwrap(wired)).parameters
            with pytest.raises(NotAllowedError):
                await wired(**dict.fromkeys(inputs))
            asked.add(name_of(inspect.unwrap(wired)))
    finally:
        CURRENT.reset(noted)
    assert asked == set(CALLBACKS)
