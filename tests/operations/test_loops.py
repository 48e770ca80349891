"""Work that is tried again: its first failure is logged, the next ones are not, its recovery is."""

import asyncio
import logging

import pytest

from operations.loops import LoggedOnce

log = logging.getLogger("tests.loops")


def test_only_the_first_failure_is_logged_and_then_the_recovery(caplog):
    failures = LoggedOnce(log, "cannot be done", "is done again")
    for _ in range(3):
        with failures:
            raise OSError("away")
    assert failures.is_failing
    assert caplog.messages == ["cannot be done"]
    assert caplog.records[0].exc_info is not None
    for _ in range(2):
        with failures:
            pass
    assert not failures.is_failing
    assert caplog.messages == ["cannot be done", "is done again"]


def test_what_is_not_expected_and_a_cancellation_go_on(caplog):
    failures = LoggedOnce(log, "cannot be done", expected=OSError)
    with pytest.raises(KeyError), failures:
        raise KeyError("a mistake")
    with pytest.raises(asyncio.CancelledError), LoggedOnce(log, "cannot be done"):
        raise asyncio.CancelledError
    assert caplog.messages == []
