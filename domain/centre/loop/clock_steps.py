"""The clock of a case in its steps: it begins, stands, runs again, is made longer, and warns."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from domain.centre.cases.case import Case
from domain.centre.cases.stages import Stage
from domain.centre.limits.clocks import Clock, Start, amber_at, due_after_pause, due_of
from domain.centre.loop.said import SYSTEM, Taken
from domain.errors import ConflictError, InvalidError

LONGEST_EXTENSION = 366

STARTS: Mapping[Start, Callable[[Case, datetime], datetime]] = {
    Start.REGISTERED: lambda case, _: case.registered_at,
    Start.ROUTED: lambda case, now: case.routed_at or now,
    Start.ACCEPTED: lambda _, now: now,
}


def begun(case: Case, taken: Taken) -> Case:
    """Handled from now on, with its clock running."""
    clock = taken.centre.clock(case.clock or "")
    start = case.clock_from or STARTS[clock.starts](case, taken.at)
    ends = due_of(clock, start, taken.calendar)
    due = ends.at
    return replace(
        case,
        stage=Stage.HANDLING,
        accepted_at=taken.at,
        answer_by=None,
        clock_from=start,
        due_at=due,
        is_due_certain=ends.is_certain,
        amber_at=amber_at(start, due),
        extended=0,
        has_been_extended=False,
        supervision=0,
    )


def still(case: Case) -> Case:
    """No clock runs any more."""
    return replace(case, due_at=None, amber_at=None, paused_at=None, ground=None)


def need_running(case: Case, taken: Taken) -> None:
    """Refuse while the clock stands.

    Raises:
        ConflictError: as the case stands it cannot be done.
    """
    if case.paused_at is not None:
        raise ConflictError(says="case_is_paused", field="step")


def pause(case: Case, taken: Taken) -> Case:
    """The clock stands, on a ground it allows.

    Raises:
        ConflictError: as the case stands it cannot be done.
        InvalidError: what is said with it does not do.
    """
    need_running(case, taken)
    _ = taken.reason
    clock = _clock(case, taken)
    if taken.said.ground not in clock.pauses:
        raise InvalidError(says="ground_not_allowed", clock=clock.code, field="ground")
    return replace(case, paused_at=taken.at, ground=taken.said.ground)


def resume(case: Case, taken: Taken) -> Case:
    """The clock runs again, with its days given back.

    Raises:
        ConflictError: as the case stands it cannot be done.
    """
    if case.paused_at is None or case.due_at is None or case.clock_from is None:
        raise ConflictError(says="case_not_paused", field="step")
    clock = _clock(case, taken)
    due = due_after_pause(clock, case.due_at, case.paused_at, taken.at, taken.calendar)
    amber = amber_at(case.clock_from, due)
    return replace(case, paused_at=None, ground=None, due_at=due, amber_at=amber, supervision=0)


def extend(case: Case, taken: Taken) -> Case:
    """The clock is made longer, once.

    Raises:
        ConflictError: as the case stands it cannot be done.
        InvalidError: what is said with it does not do.
    """
    need_running(case, taken)
    _ = taken.reason
    clock = _clock(case, taken)
    if clock.extension is None or case.has_been_extended or case.due_at is None:
        raise ConflictError(says="clock_no_extension", clock=clock.code, field="step")
    longer = clock.extension.length or taken.said.longer
    if not 1 <= longer <= LONGEST_EXTENSION:
        raise InvalidError(says="extension_length_missing", field="longer")
    start = case.clock_from or taken.at
    ends = due_of(clock, start, taken.calendar, longer)
    due = max(ends.at, case.due_at)
    return replace(
        case, extended=longer, has_been_extended=True, due_at=due, amber_at=amber_at(start, due),
        supervision=0, is_due_certain=ends.is_certain,
    )  # fmt: skip


def supervise(case: Case, taken: Taken) -> Case:
    """It is watched more closely; time does so by itself.

    Raises:
        InvalidError: what is said with it does not do.
    """
    if taken.by is not SYSTEM:
        _ = taken.reason
    return replace(case, supervision=max(case.supervision, taken.said.supervision))


def _clock(case: Case, taken: Taken) -> Clock:
    return taken.centre.clock(case.clock or "")
