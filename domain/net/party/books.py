"""What is looked at on the page of the party: which of its books, where, with which words."""

from dataclasses import dataclass
from enum import StrEnum


class Book(StrEnum):
    """One list of the page."""

    ORGANISATIONS = "organisations"
    GAPS = "gaps"
    MEMBERS = "members"
    HOUSEHOLDS = "households"
    ACTIVITIES = "activities"
    PLACES = "places"
    COMMUNITY = "community"


LISTED = 10  # rows of a page
MOST_CHOICES = 2000


@dataclass(frozen=True, slots=True)
class Looked:
    """What is looked at.

    Attributes:
        book: which list is open.
        area: the code of an area; empty for all its reader may see.
        q: words a row must hold; empty for any.
        at: from which row on.
        only: what else narrows a list: a type of organisation or activity, a way to belong, a gap.
    """

    book: Book = Book.ORGANISATIONS
    area: str = ""
    q: str = ""
    at: int = 0
    only: str = ""
