"""A timer: what must happen at a moment, also after a crash."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.subject_key import SubjectKey


class TimerKind(StrEnum):
    """What a timer is for."""

    DELIVER = "deliver"
    ESCALATE = "escalate"
    CHECK_IN = "check_in"
    ARRIVE = "arrive"
    CASE_SILENCE = "case_silence"
    CASE_CLOCK = "case_clock"
    CASE_INSTALMENT = "case_instalment"
    CASE_REVIEW = "case_review"
    WHISTLE = "whistle"
    ITEM = "item"
    INSPECTION = "inspection"
    TALK = "talk"
    BROADCAST = "broadcast"
    BROADCAST_TALLY = "broadcast_tally"


@dataclass(frozen=True, slots=True)
class Timer:
    """Of `item_id`, a notice, an assignment or a standby, which is about a subject.

    `step` counts from 0.
    """

    kind: TimerKind
    item_id: str
    about: SubjectKey
    due_at: datetime
    step: int = 0

    @property
    def timer_id(self) -> str:
        """One timer of a kind for each item."""
        return timer_id(self.kind, self.item_id)


def timer_id(kind: TimerKind, item_id: str) -> str:
    """The id of the timer of a kind and an item."""
    return f"{kind}:{item_id}"
