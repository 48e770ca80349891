"""Choosing who mediates a case: wishes and ties, the offers with their reasons, the choice."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from domain.access.access import require
from domain.access.callers import Caller
from domain.centre.cases.case import Case
from domain.centre.cases.stages import TABLE, Step
from domain.centre.loop.said import Said
from domain.centre.loop.steps import check_actor
from domain.centre.loop.written import written
from domain.centre.mediation.case_mediation import Offered
from domain.centre.mediation.choices import MEDIATOR_CHOICE, MediatorChoice
from domain.centre.mediation.wishes import MEDIATION_WISHES, Conflict, MediationWishes, Teller
from domain.errors import ConflictError, InvalidError
from operations.centre.cases.assigning import check_mediated, match_of
from operations.centre.cases.centre_desk import CentreDesk
from operations.centre.cases.seen import seen_case
from operations.centre.cases.steps import Steps
from operations.centre.mediation.keys import keyed
from operations.transactions import in_transaction
from store import Transaction
from store.centre import mediation as kept
from store.centre import mediators as pool_rows

LONGEST_NOTE = 500


class Choosing:
    """Where mediators are chosen. Only whoever may assign one is told who would fit."""

    def __init__(self, desk: CentreDesk, steps: Steps) -> None:
        self._desk, self._steps = desk, steps

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
            return Offered(match_of(connection, self._desk, case, wishes), wishes)

        return await self._desk.work.read(lambda: self._desk.store.ask(question))

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
        choice, _ = await self.choose_once(
            code, mediators, chair, caller, key="", chosen_by=chosen_by, note=note
        )
        return choice

    async def choose_once(
        self,
        code: str,
        mediators: Sequence[str],
        chair: str | None,
        caller: Caller,
        *,
        key: str,
        chosen_by: Teller = Teller.CENTRE,
        note: str = "",
    ) -> tuple[MediatorChoice, bool]:
        """As `choose`; with a key that was given before it is the same choice.

        Returns:
            the choice, and whether it was made now.

        Raises as `choose`, and:
            ConflictError: the key was given with other mediators.
        """
        require(caller, "cases.step")
        why = written(note, "note", LONGEST_NOTE) or ""
        told = Said(mediators=tuple(mediators), chair=chair, chosen_by=chosen_by, text=why)

        def steps(tx: Transaction) -> tuple[MediatorChoice, bool]:
            case = _assignable(seen_case(tx.connection, code, caller), caller)
            made = keyed("H", case.code, key)
            earlier = kept.one_of(tx.connection, MEDIATOR_CHOICE, made) if made else None
            if earlier is not None:
                _check_same(tx.connection, earlier, told)
                return earlier, False
            self._steps.take(tx, case, Step.ASSIGN, replace(told, choice_id=made), caller)
            return kept.choices_of(tx.connection, case.code)[0], True

        return await in_transaction(self._desk.store, self._desk.work, steps)


def _check_same(connection: Connection, earlier: MediatorChoice, told: Said) -> None:
    """What is told again under a key is what was told first.

    Raises:
        ConflictError: it is not.
    """
    keys = {one.key: one.mediator_id for one in pool_rows.pool_of(connection)}
    named = tuple(dict.fromkeys(keys.get(one, one) for one in told.mediators))
    chair = keys.get(told.chair or "", told.chair) if len(named) > 1 else earlier.chair
    if (named, chair, told.chosen_by) != (earlier.mediators, earlier.chair, earlier.chosen_by):
        raise ConflictError(says="key_other_content", field="key")


def _assignable(case: Case, caller: Caller) -> Case:
    """The case, where the caller may assign a mediator to it."""
    check_actor(TABLE[Step.ASSIGN], caller, case)
    check_mediated(case)
    return case
