"""What the routes of talk and broadcasts read and answer."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from api.typed import Answer, Body
from domain.field.talk.broadcasts import FieldBroadcast
from domain.field.talk.marks import reached
from domain.field.talk.messages import FieldMessage
from domain.moments import to_iso
from operations.field.talk.broadcasts import OneBroadcast, Received
from operations.field.talk.looking import OneTalk, TalkPage

Key = Annotated[str, Field(min_length=1, max_length=64)]


class MessageIn(Body):
    """A message; the same key again is the same message. `reply` is the code of a quick reply."""

    key: Key
    text: str = Field("", max_length=1000)
    reply: str = Field("", max_length=32)
    photos: int = Field(0, ge=0, le=9)


class FieldMessageIn(MessageIn):
    """A message from a phone, and how long ago it was sent by the phone's clock."""

    age_ms: float = Field(0, ge=0)


class FieldPhotoIn(Body):
    """A photo of a message: `of` is the key the message was sent with, `image` its base64."""

    key: Key
    age_ms: float = Field(0, ge=0)
    of: Key
    image: str = Field(max_length=12_000_000)


class DeskReadIn(Body):
    """Up to which message the desk has read."""

    n: int = Field(ge=0)


class FieldMarksIn(Body):
    """Up to which message a talk has reached a phone, and was read on it."""

    key: str = Field("", max_length=64)
    age_ms: float = Field(0, ge=0)
    delivered: int = Field(0, ge=0)
    read: int = Field(0, ge=0)


class MessageOut(Answer):
    """A message; `text` is null while the phone that asks hides it."""

    message_id: str
    n: int
    side: str
    by: str
    unit_id: str | None
    call_sign: str | None
    at: str
    pressed_at: str
    reply: str | None
    text: str | None
    photos: int
    photo_urls: list[str]
    units: list[str]
    delivered: list[str]
    read: list[str]
    read_by_desk: bool
    read_by: list[str]


class MemberOut(Answer):
    """A crew of a talk."""

    unit_id: str
    call_sign: str
    is_on: bool
    is_on_duty: bool


class QuickReplyOut(Answer):
    """A sentence that is sent with one press."""

    code: str
    text: str
    english: str


class TalkOut(Answer):
    """A talk: its last messages, oldest first."""

    number: str
    count: int
    crew_n: int
    desk_n: int
    items: list[MessageOut]
    members: list[MemberOut]
    replies: list[QuickReplyOut]
    may_speak: bool
    is_more: bool
    is_hidden: bool
    own_read: int | None = None


class OneTalkOut(Answer):
    """A talk in a crew's list; `about`: incident or case."""

    number: str
    about: str
    title: str | None
    is_open: bool
    count: int
    unread: int
    last_at: str | None


class BroadcastReceivedOut(Answer):
    """A broadcast as whom it is for sees it."""

    broadcast_id: str
    at: str
    due_at: str
    text: str | None
    is_read: bool
    is_withdrawn: bool
    is_over: bool


class TalksOut(Answer):
    """What somebody in the field takes part in, and what was sent to them."""

    talks: list[OneTalkOut]
    broadcasts: list[BroadcastReceivedOut]
    unread: int
    is_hidden: bool


class MarkedOut(Answer):
    """It is written down."""

    done: bool = True


class MessageSaidOut(Answer):
    """A message is kept: its id, by which its photos are sent, and its number."""

    message_id: str
    n: int


class TalkPhotoOut(Answer):
    """A photo that is kept."""

    file_id: str
    url: str


class BroadcastMarksIn(Body):
    """Broadcasts that have reached a phone, or were read on it."""

    key: str = Field("", max_length=64)
    age_ms: float = Field(0, ge=0)
    ids: list[Annotated[str, Field(max_length=64)]] = Field(max_length=100)
    is_read: bool = False


class BroadcastIn(Body):
    """A broadcast; the same key again is the same one. No kinds: every kind.

    `hours`: how long it holds for whoever comes on duty later.
    """

    key: Key
    text: str = Field(max_length=500)
    area_code: str = Field(pattern=r"^(\d{6}|\d{9}|\d{12}|\d{15})$")
    kinds: list[Annotated[str, Field(max_length=32)]] = Field([], max_length=20)
    minutes: int | None = None
    hours: int | None = None


class BroadcastOut(Answer):
    """A broadcast and its tally."""

    broadcast_id: str
    area_code: str
    kinds: list[str]
    by: str
    at: str
    due_at: str
    people: int
    delivered: int
    read: int
    later: int
    later_read: int
    ends_at: str | None
    told_at: str | None
    withdrawn_at: str | None
    text: str | None


class BroadcastReaderOut(Answer):
    """A unit a broadcast was sent to."""

    unit_id: str
    call_sign: str
    delivered_at: str | None
    read_at: str | None
    joined_at: str | None


class OneBroadcastOut(Answer):
    """A broadcast with whom it was sent to: who has not read it stands first."""

    broadcast: BroadcastOut
    readers: list[BroadcastReaderOut]


class BroadcastListOut(Answer):
    """The last broadcasts, newest first."""

    items: list[BroadcastOut]


def talk_out(page: TalkPage, prefix: str, *, is_hidden: bool = False) -> TalkOut:
    """A talk; photos stand under `prefix`. What is hidden is not sent."""
    return TalkOut(
        number=page.talk.number,
        count=page.talk.count,
        crew_n=page.talk.crew_n,
        desk_n=page.talk.desk_n,
        items=[_message(page, one, prefix, is_hidden=is_hidden) for one in page.messages],
        members=[
            MemberOut(
                unit_id=one.unit_id,
                call_sign=one.call_sign,
                is_on=one.is_on,
                is_on_duty=one.is_on_duty,
            )
            for one in page.members
        ],
        replies=[
            QuickReplyOut(code=one.code, text=one.text, english=one.english) for one in page.replies
        ],
        may_speak=page.may_speak,
        is_more=page.is_more,
        is_hidden=is_hidden,
        own_read=page.own_read,
    )


def _message(page: TalkPage, one: FieldMessage, prefix: str, *, is_hidden: bool) -> MessageOut:
    how = reached(page.talk, one)
    photos = [] if is_hidden else page.photos.get(one.message_id, [])
    return MessageOut(
        message_id=one.message_id,
        n=one.n,
        side=one.side.value,
        by=one.by,
        unit_id=one.unit_id,
        call_sign=page.names.get(one.unit_id, one.unit_id) if one.unit_id else None,
        at=to_iso(one.at),
        pressed_at=to_iso(one.pressed_at),
        reply=one.reply,
        text=None if is_hidden else one.text,
        photos=one.photos,
        photo_urls=[f"{prefix}/{one.message_id}/photos/{file_id}" for file_id in photos],
        units=list(how.units),
        delivered=list(how.delivered),
        read=list(how.read),
        read_by_desk=how.by_desk,
        read_by=_readers(page, one),
    )


def _readers(page: TalkPage, message: FieldMessage) -> list[str]:
    """Who at the desk has read a message, by account; told where readers are known by name."""
    if page.own_read is None:
        return []
    names = [
        name.removeprefix("@")
        for name, n in page.talk.read.items()
        if name.startswith("@") and n >= message.n
    ]
    return [one for one in names if one != message.by]


def talks_out(
    talks: list[OneTalk], sent: list[Received], now: datetime, *, is_hidden: bool
) -> TalksOut:
    """The lists of a phone."""
    return TalksOut(
        talks=[
            OneTalkOut(
                number=one.number,
                about=one.about,
                title=None if is_hidden else one.title,
                is_open=one.is_open,
                count=one.count,
                unread=one.unread,
                last_at=to_iso(one.last.at) if one.last else None,
            )
            for one in talks
        ],
        broadcasts=[
            BroadcastReceivedOut(
                broadcast_id=one.broadcast.broadcast_id,
                at=to_iso(one.broadcast.at),
                due_at=to_iso(one.broadcast.due_at),
                text=None if is_hidden else one.broadcast.text,
                is_read=one.read_at is not None,
                is_withdrawn=one.broadcast.withdrawn_at is not None,
                is_over=not one.broadcast.holds(now),
            )
            for one in sent
        ],
        unread=sum(one.unread for one in talks)
        + sum(one.read_at is None and one.broadcast.holds(now) for one in sent),
        is_hidden=is_hidden,
    )


def broadcast_out(one: FieldBroadcast) -> BroadcastOut:
    """A broadcast."""
    return BroadcastOut(
        broadcast_id=one.broadcast_id,
        area_code=one.area_code,
        kinds=list(one.kinds),
        by=one.by,
        at=to_iso(one.at),
        due_at=to_iso(one.due_at),
        people=one.people,
        delivered=one.delivered,
        read=one.read,
        later=one.later,
        later_read=one.later_read,
        ends_at=to_iso(one.ends_at) if one.ends_at else None,
        told_at=to_iso(one.told_at) if one.told_at else None,
        withdrawn_at=to_iso(one.withdrawn_at) if one.withdrawn_at else None,
        text=one.text,
    )


def one_broadcast_out(one: OneBroadcast) -> OneBroadcastOut:
    """A broadcast with whom it was sent to."""
    return OneBroadcastOut(
        broadcast=broadcast_out(one.broadcast),
        readers=[
            BroadcastReaderOut(
                unit_id=reader.unit_id,
                call_sign=reader.call_sign,
                delivered_at=to_iso(reader.delivered_at) if reader.delivered_at else None,
                read_at=to_iso(reader.read_at) if reader.read_at else None,
                joined_at=to_iso(reader.joined_at) if reader.joined_at else None,
            )
            for reader in one.readers
        ],
    )
