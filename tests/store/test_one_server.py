"""One server on a PostgreSQL database; command lines may open it beside."""

import time
from pathlib import Path

import pytest
from sqlalchemy import make_url

from store.errors import StoreError
from store.one_server import OneServer
from store.opening import open_store
from tests.store.conftest import Place

# A SQLite folder has a lock of its own (data_folder.py).
pytestmark = [
    pytest.mark.postgres,
    pytest.mark.parametrize("new_place", ["postgres"], indirect=True),
]


@pytest.fixture
def url(place: Place) -> str:
    assert place.url is not None
    return place.url


def test_a_second_server_is_refused_with_a_sentence(place: Place, url: str, tmp_path: Path):
    first = place.open(is_server=True)
    epoch, _ = first.head()
    with pytest.raises(StoreError, match="another server is running on this PostgreSQL"):
        open_store(url, tmp_path / "other", is_server=True)
    assert first.head()[0] == epoch, "and the journal keeps its name"
    open_store(url, place.data_dir).close()  # a command line beside it
    first.close()
    open_store(url, place.data_dir, is_server=True).close()


def test_the_lock_is_taken_again_after_the_database_was_restarted(place: Place, url: str):
    held = OneServer(make_url(url))
    cut_off = (
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' "
        "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    place.sql(cut_off)
    held.keep()
    with pytest.raises(StoreError, match="another server"):
        OneServer(make_url(url), 0.2)
    place.sql(cut_off)
    other = OneServer(make_url(url))
    for _ in range(2):
        with pytest.raises(StoreError, match="another server"):
            held.keep()
    other.release()
    again_by = time.monotonic() + 30
    while True:  # PostgreSQL lets go a moment after the connection has closed
        try:
            held.keep()
            break
        except StoreError:
            assert time.monotonic() < again_by
    held.release()
