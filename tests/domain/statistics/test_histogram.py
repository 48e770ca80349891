"""Spans in buckets: what a percentile may claim."""

from collections import Counter

import pytest

from domain.statistics.histogram import SHARES, WIDTH, bucket_of, curve_s, percentile_s, upper_s


@pytest.mark.parametrize("ms", [1, 999, 1000, 1001, 60_000, 61_234, 3_600_000, 86_400_000])
def test_a_span_lies_below_its_buckets_bound_and_not_far_below(ms: int):
    bound = upper_s(bucket_of(ms)) * 1000
    assert ms <= bound + 1e-6
    assert bound <= max(1000, ms * (1 + WIDTH)) + 1e-6


def test_a_percentile_is_never_too_low():
    spans = [1_000 * n for n in range(1, 101)]
    told = percentile_s(Counter(map(bucket_of, spans)), 0.9)
    assert told is not None
    assert 90 <= told <= 90 * (1 + WIDTH)


def test_nothing_has_no_percentile():
    assert percentile_s(Counter(), 0.5) is None


def test_two_days_add_up_to_the_days_together():
    one, two = Counter([bucket_of(5_000)]), Counter([bucket_of(50_000)] * 9)
    assert percentile_s(one + two, 0.1) == pytest.approx(5, rel=WIDTH)
    assert percentile_s(one + two, 0.5) == pytest.approx(50, rel=WIDTH)


def test_a_curve_rises_and_passes_through_the_percentiles():
    buckets = Counter(bucket_of(seconds * 1000) for seconds in range(1, 101))
    curve = curve_s(buckets)
    assert curve == sorted(curve)
    assert len(curve) == len(SHARES)
    assert curve[SHARES.index(0.5)] == round(percentile_s(buckets, 0.5), 1)
    assert curve_s({}) is None
