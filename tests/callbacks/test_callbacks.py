"""Every server callback is a coroutine, and every id it names stands in the shell."""

import inspect
import json

import pytest
from dash import Dash
from fastapi import FastAPI

import callbacks
from layouts import shell
from tests.callbacks.fakes import FakeProviders
from tests.layouts.test_shell import FACTS, drawn_ids


@pytest.fixture
def app() -> Dash:
    made = Dash(server=FastAPI())
    made.layout = shell(FACTS)
    callbacks.register(made, FakeProviders())
    made._setup_server()
    return made


def test_every_callback_is_a_coroutine(app: Dash):
    assert app.callback_map
    for callback in app.callback_map.values():
        assert inspect.iscoroutinefunction(callback["callback"])


def ids_in(callback_id: str) -> set[str]:
    return {part.rsplit(".", 1)[0] for part in callback_id.strip(".").split("...")}


def test_every_static_id_is_drawn_outputs_included(app: Dash):
    drawn = set(drawn_ids())
    for callback_id, callback in app.callback_map.items():
        named = ids_in(callback_id)
        named |= {entry["id"] for entry in [*callback["inputs"], *callback["state"]]}
        assert {name for name in named if not name.startswith("{")} - drawn == set()


def test_nothing_is_suppressed_and_the_page_says_no_more_than_it_must(app: Dash):
    assert not app.config.suppress_callback_exceptions
    assert "dangerously" not in json.dumps(shell(FACTS).to_plotly_json(), default=str)
