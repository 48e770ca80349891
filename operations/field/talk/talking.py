"""What is said about an incident or a case: by those who handle it, and by those in the field."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from domain.access.callers import Caller
from domain.errors import ConflictError, InvalidError
from domain.field.talk.marks import marked, pressed, read_by_desk, with_message
from domain.field.talk.messages import (
    ACTIONS,
    LONGEST_TEXT,
    MOST_PHOTOS,
    FieldMessage,
    Side,
)
from domain.fields import as_text
from operations.field.talk.ground import TalkGround, message_id_of, no_talk, talk_in
from operations.field.talk.silence import Silence
from operations.field.talk.subjects import Part, TalkSubject
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


def by_name(caller: Caller) -> str:
    """How somebody at the desk stands among the marks of units; no unit's id begins so."""
    return f"@{caller.actor}"


class Talking:
    """Writes messages and marks.

    Args:
        ground: what the operations share.
        subject: what is talked about.
        silence: tells on what nobody reads.
    """

    def __init__(self, ground: TalkGround, subject: TalkSubject, silence: Silence) -> None:
        self._ground, self._subject, self._silence = ground, subject, silence
        self._kinds = subject.kinds

    async def tell(self, number: str, said: Said, caller: Caller) -> tuple[FieldMessage, bool]:
        """Whoever handles it says something to those in the field, once.

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
            self._subject.check_speaks(tx, number, caller)
            return self.put(tx, number, said, text, caller, None)

        return await self._said(write)

    async def answer(self, number: str, said: Said, caller: Caller) -> tuple[FieldMessage, bool]:
        """A crew says something to the desk and to the others on its incident, once.

        Raises:
            NotFoundError: the caller was not sent there.
            InvalidError, ConflictError: as `tell`.
        """
        text = self._text(said, Side.CREW)

        def write(tx: Transaction) -> tuple[FieldMessage, bool]:
            own = self._part(tx, number, caller)
            if own.until is not None and pressed(said.at, tx.at) > own.until:
                raise no_talk(number)
            return self.put(tx, number, said, text, caller, own.unit_id)

        return await self._said(write)

    async def mark(self, number: str, delivered: int, read: int, caller: Caller) -> None:
        """What has reached a phone, and what was read on it; a mark never moves back.

        Raises:
            NotFoundError: the caller was not sent there.
        """

        def write(tx: Transaction) -> tuple[str, ...]:
            own = self._part(tx, number, caller, is_reading=True)
            talk = talk_in(tx, self._kinds, number)
            after = marked(talk, [own.unit_id], delivered=delivered, read=read, at=tx.at)
            if after is talk:
                return ()
            tx.put(self._kinds.talk, after, action="mark", actor=caller.actor)
            if read:
                self._silence.read_by(tx, after, own.unit_id, actor=caller.actor)
            return self._subject.crew(tx.connection, number)

        await self._hear(number, await self._ground.write(write))

    async def read_at_desk(self, number: str, n: int, caller: Caller) -> None:
        """The desk has read a talk as far; whoever only looks reads it for nobody.

        Raises:
            NotFoundError: there is no such incident for this caller.
            NotAllowedError: the caller only looks.
        """

        def write(tx: Transaction) -> tuple[str, ...]:
            self._subject.check_speaks(tx, number, caller)
            talk = talk_in(tx, self._kinds, number)
            after = read_by_desk(talk, n, tx.at)
            if self._subject.names_readers:
                after = marked(after, [by_name(caller)], delivered=n, read=n, at=tx.at)
            if after is talk:
                return ()
            tx.put(self._kinds.talk, after, action="mark", actor=caller.actor)
            self._silence.read_at_desk(tx, after, actor=caller.actor)
            return self._subject.crew(tx.connection, number)

        await self._hear(number, await self._ground.write(write))

    async def photo_came(self, message: FieldMessage, actor: str) -> None:
        """A photo of a message is kept: screens that show it look again."""

        def write(tx: Transaction) -> tuple[str, ...]:
            talk = talk_in(tx, self._kinds, message.number)
            after = replace(talk, photos=talk.photos + 1, at=tx.at)
            tx.put(self._kinds.talk, after, action="photo", actor=actor)
            return self._subject.crew(tx.connection, message.number)

        await self._hear(message.number, await self._ground.write(write))

    # inside ---------------------------------------------------------------------------------------

    def _part(
        self, tx: Transaction, number: str, caller: Caller, *, is_reading: bool = False
    ) -> Part:
        return self._subject.part_of(tx.connection, number, caller, tx.at, is_reading=is_reading)

    def _text(self, said: Said, side: Side) -> str:
        """What is said, in words.

        Raises:
            InvalidError: nothing, too much, or a quick reply this side does not have.
        """
        as_text(said.key, "key", longest=LONGEST_KEY)
        if not 0 <= said.photos <= MOST_PHOTOS:
            raise InvalidError(says="field_not_valid", field="photos")
        if said.reply:
            return self._ground.settings.reply(said.reply, side, self._kinds.about).text
        if said.photos and not said.text.strip():
            return ""
        return as_text(said.text, "text", longest=LONGEST_TEXT, lines=True)

    def put(
        self,
        tx: Transaction,
        number: str,
        said: Said,
        text: str,
        caller: Caller,
        unit_id: str | None,
    ) -> tuple[FieldMessage, bool]:
        """Write a message in a transaction that has asked who may; whether it is new."""
        side = Side.DESK if unit_id is None else Side.CREW
        message_id = message_id_of(number, said.key, caller)
        held = kept.one_of(tx.connection, self._kinds.message, message_id)
        if held is not None:
            # a quick reply may read otherwise by now, and words may have been erased
            is_same = bool(said.reply) or held.text in {None, text}
            if (held.reply, held.photos) != (said.reply or None, said.photos) or not is_same:
                raise ConflictError(says="message_key_used", field="key")
            return held, False
        talk = talk_in(tx, self._kinds, number)
        about = self._subject.told(tx, number)
        is_demo = about is not None and about.is_demo
        message = FieldMessage(
            message_id=message_id,
            number=number,
            n=talk.count + 1,
            side=side,
            by=caller.actor,
            at=tx.at,
            pressed_at=pressed(said.at, tx.at),
            unit_id=unit_id,
            units=self._subject.crew(tx.connection, number, but=unit_id),
            reply=said.reply or None,
            photos=said.photos,
            is_demo=is_demo,
            text=text,
        )
        tx.put(self._kinds.message, message, action=ACTIONS[side], actor=caller.actor)
        after = replace(with_message(talk, message), is_demo=is_demo)
        if side is Side.DESK and self._subject.names_readers:
            n = message.n
            after = marked(after, [by_name(caller)], delivered=n, read=n, at=tx.at)
        tx.put(self._kinds.talk, after, action="say", actor=caller.actor)
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
            await self.ring(message)
        return message, is_new

    async def ring(self, message: FieldMessage) -> None:
        """The phones it is for ring; those of whoever wrote it look again."""
        rung = {"kind": "talk", "number": message.number, "n": message.n, "rings": True}
        await self._ground.tell(message.units, rung)
        if message.unit_id is not None:
            await self._hear(message.number, (message.unit_id,))

    async def _hear(self, number: str, units: tuple[str, ...]) -> None:
        """Phones look again; none of them rings."""
        if units:
            told = {"kind": "talk", "number": number, "rings": False}
            await self._ground.tell(units, told)
