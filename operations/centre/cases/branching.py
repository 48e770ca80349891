"""What a step does besides the case itself: a case split off, heirs in a dead party's place."""

from dataclasses import replace
from uuid import uuid4

from domain.access.callers import Caller
from domain.centre.cases.case import CASE, Case
from domain.centre.cases.case_codes import case_code
from domain.centre.cases.parties import CASE_PARTY, CaseParty, PartyKind, Succession
from domain.centre.cases.stages import Stage, Step
from domain.centre.loop.said import Said
from domain.errors import ConflictError, InvalidError
from operations.centre.cases.centre_desk import CentreDesk
from operations.centre.cases.telling import tell
from store import Transaction
from store.centre import cases as kept


def next_code(tx: Transaction, desk: CentreDesk, window: str) -> tuple[str, int]:
    """The next code of a window today, and its serial."""
    day = tx.at.astimezone(desk.zone).date()
    serial = kept.last_serial(tx, f"{desk.prefix}{day:%Y%m%d}-{window}-") + 1
    return case_code(desk.prefix, day, int(window), serial), serial


def split_off(tx: Transaction, desk: CentreDesk, case: Case, said: Said, by: Caller) -> Case:
    """The matter taken out of a case, as a case of its own with the same people."""
    code, serial = next_code(tx, desk, case.window)
    made = Case(
        code=code,
        source="split",
        source_id=f"{case.code}/{code}",
        serial=serial,
        registered_at=tx.at,
        channel=case.channel,
        matter=case.matter,
        category=said.category or case.category,
        window=case.window,
        first_clerk=case.first_clerk,
        stage=Stage.REGISTERED,
        people_count=case.people_count,
        amount_fen=said.amount_fen,
        flags=case.flags,
        area_code=case.area_code,
        incident=case.incident,
        bodies=(desk.its().lead,),
        people=tuple(one for one in case.people if one not in {*case.mediators, case.leader}),
        is_sealed=case.is_sealed,
        never=case.never,
        level=case.level,
        split_from=case.code,
        claim=said.claim,
    )
    tx.put(CASE, made, action=Step.REGISTER.value, actor=by.actor)
    for party in kept.parties_of(tx.connection, [case.code])[case.code]:
        copy = replace(party, party_id=_new_id(), case_code=code)
        tx.put(CASE_PARTY, copy, action="add", actor=by.actor)
    tell(tx, made, Step.REGISTER, by, Said(joined_to=case.code))
    return made


def bury(tx: Transaction, case: Case, said: Said, by: Caller) -> None:
    """Mark who has died, and put heirs in their place where the case goes on.

    Raises:
        InvalidError: nobody of this id is in the case, or it is no person.
        ConflictError: they are marked already.
    """
    party = kept.party_of(tx.connection, case.code, said.party_id)
    if party is None or party.party is not PartyKind.PERSON:
        raise InvalidError(says="party_missing", field="party_id")
    if party.is_dead:
        raise ConflictError(says="party_dead_already", field="party_id")
    tx.put(CASE_PARTY, replace(party, is_dead=True), action="died", actor=by.actor)
    if said.succession is Succession.HEIRS:
        for name in said.heirs:
            heir = CaseParty(_new_id(), case.code, party.role, PartyKind.PERSON, name)
            tx.put(CASE_PARTY, heir, action="add", actor=by.actor)


def _new_id() -> str:
    return f"P-{uuid4().hex[:16]}"
