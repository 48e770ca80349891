"""A case at its end: papers, call-back, closing by another person, joined, taken up again."""

from dataclasses import replace
from datetime import timedelta

from domain.access.access import NotAllowedError
from domain.centre.cases.case import Case, CaseWords, Result
from domain.centre.cases.stages import Stage
from domain.centre.loop.charge import needs_review
from domain.centre.loop.clock_steps import still
from domain.centre.loop.said import Taken
from domain.centre.papers.dossier import Paper, course_of, missing_papers
from domain.errors import ConflictError, InvalidError


def file_paper(case: Case, taken: Taken) -> Case:
    """A paper is in the dossier.

    Raises:
        InvalidError: what is said with it does not do.
    """
    if taken.said.paper is None:
        raise InvalidError(says="paper_missing", field="paper")
    return replace(case, papers=tuple(dict.fromkeys((*case.papers, taken.said.paper.value))))


def call_back(case: Case, taken: Taken) -> Case:
    """Somebody else than its handlers has asked how it went.

    Raises:
        NotAllowedError: the caller has handled or refused it.
        InvalidError: what is said with it does not do.
    """
    _other_person(case, taken)
    stars = taken.said.satisfaction
    if stars is not None and not 1 <= stars <= 5:
        raise InvalidError(says="satisfaction_range", field="satisfaction")
    _ = taken.reason
    return replace(case, stage=Stage.CLOSING, called_back_by=taken.by.actor, satisfaction=stars)


def close(case: Case, taken: Taken) -> Case:
    """Closed by somebody else, with its dossier whole.

    Raises:
        NotAllowedError: the caller has handled or refused it.
        ConflictError: as the case stands it cannot be done.
    """
    _other_person(case, taken)
    if taken.by.actor == case.refused_by:
        raise NotAllowedError(says="case_own_refusal", field="role")
    _signed_and_reviewed(case, taken)
    held = {Paper(one) for one in case.papers}
    missing = missing_papers(held, course_of(case))
    if missing:
        names = CaseWords(*(paper.value for paper in missing))
        raise ConflictError(says="dossier_incomplete", papers=names, field="step")
    return replace(case, stage=Stage.CLOSED, closed_at=taken.at)


def _signed_and_reviewed(case: Case, taken: Taken) -> None:
    if case.leader and not case.signed_by:
        raise ConflictError(says="case_not_signed", field="step")
    if needs_review(case) and not case.reviewed_by:
        raise ConflictError(says="case_not_reviewed", field="step")
    if taken.by.actor == case.reviewed_by:
        raise NotAllowedError(says="case_own_review", field="role")


def review(case: Case, taken: Taken) -> Case:
    """Somebody else than its handlers has looked at it again.

    Raises:
        NotAllowedError: the caller has handled or refused it.
        InvalidError: what is said with it does not do.
    """
    _other_person(case, taken)
    if taken.by.actor == case.refused_by:
        raise NotAllowedError(says="case_own_refusal", field="role")
    _ = taken.reason
    return replace(case, reviewed_by=taken.by.actor)


def send_back(case: Case, taken: Taken) -> Case:
    """Something is missing: it is called back, and reviewed, again.

    Raises:
        InvalidError: what is said with it does not do.
    """
    _ = taken.reason
    return replace(
        case, stage=Stage.CALL_BACK, reviewed_by=None, called_back_by=None, satisfaction=None
    )


def _other_person(case: Case, taken: Taken) -> None:
    if taken.by.actor in case.handlers:
        raise NotAllowedError(says="case_own_handler", field="role")


def join(case: Case, taken: Taken) -> Case:
    """It goes on as another case.

    Raises:
        InvalidError: what is said with it does not do.
    """
    _ = taken.reason
    if not taken.said.joined_to or taken.said.joined_to == case.code:
        raise InvalidError(says="joined_to_missing", field="joined_to")
    return replace(
        still(case),
        stage=Stage.CLOSED,
        result=Result.JOINED,
        joined_to=taken.said.joined_to,
        closed_at=taken.at,
        has_objection=False,
        answer_by=None,
    )


def reopen(case: Case, taken: Taken) -> Case:
    """The same matter is taken up again, within its time.

    Raises:
        ConflictError: as the case stands it cannot be done.
        InvalidError: what is said with it does not do.
    """
    _ = taken.reason
    if case.is_final:
        raise ConflictError(says="case_is_final", field="step")
    days = taken.centre.reopened_within_days
    if case.closed_at is None or taken.at - case.closed_at > timedelta(days=days):
        raise ConflictError(says="reopened_too_late", days=days, field="step")
    return replace(
        still(case),
        stage=Stage.REGISTERED,
        closed_at=None,
        result=None,
        procedure_result=None,
        remedy=None,
        refused_by=None,
        reviewed_by=None,
        signed_by=None,
        called_back_by=None,
        satisfaction=None,
        joined_to=None,
        objections=0,
        supervision=0,
        review=None,
        ask_by=None,
        review_by=None,
        answer_due=None,
        reopened=case.reopened + 1,
    )


def finish(case: Case, taken: Taken) -> Case:
    """Reviewed for the last time: it is not taken up again.

    Raises:
        ConflictError: as the case stands it cannot be done.
        InvalidError: what is said with it does not do.
    """
    _ = taken.reason
    if case.is_final:
        raise ConflictError(says="case_is_final", field="step")
    return replace(case, is_final=True)
