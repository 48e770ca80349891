"""The slow line is as slow as it says, and loses what it says."""

import pytest

from tests.browser.field.slow_line import AGAIN_S, DELAY_S, DOWN_BITS, LOSS, SEGMENT, Way


def test_a_line_of_3g_takes_its_time_and_loses_one_in_twenty():
    way = Way(DOWN_BITS, DELAY_S, LOSS, 1)
    whole = SEGMENT * 8 / DOWN_BITS
    late = [way.arrives(0.0, SEGMENT) - (n * whole + DELAY_S) for n in range(1, 2001)]
    lost = [one for one in late if one == pytest.approx(AGAIN_S)]
    assert all(one == pytest.approx(0, abs=1e-6) or one == pytest.approx(AGAIN_S) for one in late)
    assert len(lost) / len(late) == pytest.approx(LOSS, abs=0.015)
    assert way.arrives(3600.0, SEGMENT) >= 3600 + whole + DELAY_S  # after a pause it waits anew
