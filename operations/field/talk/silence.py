"""What nobody reads is told on: a crew is reached by other channels, the desk is rung.

One timer for each side of a talk: of ten unread messages a crew is told once. An unread message
never sends another unit, as an unanswered order does (operations/desk/escalation.py).
"""

from dataclasses import replace
from datetime import datetime

from domain.desk.notices import Notice, Purpose
from domain.desk.timers import Timer, TimerKind
from domain.field.talk.marks import FieldTalk, unread_units
from domain.field.talk.messages import FieldMessage, Side
from operations.field.talk.ground import TalkGround, talk_in
from operations.field.talk.subjects import TalkSubject
from operations.notices.notices import ESCALATION, Told, post, tell_people, withdraw_chain
from store import Transaction
from store.desk import outbox
from store.field import talk as kept

CREW, DESK = "crew", "desk"


class Silence:
    """Tells on messages that nobody reads.

    Args:
        ground: what the operations share.
        subject: what is talked about; says after how long, and who hears of it.
    """

    def __init__(self, ground: TalkGround, subject: TalkSubject) -> None:
        self._ground, self._subject = ground, subject

    def arm(self, tx: Transaction, message: FieldMessage) -> None:
        """A message was written: from now on somebody has to read it."""
        if message.side is Side.CREW:
            self._arm(tx, message.number, DESK, message.at)
        if message.units:
            self._arm(tx, message.number, CREW, message.at)

    def _arm(self, tx: Transaction, number: str, side: str, at: datetime) -> None:
        item = f"{number}:{side}"
        if outbox.timer(tx, TimerKind.TALK, item) is None:
            due = at + self._subject.patience().unread_after
            about = self._subject.kinds.key(number)
            outbox.put_timer(tx, Timer(TimerKind.TALK, item, about, due))

    def read_by(self, tx: Transaction, talk: FieldTalk, unit_id: str, *, actor: str) -> None:
        """A crew has read: if that is all, what was told of its silence is withdrawn."""
        messages = self._messages(tx, talk.number)
        if not unread_units(talk, messages, (unit_id,), tx.at):
            withdraw_chain(tx, f"{talk.number}-unread-{unit_id}", actor=actor)
        crew = self._subject.crew(tx.connection, talk.number)
        if not unread_units(talk, messages, crew, tx.at):
            self._settled(tx, talk.number, CREW, actor)

    def read_at_desk(self, tx: Transaction, talk: FieldTalk, *, actor: str) -> None:
        """The desk has read: if that is all, it is rung no more."""
        if talk.desk_n >= talk.crew_n:
            self._settled(tx, talk.number, DESK, actor)

    def _messages(self, tx: Transaction, number: str) -> list[FieldMessage]:
        return kept.listed(tx.connection, self._subject.kinds.message, number)

    def _settled(self, tx: Transaction, number: str, side: str, actor: str) -> None:
        withdraw_chain(tx, f"{number}-unread-{side}", actor=actor)
        outbox.drop_timers(tx, TimerKind.TALK, [f"{number}:{side}"])

    # time -----------------------------------------------------------------------------------------

    async def fall_due(self, timer: Timer) -> None:
        """It was not read in time."""
        await self._ground.write(lambda tx: self._tell_on(tx, timer))

    def _tell_on(self, tx: Transaction, timer: Timer) -> None:
        number = timer.about.id
        side = DESK if timer.item_id == f"{number}:{DESK}" else CREW
        told = self._subject.told(tx, number)
        talk = talk_in(tx, self._subject.kinds, number)
        outbox.drop_timers(tx, TimerKind.TALK, [timer.item_id])
        if told is None:
            return
        if side == DESK:
            self._desk(tx, timer, told, talk)
        else:
            self._crew(tx, timer, told, talk)

    def _desk(self, tx: Transaction, timer: Timer, told: Told, talk: FieldTalk) -> None:
        if talk.desk_n >= talk.crew_n:
            return
        whom = self._subject.silent(tx, talk.number, timer.step)
        tell_people(
            tx,
            told,
            key=f"unread-desk-{talk.crew_n}-{timer.step}",
            recipient=whom.recipient,
            level=whom.level,
            purpose=Purpose.MESSAGE,
            head=whom.head,
            chain=f"{talk.number}-unread-{DESK}",
        )
        self._go_on(tx, timer)

    def _crew(self, tx: Transaction, timer: Timer, told: Told, talk: FieldTalk) -> None:
        crew = self._subject.crew(tx.connection, talk.number)
        messages = self._messages(tx, talk.number)
        before = tx.at - self._subject.patience().unread_after
        silent = unread_units(talk, messages, crew, before)
        if not silent:
            self._wait_for_younger(tx, timer, talk, messages, crew)
            return
        signs = kept.call_signs(tx.connection, list(silent))
        # in the second step too: what was sent after the first has become old meanwhile
        for unit_id, n in silent.items():
            tell_unread(
                tx,
                told,
                unit_id,
                signs.get(unit_id, unit_id),
                key=str(n),
                head="未读消息",
                assignment_id=self._subject.order_of(tx, unit_id),
            )
        if timer.step == 0:
            self._go_on(tx, timer)
            return
        names = "、".join(signs.get(one, one) for one in silent)
        whom = self._subject.silent(tx, talk.number, timer.step)
        tell_people(
            tx,
            told,
            key=f"unread-crew-{max(silent.values())}",
            recipient=whom.recipient,
            level=whom.level,
            purpose=Purpose.MESSAGE,
            head=f"{names} 未读消息",
            chain=f"{talk.number}-unread-{CREW}",
        )
        others = tuple(one for one in crew if one not in silent)
        self._wait_for_younger(tx, timer, talk, messages, others)

    def _wait_for_younger(
        self,
        tx: Transaction,
        timer: Timer,
        talk: FieldTalk,
        messages: list[FieldMessage],
        crew: tuple[str, ...],
    ) -> None:
        """What was sent since has its own time."""
        left = unread_units(talk, messages, crew, tx.at)
        if not left:
            return
        oldest = min(one.at for one in messages if one.n in left.values())
        due = oldest + self._subject.patience().unread_after
        outbox.put_timer(tx, replace(timer, step=0, due_at=due))

    def _go_on(self, tx: Transaction, timer: Timer) -> None:
        if timer.step == 0:
            due = tx.at + self._subject.patience().supervisor_after
            outbox.put_timer(tx, replace(timer, step=1, due_at=due))


def tell_unread(
    tx: Transaction,
    told: Told,
    unit_id: str,
    sign: str,
    *,
    key: str,
    head: str,
    what: str | None = None,
    assignment_id: str | None = None,
) -> None:
    """Tell a unit by the channels of notices (a text message, an app) what it has not read.

    Once for each key, and in a chain of its own: that it does not answer sends nobody else.
    """
    chain = f"{told.about.id}-unread-{unit_id}"
    if outbox.notice(tx, f"{chain}-{key}") is not None:
        return
    notice = Notice(
        notice_id=f"{chain}-{key}",
        subject_kind=told.about.kind,
        subject_id=told.about.id,
        purpose=Purpose.MESSAGE,
        assignment_id=assignment_id,
        unit_id=unit_id,
        recipient=sign,
        chain=chain,
        head=f"{head} {sign}",
        text=f"{head} {sign}：{told.words if what is None else what}",
        area_code=told.area_code,
        at=tx.at,
        pending=(),
        is_demo=told.is_demo,
    )
    post(tx, notice, actor=ESCALATION)
