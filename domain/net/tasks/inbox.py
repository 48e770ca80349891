"""One inbox for each person: what waits for them, whatever room it comes from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for somebody.

    Attributes:
        room: which room it comes from: `task`, `care`, `incident`, `case`, …
        key: what it is called there.
        title: what it is about; carries no name of a person.
        due_at: by when; None where nothing was said.
        is_late: whether that is over.
        href: where it is done.
        where: code of the area it is in; empty where it is in none.
        is_word: whether the title is a word of the catalogues, and no text somebody has typed.
    """

    room: str
    key: str
    title: str
    due_at: datetime | None
    is_late: bool
    href: str
    where: str = ""
    is_word: bool = False


def in_order(waiting: Iterable[Waiting]) -> list[Waiting]:
    """The late first, then what is due soonest; what has no time stands last."""
    return sorted(
        waiting,
        key=lambda one: (
            not one.is_late,
            one.due_at is None,
            one.due_at.timestamp() if one.due_at else 0.0,
            one.room,
            one.key,
        ),
    )
