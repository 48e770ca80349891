"""Personal fields: which they are, and how they look to those who need not know them."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from domain.kind_fields import Masking
from domain.kinds import KINDS
from domain.number_masks import mask_numbers, mask_words, narrow

__all__ = [
    "FROM",
    "mask",
    "mask_for_record",
    "mask_loose",
    "mask_name",
    "mask_numbers",
    "mask_phone",
    "mask_words",
    "private_hash",
]

# Where the person sat who made the change: beside every kind (store/origin.py), for the audit.
FROM = "from_address"
_DEMO_NAME = re.compile(r"演示-\d+(?!\w)")
_MASKED_NUMBER = re.compile(r"(?<!\d)(?:(?:\+|00)?86[\s-]?)?\d++\*{4,}[\dXx]+")
_NUMBERS = re.compile(r"\d[\d\s-]{5,22}[\dXx]", re.ASCII)
_LETTER = re.compile(r"[^\W\d_]")
_SHORTEST_SHOWN = 7


def private_hash(salt: bytes, body: Mapping[str, Any]) -> str:
    """Hex SHA-256 of salt and canonical JSON: proves the fields without telling them."""
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(salt + text.encode()).hexdigest()


def mask_name(name: str) -> str:
    """Surname and one star: 张三丰 → 张*. Invented demo people stay as they are."""
    name = name.strip()
    if not name or _DEMO_NAME.fullmatch(name):
        return name
    return name[0] + "*"


def mask(kind: str, private: Mapping[str, Any]) -> dict[str, Any]:
    """The personal fields of a record as a screen that need not know them may show them.

    Free text keeps its words and loses its numbers; a person keeps the surname only, a phone
    its first and last digits however it is written.
    """
    declared = KINDS[kind].personal if kind in KINDS else {}
    return {
        field: None if private[field] is None else _MASKS[declared[field]](str(private[field]))
        for field in sorted(declared.keys() & private.keys())
    }


def mask_loose(kind: str, state: Mapping[str, Any]) -> dict[str, Any]:
    """The state of a record without the numbers in words its sender was free to write."""
    shown = dict(state)
    for name in KINDS[kind].loose if kind in KINDS else ():
        if isinstance(shown.get(name), str):
            shown[name] = mask_numbers(shown[name])
    return shown


def mask_for_record(kind: str, private: Mapping[str, Any]) -> dict[str, Any]:
    """The same with the address of whoever made the change: for the record and its reader."""
    origin = {FROM: private[FROM]} if private.get(FROM) else {}
    return mask(kind, private) | origin


def mask_phone(phone: str) -> str:
    """First three and last four digits; a number of seven digits or fewer shows none."""
    digits = "".join(letter for letter in narrow(phone) if letter.isdigit())
    if len(digits) <= _SHORTEST_SHOWN:
        return "*" * len(phone.strip())
    return f"{digits[:3]}****{digits[-4:]}"


def _mask_person(text: str) -> str:
    """A name, perhaps with a phone number beside it: the surname and the masked number.

    Whatever else stands there goes: a second word may be a given name, a digit part of an id.
    """
    masked = mask_numbers(text.strip())
    number = _MASKED_NUMBER.search(masked)
    words = masked.replace(number[0], " ") if number else masked
    demo, letter = _DEMO_NAME.match(words), _LETTER.search(words)
    name = demo[0] if demo else f"{letter[0]}*" if letter else ""
    return f"{name} {number[0] if number else ''}".strip() or "*"


def keep_numbers(said: str, before: str) -> str:
    """What was said anew, with the numbers of before where it repeats them masked.

    Whoever corrects words has read them masked, and sends the masks back with the rest.
    """
    for plain in _NUMBERS.findall(narrow(before)):
        masked = mask_words(plain)
        if masked != plain:
            said = said.replace(masked, plain)
    return said


_MASKS: Mapping[Masking, Callable[[str], str]] = {
    Masking.PERSON: _mask_person,
    Masking.PHONE: mask_phone,
    Masking.WORDS: mask_words,
}
