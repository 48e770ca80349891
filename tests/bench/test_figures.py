"""The bench's own arithmetic and its table."""

import pytest

from bench.figures import Figure, percentile, table


def test_a_percentile_is_a_value_that_was_measured():
    values = [float(n) for n in range(1, 101)]
    assert percentile(values, 0.5) == 50
    assert percentile(values, 0.99) == 99
    assert percentile([7.0], 0.99) == 7


def test_nothing_measured_is_said_not_invented():
    with pytest.raises(ValueError, match="nothing"):
        percentile([], 0.5)


def test_a_figure_above_its_target_is_missed():
    assert Figure("p99", 61, "ms", 60).is_met is False
    assert Figure("p99", 60, "ms", 60).is_met
    assert Figure("p50", 1e9, "ms").is_met


def test_the_table_shows_target_ratio_and_verdict():
    text = table([Figure("p99", 30, "ms", 60, "a note"), Figure("cold", 2, "MB", 1)])
    head, first, second = text.splitlines()
    assert head.split() == ["figure", "value", "target", "ratio", "note"]
    assert first.split() == ["p99", "30", "ms", "≤", "60", "ms", "0.50", "ok", "a", "note"]
    assert "MISSED" in second
