"""Personal fields: which they are, and how they look to those who need not know them."""

from collections.abc import Callable, Mapping
from typing import Any

from domain.kind_fields import Masking
from domain.kinds import KINDS
from domain.personal.masks import (
    FROM,
    keep_numbers,
    mask_name,
    mask_person,
    mask_phone,
    private_hash,
)
from domain.personal.number_masks import mask_numbers, mask_words

__all__ = [
    "FROM",
    "keep_numbers",
    "mask",
    "mask_for_record",
    "mask_loose",
    "mask_name",
    "mask_numbers",
    "mask_phone",
    "mask_words",
    "private_hash",
]


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


_MASKS: Mapping[Masking, Callable[[str], str]] = {
    Masking.PERSON: mask_person,
    Masking.PHONE: mask_phone,
    Masking.WORDS: mask_words,
}
