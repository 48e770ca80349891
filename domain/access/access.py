"""Who may do what: the questions that are asked of the tables of access.

Access is role × area subtree × department. A role is granted actions (`grants.GRANTS`); every route
and socket (`routes.ROUTES`), message (`MESSAGES`) and callback (`CALLBACKS`) needs one of them.
What stands in no table is refused. Pure: the gate (api/access/gate.py), the callbacks and the
operations ask the same.

Source: docs/decisions/0010-one-table-of-access.md
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from domain.access.callers import Caller
from domain.access.grants import GRANTS, KEY_RIGHTS
from domain.access.roles import KEY
from domain.access.routes import EXPORTS, NOWHERE, ROUTES, STANDS_IN, STARTS
from domain.codes.area_codes import contains
from domain.errors import RefusedError

_LONGEST_KEPT = 100  # letters of an address
# The API reads its own codes and ids and names the one that is wrong.
_ODD = re.compile(r"//|/\.{1,2}(?:/|$)|\\|^(?!/api/).*[\x00-\x1f\x7f]", re.DOTALL)


class NotAllowedError(RefusedError):
    """The caller's role, area or department does not allow it (HTTP 403)."""

    code = "forbidden"


@dataclass(frozen=True, slots=True)
class Need:
    """What a door asks for; `is_known` is false where nothing is served.

    `area` is the code in the path where the path names one, `token` that of a public page.
    """

    action: str
    is_known: bool = True
    area: str | None = None
    token: str | None = None


def may(
    caller: Caller, action: str, area: str | None = None, department: str | None = None
) -> bool:
    """Whether a caller may do something, here and for this department.

    Args:
        caller: who asks.
        action: a word of `GRANTS`; any other is refused.
        area: the area what is asked about belongs to; None when to none in particular.
        department: the department it belongs to, None when to none.
    """
    if not _is_granted(caller, action):
        return False
    if caller.area is not None and area is not None and not contains(caller.area, area):
        return False
    if caller.role != "department" or department is None:
        return True
    return caller.department == department


def _is_granted(caller: Caller, action: str) -> bool:
    if caller.role == KEY:
        return action in caller.rights & KEY_RIGHTS
    return caller.role in GRANTS.get(action, frozenset())


def pages_of(caller: Caller) -> list[str]:
    """The pages a caller may begin at, the first of them before all; none for machines."""
    own = [page for page in STARTS if may(caller, need_of("GET", page).action)]
    return [page for page in own if STANDS_IN.get(page) not in own]


def granted(caller: Caller) -> list[str]:
    """The actions a caller's role is granted, so that a page draws no door that is shut."""
    return [action for action in GRANTS if _is_granted(caller, action)]


def require(
    caller: Caller, action: str, area: str | None = None, department: str | None = None
) -> None:
    """Refuse what `may` does not allow.

    Raises:
        NotAllowedError: says that this account may not.
    """
    if not may(caller, action, area, department):
        raise NotAllowedError(says="not_allowed", field="role")


def narrowed(caller: Caller, area: str | None) -> str | None:
    """The area a caller's question is about: theirs when they name none.

    Raises:
        NotAllowedError: they name one outside their own.
    """
    if caller.area is None or area is None:
        return area or caller.area
    if not contains(caller.area, area):
        raise NotAllowedError(says="outside_your_area", field="area")
    return area


def need_of(kind: str, path: str) -> Need:
    """What a route or socket asks for.

    Args:
        kind: an HTTP method, or SOCKET.
        path: as the server reads it, decoded; a slash at the end changes nothing.
    """
    plain = path.rstrip("/") or "/"
    # What is asked for most is looked up once; long addresses are not worth keeping.
    find = _found if len(plain) <= _LONGEST_KEPT else _found.__wrapped__
    return find(_word(kind), plain)


@lru_cache(maxsize=1024)
def _found(word: str, plain: str) -> Need:
    for table, is_known in ((ROUTES, True), (NOWHERE, False)):
        for door, action in table:
            verb, _, pattern = door.partition(" ")
            if verb == word and (found := _pattern(pattern).fullmatch(plain)):
                named = found.groupdict()
                return Need(action, is_known, named.get("code"), named.get("token"))
    return Need("", is_known=False)  # no role is granted an action without a name


def is_plain(path: str) -> bool:
    """Whether a path means what it says: no `.` or `..`, nothing empty, no backslash, no control.

    What serves files makes `/open/../shut` into `/shut`; the table must see what it will see.
    """
    return _ODD.search(path) is None


def is_export(method: str, path: str) -> bool:
    """Whether what a route answers is taken away for good."""
    word, plain = _word(method), path.rstrip("/")
    doors = (door.partition(" ") for door in EXPORTS)
    return any(verb == word and _pattern(door).fullmatch(plain) for verb, _, door in doors)


def _word(kind: str) -> str:
    if kind in {"GET", "HEAD", "OPTIONS"}:
        return "READ"
    return "SOCKET" if kind == "SOCKET" else "WRITE"


@lru_cache(maxsize=512)
def _pattern(text: str) -> re.Pattern[str]:
    if text == "/**":
        return re.compile(r"/.*", re.DOTALL)
    pieces = re.split(r"(\{\w+\}|/\*\*)", text)
    made = (
        "(?:/.*)?"
        if piece == "/**"
        else f"(?P<{piece[1:-1]}>[^/]+)"
        if piece.startswith("{")
        else re.escape(piece)
        for piece in pieces
    )
    return re.compile("".join(made), re.DOTALL)
