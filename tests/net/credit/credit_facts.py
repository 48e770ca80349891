"""Rules, outcomes and people the tests of credit are about."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from domain.net.credit.outcomes import Outcome, Photo
from domain.net.credit.rules import CreditRule, Evidence, Ledger, rule_key

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 10, 4, tzinfo=UTC)
DAY = date(2026, 11, 10)
GRID, OTHER_GRID = "340604100001001", "340604100001002"
METRE = 1 / 111_320
LAT, LON = 33.9, 116.9


def a_rule(rule_id: str = "finding", **more: Any) -> CreditRule:
    told: dict[str, Any] = {
        "version": 1, "title": "发现并办结", "ledger": Ledger.REWARD, "outcome": "finding",
        "points": 2, "cap": 6, "evidence": Evidence.CHECK, "merges": True,
        "valid_from": "2026-01-01", **more,
    }  # fmt: skip
    return CreditRule(rule_key(rule_id, told["version"]), rule_id, **told)


def a_finding(number: int, **more: Any) -> Outcome:
    """A finding of its own place, checked by somebody else."""
    made = Outcome(
        f"incident:{number}", "finding", "worker", GRID, NOON + timedelta(minutes=number),
        "checker", found="hazard", lat=LAT + number * 0.01, lon=LON,
    )  # fmt: skip
    return replace(made, **more)


def a_photo(
    photo_id: str, session: str = "s1", *, is_after: bool = False, bits: int | None = None,
    at: datetime = NOON,
) -> Photo:  # fmt: skip
    return Photo(photo_id, session, at, None if bits is None else f"{bits:016x}", is_after)
