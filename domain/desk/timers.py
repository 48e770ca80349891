"""A timer: what must happen at a moment, also after a crash."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class TimerKind(StrEnum):
    """What a timer is for."""

    DELIVER = "deliver"
    ESCALATE = "escalate"
    CHECK_IN = "check_in"
    ARRIVE = "arrive"


@dataclass(frozen=True, slots=True)
class Timer:
    """`subject` is a notice, an assignment or a standby; `step` counts from 0."""

    kind: TimerKind
    subject: str
    number: str
    due_at: datetime
    step: int = 0

    @property
    def timer_id(self) -> str:
        """One timer of a kind for each subject."""
        return f"{self.kind}:{self.subject}"
