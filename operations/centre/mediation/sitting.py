"""Sessions of a case, and what its mediators are paid for them by the state."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from domain.access.access import require
from domain.access.callers import Caller
from domain.centre.cases.case import Case, CaseWords, Remedy, acts_as, misfit, offered
from domain.centre.cases.stages import TABLE, Stage, Step
from domain.centre.loop.said import Said
from domain.centre.loop.steps import check_actor, check_matter
from domain.centre.loop.written import written
from domain.centre.mediation.allowances import ALLOWANCE, Allowance, Payer, check_allowance
from domain.centre.mediation.mediators import Mediator
from domain.centre.mediation.sessions import (
    APART,
    MEDIATION_SESSION,
    Guest,
    Held,
    Manner,
    MediationSession,
    SessionState,
    cancelled,
    held,
    is_record,
    planned,
)
from domain.centre.premises.bookings import BookingState, Wanted
from domain.errors import ConflictError, NotFoundError
from operations.centre.cases.centre_desk import CentreDesk
from operations.centre.cases.seen import seen_case
from operations.centre.cases.steps import Steps
from operations.centre.mediation.keys import keyed
from operations.centre.premises.bookings import Bookings
from operations.transactions import in_transaction
from store import Transaction
from store.centre import bookings as bookings_kept
from store.centre import cases as case_rows
from store.centre import mediation as kept
from store.centre import mediators as pool_rows

LONGEST, LONGEST_NAMES = 2000, 200


class Sitting:
    """Where sessions are planned, held and called off, and allowances written down."""

    def __init__(self, desk: CentreDesk, steps: Steps, bookings: Bookings) -> None:
        self._desk, self._steps, self._bookings = desk, steps, bookings

    async def plan(
        self, code: str, caller: Caller, *, begins_at: datetime, ends_at: datetime,
        manner: Manner, room: str | None = None, is_closed: bool = False,
        knows_day_off: bool = False, expected: tuple[str, ...] = (),
    ) -> MediationSession:  # fmt: skip
        """Plan a session with the mediators who were chosen.

        `expected`: ids of the parties that are to come; all, where they meet together and nobody is
        named. Each is told of it by their page, where no violence is flagged.

        Raises:
            NotAllowedError: the caller holds no session here.
            NotFoundError: no such case, or not for this caller.
            ConflictError: the case is not in hand, or room or mediator are taken then.
            InvalidError: the time or the manner does not do, or nobody was chosen.
        """
        session, _ = await self.plan_once(
            code, caller, key="", begins_at=begins_at, ends_at=ends_at, manner=manner, room=room,
            is_closed=is_closed, knows_day_off=knows_day_off, expected=expected,
        )  # fmt: skip
        return session

    async def plan_once(
        self, code: str, caller: Caller, *, key: str, begins_at: datetime, ends_at: datetime,
        manner: Manner, room: str | None = None, is_closed: bool = False,
        knows_day_off: bool = False, expected: tuple[str, ...] = (),
    ) -> tuple[MediationSession, bool]:  # fmt: skip
        """As `plan`; with a key that was given before it is the same session.

        Returns:
            the session, and whether it was planned now.

        Raises as `plan`, and:
            ConflictError: the key was given with another time, manner or room.
        """
        require(caller, "cases.step")

        def steps(tx: Transaction) -> tuple[MediationSession, bool]:
            case = seen_case(tx.connection, code, caller)
            check_actor(TABLE[Step.SESSION], caller, case)
            made = keyed("S", case.code, key)
            earlier = kept.one_of(tx.connection, MEDIATION_SESSION, made) if made else None
            if earlier is not None:
                told = (begins_at, ends_at, manner, room)
                if told != (earlier.begins_at, earlier.ends_at, earlier.manner, earlier.place):
                    raise ConflictError(says="key_other_content", field="key")
                return earlier, False
            case = _in_hand(case, caller)
            chosen = _chosen(tx, case)
            session = planned(
                MediationSession(
                    session_id=made or f"S-{uuid4().hex[:16]}",
                    case_code=case.code,
                    begins_at=begins_at,
                    ends_at=ends_at,
                    manner=manner,
                    state=SessionState.PLANNED,
                    planned_by=caller.actor,
                    mediators=tuple(chosen),
                    chair=_chair(tx, case),
                    place=room,
                    is_closed=is_closed,
                ),
                case,
            )
            keys = tuple(one.key for one in chosen.values())
            come = expected
            if manner is Manner.TOGETHER and not come:
                sides = case_rows.parties_of(tx.connection, [case.code])[case.code]
                come = tuple(one.party_id for one in sides)
            wanted = Wanted(
                begins_at, ends_at, room, keys, knows_day_off=knows_day_off, expected=come
            )
            booking = self._bookings.book_in(tx, case, wanted, caller)
            session = replace(session, booking=booking.booking_id)
            tx.put(MEDIATION_SESSION, session, action="plan", actor=caller.actor)
            return session, True

        return await in_transaction(self._desk.store, self._desk.work, steps)

    async def hold(self, session_id: str, told: Held, caller: Caller) -> MediationSession:
        """Write down a session that took place. A side that clearly refuses ends the mediation.

        Raises:
            NotAllowedError: the caller holds no session here.
            NotFoundError: no such session, or of a case that is not for this caller.
            ConflictError: it took place before, or the case is not in hand.
            InvalidError: what must be written is not.
        """
        session, _ = await self.hold_once(session_id, told, caller)
        return session

    async def hold_once(
        self, session_id: str, told: Held, caller: Caller
    ) -> tuple[MediationSession, bool]:
        """As `hold`; the same record told again by the same account is the same.

        Returns:
            the session, and whether it was written now.
        """
        require(caller, "cases.step")
        told = _as_kept(told)

        def steps(tx: Transaction) -> tuple[MediationSession, bool]:
            session, case = self._of(tx, session_id, caller)
            check_actor(TABLE[Step.SESSION], caller, case)
            if session.held_by == caller.actor and is_record(session, told):
                return session, False
            _in_hand(case, caller)
            sides = [
                one.party_id for one in case_rows.parties_of(tx.connection, [case.code])[case.code]
            ]
            after = held(session, case, told, sides, caller.actor)
            refused = after.state is SessionState.REFUSED
            action = "refuse" if refused else "hold"
            tx.put(MEDIATION_SESSION, after, action=action, actor=caller.actor)
            if not (refused and misfit(TABLE[Step.FAIL], case)):  # a petition is answered then
                self._steps.take(tx, case, *_step_of(after), caller)
            return after, True

        return await in_transaction(self._desk.store, self._desk.work, steps)

    async def cancel(self, session_id: str, caller: Caller) -> MediationSession:
        """Call a session off.

        Raises:
            NotAllowedError: the caller holds no session here.
            NotFoundError: no such session, or of a case that is not for this caller.
            ConflictError: it took place.
        """
        require(caller, "cases.step")

        def steps(tx: Transaction) -> MediationSession:
            session, case = self._of(tx, session_id, caller)
            check_actor(TABLE[Step.SESSION], caller, case)
            after = cancelled(session)
            booking = bookings_kept.booking_of(tx.connection, session.booking or "")
            if booking is not None and booking.state is BookingState.BOOKED:
                self._bookings.cancel_in(tx, booking, "取消调解", caller)
            tx.put(MEDIATION_SESSION, after, action="cancel", actor=caller.actor)
            return after

        return await in_transaction(self._desk.store, self._desk.work, steps)

    async def pay(
        self, code: str, mediator_id: str, fen: int, payer: Payer, note: str, caller: Caller
    ) -> Allowance:
        """Write a line of the ledger of allowances; below zero it takes one back.

        Raises:
            NotAllowedError: the caller is neither the duty clerk nor of the body that leads.
            NotFoundError: no such case, or not for this caller.
            InvalidError: the sum does not do, or the mediator is not of the case.
        """
        require(caller, "cases.step")
        text = written(note, "note", LONGEST_NAMES)

        def steps(tx: Transaction) -> Allowance:
            case = seen_case(tx.connection, code, caller)
            check_actor(TABLE[Step.ASSIGN], caller, case)
            ever = {m for one in kept.choices_of(tx.connection, case.code) for m in one.mediators}
            line = Allowance(
                f"L-{uuid4().hex[:16]}", case.code, mediator_id, fen, payer, tx.at,
                caller.actor, text,
            )  # fmt: skip
            paid = kept.paid_fen(tx.connection, case.code, mediator_id)
            check_allowance(line, frozenset(ever), paid)
            tx.put(ALLOWANCE, line, action="add", actor=caller.actor)
            return line

        return await in_transaction(self._desk.store, self._desk.work, steps)

    @staticmethod
    def _of(tx: Transaction, session_id: str, caller: Caller) -> tuple[MediationSession, Case]:
        session = kept.one_of(tx.connection, MEDIATION_SESSION, session_id)
        if session is None:
            raise no_session()
        try:
            return session, seen_case(tx.connection, session.case_code, caller)
        except NotFoundError:
            raise no_session() from None


def no_session() -> NotFoundError:
    """There is none, or none for this caller: both are told alike."""
    return NotFoundError(says="no_session", field="session_id")


def _in_hand(case: Case, caller: Caller) -> Case:
    check_actor(TABLE[Step.SESSION], caller, case)
    check_matter(TABLE[Step.SESSION], case)
    if case.stage is not Stage.HANDLING:
        raise ConflictError(
            says="case_step_not_now",
            step=CaseWords(Step.SESSION.value),
            stage=CaseWords(case.stage.value),
            field="step",
        )
    return case


def _chosen(tx: Transaction, case: Case) -> Mapping[str, Mediator]:
    """Who mediates the case now, by number in the pool."""
    named = {*case.mediators}
    return {one.mediator_id: one for one in pool_rows.pool_of(tx.connection) if one.key in named}


def _chair(tx: Transaction, case: Case) -> str | None:
    choices = kept.choices_of(tx.connection, case.code)
    return choices[0].chair if choices else None


def _step_of(session: MediationSession) -> tuple[Step, Said]:
    """What a session is to the case: a session, or the end of the mediation."""
    if session.state is SessionState.REFUSED:
        return Step.FAIL, Said(text="当事人明确拒绝调解", remedy=Remedy.COURT)
    said = Said(
        text=session.facts or "",
        has_consent=True,
        is_apart=session.manner in APART,
        room=session.place,
        told_protection=session.told_protection,
        told_police=session.told_police,
    )
    return Step.SESSION, said


def _as_kept(told: Held) -> Held:
    return replace(
        told,
        guests=tuple(Guest(one).value for one in told.guests),
        guest_names=written(told.guest_names, "guest_names", LONGEST_NAMES) or "",
        facts=written(told.facts, "facts", LONGEST, lines=True) or "",
        issues=written(told.issues, "issues", LONGEST, lines=True) or "",
        positions=written(told.positions, "positions", LONGEST, lines=True) or "",
        undisputed=written(told.undisputed, "undisputed", LONGEST, lines=True) or "",
    )


def may_hold(caller: Caller, case: Case) -> bool:
    """Whether somebody may hold a session of a case."""
    row = TABLE[Step.SESSION]
    return bool(acts_as(caller, case) & {*row.who}) and offered(row, case)
