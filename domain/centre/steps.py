"""Taking a step of a case: the table says who and from where, the functions here what it changes.

Pure: `take` makes the case as it stands after the step, or refuses.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from domain.access.access import NotAllowedError
from domain.access.callers import Caller
from domain.calendar.working_time import WorkingCalendar
from domain.centre.agreements import Form, are_paid, instalments_of, with_paid
from domain.centre.case import (
    Case,
    CaseWords,
    Flag,
    Level,
    ProcedureResult,
    Remedy,
    Result,
    acts_as,
)
from domain.centre.clock_table import OBJECTION
from domain.centre.clocks import Clock, Ground, Start, amber_at, due_after_pause, due_of
from domain.centre.dossier import Paper, missing_papers
from domain.centre.petitions import Way, may_run, needs_way
from domain.centre.places import Centre
from domain.centre.stages import TABLE, Actor, Stage, Step, Transition
from domain.errors import ConflictError, InvalidError

OBJECTIONS_TO_STUDY = 2
SYSTEM = Caller("system", "system")


@dataclass(frozen=True, slots=True)
class Said:
    """What is said with a step; each step reads what it needs."""

    text: str = ""
    body: str | None = None
    co_bodies: tuple[str, ...] = ()
    clock: str | None = None
    clock_from: datetime | None = None
    way: Way | None = None
    level: Level | None = None
    leader: str | None = None
    mediators: tuple[str, ...] = ()
    remedy: Remedy | None = None
    has_consent: bool = False
    is_apart: bool = False
    room: str | None = None
    form: Form | None = None
    agreement: str = ""
    amount_fen: int | None = None
    instalments: tuple[tuple[date, int], ...] = ()
    instalment: int = 0
    proof: str = ""
    ground: Ground | None = None
    longer: int = 0
    paper: Paper | None = None
    satisfaction: int | None = None
    joined_to: str | None = None
    supervision: int = 1


@dataclass(frozen=True, slots=True)
class Taken:
    """When and by whom a step is taken, and by which rules of the place."""

    said: Said
    by: Caller
    at: datetime
    centre: Centre
    calendar: WorkingCalendar

    @property
    def reason(self) -> str:
        """The words that must stand beside the step.

        Raises:
            InvalidError: there are none.
        """
        if not self.said.text.strip():
            raise InvalidError(says="case_reason_missing", field="text")
        return self.said.text

    @property
    def remedy(self) -> Remedy:
        """The next way that is told.

        Raises:
            InvalidError: none is.
        """
        if self.said.remedy is None:
            raise InvalidError(says="remedy_missing", field="remedy")
        return self.said.remedy


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
    after = _STEPS[step](case, Taken(said, by, at, centre, calendar))
    if row.leads_to and after.stage not in row.leads_to:
        raise AssertionError(f"{step} leads to {after.stage}, which the table does not say")
    return after


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


# routing ----------------------------------------------------------------------------------


def _route(case: Case, taken: Taken) -> Case:
    said = taken.said
    way = said.way or case.way
    if needs_way(case.matter) and way is None:
        raise InvalidError(says="way_missing", field="way")
    case = _given_to(replace(case, way=way, level=said.level or case.level), taken)
    answer_by = due_of(OBJECTION, taken.at, taken.calendar).at
    return replace(case, stage=Stage.ROUTED, routed_at=taken.at, answer_by=answer_by)


def _given_to(case: Case, taken: Taken) -> Case:
    """The case with its lead body, those beside it, and the clock that will run."""
    said, centre = taken.said, taken.centre
    body = centre.body(said.body)
    if body.code in case.never:
        raise InvalidError(says="body_is_accused", field="body")
    if {*said.co_bodies} & {*case.never}:
        raise InvalidError(says="body_is_accused", field="co_bodies")
    beside = tuple(
        one for one in dict.fromkeys(said.co_bodies) if centre.body(one, "co_bodies") != body
    )
    clock = centre.clock(said.clock or body.clock)
    if not may_run(clock.code, case.matter, case.way):
        raise InvalidError(says="clock_does_not_fit", clock=clock.code, field="clock")
    if clock.starts not in _STARTS and said.clock_from is None:
        raise InvalidError(says="clock_start_missing", field="clock_from")
    return replace(
        case,
        body=body.code,
        co_bodies=beside,
        bodies=tuple(dict.fromkeys((centre.lead, body.code, *beside))),
        clock=clock.code,
        clock_from=said.clock_from,
    )


def _refuse(case: Case, taken: Taken) -> Case:
    _ = taken.reason
    return replace(
        case,
        stage=Stage.CLOSING,
        result=Result.NOT_ACCEPTED,
        remedy=taken.remedy,
        refused_by=taken.by.actor,
    )


def _accept(case: Case, taken: Taken) -> Case:
    if case.has_objection:
        raise ConflictError(says="case_objection_open", field="step")
    if taken.by is not SYSTEM:
        return _begun(_handled(case, taken), taken)
    if taken.centre.body(case.body).is_judicial or case.answer_by is None:
        raise ConflictError(says="silence_accepts_nothing", field="step")
    return _begun(case, taken)


def _object(case: Case, taken: Taken) -> Case:
    _ = taken.reason
    if case.has_objection:
        raise ConflictError(says="case_objection_open", field="step")
    if case.answer_by is not None and taken.at >= case.answer_by:
        raise ConflictError(says="objection_too_late", field="step")
    objections = case.objections + 1
    if objections >= OBJECTIONS_TO_STUDY:
        return replace(case, objections=objections, stage=Stage.STUDY, answer_by=None)
    return replace(case, objections=objections, has_objection=True)


def _take_back(case: Case, taken: Taken) -> Case:
    _need_objection(case, taken)
    return replace(
        case,
        stage=Stage.REGISTERED,
        has_objection=False,
        body=None,
        co_bodies=(),
        bodies=(taken.centre.lead,),
        answer_by=None,
    )


def _uphold(case: Case, taken: Taken) -> Case:
    _need_objection(case, taken)
    _ = taken.reason
    return _begun(replace(case, has_objection=False), taken)


def _need_objection(case: Case, taken: Taken) -> None:
    if not case.has_objection:
        raise ConflictError(says="case_no_objection", field="step")


def _to_study(case: Case, taken: Taken) -> Case:
    _ = taken.reason
    return replace(_still(case), stage=Stage.STUDY, has_objection=False, answer_by=None)


def _study(case: Case, taken: Taken) -> Case:
    _ = taken.reason
    said = taken.said
    leader = said.leader or case.leader
    case = _given_to(replace(case, way=said.way or case.way, level=said.level or case.level), taken)
    seen = (*case.people, leader) if leader else case.people
    case = replace(case, leader=leader, people=tuple(dict.fromkeys(seen)), has_objection=False)
    return _begun(case, taken)


_STARTS: Mapping[Start, Callable[[Case, datetime], datetime]] = {
    Start.REGISTERED: lambda case, _: case.registered_at,
    Start.ROUTED: lambda case, now: case.routed_at or now,
    Start.ACCEPTED: lambda _, now: now,
}


def _begun(case: Case, taken: Taken) -> Case:
    """Handled from now on, with its clock running."""
    clock = taken.centre.clock(case.clock or "")
    start = case.clock_from or _STARTS[clock.starts](case, taken.at)
    due = due_of(clock, start, taken.calendar).at
    return replace(
        case,
        stage=Stage.HANDLING,
        accepted_at=taken.at,
        answer_by=None,
        clock_from=start,
        due_at=due,
        amber_at=amber_at(start, due),
        extended=0,
        has_been_extended=False,
        supervision=0,
    )


def _still(case: Case) -> Case:
    """No clock runs any more."""
    return replace(case, due_at=None, amber_at=None, paused_at=None, ground=None)


# handling ---------------------------------------------------------------------------------


def _handled(case: Case, taken: Taken) -> Case:
    return replace(case, handlers=tuple(dict.fromkeys((*case.handlers, taken.by.actor))))


def _assign(case: Case, taken: Taken) -> Case:
    mediators = taken.said.mediators
    if not mediators:
        raise InvalidError(says="mediators_missing", field="mediators")
    gone = {*case.mediators} - {*mediators}
    people = tuple(dict.fromkeys((*(p for p in case.people if p not in gone), *mediators)))
    return replace(case, mediators=mediators, people=people)


def _session(case: Case, taken: Taken) -> Case:
    _running(case, taken)
    if not taken.said.has_consent:
        raise InvalidError(says="consent_missing", field="has_consent")
    if Flag.VIOLENCE in case.flags and not taken.said.is_apart:
        raise InvalidError(says="violence_no_face_to_face", field="is_apart")
    if taken.said.room and taken.said.room not in taken.centre.rooms:
        raise InvalidError(says="room_unknown", room=taken.said.room[:64], field="room")
    return _handled(case, taken)


def _agree(case: Case, taken: Taken) -> Case:
    _running(case, taken)
    said = taken.said
    if not said.has_consent:
        raise InvalidError(says="consent_missing", field="has_consent")
    if said.form is None or not said.agreement.strip():
        raise InvalidError(says="agreement_incomplete", field="agreement")
    promised = instalments_of(said.amount_fen or 0, said.instalments)
    return replace(
        _still(_handled(case, taken)),
        stage=Stage.PERFORMING if promised else Stage.CALL_BACK,
        form=said.form,
        agreement=said.agreement.strip(),
        instalments=promised,
        procedure_result=ProcedureResult.AGREED,
        result=Result.SETTLED,
        remedy=said.remedy,
    )


def _ended(case: Case, taken: Taken, procedure: ProcedureResult, result: Result) -> Case:
    """Handed to whoever calls back, with the next way told."""
    _ = taken.reason
    return replace(
        _still(case),
        stage=Stage.CALL_BACK,
        procedure_result=procedure,
        result=result,
        remedy=taken.remedy,
        has_objection=False,
        answer_by=None,
    )


def _fail(case: Case, taken: Taken) -> Case:
    return _ended(_handled(case, taken), taken, ProcedureResult.FAILED, Result.HANDED_ON)


def _transfer(case: Case, taken: Taken) -> Case:
    return _ended(_handled(case, taken), taken, ProcedureResult.TRANSFERRED, Result.HANDED_ON)


def _withdraw(case: Case, taken: Taken) -> Case:
    return _ended(case, taken, ProcedureResult.WITHDRAWN, Result.WITHDRAWN)


def _pay(case: Case, taken: Taken) -> Case:
    said = taken.said
    paid = with_paid(case.instalments or (), said.instalment, said.proof, taken.at)
    stage = Stage.CALL_BACK if are_paid(paid) else Stage.PERFORMING
    return replace(_handled(case, taken), instalments=paid, stage=stage)


def _breach(case: Case, taken: Taken) -> Case:
    _ = taken.reason
    return replace(case, breached_at=taken.at)


def _enforce(case: Case, taken: Taken) -> Case:
    # the procedure ended with an agreement all the same: the two results are apart
    return _ended(_handled(case, taken), taken, ProcedureResult.AGREED, Result.ENFORCED)


# clocks -----------------------------------------------------------------------------------


def _clock(case: Case, taken: Taken) -> Clock:
    return taken.centre.clock(case.clock or "")


def _running(case: Case, taken: Taken) -> None:
    if case.paused_at is not None:
        raise ConflictError(says="case_is_paused", field="step")


def _pause(case: Case, taken: Taken) -> Case:
    _running(case, taken)
    _ = taken.reason
    clock = _clock(case, taken)
    if taken.said.ground not in clock.pauses:
        raise InvalidError(says="ground_not_allowed", clock=clock.code, field="ground")
    return replace(case, paused_at=taken.at, ground=taken.said.ground)


def _resume(case: Case, taken: Taken) -> Case:
    if case.paused_at is None or case.due_at is None or case.clock_from is None:
        raise ConflictError(says="case_not_paused", field="step")
    clock = _clock(case, taken)
    due = due_after_pause(clock, case.due_at, case.paused_at, taken.at, taken.calendar)
    amber = amber_at(case.clock_from, due)
    return replace(case, paused_at=None, ground=None, due_at=due, amber_at=amber, supervision=0)


def _extend(case: Case, taken: Taken) -> Case:
    _running(case, taken)
    _ = taken.reason
    clock = _clock(case, taken)
    if clock.extension is None or case.has_been_extended or case.due_at is None:
        raise ConflictError(says="clock_no_extension", clock=clock.code, field="step")
    longer = clock.extension.length or taken.said.longer
    if not 1 <= longer <= 366:
        raise InvalidError(says="extension_length_missing", field="longer")
    start = case.clock_from or taken.at
    moved = due_of(clock, start, taken.calendar, longer).at
    due = max(moved, case.due_at)
    return replace(
        case, extended=longer, has_been_extended=True, due_at=due, amber_at=amber_at(start, due),
        supervision=0,
    )  # fmt: skip


def _supervise(case: Case, taken: Taken) -> Case:
    if taken.by is not SYSTEM:
        _ = taken.reason
    return replace(case, supervision=max(case.supervision, taken.said.supervision))


# papers, call-back, closing -------------------------------------------------------------------


def _paper(case: Case, taken: Taken) -> Case:
    if taken.said.paper is None:
        raise InvalidError(says="paper_missing", field="paper")
    return replace(case, papers=tuple(dict.fromkeys((*case.papers, taken.said.paper.value))))


def _call_back(case: Case, taken: Taken) -> Case:
    _other_person(case, taken)
    stars = taken.said.satisfaction
    if stars is not None and not 1 <= stars <= 5:
        raise InvalidError(says="satisfaction_range", field="satisfaction")
    _ = taken.reason
    return replace(case, stage=Stage.CLOSING, called_back_by=taken.by.actor, satisfaction=stars)


def _other_person(case: Case, taken: Taken) -> None:
    if taken.by.actor in case.handlers:
        raise NotAllowedError(says="case_own_handler", field="role")


def _close(case: Case, taken: Taken) -> Case:
    _other_person(case, taken)
    if taken.by.actor == case.refused_by:
        raise NotAllowedError(says="case_own_refusal", field="role")
    held = {Paper(one) for one in case.papers}
    agreed = case.procedure_result is ProcedureResult.AGREED
    missing = missing_papers(held, was_handled=bool(case.handlers), was_agreed=agreed)
    if missing:
        names = CaseWords(*(paper.value for paper in missing))
        raise ConflictError(says="dossier_incomplete", papers=names, field="step")
    return replace(case, stage=Stage.CLOSED, closed_at=taken.at)


def _join(case: Case, taken: Taken) -> Case:
    _ = taken.reason
    if not taken.said.joined_to or taken.said.joined_to == case.code:
        raise InvalidError(says="joined_to_missing", field="joined_to")
    return replace(
        _still(case),
        stage=Stage.CLOSED,
        result=Result.JOINED,
        joined_to=taken.said.joined_to,
        closed_at=taken.at,
        has_objection=False,
        answer_by=None,
    )


def _reopen(case: Case, taken: Taken) -> Case:
    _ = taken.reason
    if case.is_final:
        raise ConflictError(says="case_is_final", field="step")
    days = taken.centre.reopened_within_days
    if case.closed_at is None or taken.at - case.closed_at > timedelta(days=days):
        raise ConflictError(says="reopened_too_late", days=days, field="step")
    return replace(
        _still(case),
        stage=Stage.REGISTERED,
        closed_at=None,
        result=None,
        procedure_result=None,
        remedy=None,
        refused_by=None,
        called_back_by=None,
        satisfaction=None,
        joined_to=None,
        objections=0,
        supervision=0,
        reopened=case.reopened + 1,
    )


def _finish(case: Case, taken: Taken) -> Case:
    _ = taken.reason
    if case.is_final:
        raise ConflictError(says="case_is_final", field="step")
    return replace(case, is_final=True)


_STEPS: Mapping[Step, Callable[[Case, Taken], Case]] = {
    Step.ROUTE: _route,
    Step.REFUSE: _refuse,
    Step.ACCEPT: _accept,
    Step.OBJECT: _object,
    Step.TAKE_BACK: _take_back,
    Step.UPHOLD: _uphold,
    Step.TO_STUDY: _to_study,
    Step.STUDY: _study,
    Step.ASSIGN: _assign,
    Step.SESSION: _session,
    Step.AGREE: _agree,
    Step.FAIL: _fail,
    Step.TRANSFER: _transfer,
    Step.WITHDRAW: _withdraw,
    Step.PAY: _pay,
    Step.BREACH: _breach,
    Step.ENFORCE: _enforce,
    Step.PAUSE: _pause,
    Step.RESUME: _resume,
    Step.EXTEND: _extend,
    Step.PAPER: _paper,
    Step.SUPERVISE: _supervise,
    Step.CALL_BACK: _call_back,
    Step.CLOSE: _close,
    Step.JOIN: _join,
    Step.REOPEN: _reopen,
    Step.FINISH: _finish,
}
