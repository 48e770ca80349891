"""Taking a step of a case: the table says who and from where, the modules here what it changes.

Pure: `take` makes the case as it stands after the step, or refuses.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from domain.access.access import NotAllowedError
from domain.access.callers import Caller
from domain.calendar.working_time import WorkingCalendar
from domain.centre.cases.case import Case, CaseWords, acts_as, misfit
from domain.centre.cases.needs import Need
from domain.centre.cases.stages import TABLE, Actor, Stage, Step, Transition
from domain.centre.loop import charge, clock_steps, closing, handling, replies, routing
from domain.centre.loop.said import SYSTEM, Said, Taken
from domain.centre.premises.places import Centre
from domain.errors import ConflictError, InvalidError


def take(
    case: Case,
    step: Step,
    said: Said,
    *,
    by: Caller,
    at: datetime,
    centre: Centre,
    calendar: WorkingCalendar,
) -> Case:
    """The case after a step.

    Raises:
        NotAllowedError: the caller may not take it.
        ConflictError: it cannot be taken from here, or not now.
        InvalidError: what is said with it does not do.
    """
    row = TABLE[step]
    check_actor(row, by, case)
    if case.stage not in row.comes_from:
        raise ConflictError(
            says="case_step_not_now",
            step=CaseWords(row.step.value),
            stage=CaseWords(case.stage.value),
            field="step",
        )
    check_matter(row, case)
    after = _STEPS[step](case, Taken(said, by, at, centre, calendar))
    if row.leads_to and after.stage not in {*row.leads_to, *_stays(step, case)}:
        raise AssertionError(f"{step} leads to {after.stage}, which the table does not say")
    return after


def _stays(step: Step, case: Case) -> tuple[Stage, ...]:
    """A death ends a case, or leaves it where it stands."""
    return (case.stage,) if step is Step.DIED else ()


def check_actor(row: Transition, by: Caller, case: Case) -> None:
    """Refuse whoever the table does not name.

    Raises:
        NotAllowedError: the caller may not take the step.
    """
    is_time = by is SYSTEM and Actor.SYSTEM in row.who
    if not is_time and not acts_as(by, case) & {*row.who}:
        raise NotAllowedError(
            says="case_step_not_yours", step=CaseWords(row.step.value), field="role"
        )


def check_matter(row: Transition, case: Case) -> None:
    """Refuse a step that does not fit what the case is about.

    Raises:
        InvalidError: it does not; the sentence says by which step such a matter ends.
    """
    need = misfit(row, case)
    if need is not None:
        raise InvalidError(says=_UNFIT[need], step=CaseWords(row.step.value), field="step")


_UNFIT: Mapping[Need, str] = {
    Need.PETITION: "step_of_petitions",
    Need.SUGGESTION: "step_of_suggestions",
    Need.MEDIABLE: "matter_not_mediated",
    Need.NOT_ANSWERED: "matter_is_answered",
}
_STEPS: Mapping[Step, Callable[[Case, Taken], Case]] = {
    Step.ROUTE: routing.route,
    Step.REFUSE: routing.refuse,
    Step.ACCEPT: routing.accept,
    Step.OBJECT: routing.object_to,
    Step.TAKE_BACK: routing.take_back,
    Step.UPHOLD: routing.uphold,
    Step.TO_STUDY: routing.to_study,
    Step.STUDY: routing.study,
    Step.ASSIGN: handling.assign,
    Step.SESSION: handling.session,
    Step.AGREE: handling.agree,
    Step.FAIL: handling.fail,
    Step.REPLY: replies.reply,
    Step.REPLY_SUGGESTION: replies.reply_suggestion,
    Step.TRANSFER: handling.transfer,
    Step.WITHDRAW: handling.withdraw,
    Step.PAY: handling.pay,
    Step.BREACH: handling.breach,
    Step.ENFORCE: handling.enforce,
    Step.PAUSE: clock_steps.pause,
    Step.RESUME: clock_steps.resume,
    Step.EXTEND: clock_steps.extend,
    Step.PAPER: closing.file_paper,
    Step.SUPERVISE: clock_steps.supervise,
    Step.CALL_BACK: closing.call_back,
    Step.CLOSE: closing.close,
    Step.JOIN: closing.join,
    Step.REOPEN: closing.reopen,
    Step.FINISH: closing.finish,
    Step.SPLIT: handling.split,
    Step.LEAD: charge.lead,
    Step.STAND_IN: charge.stand_in,
    Step.SIGN: charge.sign,
    Step.ESCALATE: charge.escalate,
    Step.REROUTE: routing.reroute,
    Step.RESIGN: handling.resign,
    Step.DIED: handling.died,
    Step.REVIEW: closing.review,
    Step.SEND_BACK: closing.send_back,
    Step.ASK_REVIEW: replies.ask_review,
    Step.REVIEW_OPINION: replies.review_opinion,
    Step.ASK_RECHECK: replies.ask_recheck,
    Step.HEARING: replies.hearing,
    Step.RECHECK_OPINION: replies.recheck_opinion,
}
