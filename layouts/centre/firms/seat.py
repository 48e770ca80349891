"""For whom the station is drawn, and what of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.centre.firms.books import Book, Books
from domain.centre.premises.places import Centre
from domain.words import Words
from layouts.reader import Reader

LISTED = 12


@dataclass(frozen=True, slots=True)
class Looked:
    """What is looked at: a book, the words it is searched by, and from which row on.

    `book` is None where nobody has chosen one; `may_move`: words were just looked for, and another
    book may be opened where this one holds none of them.
    """

    book: Book | None = None
    q: str = ""
    at: int = 0
    may_move: bool = False

    def open_in(self, held: Books) -> Book:
        """The book that is shown: the chosen one, or of a new search one that holds anything."""
        chosen = self.book or Book.REQUESTS
        if not self.may_move or held.count(chosen):
            return chosen
        return next((one for one in Book if held.count(one)), chosen)


@dataclass(frozen=True, slots=True)
class Seat:
    """For whom the page is drawn: reader, centre, and what they may do."""

    reader: Reader
    centre: Centre
    zone_name: str
    may_run: bool
    may_take_in: bool

    @property
    def words(self) -> Words:
        """In the language of the reader."""
        return self.reader.words


def book_names(words: Words) -> Mapping[Book, str]:
    """What each book is called."""
    return {
        Book.REQUESTS: words("企业诉求"),
        Book.DUE: words("联系走访到期"),
        Book.VISITS: words("走访记录"),
        Book.FIRMS: words("企业"),
        Book.MATCHES: words("免申即享匹配"),
        Book.POLICIES: words("惠企政策库"),
        Book.ENFORCEMENTS: words("涉企执行"),
        Book.WAIVERS: words("轻微免罚清单"),
        Book.RECEPTIONS: words("企业家接待日"),
        Book.ENVOYS: words("科技特派员"),
    }
