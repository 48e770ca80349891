"""A person as they may ask about themselves: by phone, name, unit or account."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from domain.errors import InvalidError
from domain.personal.masks import mask_name, mask_phone

# The law asks that the record of who did what is kept for six months.
AUDIT_KEPT_FOR = timedelta(days=183)
_WIDE = str.maketrans("０１２３４５６７８９－＋", "0123456789-+")
_GAP = re.compile(r"(?<=\d)[\s.·-]+(?=\d)")
_FEWEST_DIGITS, _MOBILE_DIGITS = 7, 11
_SHORTEST_NAME = 2
_LONGEST = 64


class SubjectKind(StrEnum):
    """By what a person is looked for."""

    PHONE = "phone"
    NAME = "name"
    UNIT = "unit"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Subject:
    """A phone as its digits, a name, a unit's id or call sign, or an account's login name."""

    kind: SubjectKind
    value: str

    @property
    def shown(self) -> str:
        """As the record may name it without naming the person."""
        if self.kind is SubjectKind.PHONE:
            return mask_phone(self.value)
        return mask_name(self.value) if self.kind is SubjectKind.NAME else self.value


def subject_of(kind: str, value: str) -> Subject:
    """Read what somebody is looked for by.

    Raises:
        InvalidError: not a kind, or too short to mean one person.
    """
    try:
        chosen = SubjectKind(kind)
    except ValueError:
        raise InvalidError(says="subject_kind_wrong", field="kind") from None
    text = value.strip()
    if len(text) > _LONGEST:
        raise InvalidError(says="at_most_letters", most=_LONGEST, field="value")
    if chosen is SubjectKind.PHONE:
        text = _digits(text).lstrip("+").removeprefix("0086")
        text = text.removeprefix("86") if len(text) > _MOBILE_DIGITS else text
        if not text.isdecimal() or len(text) < _FEWEST_DIGITS:
            raise InvalidError(says="phone_too_short", least=_FEWEST_DIGITS, field="value")
    elif chosen is SubjectKind.NAME and len(text) < _SHORTEST_NAME:
        raise InvalidError(says="name_too_short", least=_SHORTEST_NAME, field="value")
    elif not text:
        raise InvalidError(says="subject_missing", field="value")
    return Subject(chosen, text)


def _digits(text: str) -> str:
    """The text in narrow digits, groups of one number joined."""
    return _GAP.sub("", text.translate(_WIDE))


def is_about(subject: Subject, private: Mapping[str, Any]) -> bool:
    """Whether personal fields name a subject, by phone or by name, in whatever field."""
    texts = [str(value) for value in private.values() if value is not None]
    if subject.kind is SubjectKind.NAME:
        return any(subject.value in text for text in texts)
    if subject.kind is not SubjectKind.PHONE:
        return False
    wanted = re.compile(rf"(?<!\d)(?:86|0086)?{subject.value}(?!\d)")
    return any(wanted.search(_digits(text)) for text in texts)
