"""Talks as they are read: by whoever sees what it is about, and in the field by who is on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from domain.access.access import require
from domain.access.callers import Caller
from domain.dispatch.units import NOT_ON_DUTY
from domain.errors import NotFoundError
from domain.field.talk.marks import FieldTalk
from domain.field.talk.messages import FieldMessage, Side
from domain.field.talk.replies import QuickReply
from domain.incidents.additions import is_removed
from domain.subject_key import INCIDENT, SubjectKey
from operations.field.talk.ground import TalkGround, no_talk, talk_at
from operations.field.talk.subjects import Own, TalkSubject
from operations.field.talk.talking import by_name
from store.field import talk as kept
from store.live.newest import newest_about


@dataclass(frozen=True, slots=True)
class Member:
    """A crew of a talk."""

    unit_id: str
    call_sign: str
    is_on: bool
    is_on_duty: bool


@dataclass(frozen=True, slots=True)
class TalkPage:
    """A talk as somebody reads it.

    Attributes:
        talk: how far it has come.
        messages: the last of them, oldest first; those at the desk with numbers masked.
        photos: ids of the files of a message.
        members: its crews, those on it first.
        replies: the quick replies of whoever reads.
        may_speak: whether they may say something.
        is_more: whether there are older ones.
        own_read: how far its reader has read; None where readers are not told by name.
    """

    talk: FieldTalk
    messages: Sequence[FieldMessage]
    photos: Mapping[str, list[str]]
    members: Sequence[Member]
    replies: Sequence[QuickReply]
    may_speak: bool
    is_more: bool = False
    names: Mapping[str, str] = field(default_factory=dict)
    own_read: int | None = None


@dataclass(frozen=True, slots=True)
class OneTalk:
    """A talk in the list of a crew: how much of it they have not read."""

    number: str
    title: str
    is_open: bool
    count: int
    unread: int
    last: FieldMessage | None
    about: str = INCIDENT


class Looking:
    """Reads talks.

    Args:
        ground: what the operations share.
        subject: what is talked about.
    """

    def __init__(self, ground: TalkGround, subject: TalkSubject) -> None:
        self._ground, self._subject = ground, subject
        self._kinds = subject.kinds

    async def at_desk(self, number: str, caller: Caller, before: int | None = None) -> TalkPage:
        """A talk for whoever sees what it is about.

        Raises:
            NotAllowedError, NotFoundError: there is none of this number for this caller.
        """
        may_speak = await self._subject.seen(number, caller)

        def read(connection: Connection) -> TalkPage:
            kind = self._kinds.message
            found = kept.listed(connection, kind, number, who=caller, before=before)
            shown = self._subject.at_desk(found)
            page = self._page(connection, number, shown, Side.DESK, may_speak=may_speak)
            if not self._subject.names_readers:
                return page
            return replace(page, own_read=page.talk.read.get(by_name(caller), 0))

        return await self._ground.read(read)

    async def of_crew(self, number: str, caller: Caller, before: int | None = None) -> TalkPage:
        """A talk for somebody in the field who is on it.

        Raises:
            NotFoundError: they are not.
        """

        def read(connection: Connection) -> TalkPage:
            self._subject.part_of(connection, number, caller, self._ground.now())
            found = kept.listed(connection, self._kinds.message, number, before=before)
            shown = self._subject.in_field(connection, number, found)
            return self._page(connection, number, shown, Side.CREW, may_speak=True)

        return await self._ground.read(read)

    async def mine(self, caller: Caller) -> list[OneTalk]:
        """The talks somebody in the field takes part in, the newest first.

        Raises:
            NotAllowedError: their role is none of the field.
        """
        require(caller, "field.use")

        def read(connection: Connection) -> list[OneTalk]:
            found = self._subject.mine(connection, caller, self._ground.now())
            return [self._one(connection, one) for one in found]

        return await self._ground.read(read)

    async def message(
        self, message_id: str, caller: Caller, *, is_reading: bool = True
    ) -> FieldMessage:
        """A message, for whoever takes part in its talk or sees what it is about.

        Raises:
            NotFoundError: there is none, or none for this caller.
        """
        by_role = self._subject.is_read_by_role(caller)

        def read(connection: Connection) -> FieldMessage:
            found = kept.one_of(connection, self._kinds.message, message_id)
            if found is None:
                raise no_talk(message_id)
            if not by_role:
                now = self._ground.now()
                self._subject.part_of(connection, found.number, caller, now, is_reading=is_reading)
            return found

        found = await self._ground.read(read)
        if by_role:
            try:
                await self._subject.seen(found.number, caller)
            except NotFoundError:
                raise no_talk(message_id) from None
        return found

    # inside ---------------------------------------------------------------------------------------

    def _one(self, connection: Connection, own: Own) -> OneTalk:
        talk = talk_at(connection, self._kinds, own.number, self._ground.now())
        last = kept.listed(connection, self._kinds.message, own.number, most=1)
        return OneTalk(
            own.number,
            own.title,
            own.is_open,
            talk.count,
            talk.count - max(talk.read.get(own.unit_id, 0), 0),
            last[0] if last else None,
            self._kinds.about,
        )

    def _page(
        self,
        connection: Connection,
        number: str,
        found: Sequence[FieldMessage],
        side: Side,
        *,
        may_speak: bool,
    ) -> TalkPage:
        on = dict(self._subject.members(connection, number))
        ids = list(on)
        signs = kept.call_signs(connection, ids)
        status = kept.units_named(connection, ids)
        members = [
            Member(
                one,
                signs.get(one, one),
                on[one],
                one in status and status[one] not in NOT_ON_DUTY,
            )
            for one in sorted(ids, key=lambda one: (not on[one], signs.get(one, one)))
        ]
        return TalkPage(
            talk=talk_at(connection, self._kinds, number, self._ground.now()),
            messages=found,
            photos={one.message_id: self._photos(connection, one) for one in found if one.photos},
            members=members,
            replies=self._ground.settings.of(side, self._kinds.about),
            may_speak=may_speak,
            is_more=bool(found) and found[0].n > 1,
            names=signs,
        )

    def _photos(self, connection: Connection, message: FieldMessage) -> list[str]:
        about = SubjectKey(self._kinds.message.name, message.message_id)
        return [one.id for one in newest_about(connection, "file", about) if not is_removed(one)]
