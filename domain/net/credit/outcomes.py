"""What was achieved and checked: the only thing points come from."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class OutcomeKind(StrEnum):
    """What rules may be about. Never a log-in, a time online, or a distance walked."""

    FINDING = "finding"  # a finding that was confirmed and settled
    HANDLED = "handled"  # found and put right by the same person
    PATROL = "patrol"  # a patrol proven by cells and key places
    VISIT = "visit"
    CARE_VISIT = "care_visit"
    DISPUTE = "dispute"  # a dispute settled, the parties called back
    WHISTLE = "whistle"  # came when a community called
    OTHER_TASK = "other_task"


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo of an outcome.

    Attributes:
        session: in which it was taken: photos that reached the server without a long pause
            (domain/net/credit/photos.py).
        received_at: by the server's clock; what the phone says is not asked.
        photo_hash: 16 hexadecimal digits (operations/files/photo_hash.py).
        sha256: of the bytes as they came.
    """

    photo_id: str
    session: str
    received_at: datetime
    photo_hash: str | None = None
    is_after: bool = False
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome.

    Attributes:
        outcome_id: `kind:id` of the fact it comes from; counted once.
        kind: a word of `OutcomeKind`.
        person: the account that did it.
        grid: the area code of where it was done.
        checked_by: whoever confirmed it; None while nobody has.
        found: the class of what was found, where something was.
        is_proven: for a patrol, whether its cells and key places were reached; None for others.
        is_called_back: whether the person concerned was asked; None where nobody is.
        needs_photo: whether its task type asks for a photo.
        part_of: the outcome it came of, with which it may share a photo; empty for none.
    """

    outcome_id: str
    kind: str
    person: str
    grid: str
    at: datetime
    checked_by: str | None
    found: str = ""
    lat: float | None = None
    lon: float | None = None
    photos: tuple[Photo, ...] = ()
    is_proven: bool | None = None
    is_called_back: bool | None = None
    is_demo: bool = False
    needs_photo: bool = False
    part_of: str = ""
