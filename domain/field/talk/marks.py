"""How far a talk has come, and how far each side has read it.

Marks are two numbers for each crew: everything up to that message has reached its phone, and was
read. One record tells a whole catch-up, however many messages it was.

Source: docs/decisions/0147-marks-of-a-talk.md
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from domain.dispatch.units import NOT_ON_DUTY, UnitStatus
from domain.field.talk.messages import A_CASE, FieldMessage, Side
from domain.incidents.assignments import Assignment
from domain.kind import AN_INCIDENT, Audience, Ends, Kept, Kind, Live, Owned
from domain.kind_fields import fields_of

# A crew belongs to a talk until so long after it left: what was typed offline still comes in.
STAYS_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class FieldTalk:
    """The talk of an incident or a case.

    Attributes:
        count: how many messages there are: the number of the last.
        crew_n: the last message of a crew; 0 before the first.
        desk_n: how far the desk has read what crews wrote.
        delivered, read: by unit, up to which message.
        photos: how many photos have come in.
        at: when something of it changed last.
    """

    number: str
    at: datetime
    count: int = 0
    crew_n: int = 0
    desk_n: int = 0
    delivered: Mapping[str, int] = field(default_factory=dict)
    read: Mapping[str, int] = field(default_factory=dict)
    photos: int = 0
    is_demo: bool = False


FIELD_TALK = Kind(
    name="field_talk",
    entity=FieldTalk,
    fields=fields_of(FieldTalk, number={"is_needed": True}, at={"is_needed": True}),
    id_field="number",
    audience=Audience(("desk.see", "journal.read"), owned=Owned.SUBJECT),
    live=Live.UNTIL_ENDED,
    ends=Ends("at"),
    kept=Kept.WITH_SUBJECT,
    hangs_on=AN_INCIDENT,
    title="现场对话",
    says={
        "say": "{number} 有新消息",
        "mark": "{number} 消息已送达或已读",
        "photo": "{number} 收到照片",
    },
)

CASE_TALK = Kind(
    name="case_talk",
    entity=FieldTalk,
    fields=fields_of(FieldTalk, number={"is_needed": True}, at={"is_needed": True}),
    id_field="number",
    audience=Audience(("cases.see",), owned=Owned.SUBJECT),
    kept=Kept.WITH_SUBJECT,
    hangs_on=A_CASE,
    title="案件对话",
    says={
        "say": "{number} 有新消息",
        "mark": "{number} 消息已送达或已读",
        "photo": "{number} 收到照片",
    },
)


def with_message(talk: FieldTalk, message: FieldMessage) -> FieldTalk:
    """A talk with one message more; whoever wrote it has read as far."""
    after = replace(talk, count=message.n, at=message.at)
    if message.side is Side.CREW and message.unit_id is not None:
        after = replace(after, crew_n=message.n)
        return marked(after, [message.unit_id], delivered=message.n, read=message.n, at=message.at)
    return replace(after, desk_n=message.n)


def marked(
    talk: FieldTalk, units: Iterable[str], *, delivered: int, read: int, at: datetime
) -> FieldTalk:
    """A talk after crews got or read it as far as told; the same one where that was known.

    A mark never moves back, nor beyond the last message. What was read was delivered.
    """
    to = {
        "read": min(read, talk.count),
        "delivered": min(max(delivered, read), talk.count),
    }
    held = {"read": dict(talk.read), "delivered": dict(talk.delivered)}
    for unit in units:
        for name, marks in held.items():
            marks[unit] = max(marks.get(unit, 0), to[name])
    kept = {name: {u: n for u, n in sorted(marks.items()) if n} for name, marks in held.items()}
    if kept["read"] == talk.read and kept["delivered"] == talk.delivered:
        return talk
    return replace(talk, read=kept["read"], delivered=kept["delivered"], at=at)


def read_by_desk(talk: FieldTalk, n: int, at: datetime) -> FieldTalk:
    """A talk after the desk read it as far; the same one where that was known."""
    to = max(talk.desk_n, min(n, talk.count))
    return talk if to == talk.desk_n else replace(talk, desk_n=to, at=at)


@dataclass(frozen=True, slots=True)
class Reached:
    """Of the crews a message is for: whom it reached, and who has read it."""

    units: tuple[str, ...]
    delivered: tuple[str, ...]
    read: tuple[str, ...]
    by_desk: bool


def reached(talk: FieldTalk, message: FieldMessage) -> Reached:
    """How far a message has come."""

    def those(marks: Mapping[str, int]) -> tuple[str, ...]:
        return tuple(one for one in message.units if marks.get(one, 0) >= message.n)

    return Reached(
        message.units,
        those(talk.delivered),
        those(talk.read),
        message.side is Side.DESK or talk.desk_n >= message.n,
    )


def crew_of(
    assignments: Iterable[Assignment], status: Mapping[str, UnitStatus], but: str | None = None
) -> tuple[str, ...]:
    """The crews a message is for: sent, not gone, on duty, and not who wrote it."""
    return tuple(
        dict.fromkeys(
            one.unit_id
            for one in assignments
            if one.cleared_at is None
            and one.unit_id != but
            and one.unit_id in status
            and status[one.unit_id] not in NOT_ON_DUTY
        )
    )


def speaks_for(
    assignments: Iterable[Assignment], units: Collection[str], now: datetime
) -> Assignment | None:
    """The assignment by which somebody of these units takes part in a talk; None for a stranger.

    An open one before one that was cleared less than a day ago.
    """
    own = [
        one
        for one in assignments
        if one.unit_id in units and (one.cleared_at is None or now - one.cleared_at < STAYS_FOR)
    ]
    own.sort(key=lambda one: (one.cleared_at is not None, one.assigned_at))
    return own[0] if own else None


def pressed(told: datetime | None, now: datetime) -> datetime:
    """When a message was sent: as the phone tells, never after it came, nor a day before."""
    if told is None or told > now:
        return now
    return max(told, now - STAYS_FOR)


def unread_units(
    talk: FieldTalk, messages: Iterable[FieldMessage], crew: Collection[str], before: datetime
) -> dict[str, int]:
    """The crews that have not read what was sent to them before a moment, and which they have not.

    Args:
        talk: as it stands.
        messages: of it.
        crew: who is still on the incident and on duty: nobody else is asked to read.
        before: what came later has still time.
    """
    silent: dict[str, int] = {}
    for one in messages:
        if one.at > before:
            continue
        for unit in one.units:
            if unit in crew and talk.read.get(unit, 0) < one.n:
                silent.setdefault(unit, one.n)
    return silent
