"""The people of a case as a window types them: one to a line, name first."""

import re
from typing import NamedTuple

from domain.centre.cases.parties import PartyKind, PartyRole
from domain.errors import InvalidError
from operations.centre.cases.new_case import NewParty

LONGEST_NAME, LONGEST_NUMBER = 64, 32
_FIRM = re.compile(r"^(?:单位|firm)\s*[:：]\s*", re.IGNORECASE)
_ID_NUMBER = re.compile(r"\d{17}[\dXx]")
_PHONE = re.compile(r"\+?\d[\d-]{4,30}")


class _Line(NamedTuple):
    """What stands in a line."""

    name: str
    phone: str | None
    id_number: str | None


def people_of(text: str, role: PartyRole, field: str) -> list[NewParty]:
    """The parties of one side.

    A line is a name, then a phone and an identity number where they are known, in any order, with
    blanks or commas between. `单位：` (or `firm:`) before a name says that it is no person.

    Raises:
        InvalidError: a line has no name, or one that is too long.
    """
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        is_firm = _FIRM.match(line)
        told = _read(line[is_firm.end() :] if is_firm else line)
        if not told.name or len(told.name) > LONGEST_NAME:
            raise InvalidError(says="party_line_wrong", line=line[:LONGEST_NAME], field=field)
        kind = PartyKind.FIRM if is_firm else PartyKind.PERSON
        found.append(NewParty(role, kind, told.name, told.phone, told.id_number))
    return found


def _read(line: str) -> _Line:
    name: list[str] = []
    phone = id_number = None
    for word in re.split(r"[\s,，、;；]+", line):
        if _ID_NUMBER.fullmatch(word):
            id_number = word.upper()
        elif _PHONE.fullmatch(word) and len(word) <= LONGEST_NUMBER:
            phone = word
        elif word:
            name.append(word)
    return _Line(" ".join(name), phone, id_number)
