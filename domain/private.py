"""Personal fields: which they are, and how they look to those who need not know them."""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

PERSONAL_FIELDS: dict[str, frozenset[str]] = {
    "incident": frozenset({"title", "address", "description", "reporter", "caller_phone"}),
    "unit": frozenset({"name", "phone"}),
    "audit": frozenset({"address", "name", "reason", "text"}),
    "note": frozenset({"text"}),
    "file": frozenset({"name"}),
    "checklist_answers": frozenset({"answers"}),
    "duty": frozenset({"note"}),
}
# Where the person sat who made the change: beside every kind (store/origin.py), for the audit.
FROM = "from_address"
_PEOPLE = frozenset({"incident", "unit"})
# As people write them: in groups, with a country code, in the wide digits of a Chinese keyboard.
_PHONE = re.compile(
    r"(?<!\d)((?:(?:\+|00)?86[\s-]?)?1[3-9]\d)[\s.·-]{0,2}(\d{4})[\s.·-]{0,2}(\d{4})(?!\d)"
)
_LANDLINE = re.compile(r"(?<!\d)(0\d{2,3})[\s-]?(\d{3,4})(\d{4})(?!\d)")
_IDENTITY = re.compile(r"(?<!\d)(\d{6})(\d{8})(\d{3}[\dXx])(?!\d)")
_NARROW = str.maketrans("０１２３４５６７８９－＋", "0123456789-+")
_DEMO_NAME = re.compile(r"演示-\d+(?!\w)")
_MASKED_NUMBER = re.compile(r"(?<!\d)(?:(?:\+|00)?86[\s-]?)?\d++\*{4,}[\dXx]+")
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


def mask_numbers(text: str) -> str:
    """Hide the middle of phone and identity numbers inside free text."""
    text = text.translate(_NARROW)
    text = _IDENTITY.sub(r"\1********\3", text)
    text = _PHONE.sub(r"\1****\3", text)
    return _LANDLINE.sub(r"\1****\3", text)


def mask(kind: str, private: Mapping[str, Any]) -> dict[str, Any]:
    """The personal fields of a record as a screen that need not know them may show them.

    Free text keeps its words and loses its numbers; a person keeps the surname only, a phone
    its first and last digits however it is written.
    """
    shown: dict[str, Any] = {}
    for field in sorted(PERSONAL_FIELDS.get(kind, frozenset()) & private.keys()):
        value = private[field]
        if value is None:
            shown[field] = None
        elif kind in _PEOPLE and field in {"name", "reporter"}:
            shown[field] = _mask_person(str(value))
        elif field in {"phone", "caller_phone"}:
            shown[field] = mask_phone(str(value))
        else:
            shown[field] = mask_numbers(str(value))
    return shown


# What senders are free to write where no person is meant. Ids are no words: one that holds a
# moment of the morning looks like a landline.
LOOSE_TEXT: Mapping[str, tuple[str, ...]] = {
    "incident": ("source", "source_id"),
    "unit": ("call_sign",),
    "notice": ("recipient", "text", "error"),
}


def mask_loose(kind: str, state: Mapping[str, Any]) -> dict[str, Any]:
    """The state of a record without the numbers in words its sender was free to write."""
    shown = dict(state)
    for name in LOOSE_TEXT.get(kind, ()):
        if isinstance(shown.get(name), str):
            shown[name] = mask_numbers(shown[name])
    return shown


def mask_for_record(kind: str, private: Mapping[str, Any]) -> dict[str, Any]:
    """The same with the address of whoever made the change: for the record and its reader."""
    origin = {FROM: private[FROM]} if private.get(FROM) else {}
    return mask(kind, private) | origin


def mask_phone(phone: str) -> str:
    """First three and last four digits; a number of seven digits or fewer shows none."""
    digits = "".join(letter for letter in phone.translate(_NARROW) if letter.isdigit())
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
