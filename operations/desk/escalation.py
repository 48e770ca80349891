"""What happens to a notice after it was written: delivery and escalation."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Protocol, TypeVar

from domain.desk.notices import (
    OPEN,
    STANDBY,
    TRIES,
    Level,
    Notice,
    NoticeState,
    move,
    retry_after,
)
from domain.desk.timers import Timer, TimerKind
from domain.dispatch.units import Unit
from domain.errors import RefusedError
from domain.incidents.incidents import ENDED, Incident
from domain.maps.departments import Department
from operations.desk.transfers import is_answered
from operations.incidents.acts import MAY_BE_SENT_TO, send_units
from operations.incidents.standby_steps import is_settled, tell_on
from operations.notices.channels import Channel, ChannelError, Message
from operations.notices.notices import (
    ESCALATION,
    Told,
    tell_people,
    told_of,
)
from operations.notices.orders import Order, Orders
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction
from store.desk import outbox

log = logging.getLogger(__name__)

T = TypeVar("T")
SUPERVISOR = "值班长"
CENTRE_DUTY = "指挥中心总值班室"
# When silence is told on, each counted from the first try.
AFTER = tuple(timedelta(seconds=n) for n in (30, 60, 120))


class StandIns(Protocol):
    """Who may be sent in the place of a silent unit."""

    async def in_place_of(self, silent: Unit, incident: Incident) -> list[str]:
        """Ids of units that the recommendation would offer too, soonest first."""


class Escalation:
    """The handlers of the timers of notices."""

    def __init__(
        self,
        store: Store,
        work: Work,
        stand_ins: StandIns,
        *,
        channels: Sequence[Channel],
        orders: Orders,
        departments: Sequence[Department] = (),
        after: Sequence[timedelta] = AFTER,
    ) -> None:
        self._store = store
        self._work = work
        self._stand_ins = stand_ins
        self._orders = orders
        self._channels = {one.name: one for one in channels}
        self._departments = {one.code: one for one in departments}
        self._after = after

    # delivery ------------------------------------------------------------------------------

    async def deliver(self, timer: Timer) -> None:
        """Send a notice through the channels that have not taken it yet; try again later."""
        begun = await self._write(lambda tx: self._begin(tx, timer))
        if begun is None:
            return
        message, order = begun
        taken, refused = [], ""
        for name in message.notice.pending:
            words = self._orders.text(order, name) if order else None
            try:
                await self._channels[name].send(replace(message, words=words))
                taken.append(name)
            except ChannelError as error:
                refused = str(error)
        await self._write(lambda tx: self._sent(tx, timer, taken, refused))

    def _begin(self, tx: Transaction, timer: Timer) -> tuple[Message, Order | None] | None:
        """What to send, and the order behind it; arms the escalation with the first try.

        Sent again by a person it counts as new: it is armed anew, with the whole time to answer.
        Later tries of the same delivery arm nothing: what has been told on stays told on.
        """
        notice = outbox.notice(tx, timer.item_id)
        if notice is None or notice.state in {NoticeState.WITHDRAWN, NoticeState.FAILED}:
            outbox.drop_timers(tx, TimerKind.DELIVER, [timer.item_id])
            return None
        is_asked = notice.unit_id is not None or notice.department is not None
        is_first = notice.chain == notice.notice_id and notice.attempts == 0
        if is_first and is_asked and notice.state in OPEN:
            self._arm(tx, notice)
        pending = notice.pending or tuple(n for n in self._channels if n not in notice.channel)
        unit = tx.unit(notice.unit_id) if notice.unit_id else None
        order = self._orders.of(tx, notice)
        message = Message(
            replace(notice, pending=pending),
            unit.phone if unit else None,
            order=order.body() if order else None,
        )
        return message, order

    def _arm(self, tx: Transaction, notice: Notice) -> None:
        held = outbox.timer(tx, TimerKind.ESCALATE, notice.notice_id)
        if held is None and self._after:
            due = tx.at + self._after[0]
            outbox.put_timer(tx, Timer(TimerKind.ESCALATE, notice.notice_id, notice.about, due))

    def _sent(self, tx: Transaction, timer: Timer, taken: Sequence[str], refused: str) -> None:
        notice = outbox.notice(tx, timer.item_id)
        if notice is None:
            return
        done = (*notice.channel, *taken)
        left = tuple(name for name in self._channels if name not in done)
        after = replace(
            notice,
            channel=done,
            pending=left,
            attempts=notice.attempts + 1,
            error=refused or None,
        )
        gives_up = bool(left) and after.attempts >= TRIES
        if gives_up or not left:
            outbox.drop_timers(tx, TimerKind.DELIVER, [timer.item_id])
        else:
            due = tx.at + retry_after(after.attempts)
            outbox.put_timer(tx, replace(timer, due_at=due))
        if after.state is NoticeState.WAITING and done:
            outbox.put_notice(tx, move(after, NoticeState.SENT, at=tx.at), actor="outbox")
        elif after.state is NoticeState.WAITING and gives_up:
            outbox.put_notice(tx, move(after, NoticeState.FAILED, at=tx.at), actor="outbox")
        else:
            outbox.put_notice(tx, after, actor="outbox", action="try")

    # escalation ----------------------------------------------------------------------------

    async def escalate(self, timer: Timer) -> None:
        """Nobody has answered: the next nearest, then the supervisor, then the duty desk."""
        unit_ids = await self._next_nearest(timer) if timer.step == 0 else []
        await self._write(lambda tx: self._tell_on(tx, timer, unit_ids))

    async def _next_nearest(self, timer: Timer) -> list[str]:
        """Units that the recommendation would offer in the place of the silent one."""
        incident, unit = await self._work.read(lambda: self._incident_and_unit(timer))
        if incident is None or unit is None:
            return []
        try:
            return await self._stand_ins.in_place_of(unit, incident)
        except Exception:
            # Whoever could stand in is not known: the supervisor must hear of the silence all the
            # same, and in time.
            log.exception("no stand-in can be found for %s", unit.unit_id)
            return []

    def _incident_and_unit(self, timer: Timer) -> tuple[Incident | None, Unit | None]:
        notice = self._store.notice(timer.item_id)
        if notice is None or notice.unit_id is None:
            return None, None
        return self._store.incident(notice.number), self._store.unit(notice.unit_id)

    def _tell_on(self, tx: Transaction, timer: Timer, unit_ids: Sequence[str]) -> None:
        first = outbox.notice(tx, timer.item_id)
        if first is not None and first.subject_kind == STANDBY:
            self._tell_on_standby(tx, timer, first)
            return
        if first is not None and first.department is not None and not first.number:
            self._tell_on_transfer(tx, timer, first)
            return
        incident = tx.incident(timer.about.number)
        if first is None or incident is None or self._is_over(tx, first, incident):
            outbox.drop_timers(tx, TimerKind.ESCALATE, [timer.item_id])
            return
        outbox.put_notice(tx, first, actor=ESCALATION, action="escalate")
        if first.department is not None:
            self._tell_of_transfer(tx, first, told_of(incident), timer.step)
        elif timer.step == 0 and not_delivered(first):
            self._tell_undelivered(tx, first, incident)
        elif timer.step == 0:
            self._send_next(tx, first, incident, unit_ids)
        else:
            self._tell_duty(tx, first, incident, timer.step)
        self._go_on(tx, timer)

    def _tell_on_standby(self, tx: Transaction, timer: Timer, first: Notice) -> None:
        if is_settled(tx, first):
            outbox.drop_timers(tx, TimerKind.ESCALATE, [timer.item_id])
            return
        outbox.put_notice(tx, first, actor=ESCALATION, action="escalate")
        tell_on(tx, first, timer.step, supervisor=SUPERVISOR, duty=CENTRE_DUTY)
        self._go_on(tx, timer)

    def _tell_on_transfer(self, tx: Transaction, timer: Timer, first: Notice) -> None:
        """What was handed on is no incident: no unit goes, desks are told."""
        if is_answered(tx, first):
            outbox.drop_timers(tx, TimerKind.ESCALATE, [timer.item_id])
            return
        outbox.put_notice(tx, first, actor=ESCALATION, action="escalate")
        told = Told(first.about, first.text, first.area_code, first.is_demo)
        self._tell_of_transfer(tx, first, told, timer.step)
        self._go_on(tx, timer)

    def _go_on(self, tx: Transaction, timer: Timer) -> None:
        """When the next step is due, if there is one."""
        step = timer.step + 1
        if step < len(self._after):
            between = self._after[step] - self._after[timer.step]
            due = max(timer.due_at, tx.at) + between
            outbox.put_timer(tx, replace(timer, step=step, due_at=due))
        else:
            outbox.drop_timers(tx, TimerKind.ESCALATE, [timer.item_id])

    @staticmethod
    def _is_over(tx: Transaction, first: Notice, incident: Incident) -> bool:
        """Somebody of the chain has answered, or nobody is left who could."""
        if incident.status in ENDED:
            return True
        chain = outbox.chain(tx, first.notice_id)
        if any(one.state is NoticeState.ACKNOWLEDGED for one in chain):
            return True
        return not _silent(chain)

    def _send_next(
        self, tx: Transaction, first: Notice, incident: Incident, unit_ids: Sequence[str]
    ) -> None:
        """One more unit is sent, once; when nobody is free the supervisor hears of it at once."""
        told = told_of(incident)
        chain = outbox.chain(tx, first.notice_id)
        if any(one.level == Level.NEXT_NEAREST for one in chain):
            head = f"{_names(chain)} 未签收，已增派过一次"
            self._tell(tx, first, told, "sent-before", SUPERVISOR, Level.SUPERVISOR, head)
            return
        if incident.status in MAY_BE_SENT_TO:
            for unit_id in unit_ids:
                if tx.open_assignments(unit_id=unit_id):
                    continue
                try:
                    send_units(
                        tx,
                        incident.number,
                        [unit_id],
                        actor=ESCALATION,
                        at=tx.at,
                        level=Level.NEXT_NEAREST,
                        chain=first.notice_id,
                    )
                except RefusedError:
                    continue  # taken or gone off duty since; the next one
                return
        head = f"{first.recipient} 未签收，且没有可增派的力量"
        self._tell(tx, first, told, "none-free", SUPERVISOR, Level.SUPERVISOR, head)

    def _tell_undelivered(self, tx: Transaction, first: Notice, incident: Incident) -> None:
        """A gateway is down, which is no silence: people are told, and no unit is sent."""
        told = told_of(incident)
        why = first.error or "没有通道收下"
        head = f"{first.recipient} 的通知没有送达（{why}），请电话或电台联系"
        self._tell(tx, first, told, "undelivered", SUPERVISOR, Level.SUPERVISOR, head)

    def _tell_duty(self, tx: Transaction, first: Notice, incident: Incident, step: int) -> None:
        told = told_of(incident)
        head = f"{_names(outbox.chain(tx, first.notice_id))} 未签收"
        if step == 1:
            self._tell(tx, first, told, "supervisor", SUPERVISOR, Level.SUPERVISOR, head)
            return
        owner = self._departments.get(incident.owner or "")
        duty = owner.duty if owner else CENTRE_DUTY
        self._tell(tx, first, told, f"duty-{step}", duty, Level.DEPARTMENT_DUTY, head)

    def _tell_of_transfer(self, tx: Transaction, first: Notice, told: Told, step: int) -> None:
        """A desk has not taken over what was handed to it: the supervisor, then the duty desk."""
        head = f"{first.recipient} 未接收"
        if step == 0:
            self._tell(tx, first, told, "supervisor", SUPERVISOR, Level.SUPERVISOR, head)
        else:
            key, level = f"duty-{step}", Level.DEPARTMENT_DUTY
            self._tell(tx, first, told, key, CENTRE_DUTY, level, head)

    @staticmethod
    def _tell(
        tx: Transaction,
        first: Notice,
        told: Told,
        key: str,
        recipient: str,
        level: int,
        head: str,
    ) -> None:
        tell_people(
            tx,
            told,
            key=f"{key}-{first.notice_id}",
            recipient=recipient,
            level=level,
            head=head,
            chain=first.notice_id,
            assignment_id=first.assignment_id,
        )

    async def _write(self, steps: Callable[[Transaction], T]) -> T:
        return await in_transaction(self._store, self._work, steps)


def not_delivered(notice: Notice) -> bool:
    """Whether its silence may be a channel's fault: none took it, or one has not, and no phone has.

    A delivered notice has reached its phone, whatever became of the other channels.
    """
    if notice.state in {NoticeState.WAITING, NoticeState.FAILED}:
        return True
    return notice.state is NoticeState.SENT and notice.error is not None


def _silent(chain: Sequence[Notice]) -> list[Notice]:
    """Whoever of a chain was asked and can still answer."""
    asked = [one for one in chain if one.unit_id is not None or one.department is not None]
    return [one for one in asked if one.state in {*OPEN, NoticeState.FAILED}]


def _names(chain: Sequence[Notice]) -> str:
    """Who has not answered."""
    return "、".join(dict.fromkeys(one.recipient for one in _silent(chain)))
