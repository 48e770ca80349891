"""How personal fields look to those who need not know them: names, phones, free words."""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from domain.personal.number_masks import mask_numbers, mask_words, narrow

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


def mask_phone(phone: str) -> str:
    """First three and last four digits; a number of seven digits or fewer shows none."""
    digits = "".join(letter for letter in narrow(phone) if letter.isdigit())
    if len(digits) <= _SHORTEST_SHOWN:
        return "*" * len(phone.strip())
    return f"{digits[:3]}****{digits[-4:]}"


def mask_person(text: str) -> str:
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
