"""How the demo's people answer what a dispatcher sends them: most soon, some never.

What somebody will do follows from the notice's id alone, so a restart changes no mind.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random

from domain.moments import from_iso
from feeds.simulator.ports import State

NEVER_ANSWERS = 0.12
ANSWERS_AFTER_S = (5.0, 25.0)
TURNOUT_S = (10.0, 40.0)
CHECKS_IN_EVERY = timedelta(minutes=4)
OPEN = frozenset({"waiting", "sent", "delivered"})


def answers_after(notice_id: str, seed: int) -> timedelta | None:
    """How long the crew takes to answer; None when it never does."""
    rng = Random(f"{seed}:answer:{notice_id}")  # noqa: S311 - not a secret
    if rng.random() < NEVER_ANSWERS:
        return None
    return timedelta(seconds=rng.uniform(*ANSWERS_AFTER_S))


def turnout_after(key: str, seed: int) -> timedelta:
    """How long a crew takes from saying yes to setting out."""
    rng = Random(f"{seed}:turnout:{key}")  # noqa: S311 - not a secret
    return timedelta(seconds=rng.uniform(*TURNOUT_S))


def is_due(notice: State, seed: int, speed: float, now: datetime) -> bool:
    """Whether a crew answers a notice now."""
    if notice["state"] not in OPEN or notice["unit_id"] is None:
        return False
    span = answers_after(notice["notice_id"], seed)
    return span is not None and now >= from_iso(notice["at"]) + span / speed


def sets_out_at(
    assignment: State, notices: Mapping[str, State], seed: int, speed: float
) -> datetime | None:
    """When a crew that a person sent sets out: after it said yes; None until then.

    One that was sent without a notice sets out by itself.
    """
    key = assignment["assignment_id"]
    notice = notices.get(key)
    since = notice["acknowledged_at"] if notice is not None else assignment["assigned_at"]
    if since is None:
        return None
    return from_iso(since) + turnout_after(key, seed) / speed


def moves_up_at(
    standby: State, notices: Mapping[str, State], seed: int, speed: float
) -> datetime | None:
    """When somebody told to wait elsewhere sets out: after saying yes; None until then."""
    key = standby["standby_id"]
    notice = notices.get(key)
    since = notice["acknowledged_at"] if notice is not None else None
    if since is None:
        since = standby["arrived_at"]
    return None if since is None else from_iso(since) + turnout_after(key, seed) / speed
