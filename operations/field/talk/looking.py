"""Talks as they are read: at the desk by whoever sees the incident, in the field by its crews."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from domain.access.access import may, require
from domain.access.callers import Caller
from domain.dispatch.units import NOT_ON_DUTY
from domain.errors import NotFoundError
from domain.field.talk.marks import STAYS_FOR, FieldTalk
from domain.field.talk.messages import FIELD_MESSAGE, FieldMessage, Side
from domain.field.talk.replies import QuickReply
from domain.incidents.additions import is_removed
from domain.incidents.assignments import Assignment
from domain.incidents.classes import CLASS_NAMES
from domain.incidents.incidents import Incident
from domain.private import mask
from domain.subject_key import SubjectKey
from operations.desk.bodies import DeskBodies
from operations.field.talk.ground import TalkGround, no_talk, talk_at, units_of
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
    """

    talk: FieldTalk
    messages: Sequence[FieldMessage]
    photos: Mapping[str, list[str]]
    members: Sequence[Member]
    replies: Sequence[QuickReply]
    may_speak: bool
    is_more: bool = False
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OneTalk:
    """A talk in the list of a crew: how much of it they have not read."""

    number: str
    title: str
    is_open: bool
    count: int
    unread: int
    last: FieldMessage | None


class Looking:
    """Reads talks.

    Args:
        ground: what the operations share.
        bodies: says who sees which incident at the desk.
    """

    def __init__(self, ground: TalkGround, bodies: DeskBodies) -> None:
        self._ground, self._bodies = ground, bodies

    async def at_desk(self, number: str, caller: Caller, before: int | None = None) -> TalkPage:
        """A talk for the desk.

        Raises:
            NotFoundError: there is no such incident for this caller.
        """
        require(caller, "desk.see")
        incident = await self._bodies.visible(number, caller)
        is_own = caller.role != "department" or incident.owner == caller.department
        may_speak = is_own and may(caller, "handle")

        def read(connection: Connection) -> TalkPage:
            found = kept.listed(connection, number, who=caller, before=before)
            return self._page(connection, number, found, Side.DESK, may_speak=may_speak)

        page = await self._ground.read(read)
        return _masked(page)

    async def of_crew(self, number: str, caller: Caller, before: int | None = None) -> TalkPage:
        """A talk for somebody who was sent there.

        Raises:
            NotFoundError: they were not.
        """

        def read(connection: Connection) -> TalkPage:
            self._ground.part_of(connection, number, caller, self._ground.now())
            found = kept.listed(connection, number, before=before)
            return self._page(connection, number, found, Side.CREW, may_speak=True)

        return await self._ground.read(read)

    async def mine(self, caller: Caller) -> list[OneTalk]:
        """The talks somebody in the field takes part in: the newest order first.

        Raises:
            NotAllowedError: their role is none of the field.
        """
        require(caller, "field.use")

        def read(connection: Connection) -> list[OneTalk]:
            units = units_of(caller)
            if not units:
                return []
            now = self._ground.now()
            found: dict[str, Assignment] = {}
            for one in kept.assignments_by(connection, units):
                if one.cleared_at is None or now - one.cleared_at < STAYS_FOR:
                    found.setdefault(one.number, one)
            return [self._one(connection, one) for one in found.values()]

        return await self._ground.read(read)

    async def message(self, message_id: str, caller: Caller) -> FieldMessage:
        """A message, for whoever takes part in its talk or sees it at the desk.

        Raises:
            NotFoundError: there is none, or none for this caller.
        """

        def read(connection: Connection) -> FieldMessage:
            found = kept.one_of(connection, message_id)
            if found is None:
                raise no_talk(message_id)
            if not FIELD_MESSAGE.audience.roles & {caller.role}:
                self._ground.part_of(connection, found.number, caller, self._ground.now())
            return found

        found = await self._ground.read(read)
        if FIELD_MESSAGE.audience.roles & {caller.role}:
            try:
                await self._bodies.visible(found.number, caller)
            except NotFoundError:
                raise no_talk(message_id) from None
        return found

    # inside ---------------------------------------------------------------------------------------

    def _one(self, connection: Connection, own: Assignment) -> OneTalk:
        talk = talk_at(connection, own.number, self._ground.now())
        incident = kept.incident_of(connection, own.number)
        last = kept.listed(connection, own.number, most=1)
        return OneTalk(
            own.number,
            _title(incident),
            own.cleared_at is None,
            talk.count,
            talk.count - max(talk.read.get(own.unit_id, 0), 0),
            last[0] if last else None,
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
        sent = kept.assignments_of(connection, number)
        ids = list(dict.fromkeys(one.unit_id for one in sent))
        signs = kept.call_signs(connection, ids)
        status = kept.units_named(connection, ids)
        on = {one.unit_id for one in sent if one.cleared_at is None}
        members = [
            Member(
                one,
                signs.get(one, one),
                one in on,
                one in status and status[one] not in NOT_ON_DUTY,
            )
            for one in sorted(ids, key=lambda one: (one not in on, signs.get(one, one)))
        ]
        return TalkPage(
            talk=talk_at(connection, number, self._ground.now()),
            messages=found,
            photos={one.message_id: _photos(connection, one) for one in found if one.photos},
            members=members,
            replies=self._ground.settings.of(side),
            may_speak=may_speak,
            is_more=bool(found) and found[0].n > 1,
            names=signs,
        )


def _photos(connection: Connection, message: FieldMessage) -> list[str]:
    about = SubjectKey(FIELD_MESSAGE.name, message.message_id)
    return [one.id for one in newest_about(connection, "file", about) if not is_removed(one)]


def _title(incident: Incident | None) -> str:
    if incident is None:
        return ""
    return incident.title or CLASS_NAMES[incident.incident_class]


def _masked(page: TalkPage) -> TalkPage:
    """At the desk numbers in what was said are masked; they can be read for a reason."""
    shown = [
        replace(one, text=mask(FIELD_MESSAGE.name, {"text": one.text or ""})["text"])
        for one in page.messages
    ]
    return replace(page, messages=shown)
