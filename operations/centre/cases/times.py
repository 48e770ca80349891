"""What time does to a case by itself: silence accepts, limits turn amber and red, sums come due."""

from collections.abc import Mapping

from domain.centre.cases.stages import Stage, Step
from domain.centre.loop.reminders import AMBER, RED, runs
from domain.centre.loop.said import SYSTEM, Said
from domain.desk.timers import Timer, TimerKind
from operations.centre.cases.arming import arm
from operations.centre.cases.centre_desk import CentreDesk
from operations.centre.cases.steps import Steps
from operations.centre.reminders import tell_clock, tell_instalments, tell_review
from operations.desk.timers import Handler
from operations.transactions import in_transaction
from store import Transaction
from store.centre import cases as kept
from store.desk import outbox


class Times:
    """Timers of cases."""

    def __init__(self, desk: CentreDesk, steps: Steps) -> None:
        self._desk, self._steps = desk, steps

    @property
    def handlers(self) -> Mapping[TimerKind, Handler]:
        """What time does by itself."""
        return {
            TimerKind.CASE_SILENCE: self.silence,
            TimerKind.CASE_CLOCK: self.clock,
            TimerKind.CASE_INSTALMENT: self.instalment,
            TimerKind.CASE_REVIEW: self.review,
        }

    async def silence(self, timer: Timer) -> None:
        """The body has not objected in time: it has accepted."""

        def steps(tx: Transaction) -> None:
            case = kept.case_of(tx.connection, timer.item_id)
            is_due = case is not None and case.answer_by is not None and case.answer_by <= tx.at
            if case is not None and is_due and case.stage is Stage.ROUTED:
                self._steps.take(tx, case, Step.ACCEPT, Said(), SYSTEM)
            elif case is not None:
                arm(tx, case, self._desk)
            else:
                outbox.drop_timers(tx, TimerKind.CASE_SILENCE, [timer.item_id])

        await in_transaction(self._desk.store, self._desk.work, steps)

    async def clock(self, timer: Timer) -> None:
        """Four fifths of the time are gone, or all of it: the case is supervised."""

        def steps(tx: Transaction) -> None:
            case = kept.case_of(tx.connection, timer.item_id)
            if case is None:
                outbox.drop_timers(tx, TimerKind.CASE_CLOCK, [timer.item_id])
                return
            late = case.due_at is not None and case.due_at <= tx.at
            amber = case.amber_at is not None and case.amber_at <= tx.at
            level = RED if late else AMBER if amber else 0
            if runs(case) and level > case.supervision:
                after = self._steps.take(tx, case, Step.SUPERVISE, Said(supervision=level), SYSTEM)
                tell_clock(tx, after, self._desk.its())
            else:
                arm(tx, case, self._desk)

        await in_transaction(self._desk.store, self._desk.work, steps)

    async def instalment(self, timer: Timer) -> None:
        """The day of an instalment is over: whoever handles the case hears that it is not paid."""

        def steps(tx: Transaction) -> None:
            case = kept.case_of(tx.connection, timer.item_id)
            if case is None:
                outbox.drop_timers(tx, TimerKind.CASE_INSTALMENT, [timer.item_id])
                return
            tell_instalments(tx, case, self._desk.zone)
            arm(tx, case, self._desk)

        await in_transaction(self._desk.store, self._desk.work, steps)

    async def review(self, timer: Timer) -> None:
        """The thirty days of a review or a recheck are over without an answer."""

        def steps(tx: Transaction) -> None:
            case = kept.case_of(tx.connection, timer.item_id)
            if case is None:
                outbox.drop_timers(tx, TimerKind.CASE_REVIEW, [timer.item_id])
                return
            tell_review(tx, case, self._desk.its())
            arm(tx, case, self._desk)

        await in_transaction(self._desk.store, self._desk.work, steps)
