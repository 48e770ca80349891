"""How a call goes: which step may follow which, and what time decides. The server alone judges.

Source: docs/calls.md, "How a call goes"; docs/decisions/0144-the-server-judges-calls.md
"""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

# Nobody holds a ringing phone for longer; after that it is a fact that nobody answered.
RINGS_FOR = timedelta(seconds=45)
# A tunnel, a change of network: so long a line may be away before the call is lost.
AWAY_FOR = timedelta(seconds=15)
# Everybody sends to everybody: of more people a phone's uplink carries no picture any more.
MOST_IN_ROOM = 4
MOST_AT_ONCE = 3


class CallState(StrEnum):
    """Where the call of one unit stands."""

    ASKED = "asked"
    RANG = "rang"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    BUSY = "busy"
    MISSED = "missed"
    CANCELLED = "cancelled"
    ENDED = "ended"
    LOST = "lost"


class Step(StrEnum):
    """What may happen to it."""

    RING = "ring"
    ACCEPT = "accept"
    DECLINE = "decline"
    MISS = "miss"
    CANCEL = "cancel"
    END = "end"
    LOSE = "lose"


class Why(StrEnum):
    """Why a call is over."""

    HANGUP = "hangup"
    DECLINED = "declined"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    CANCELLED = "cancelled"
    ANSWERED_ELSEWHERE = "answered_elsewhere"  # another of the nearest was first
    MEDIA_BLOCKED = "media_blocked"  # no microphone, or not allowed
    ICE_FAILED = "ice_failed"  # no way through the networks was found
    LOST = "lost"
    ACCOUNT_STOPPED = "account_stopped"
    INCIDENT_OVER = "incident_over"
    OFF_DUTY = "off_duty"
    RESTARTED = "restarted"  # the server stopped while it was open


class Mode(StrEnum):
    """Whom a call is for."""

    ONE = "one"
    FIRST = "first"  # several ring, whoever answers first takes it
    ROOM = "room"  # all of them, together


class Media(StrEnum):
    """What is sent."""

    VOICE = "voice"
    VIDEO = "video"


RINGING = frozenset({CallState.ASKED, CallState.RANG})
OPEN = RINGING | {CallState.ACCEPTED}
_NEXT: Mapping[tuple[CallState, Step], CallState] = MappingProxyType(
    {
        (CallState.ASKED, Step.RING): CallState.RANG,
        **{
            (state, step): to
            for state in RINGING
            for step, to in (
                (Step.ACCEPT, CallState.ACCEPTED),
                (Step.DECLINE, CallState.DECLINED),
                (Step.MISS, CallState.MISSED),
                (Step.CANCEL, CallState.CANCELLED),
            )
        },
        (CallState.ACCEPTED, Step.END): CallState.ENDED,
        (CallState.ACCEPTED, Step.LOSE): CallState.LOST,
    }
)
WHY_ALONE: Mapping[Step, Why] = MappingProxyType(
    {
        Step.DECLINE: Why.DECLINED,
        Step.MISS: Why.NO_ANSWER,
        Step.CANCEL: Why.CANCELLED,
        Step.END: Why.HANGUP,
        Step.LOSE: Why.LOST,
    }
)


def follows(state: CallState, step: Step) -> CallState | None:
    """The state after a step; None where it may not follow."""
    return _NEXT.get((state, step))


def has_room(members: int) -> bool:
    """Whether one more may come in."""
    return members < MOST_IN_ROOM
