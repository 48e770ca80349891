"""Taking a case in, at a window or from another system."""

from uuid import uuid4

from domain.access.access import require
from domain.access.callers import Caller
from domain.centre.cases.case import CASE, Case
from domain.centre.cases.categories import RETIRED
from domain.centre.cases.from_incidents import may_become_case
from domain.centre.cases.parties import CASE_PARTY, CaseParty, check_parties
from domain.centre.cases.petitions import Matter
from domain.centre.cases.stages import Stage, Step
from domain.centre.loop.said import Said
from domain.centre.premises.places import Centre
from domain.errors import ConflictError, InvalidError
from domain.maps.known_areas import check_known
from operations.centre.cases.branching import next_code
from operations.centre.cases.centre_desk import CentreDesk
from operations.centre.cases.new_case import (
    MACHINES,
    NO_WINDOW,
    NewCase,
    Registered,
    case_as_kept,
    is_told_again,
)
from operations.centre.cases.telling import tell
from operations.incidents.found import no_incident
from operations.transactions import in_transaction
from store import Transaction
from store.centre import cases as kept
from store.centre.drafts import drop_draft


class Intake:
    """Where cases come in."""

    def __init__(self, desk: CentreDesk) -> None:
        self._desk = desk

    async def register(self, new: NewCase, caller: Caller) -> Registered:
        """Take a case in, or find the one that was taken in under the same source and id.

        Raises:
            ConflictError: the known one was told otherwise, or is not the caller's to see.
            NotAllowedError: the caller takes none in.
            NotFoundError: it names an incident there is not, or that the caller may not see.
            InvalidError: no such window or area, a category no longer in use, the parties or what
                is written of them do not do.
        """
        new = case_as_kept(new)
        require(caller, "cases.register", new.area_code)
        centre = self._desk.its()
        self._check(new, caller, centre)

        def steps(tx: Transaction) -> Registered:
            known = kept.case_by_source(tx, new.source, new.source_id)
            if known is not None:
                if caller.role not in MACHINES and not CASE.admits(caller, known):
                    raise ConflictError(says="case_source_taken", field="source_id")
                if not is_told_again(new, known, kept.parties_of(tx.connection, [known.code])):
                    raise ConflictError(says="case_key_other_content", field="key", case=known.code)
                return Registered(known, is_new=False, earlier=[])
            self._check_incident(tx, new.incident, caller)
            case = self._new(tx, new, caller, centre)
            parties = [
                CaseParty(
                    f"P-{uuid4().hex[:16]}", case.code, one.role, one.party,
                    one.name, one.phone, one.id_number, one.address,
                )
                for one in new.parties
            ]  # fmt: skip
            tx.put(CASE, case, action=Step.REGISTER.value, actor=caller.actor)
            for party in parties:
                tx.put(CASE_PARTY, party, action="add", actor=caller.actor)
            tell(tx, case, Step.REGISTER, caller, Said())
            drop_draft(tx, caller.actor)
            earlier = kept.earlier_of(tx.connection, caller, case, parties)
            return Registered(case, is_new=True, earlier=earlier)

        return await in_transaction(self._desk.store, self._desk.work, steps)

    @staticmethod
    def _check_incident(tx: Transaction, number: str | None, caller: Caller) -> None:
        if number is None:
            return
        incident = tx.incident(number)
        if incident is None or not may_become_case(caller, incident):
            raise no_incident(number)

    def _check(self, new: NewCase, caller: Caller, centre: Centre) -> None:
        window = centre.windows.get(new.window)
        is_window = window is not None and not window.is_closed
        if not is_window and not (caller.role in MACHINES and new.window == NO_WINDOW):
            raise InvalidError(says="window_unknown", window=new.window[:64], field="window")
        if new.category in RETIRED:
            raise InvalidError(says="category_retired", field="category")
        if new.area_code:
            self._check_area(new.area_code)
        if new.accused and new.matter is not Matter.REPORT:
            raise InvalidError(says="accused_only_in_report", field="accused")
        for body in new.accused:
            centre.body(body, "accused")
        check_parties([one.role for one in new.parties], new.people_count)

    def _check_area(self, code: str) -> None:
        try:
            check_known(code, self._desk.areas())
        except InvalidError as error:
            raise error.about("area_code") from None

    def _new(self, tx: Transaction, new: NewCase, caller: Caller, centre: Centre) -> Case:
        code, serial = next_code(tx, self._desk, new.window)
        is_sealed = new.matter is Matter.REPORT
        clerk = () if caller.role in MACHINES else (caller.actor,)
        return Case(
            code=code,
            source=new.source,
            source_id=new.source_id,
            serial=serial,
            registered_at=tx.at,
            channel=new.channel,
            matter=new.matter,
            category=new.category,
            window=new.window,
            first_clerk=caller.actor,
            stage=Stage.REGISTERED,
            people_count=new.people_count,
            amount_fen=new.amount_fen,
            flags=tuple(flag.value for flag in new.flags),
            area_code=new.area_code,
            incident=new.incident,
            bodies=(centre.lead,),
            people=tuple(dict.fromkeys((*clerk, *(centre.sealed_to if is_sealed else ())))),
            is_sealed=is_sealed,
            never=new.accused if is_sealed else (),
            claim=new.claim,
        )
