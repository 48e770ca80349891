"""A petition and a suggestion are answered; then review and recheck by the bodies above.

Source: 信访工作条例, articles 31 to 36.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.centre.cases.case import Case, ProcedureResult, Remedy, Result, Review
from domain.centre.limits.clocks import due_of
from domain.centre.loop.clock_steps import need_running
from domain.centre.loop.handling import ended, handled
from domain.centre.loop.said import Taken
from domain.errors import ConflictError, InvalidError

REVIEW_ASK, REVIEW = "petition.review_ask", "petition.review"
RECHECK_ASK, RECHECK = "petition.recheck_ask", "petition.recheck"
LONGEST_HEARING = 366


def reply(case: Case, taken: Taken) -> Case:
    """A petition is answered by an opinion; a review may be asked for from then on.

    Raises:
        ConflictError: its clock stands.
        InvalidError: what is said with it does not do.
    """
    need_running(case, taken)
    after = ended(
        handled(case, taken), taken, ProcedureResult.ANSWERED, Result.ANSWERED,
        Remedy.PETITION_REVIEW,
    )  # fmt: skip
    return replace(after, review=Review.OPEN, ask_by=_due(REVIEW_ASK, taken))


def reply_suggestion(case: Case, taken: Taken) -> Case:
    """A suggestion is answered; no review of it is provided for.

    Raises:
        ConflictError: its clock stands.
        InvalidError: what is said with it does not do.
    """
    need_running(case, taken)
    return ended(handled(case, taken), taken, ProcedureResult.ANSWERED, Result.ANSWERED, None)


def ask_review(case: Case, taken: Taken) -> Case:
    """The petitioner asks the body above to look again.

    Raises:
        ConflictError: nothing may be asked for, or it is too late.
        InvalidError: what is said with it does not do.
    """
    return _asked(case, taken, Review.OPEN, Review.REVIEWING, REVIEW)


def review_opinion(case: Case, taken: Taken) -> Case:
    """The body above has looked again; a recheck may be asked for.

    Raises:
        ConflictError: nobody reviews it.
        InvalidError: what is said with it does not do.
    """
    _need(case, Review.REVIEWING)
    _ = taken.reason
    ask_by = _due(RECHECK_ASK, taken)
    return replace(case, review=Review.REVIEWED, ask_by=ask_by, answer_due=None)


def ask_recheck(case: Case, taken: Taken) -> Case:
    """The petitioner asks the next body above for the last look.

    Raises:
        ConflictError: nothing may be asked for, or it is too late.
        InvalidError: what is said with it does not do.
    """
    return _asked(case, taken, Review.REVIEWED, Review.RECHECKING, RECHECK)


def hearing(case: Case, taken: Taken) -> Case:
    """There was a hearing: its days are not counted (article 36).

    Raises:
        ConflictError: nobody rechecks it.
        InvalidError: what is said with it does not do.
    """
    _need(case, Review.RECHECKING)
    _ = taken.reason
    days = taken.said.longer
    if not 1 <= days <= LONGEST_HEARING:
        raise InvalidError(says="hearing_days_missing", field="longer")
    if case.answer_due is None:
        raise ConflictError(says="review_not_there", field="step")
    return replace(case, answer_due=_later(case.answer_due, days, taken))


def recheck_opinion(case: Case, taken: Taken) -> Case:
    """The last word: the same facts and grounds are not taken up again.

    Raises:
        ConflictError: nobody rechecks it.
        InvalidError: what is said with it does not do.
    """
    _need(case, Review.RECHECKING)
    _ = taken.reason
    return replace(case, review=Review.RECHECKED, answer_due=None, is_final=True)


def _asked(case: Case, taken: Taken, before: Review, after: Review, clock: str) -> Case:
    _need(case, before)
    if case.ask_by is None or taken.at >= case.ask_by:
        raise ConflictError(says="review_too_late", field="step")
    _ = taken.reason
    if not taken.said.review_by.strip():
        raise InvalidError(says="body_above_missing", field="review_by")
    return replace(
        case,
        review=after,
        review_by=taken.said.review_by.strip(),
        ask_by=None,
        answer_due=_due(clock, taken),
    )


def _need(case: Case, review: Review) -> None:
    if case.is_final:
        raise ConflictError(says="case_is_final", field="step")
    if case.review is not review:
        raise ConflictError(says="review_not_there", field="step")


def _due(clock: str, taken: Taken) -> datetime:
    return due_of(taken.centre.clock(clock), taken.at, taken.calendar).at


def _later(due: datetime, days: int, taken: Taken) -> datetime:
    """So many days after the last moment of a limit."""
    return taken.calendar.after_days(due - timedelta(seconds=1), days).at
