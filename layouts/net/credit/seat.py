"""For whom credit is drawn, what of it, and what its vocabularies are called."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.net.credit.rules import CreditRule
from domain.words import Words
from layouts.reader import Reader

MONTHS_OFFERED = 13
# Rows of one page: each may hold a form.
LISTED = 15


class Book(StrEnum):
    """What is looked at."""

    MINE = "mine"
    PEOPLE = "people"
    DEDUCTIONS = "deductions"
    REVISITS = "revisits"
    MONTHS = "months"
    RULES = "rules"
    TOWNS = "towns"
    HELPERS = "helpers"
    RESIDENTS = "residents"


# The right each needs.
NEEDS: Mapping[Book, str] = {
    Book.MINE: "credit.own",
    Book.PEOPLE: "credit.notify",
    Book.DEDUCTIONS: "credit.notify",
    Book.REVISITS: "credit.notify",
    Book.MONTHS: "credit.notify",
    Book.RULES: "credit.see",
    Book.TOWNS: "credit.towns",
    Book.HELPERS: "credit.see",
    Book.RESIDENTS: "credit.notify",
}


def book_names(words: Words) -> Mapping[Book, str]:
    """What each is called."""
    return {
        Book.MINE: words("我的积分"),
        Book.PEOPLE: words("本辖区人员"),
        Book.DEDUCTIONS: words("扣分与申诉"),
        Book.REVISITS: words("抽查复访"),
        Book.MONTHS: words("月度核算"),
        Book.RULES: words("积分规则"),
        Book.TOWNS: words("镇街对比"),
        Book.HELPERS: words("服务之星"),
        Book.RESIDENTS: words("居民与党员积分"),
    }


@dataclass(frozen=True, slots=True)
class Seat:
    """For whom the page is drawn: reader, what they may do, who they are, and from which row on.

    `counted` are the months that were counted: of any other no figure is known.
    """

    reader: Reader
    zone_name: str
    granted: frozenset[str]
    account: str
    today: date
    month: str
    area_name: Callable[[str], str]
    at: int = 0
    counted: frozenset[str] = frozenset()

    @property
    def words(self) -> Words:
        """In the language of the reader."""
        return self.reader.words

    def may(self, action: str) -> bool:
        """Whether a button is drawn; the operation asks again."""
        return action in self.granted

    @property
    def is_counted(self) -> bool:
        """Whether the month that is looked at was counted."""
        return self.month in self.counted

    @property
    def not_counted(self) -> str:
        """What stands where the figures of a month would be."""
        return self.words("{month}：本月尚未核算", month=self.month)

    @property
    def books(self) -> Sequence[Book]:
        """What this reader may look at, in its order."""
        return [one for one in Book if NEEDS[one] in self.granted]


def said(words: Words, value: str) -> str:
    """A word of the vocabularies of credit, as its reader calls it."""
    return words.of("credit", value)


def rule_name(rules: Mapping[str, CreditRule], key: str) -> str:
    """A rule with its version; its key where it is not known."""
    return f"{rules[key].title} v{rules[key].version}" if key in rules else key


def months_back(today: date) -> list[str]:
    """This month and those before it."""
    found, year, month = [], today.year, today.month
    for _ in range(MONTHS_OFFERED):
        found.append(f"{year}-{month:02d}")
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return found
