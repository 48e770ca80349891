"""What is said about an incident: by the desk, and by the crews that were sent to it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from domain.access.callers import Caller
from domain.desk.desk_rights import check_may_handle, may_see
from domain.errors import ConflictError, InvalidError
from domain.field.talk.marks import FIELD_TALK, marked, pressed, read_by_desk, with_message
from domain.field.talk.messages import (
    ACTIONS,
    FIELD_MESSAGE,
    LONGEST_TEXT,
    MOST_PHOTOS,
    FieldMessage,
    Side,
)
from domain.fields import as_text
from domain.incidents.incidents import Incident
from operations.field.talk.ground import TalkGround, message_id_of, talk_in
from operations.field.talk.silence import Silence
from operations.incidents.found import incident_in, no_incident
from store import Transaction
from store.field import talk as kept

LONGEST_KEY = 64


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says.

    Attributes:
        key: by which the same message is known again: sent twice, it is one.
        text: what was typed; empty where a quick reply or photos say all.
        reply: the code of a quick reply; empty for none.
        photos: how many photos follow.
        at: when it was sent, as the phone tells; None for now.
    """

    key: str
    text: str = ""
    reply: str = ""
    photos: int = 0
    at: datetime | None = None


class Talking:
    """Writes messages and marks.

    Args:
        ground: what the operations share.
        silence: tells on what nobody reads.
    """

    def __init__(self, ground: TalkGround, silence: Silence) -> None:
        self._ground, self._silence = ground, silence

    async def tell(self, number: str, said: Said, caller: Caller) -> tuple[FieldMessage, bool]:
        """The desk says something to the crews of an incident, once.

        Returns:
            The message, and whether this call wrote it.

        Raises:
            NotFoundError: there is no such incident for this caller.
            NotAllowedError: the caller only looks.
            InvalidError: it says nothing, or too much.
            ConflictError: the key is that of another message.
        """
        text = self._text(said, Side.DESK)

        def write(tx: Transaction) -> tuple[FieldMessage, bool]:
            incident = incident_in(tx, number)
            if not may_see(caller, incident):
                raise no_incident(number)
            check_may_handle(caller, incident)
            return self._put(tx, incident, said, text, caller, None)

        return await self._said(write)

    async def answer(self, number: str, said: Said, caller: Caller) -> tuple[FieldMessage, bool]:
        """A crew says something to the desk and to the others on its incident, once.

        Raises:
            NotFoundError: the caller was not sent there.
            InvalidError, ConflictError: as `tell`.
        """
        text = self._text(said, Side.CREW)

        def write(tx: Transaction) -> tuple[FieldMessage, bool]:
            own = self._ground.part_of(tx.connection, number, caller, tx.at)
            return self._put(tx, incident_in(tx, number), said, text, caller, own.unit_id)

        return await self._said(write)

    async def mark(self, number: str, delivered: int, read: int, caller: Caller) -> None:
        """What has reached a phone, and what was read on it; a mark never moves back.

        Raises:
            NotFoundError: the caller was not sent there.
        """

        def write(tx: Transaction) -> tuple[str, ...]:
            own = self._ground.part_of(tx.connection, number, caller, tx.at)
            talk = talk_in(tx, number)
            after = marked(talk, [own.unit_id], delivered=delivered, read=read, at=tx.at)
            if after is talk:
                return ()
            tx.put(FIELD_TALK, after, action="mark", actor=caller.actor)
            if read:
                self._silence.read_by(tx, after, own.unit_id, actor=caller.actor)
            return self._ground.crew(tx.connection, number)

        await self._hear(number, await self._ground.write(write))

    async def read_at_desk(self, number: str, n: int, caller: Caller) -> None:
        """The desk has read a talk as far; whoever only looks reads it for nobody.

        Raises:
            NotFoundError: there is no such incident for this caller.
            NotAllowedError: the caller only looks.
        """

        def write(tx: Transaction) -> tuple[str, ...]:
            incident = incident_in(tx, number)
            if not may_see(caller, incident):
                raise no_incident(number)
            check_may_handle(caller, incident)
            talk = talk_in(tx, number)
            after = read_by_desk(talk, n, tx.at)
            if after is talk:
                return ()
            tx.put(FIELD_TALK, after, action="mark", actor=caller.actor)
            self._silence.read_at_desk(tx, after, actor=caller.actor)
            return self._ground.crew(tx.connection, number)

        await self._hear(number, await self._ground.write(write))

    async def photo_came(self, message: FieldMessage, actor: str) -> None:
        """A photo of a message is kept: screens that show it look again."""

        def write(tx: Transaction) -> tuple[str, ...]:
            talk = talk_in(tx, message.number)
            after = replace(talk, photos=talk.photos + 1, at=tx.at)
            tx.put(FIELD_TALK, after, action="photo", actor=actor)
            return self._ground.crew(tx.connection, message.number)

        await self._hear(message.number, await self._ground.write(write))

    # inside ---------------------------------------------------------------------------------------

    def _text(self, said: Said, side: Side) -> str:
        """What is said, in words.

        Raises:
            InvalidError: nothing, too much, or a quick reply this side does not have.
        """
        as_text(said.key, "key", longest=LONGEST_KEY)
        if not 0 <= said.photos <= MOST_PHOTOS:
            raise InvalidError(says="field_not_valid", field="photos")
        if said.reply:
            return self._ground.settings.reply(said.reply, side).text
        if said.photos and not said.text.strip():
            return ""
        return as_text(said.text, "text", longest=LONGEST_TEXT, lines=True)

    def _put(
        self,
        tx: Transaction,
        incident: Incident,
        said: Said,
        text: str,
        caller: Caller,
        unit_id: str | None,
    ) -> tuple[FieldMessage, bool]:
        side = Side.DESK if unit_id is None else Side.CREW
        number = incident.number
        message_id = message_id_of(number, said.key, caller)
        held = kept.one_of(tx.connection, message_id)
        if held is not None:
            # a quick reply may read otherwise by now, and words may have been erased
            is_same = bool(said.reply) or held.text in {None, text}
            if (held.reply, held.photos) != (said.reply or None, said.photos) or not is_same:
                raise ConflictError(says="message_key_used", field="key")
            return held, False
        talk = talk_in(tx, number)
        message = FieldMessage(
            message_id=message_id,
            number=number,
            n=talk.count + 1,
            side=side,
            by=caller.actor,
            at=tx.at,
            pressed_at=pressed(said.at, tx.at),
            unit_id=unit_id,
            units=self._ground.crew(tx.connection, number, but=unit_id),
            reply=said.reply or None,
            photos=said.photos,
            is_demo=incident.is_demo,
            text=text,
        )
        tx.put(FIELD_MESSAGE, message, action=ACTIONS[side], actor=caller.actor)
        after = replace(with_message(talk, message), is_demo=incident.is_demo)
        tx.put(FIELD_TALK, after, action="say", actor=caller.actor)
        if side is Side.DESK:
            # who answers has read what was said before
            self._silence.read_at_desk(tx, after, actor=caller.actor)
        elif unit_id is not None:
            self._silence.read_by(tx, after, unit_id, actor=caller.actor)
        self._silence.arm(tx, message)
        return message, True

    async def _said(
        self, write: Callable[[Transaction], tuple[FieldMessage, bool]]
    ) -> tuple[FieldMessage, bool]:
        message, is_new = await self._ground.write(write)
        if is_new:
            rung = {"kind": "talk", "number": message.number, "n": message.n, "rings": True}
            await self._ground.tell(message.units, rung)
            if message.unit_id is not None:
                await self._hear(message.number, (message.unit_id,))
        return message, is_new

    async def _hear(self, number: str, units: tuple[str, ...]) -> None:
        """Phones look again; none of them rings."""
        if units:
            told = {"kind": "talk", "number": number, "rings": False}
            await self._ground.tell(units, told)
