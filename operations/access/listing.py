"""Accounts as they are looked for, page by page, and areas as they are named."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from domain.access.accounts import Account

MOST_LISTED, PAGE = 500, 100
LONGEST_WORDS = 64
AreaName = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class AccountPage:
    """A page of those that fit, by name; `total` of all that fit; `after`: where to go on."""

    items: Sequence[Account]
    total: int
    after: str | None


def account_page(
    accounts: Sequence[Account],
    *,
    words: str,
    roles: Sequence[str],
    area_name: AreaName,
    department_name: AreaName | None = None,
    after: str = "",
    limit: int = PAGE,
) -> AccountPage:
    """Those that hold every one of the words, in one of the roles.

    Args:
        accounts: all, by name.
        words: looked for in names, department, e-mail and area; any case.
        roles: whose accounts are wanted.
        area_name: what an area is called.
        department_name: what a department is called.
        after: the name the page before ended with.
        limit: how many at most.
    """

    def names(one: Account) -> tuple[str, ...]:
        area = area_name(one.area) if one.area else ""
        if department_name is None or not one.department:
            return (area,)
        return area, department_name(one.department)

    wanted = words.strip().lower()[:LONGEST_WORDS].split()
    kept = [one for one in accounts if one.role in roles and _fits(one, wanted, names(one))]
    rest = [one for one in kept if one.name > after]
    page = rest[: max(1, min(limit, MOST_LISTED))]
    return AccountPage(page, len(kept), page[-1].name if len(rest) > len(page) else None)


def _fits(account: Account, words: Sequence[str], names: Sequence[str]) -> bool:
    said = (account.name, account.display_name, account.department, account.email, account.area)
    return all(any(word in (text or "").lower() for text in (*said, *names)) for word in words)
