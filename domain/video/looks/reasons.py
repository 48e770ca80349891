"""Why somebody looks through a camera: what a reason must name before a picture is shown.

Source: docs/video.md, "Why somebody looks" (State Council Order 799, articles 16, 20, 21)
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.errors import InvalidError
from domain.fields import Raw, as_choice, as_text

LONGEST_SUBJECT, LONGEST_TEXT, LONGEST_BASIS, LONGEST_DOCUMENT = 64, 500, 200, 100


class Look(StrEnum):
    """What was done with a camera."""

    LIVE = "live"
    PLAYBACK = "playback"
    SNAPSHOT = "snapshot"
    EXPORT = "export"
    PTZ = "ptz"


LOOK_WORDS: Mapping[Look, str] = {
    Look.LIVE: "实时查看",
    Look.PLAYBACK: "回看录像",
    Look.SNAPSHOT: "抓拍图片",
    Look.EXPORT: "导出录像",
    Look.PTZ: "控制云台",
}
# What each asks of the access table.
ACTIONS: Mapping[Look, str] = {
    Look.LIVE: "video.see",
    Look.PLAYBACK: "video.playback",
    Look.SNAPSHOT: "video.snapshot",
    Look.EXPORT: "video.export",
    Look.PTZ: "video.ptz",
}
# These are over when they are done: they begin and end at one moment.
AT_ONCE = frozenset({Look.SNAPSHOT, Look.EXPORT, Look.PTZ})


class Why(StrEnum):
    """What a look is for."""

    INCIDENT = "incident"
    CASE = "case"
    INSPECTION = "inspection"
    AREA = "area"  # the page of an area: its people see to what lies there
    TOPIC = "topic"
    PLACE = "place"  # a key place
    DUTY = "duty"  # watching on duty, for a reason that is written
    LOOKUP = "lookup"  # a state organ looks something up: basis and document
    CITIZEN = "citizen"  # a citizen's request (article 21)
    UPKEEP = "upkeep"  # the camera itself is tested


WHY_WORDS: Mapping[Why, str] = {
    Why.INCIDENT: "事件处置",
    Why.CASE: "纠纷调处",
    Why.INSPECTION: "远程检查",
    Why.AREA: "辖区查看",
    Why.TOPIC: "专题研判",
    Why.PLACE: "重点部位",
    Why.DUTY: "值班巡查",
    Why.LOOKUP: "依法调取",
    Why.CITIZEN: "公民查阅",
    Why.UPKEEP: "设备调试",
}
_NAMES_A_SUBJECT = frozenset(
    {Why.INCIDENT, Why.CASE, Why.INSPECTION, Why.AREA, Why.TOPIC, Why.PLACE, Why.CITIZEN}
)
_NEEDS_WORDS = frozenset({Why.DUTY, Why.LOOKUP, Why.UPKEEP})
# What a person may say themselves, where no page says it for them.
ASKED = (Why.DUTY, Why.INCIDENT, Why.CASE, Why.LOOKUP, Why.UPKEEP)
SHORTEST_TEXT = 2


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody looks.

    Attributes:
        kind: what it is for; None where nothing was said.
        subject: the number of the incident, the code of the case or area, the id of the rest.
        text: in the words of whoever looks.
        basis: the law or duty it rests on.
        document: the number of the paper that asks for it.
    """

    kind: Why | None = None
    subject: str = ""
    text: str = ""
    basis: str = ""
    document: str = ""


def reason_of(raw: Raw | None) -> Reason:
    """A reason as a form or a client tells it.

    Raises:
        InvalidError: a word that is none, or a field that is no text.
    """
    told = raw or {}
    kind = told.get("kind")
    return Reason(
        Why(as_choice(kind, "why", Why)) if kind else None,
        **{name: _plain(told.get(name), name) for name in ("subject", "text", "basis", "document")},
    )


def _plain(value: object, name: str) -> str:
    if value is None or value == "":
        return ""
    if not isinstance(value, str):
        raise InvalidError(says="field_no_text", field=name)
    return value


def checked(reason: Reason, what: Look) -> tuple[Why, Reason]:
    """What a look is for, and the reason as it is written down.

    Args:
        reason: as it was told.
        what: is to be done; what leaves the house needs a basis and a document besides.

    Raises:
        InvalidError: nothing was said, or something it needs is missing.
    """
    if reason.kind is None:
        raise InvalidError(says="look_without_reason", field="why", code="reason_needed")
    clean = replace(
        reason,
        subject=_text(reason.subject, "subject", LONGEST_SUBJECT),
        text=_text(reason.text, "text", LONGEST_TEXT),
        basis=_text(reason.basis, "basis", LONGEST_BASIS),
        document=_text(reason.document, "document", LONGEST_DOCUMENT),
    )
    if reason.kind in _NAMES_A_SUBJECT and not clean.subject:
        raise InvalidError(says="look_without_subject", field="subject", code="reason_needed")
    if reason.kind in _NEEDS_WORDS and len(clean.text) < SHORTEST_TEXT:
        raise InvalidError(says="look_without_words", field="text", code="reason_needed")
    needs_paper = reason.kind is Why.LOOKUP or (
        what is Look.EXPORT and reason.kind is not Why.CITIZEN
    )
    if needs_paper and not (clean.basis and clean.document):
        missing = "basis" if not clean.basis else "document"
        raise InvalidError(says="look_without_basis", field=missing, code="reason_needed")
    return reason.kind, clean


def _text(told: str, name: str, longest: int) -> str:
    return as_text(told, name, longest=longest) if told.strip() else ""
