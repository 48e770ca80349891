"""Full collections stay short, however much a server holds."""

import gc
from collections.abc import Iterator

import pytest

from bootstrap.garbage import ShortCollections


@pytest.fixture(autouse=True)
def _unfrozen() -> Iterator[None]:
    """As a process begins; the tests keep their own frozen (tests/conftest.py)."""
    gc.unfreeze()
    yield
    gc.freeze()


@pytest.fixture
def short() -> Iterator[ShortCollections]:
    """Made to freeze after every full collection, and undone."""
    short = ShortCollections(longest_ms=0.0)
    yield short
    short.end()


class Held:
    """Refers to itself, as what only the collector can free."""

    def __init__(self) -> None:
        self.me = self


def test_what_is_there_at_the_start_is_walked_no_more(short: ShortCollections) -> None:
    many = [[i] for i in range(50_000)]
    assert len(gc.get_objects()) > len(many)
    short.begin()
    assert gc.get_freeze_count() > len(many)
    assert len(gc.get_objects()) < len(many)


def test_what_outlives_a_long_collection_is_walked_no_more(short: ShortCollections) -> None:
    short.begin()
    before = gc.get_freeze_count()
    later = [[i] for i in range(50_000)]
    gc.collect()
    assert gc.get_freeze_count() >= before + len(later)


def test_a_short_collection_freezes_nothing() -> None:
    patient = ShortCollections(longest_ms=60_000)
    try:
        patient.begin()
        before = gc.get_freeze_count()
        later = [[i] for i in range(1_000)]
        gc.collect()
        assert gc.get_freeze_count() <= before
        assert later
    finally:
        patient.end()


def test_new_garbage_is_still_collected(short: ShortCollections) -> None:
    short.begin()
    Held()
    assert gc.collect() >= 1


def test_the_collector_is_left_as_it_was_found() -> None:
    before = gc.get_threshold(), len(gc.callbacks), gc.get_freeze_count()
    short = ShortCollections()
    short.begin()
    assert gc.isenabled()
    short.end()
    assert (gc.get_threshold(), len(gc.callbacks), gc.get_freeze_count()) == before
