from datetime import UTC, datetime

import pytest

from operations.first_start import WrongModeError, ensure_mode
from store import open_store

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


def test_a_database_of_invented_facts_is_never_opened_for_real_ones(tmp_path) -> None:
    store = open_store(None, tmp_path)
    ensure_mode(store, is_demo=True, at=BEGIN)
    ensure_mode(store, is_demo=True, at=BEGIN)
    assert store.head()[1] == 1
    with pytest.raises(WrongModeError, match="holds demo facts"):
        ensure_mode(store, is_demo=False, at=BEGIN)
    store.close()
