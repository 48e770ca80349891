"""Whether two figures differ by more than chance would have it; told the same in both directions.

Means are judged in response_change.py, shares and counts here, all by SURE_ERRORS standard errors,
and somewhat more where there are few. What lies within chance has no verb and no colour.
Source: docs/decisions/0055-beyond-chance.md
"""

import math
from collections.abc import Mapping
from typing import Any

from domain.statistics.response_change import (
    FEWEST,
    SURE_ERRORS,
    arrived_of,
    can_compare,
    change_s,
    is_sure,
)

Counts = Mapping[str, int]
SHARES: Mapping[str, tuple[str, str]] = {
    "arrived_in_target_share": ("arrived_in_target", "arrived"),
    "resolved_in_target_share": ("resolved_in_target", "resolved"),
}


def shares_differ(part: int, whole: int, part_before: int, whole_before: int) -> bool:
    """Whether two shares differ, by the error of both together (two proportions)."""
    if min(whole, whole_before) < FEWEST:
        return False
    together = (part + part_before) / (whole + whole_before)
    error = math.sqrt(together * (1 - together) * (1 / whole + 1 / whole_before))
    wanted = SURE_ERRORS * (1 + 2 / min(whole, whole_before))
    return abs(part / whole - part_before / whole_before) > wanted * error


def counts_differ(now: int, before: int) -> bool:
    """Whether two counts of spans of the same length differ, as counts of rare things do."""
    return now + before >= FEWEST and abs(now - before) > SURE_ERRORS * math.sqrt(now + before)


def changes(now: Counts, before: Counts, *, is_counted: bool) -> dict[str, dict[str, Any]]:
    """How each figure changed: `change` (None: nothing to compare with) and `is_sure`.

    The change is rounded once, here, so that sentence, tile and table say the same.

    Args:
        now: the counts of the period.
        before: those of the other.
        is_counted: whether counts compare too: both periods are as long and have data throughout.
    """
    reported = now["reported"] - before["reported"] if is_counted else None
    is_other = is_counted and counts_differ(now["reported"], before["reported"])
    new, old = arrived_of(now), arrived_of(before)
    mean = round(change_s(new, old), 1) if can_compare(new, old) else None
    return {
        "reported": {"change": reported, "is_sure": is_other},
        "arrival_mean_s": {"change": mean, "is_sure": is_sure(new, old)},
        **{name: _share_change(now, before, *of) for name, of in SHARES.items()},
    }


def _share_change(now: Counts, before: Counts, part: str, whole: str) -> dict[str, Any]:
    if min(now[whole], before[whole]) < FEWEST:
        return {"change": None, "is_sure": False}
    return {
        "change": round(now[part] / now[whole] - before[part] / before[whole], 4),
        "is_sure": shares_differ(now[part], now[whole], before[part], before[whole]),
    }
