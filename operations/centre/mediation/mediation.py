"""Mediation at the centre, and where each thing is done with it."""

from datetime import datetime

from sqlalchemy import Connection

from domain.access.access import require
from domain.access.callers import Caller
from domain.centre.cases.case import Case, steps_open
from domain.centre.cases.stages import Step
from domain.centre.mediation.case_mediation import CaseMediation
from domain.centre.mediation.sessions import undisputed_of
from operations.centre.cases.centre_desk import CentreDesk
from operations.centre.cases.seen import seen_case
from operations.centre.cases.steps import Steps
from operations.centre.mediation.agreeing import Agreeing
from operations.centre.mediation.choosing import Choosing
from operations.centre.mediation.opinions import Opinions
from operations.centre.mediation.partners import Partners
from operations.centre.mediation.pool import MediatorPool
from operations.centre.mediation.sitting import Sitting, may_hold
from operations.centre.premises.bookings import Bookings
from operations.files.decoding import Decoding
from store.centre import mediation as kept
from store.centre import mediators as pool_rows


class Mediation:
    """Mediation at the centre.

    Attributes:
        pool: the mediators.
        choosing: who mediates a case, and why.
        sitting: sessions and allowances.
        agreeing: agreements and their confirmation.
        partners: outside partners in a case.
        opinions: the chief legal adviser's station.
    """

    def __init__(
        self,
        desk: CentreDesk,
        steps: Steps,
        bookings: Bookings,
        decoding: Decoding,
    ) -> None:
        self._desk = desk
        self.pool = MediatorPool(desk, decoding)
        self.choosing = Choosing(desk, steps)
        self.sitting = Sitting(desk, steps, bookings)
        self.agreeing = Agreeing(desk, steps)
        self.partners = Partners(desk)
        self.opinions = Opinions(desk)

    def now(self) -> datetime:
        """The moment it is."""
        return self._desk.now()

    async def of_case(self, code: str, caller: Caller) -> CaseMediation:
        """What hangs on a case of its mediation.

        Raises:
            NotAllowedError: the caller sees no case at all.
            NotFoundError: no such case, or not for this caller.
        """
        require(caller, "cases.see")

        def question(connection: Connection) -> CaseMediation:
            case = seen_case(connection, code, caller)
            return _of_case(connection, case, caller)

        return await self._desk.work.read(lambda: self._desk.store.ask(question))


def _of_case(connection: Connection, case: Case, caller: Caller) -> CaseMediation:
    sessions = kept.sessions_of(connection, case.code)
    named = {*case.mediators}
    choices = kept.choices_of(connection, case.code)
    ever = named | {one for choice in choices for one in choice.mediators}
    return CaseMediation(
        mediators=[m for m in pool_rows.pool_of(connection) if {m.key, m.mediator_id} & ever],
        choices=choices,
        sessions=sessions,
        allowances=kept.allowances_of(connection, case.code),
        involvements=kept.involvements_of(connection, case.code),
        settlement=kept.settlement_of(connection, case.code),
        undisputed=undisputed_of(sessions),
        may_choose=Step.ASSIGN in steps_open(caller, case) and not case.is_sealed,
        may_hold=may_hold(caller, case),
    )
