"""One server on a PostgreSQL database; command lines may open it beside."""

import pytest

from store.errors import StoreError
from store.opening import open_store
from tests.store.conftest import Place


def test_a_second_server_is_refused_with_a_sentence(place: Place):
    if place.url is None:
        pytest.skip("a SQLite folder has a lock of its own (data_folder.py)")
    first = place.open(is_server=True)
    epoch, _ = first.head()
    other = place.data_dir / "other"
    with pytest.raises(StoreError, match="another server is running on this PostgreSQL"):
        open_store(place.url, other, is_server=True)
    assert first.head()[0] == epoch
    first.close()
    open_store(place.url, other, is_server=True).close()
