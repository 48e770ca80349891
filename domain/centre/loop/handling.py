"""A case in hand: mediators, sessions, what was agreed and paid, and how the procedure ends."""

from dataclasses import replace

from domain.centre.cases.agreements import are_paid, instalments_of, with_paid
from domain.centre.cases.case import Case, ProcedureResult, Remedy, Result
from domain.centre.cases.parties import Succession
from domain.centre.cases.safeguards import check_apart, check_told
from domain.centre.cases.stages import Stage
from domain.centre.loop.clock_steps import need_running, still
from domain.centre.loop.said import Taken
from domain.errors import InvalidError


def handled(case: Case, taken: Taken) -> Case:
    """With whoever takes the step among its handlers."""
    return replace(case, handlers=tuple(dict.fromkeys((*case.handlers, taken.by.actor))))


def assign(case: Case, taken: Taken) -> Case:
    """Mediators are named; those no longer named do not see it.

    Raises:
        InvalidError: what is said with it does not do.
    """
    mediators = taken.said.mediators
    if not mediators:
        raise InvalidError(says="mediators_missing", field="mediators")
    gone = {*case.mediators} - {*mediators}
    people = tuple(dict.fromkeys((*(p for p in case.people if p not in gone), *mediators)))
    return replace(case, mediators=mediators, people=people)


def session(case: Case, taken: Taken) -> Case:
    """The sides sat together, or apart.

    Raises:
        ConflictError: as the case stands it cannot be done.
        InvalidError: what is said with it does not do.
    """
    need_running(case, taken)
    if not taken.said.has_consent:
        raise InvalidError(says="consent_missing", field="has_consent")
    said = taken.said
    check_apart(case, is_apart=said.is_apart, field="is_apart")
    check_told(case, protection=said.told_protection, police=said.told_police)
    if taken.said.room and taken.said.room not in taken.centre.rooms:
        raise InvalidError(says="room_unknown", room=taken.said.room[:64], field="room")
    return handled(case, taken)


def agree(case: Case, taken: Taken) -> Case:
    """An agreement, in instalments or at once.

    Raises:
        ConflictError: as the case stands it cannot be done.
        InvalidError: what is said with it does not do.
    """
    need_running(case, taken)
    said = taken.said
    if not said.has_consent:
        raise InvalidError(says="consent_missing", field="has_consent")
    if said.form is None or not said.agreement.strip():
        raise InvalidError(says="agreement_incomplete", field="agreement")
    promised = instalments_of(said.amount_fen or 0, said.instalments)
    return replace(
        still(handled(case, taken)),
        stage=Stage.PERFORMING if promised else Stage.CALL_BACK,
        form=said.form,
        agreement=said.agreement.strip(),
        instalments=promised,
        procedure_result=ProcedureResult.AGREED,
        result=Result.SETTLED,
        remedy=said.remedy,
    )


def resign(case: Case, taken: Taken) -> Case:
    """A mediator gives it back, and sees it no longer; its body names another.

    Raises:
        InvalidError: what is said with it does not do.
    """
    _ = taken.reason
    gone = taken.by.actor
    return replace(
        case,
        mediators=tuple(one for one in case.mediators if one != gone),
        people=tuple(one for one in case.people if one != gone),
        resigned=case.resigned + 1,
    )


def died(case: Case, taken: Taken) -> Case:
    """A party has died: it goes on with heirs, or ends with the next way told.

    Raises:
        InvalidError: what is said with it does not do.
    """
    _ = taken.reason
    said = taken.said
    if not said.party_id:
        raise InvalidError(says="party_missing", field="party_id")
    if said.succession is None:
        raise InvalidError(says="succession_missing", field="succession")
    if said.succession is Succession.ENDS:
        return _ended(case, taken, ProcedureResult.ENDED, Result.ENDED)
    if not said.heirs:
        raise InvalidError(says="heirs_missing", field="heirs")
    return case


def split(case: Case, taken: Taken) -> Case:
    """Another matter is taken out of it; this one stays as it is.

    Raises:
        InvalidError: what is said with it does not do.
    """
    _ = taken.reason
    if not taken.said.claim.strip():
        raise InvalidError(says="split_claim_missing", field="claim")
    return case


def fail(case: Case, taken: Taken) -> Case:
    """No agreement: the next way is told.

    Raises:
        InvalidError: what is said with it does not do.
    """
    return _ended(handled(case, taken), taken, ProcedureResult.FAILED, Result.HANDED_ON)


def transfer(case: Case, taken: Taken) -> Case:
    """Handed on to another procedure. A review is of an opinion, and told with it alone.

    Raises:
        InvalidError: what is said with it does not do.
    """
    if taken.remedy is Remedy.PETITION_REVIEW:
        raise InvalidError(says="review_without_opinion", field="remedy")
    return _ended(handled(case, taken), taken, ProcedureResult.TRANSFERRED, Result.HANDED_ON)


def withdraw(case: Case, taken: Taken) -> Case:
    """Taken back by whoever brought it.

    Raises:
        InvalidError: what is said with it does not do.
    """
    return _ended(case, taken, ProcedureResult.WITHDRAWN, Result.WITHDRAWN)


def pay(case: Case, taken: Taken) -> Case:
    """An instalment is paid; after the last it is called back."""
    said = taken.said
    paid = with_paid(case.instalments or (), said.instalment, said.proof, taken.at)
    stage = Stage.CALL_BACK if are_paid(paid) else Stage.PERFORMING
    return replace(handled(case, taken), instalments=paid, stage=stage)


def breach(case: Case, taken: Taken) -> Case:
    """What was promised is not kept.

    Raises:
        InvalidError: what is said with it does not do.
    """
    _ = taken.reason
    return replace(case, breached_at=taken.at)


def enforce(case: Case, taken: Taken) -> Case:
    """The procedure ended with an agreement all the same: the two results are apart.

    Raises:
        InvalidError: what is said with it does not do.
    """
    return _ended(handled(case, taken), taken, ProcedureResult.AGREED, Result.ENFORCED)


def _ended(case: Case, taken: Taken, procedure: ProcedureResult, result: Result) -> Case:
    """Handed to whoever calls back, with the next way that was said."""
    return ended(case, taken, procedure, result, taken.remedy)


def ended(
    case: Case, taken: Taken, procedure: ProcedureResult, result: Result, remedy: Remedy | None
) -> Case:
    """Handed to whoever calls back, with the next way told where there is one.

    Raises:
        InvalidError: no words stand beside it.
    """
    _ = taken.reason
    return replace(
        still(case),
        stage=Stage.CALL_BACK,
        procedure_result=procedure,
        result=result,
        remedy=remedy,
        has_objection=False,
        answer_by=None,
    )
