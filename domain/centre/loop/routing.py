"""To whom a case goes: routed, refused, accepted, objected to, studied jointly."""

from dataclasses import replace

from domain.centre.cases.case import Case, Result
from domain.centre.cases.petitions import Matter, may_run, needs_way
from domain.centre.cases.stages import Stage
from domain.centre.limits.clock_table import OBJECTION
from domain.centre.limits.clocks import due_of
from domain.centre.loop.clock_steps import STARTS, begun, still
from domain.centre.loop.handling import handled
from domain.centre.loop.said import SYSTEM, Taken
from domain.centre.premises.places import Body, Centre
from domain.errors import ConflictError, InvalidError

OBJECTIONS_TO_STUDY = 2


def route(case: Case, taken: Taken) -> Case:
    """Given to a body, which has its time to answer.

    Raises:
        InvalidError: what is said with it does not do.
    """
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
    body = centre.chosen(said.body)
    if body.code in case.never:
        raise InvalidError(says="body_is_accused", field="body")
    if {*said.co_bodies} & {*case.never}:
        raise InvalidError(says="body_is_accused", field="co_bodies")
    beside = tuple(
        one for one in dict.fromkeys(said.co_bodies) if centre.chosen(one, "co_bodies") != body
    )
    _check_report(case, body, centre)
    clock = centre.clock(said.clock or body.clock)
    if not may_run(clock.code, case.matter, case.way):
        raise InvalidError(says="clock_does_not_fit", clock=clock.code, field="clock")
    if clock.starts not in STARTS and said.clock_from is None:
        raise InvalidError(says="clock_start_missing", field="clock_from")
    return replace(
        case,
        body=body.code,
        co_bodies=beside,
        bodies=tuple(dict.fromkeys((centre.lead, body.code, *beside))),
        clock=clock.code,
        clock_from=said.clock_from,
    )


def _check_report(case: Case, body: Body, centre: Centre) -> None:
    """A report is forwarded to the body of discipline (信访工作条例, articles 22 and 30).

    Where that body is accused itself it is anybody else who is competent.
    """
    its = centre.discipline
    if case.matter is not Matter.REPORT or its is None or its.code in case.never:
        return
    if body.code != its.code:
        raise InvalidError(says="report_to_discipline", body=its.name, field="body")


def refuse(case: Case, taken: Taken) -> Case:
    """Not ours: it waits for its closing, with the next way told.

    Raises:
        InvalidError: what is said with it does not do.
    """
    _ = taken.reason
    return replace(
        case,
        stage=Stage.CLOSING,
        result=Result.NOT_ACCEPTED,
        remedy=taken.remedy,
        refused_by=taken.by.actor,
    )


def accept(case: Case, taken: Taken) -> Case:
    """The body takes it, or its silence does.

    Raises:
        ConflictError: as the case stands it cannot be done.
    """
    if case.has_objection:
        raise ConflictError(says="case_objection_open", field="step")
    if taken.by is not SYSTEM:
        return begun(handled(case, taken), taken)
    is_gone = not taken.centre.holds(case.body)
    if is_gone or taken.centre.body(case.body).is_judicial or case.answer_by is None:
        raise ConflictError(says="silence_accepts_nothing", field="step")
    return begun(case, taken)


def object_to(case: Case, taken: Taken) -> Case:
    """The body says that it is not its own; the second time it goes to joint study.

    Raises:
        ConflictError: as the case stands it cannot be done.
        InvalidError: what is said with it does not do.
    """
    _ = taken.reason
    if case.has_objection:
        raise ConflictError(says="case_objection_open", field="step")
    if case.answer_by is not None and taken.at >= case.answer_by:
        raise ConflictError(says="objection_too_late", field="step")
    objections = case.objections + 1
    if objections >= OBJECTIONS_TO_STUDY:
        return replace(case, objections=objections, stage=Stage.STUDY, answer_by=None)
    return replace(case, objections=objections, has_objection=True)


def take_back(case: Case, taken: Taken) -> Case:
    """The objection is right: it waits to be routed again.

    Raises:
        ConflictError: as the case stands it cannot be done.
    """
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


def uphold(case: Case, taken: Taken) -> Case:
    """The objection is wrong: the body handles it.

    Raises:
        ConflictError: as the case stands it cannot be done.
        InvalidError: what is said with it does not do.
    """
    _need_objection(case, taken)
    _ = taken.reason
    return begun(replace(case, has_objection=False), taken)


def _need_objection(case: Case, taken: Taken) -> None:
    if not case.has_objection:
        raise ConflictError(says="case_no_objection", field="step")


def to_study(case: Case, taken: Taken) -> Case:
    """Several sit together over it; no clock runs.

    Raises:
        InvalidError: what is said with it does not do.
    """
    _ = taken.reason
    return replace(still(case), stage=Stage.STUDY, has_objection=False, answer_by=None)


def study(case: Case, taken: Taken) -> Case:
    """Who leads is settled, and the clock runs.

    Raises:
        InvalidError: what is said with it does not do.
    """
    _ = taken.reason
    said = taken.said
    leader, deputy = said.leader or case.leader, said.deputy or case.deputy
    case = _given_to(replace(case, way=said.way or case.way, level=said.level or case.level), taken)
    seen = tuple(dict.fromkeys((*case.people, *filter(None, (leader, deputy)))))
    case = replace(
        case,
        leader=leader,
        deputy=deputy,
        people=seen,
        plan=said.plan or case.plan,
        has_objection=False,
    )
    return begun(case, taken)


def reroute(case: Case, taken: Taken) -> Case:
    """Its body was closed: it is given to another one, which has its time to answer.

    Raises:
        ConflictError: its body is still there.
        InvalidError: what is said with it does not do.
    """
    if taken.centre.holds(case.body):
        raise ConflictError(says="body_not_closed", field="step")
    _ = taken.reason
    return route(replace(still(case), has_objection=False), taken)
