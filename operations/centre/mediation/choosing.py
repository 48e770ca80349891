"""Choosing who mediates a case: wishes and ties, the offers with their reasons, the choice."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import uuid4

from sqlalchemy import Connection

from domain.access.access import require
from domain.access.callers import Caller
from domain.centre.cases.case import Case
from domain.centre.cases.stages import TABLE, Step
from domain.centre.loop.said import Said
from domain.centre.loop.steps import check_actor
from domain.centre.loop.written import written
from domain.centre.mediation.case_mediation import Offered
from domain.centre.mediation.choices import MEDIATOR_CHOICE, MediatorChoice, kept_offers
from domain.centre.mediation.matching import Match, Wanted, check_choice, match, wanted_of
from domain.centre.mediation.mediators import Mediator
from domain.centre.mediation.records import records_of
from domain.centre.mediation.wishes import MEDIATION_WISHES, Conflict, MediationWishes, Teller
from domain.errors import ConflictError, InvalidError
from operations.centre.cases.centre_desk import CentreDesk
from operations.centre.cases.seen import seen_case
from operations.centre.cases.steps import Steps
from operations.centre.mediation.pool import MediatorPool
from operations.transactions import in_transaction
from store import Transaction
from store.centre import mediation as kept
from store.centre import mediators as pool_rows

LONGEST_NOTE = 500


class Choosing:
    """Where mediators are chosen. Only whoever may assign one is told who would fit."""

    def __init__(self, desk: CentreDesk, steps: Steps, pool: MediatorPool) -> None:
        self._desk, self._steps, self._pool = desk, steps, pool

    async def offers(self, code: str, caller: Caller) -> Offered:
        """Who fits a case, and why.

        Raises:
            NotAllowedError: the caller assigns nobody here.
            NotFoundError: no such case, or not for this caller.
            ConflictError: a sealed case, or one that is not in hand.
        """
        require(caller, "cases.step")

        def question(connection: Connection) -> Offered:
            case = _assignable(seen_case(connection, code, caller), caller)
            wishes = kept.wishes_of(connection, case.code)
            return Offered(self._match(connection, case, wishes), wishes)

        return await self._desk.work.read(lambda: self._desk.store.ask(question))

    def _wanted(self, case: Case, wishes: MediationWishes | None) -> Wanted:
        return wanted_of(case, wishes, self._pool.houses.group_of_category)

    def _match(self, connection: Connection, case: Case, wishes: MediationWishes | None) -> Match:
        pool = _let_in(pool_rows.pool_of(connection), case)
        records = records_of(pool_rows.tallies_of(connection))
        return match(self._wanted(case, wishes), pool, records, today=self._pool.today())

    async def wish(self, told: MediationWishes, caller: Caller) -> None:
        """Write down what the sides wish; ties are told by `tie`.

        Raises:
            NotAllowedError: the caller assigns nobody here.
            NotFoundError: no such case, or not for this caller.
            InvalidError: somebody is named who is not of the pool.
        """
        require(caller, "cases.step")

        def steps(tx: Transaction) -> None:
            case = _assignable(seen_case(tx.connection, told.case_code, caller), caller)
            held = kept.wishes_of(tx.connection, case.code)
            ties = held.conflicts if held else None
            self._keep(tx, replace(told, case_code=case.code, conflicts=ties or ()), caller)

        await in_transaction(self._desk.store, self._desk.work, steps)

    async def tie(self, code: str, told: Conflict, caller: Caller) -> None:
        """Write down what ties a mediator to a side, or that all agree all the same.

        Raises as `wish`.
        """
        require(caller, "cases.step")

        def steps(tx: Transaction) -> None:
            case = _assignable(seen_case(tx.connection, code, caller), caller)
            held = kept.wishes_of(tx.connection, case.code) or MediationWishes(case.code)
            others = [one for one in held.conflicts or () if one.mediator_id != told.mediator_id]
            self._keep(tx, replace(held, conflicts=(*others, told)), caller)

        await in_transaction(self._desk.store, self._desk.work, steps)

    def _keep(self, tx: Transaction, wishes: MediationWishes, caller: Caller) -> None:
        known = {one.mediator_id for one in pool_rows.pool_of(tx.connection)}
        ties = [one.mediator_id for one in wishes.conflicts or ()]
        for name, named in (
            ("asked_for", wishes.asked_for),
            ("objected_to", wishes.objected_to),
            ("mediator_id", ties),
        ):
            strange = [one for one in named if one not in known]
            if strange:
                raise InvalidError(says="mediator_unknown", mediator=strange[0][:64], field=name)
        tx.put(MEDIATION_WISHES, wishes, action="set", actor=caller.actor)

    async def choose(
        self,
        code: str,
        mediators: Sequence[str],
        chair: str | None,
        caller: Caller,
        *,
        chosen_by: Teller = Teller.CENTRE,
        note: str = "",
    ) -> MediatorChoice:
        """Assign these to the case, and keep with it why they were offered.

        Raises:
            NotAllowedError: the caller assigns nobody here.
            NotFoundError: no such case, or not for this caller.
            ConflictError: one of them may not mediate it.
            InvalidError: too few, no chair, or nobody of this number.
        """
        require(caller, "cases.step")
        note_kept = written(note, "note", LONGEST_NOTE)
        chosen = tuple(dict.fromkeys(mediators))

        def steps(tx: Transaction) -> MediatorChoice:
            case = _assignable(seen_case(tx.connection, code, caller), caller)
            wishes = kept.wishes_of(tx.connection, case.code)
            wanted = self._wanted(case, wishes)
            found = self._match(tx.connection, case, wishes)
            pool = {m.mediator_id: m for m in _let_in(pool_rows.pool_of(tx.connection), case)}
            check_choice(chosen, chair, wanted, pool, self._pool.today())
            choice = MediatorChoice(
                choice_id=f"H-{uuid4().hex[:16]}",
                case_code=case.code,
                at=tx.at,
                by=caller.actor,
                chosen_by=chosen_by,
                mediators=chosen,
                chair=chair if len(chosen) > 1 else chosen[0],
                offers=kept_offers(found, chosen),
                barred=len(found.barred),
                note=note_kept,
            )
            tx.put(MEDIATOR_CHOICE, choice, action="choose", actor=caller.actor)
            keys = tuple(pool[one].key for one in chosen)
            said = Said(mediators=keys, text=_text(pool, choice))
            self._steps.take(tx, case, Step.ASSIGN, said, caller)
            return choice

        return await in_transaction(self._desk.store, self._desk.work, steps)


def _text(pool: Mapping[str, Mediator], choice: MediatorChoice) -> str:
    """The line of the story: the numbers in the pool, nobody's name."""
    return "、".join(choice.mediators)


def _assignable(case: Case, caller: Caller) -> Case:
    """The case, where the caller may assign a mediator to it."""
    check_actor(TABLE[Step.ASSIGN], caller, case)
    if case.is_sealed:
        raise ConflictError(says="sealed_not_mediated", field="code")
    return case


def _let_in(pool: Sequence[Mediator], case: Case) -> list[Mediator]:
    """Those the case does not keep out; nobody else is even looked at."""
    return [one for one in pool if not {one.account, one.mediator_id} & {*case.never}]
