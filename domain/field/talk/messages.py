"""A message about an incident or a case, between those who handle it and those in the field.

Two kinds, because who may see one depends on what it is about; all else of them is one.

Source: docs/decisions/0156-talk-per-case.md
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.kind import AN_INCIDENT, Audience, HangsOn, Kept, Kind, Owned
from domain.kind_fields import Masking, fields_of

LONGEST_TEXT = 1000
MOST_PHOTOS = 9


class Side(StrEnum):
    """Who speaks."""

    DESK = "desk"
    CREW = "crew"


@dataclass(frozen=True, slots=True)
class FieldMessage:
    """One message; never changed.

    Attributes:
        number: of the incident, or the code of the case.
        n: which of its talk, from 1; marks of delivery and reading are told by it.
        by: the account that wrote it.
        at: when the server took it; `pressed_at` when it was sent, by a clock the server corrected.
        unit_id: the crew it is from; None from the desk.
        units: the crews it is for: those that were on it and on duty.
        reply: the quick reply it is; None where it was typed.
        photos: how many photos come with it.
        text: what was said; empty where photos say all.
    """

    message_id: str
    number: str
    n: int
    side: Side
    by: str
    at: datetime
    pressed_at: datetime
    unit_id: str | None = None
    units: tuple[str, ...] = ()
    reply: str | None = None
    photos: int = 0
    is_demo: bool = False
    text: str | None = None


FIELD_MESSAGE = Kind(
    name="field_message",
    entity=FieldMessage,
    fields=fields_of(FieldMessage, text={"personal": Masking.WORDS}),
    id_field="message_id",
    # crews read by a door of their own, which asks for their assignment (operations/field/talk)
    audience=Audience(("desk.see", "journal.read"), owned=Owned.SUBJECT),
    kept=Kept.WITH_SUBJECT,
    hangs_on=AN_INCIDENT,
    timeline=True,
    title="现场消息",
    says={
        "tell": "消息：{text}",
        "tell.photo": "消息：照片",
        "tell.erased": "消息（已删除）",
        "answer": "{who} 消息：{text}",
        "answer.photo": "{who} 消息：照片",
        "answer.erased": "{who} 消息（已删除）",
        "erased": "个人信息已删除",
    },
)
A_CASE = HangsOn(id_field="number", kind_field="", kind="case")
CASE_MESSAGE = Kind(
    name="case_message",
    entity=FieldMessage,
    fields=fields_of(FieldMessage, text={"personal": Masking.WORDS}),
    id_field="message_id",
    # whoever was asked to help reads by a door of their own (operations/field/talk)
    audience=Audience(("cases.see",), owned=Owned.SUBJECT),
    kept=Kept.WITH_SUBJECT,
    hangs_on=A_CASE,
    title="案件消息",
    says={
        "tell": "办案人员发出消息",
        "answer": "协助人员发来消息",
        "erased": "个人信息已删除",
    },
)
ACTIONS = {Side.DESK: "tell", Side.CREW: "answer"}
