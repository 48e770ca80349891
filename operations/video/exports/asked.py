"""What is asked of a recording that leaves the house, and what the district has set."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo

from domain.errors import InvalidError
from domain.fields import as_text
from domain.video.exports.requests import (
    LONGEST_NAME,
    LONGEST_WORDS,
    Purpose,
    Relation,
    check_span,
)
from domain.video.looks.reasons import LONGEST_BASIS, LONGEST_DOCUMENT

LONGEST_PHONE = 20


@dataclass(frozen=True, slots=True)
class NewRequest:
    """What is asked for; `key` of the form."""

    purpose: Purpose
    camera_id: str
    start: datetime
    end: datetime
    text: str
    basis: str = ""
    document: str = ""
    about: str = ""
    applicant: str = ""
    phone: str = ""
    relation: Relation | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the district has set.

    Attributes:
        needs_two: whether somebody else than who asked approves.
        kept_for: how long a file is kept.
        zone: in which a watermark tells the time.
    """

    needs_two: bool = True
    kept_for: timedelta = timedelta(days=30)
    zone: tzinfo = UTC


def text_of(told: str, name: str, longest: int) -> str | None:
    """A text as it is kept; None where it is blank."""
    return as_text(told, name, longest=longest) if told.strip() else None


def checked_words(new: NewRequest, now: datetime) -> NewRequest:
    """The request with its words as they are kept.

    Raises:
        InvalidError: something it needs is missing, or the span is wrong.
    """
    check_span(new.start, new.end, now)
    clean = replace(
        new,
        text=as_text(new.text, "text", longest=LONGEST_WORDS),
        basis=text_of(new.basis, "basis", LONGEST_BASIS) or "",
        document=text_of(new.document, "document", LONGEST_DOCUMENT) or "",
        applicant=text_of(new.applicant, "applicant", LONGEST_NAME) or "",
        phone=text_of(new.phone, "phone", LONGEST_PHONE) or "",
    )
    if new.purpose is Purpose.CITIZEN:
        if not clean.applicant or new.relation is None:
            raise InvalidError(says="video_citizen_who", field="applicant")
    elif not (clean.basis and clean.document):
        missing = "document" if clean.basis else "basis"
        raise InvalidError(says="look_without_basis", field=missing, code="reason_needed")
    return clean
