"""What each figure of the centre means: what is counted of what, by which moment, from where.

Their words stand in the catalogues by id: `kpi` (its name), `kpi_top` and `kpi_bottom` (what is
divided by what), `kpi_trap` (how it misleads). The rules here are plain functions of a measure; the
store counts the same by SQL (store/measures/figures.py) and a test compares both.

Sealed cases are in no figure. A figure counts cases as they stand: one that was taken up again is
undecided until it is decided anew.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from domain.centre.cases.case import Level, ProcedureResult, Result
from domain.centre.cases.petitions import Matter
from domain.centre.cases.stages import Stage
from domain.centre.figures.measures import Measure

# Source: 信访工作条例, articles 22 and 23: fifteen days to register, forward and answer.
ACCEPT_WITHIN = timedelta(days=15)
SATISFIED = 4
# Counts below it are not shown to whoever does not see every case.
FEWEST_SHOWN = 5


class By(StrEnum):
    """By which moment of a case it falls into a period; NOW asks what is so at this moment."""

    REGISTERED = "registered"
    DECIDED = "decided"
    CLOSED = "closed"
    CALLED_BACK = "called_back"
    PERFORM = "perform"
    NOW = "now"


Claim = Callable[[Measure], bool]


@dataclass(frozen=True, slots=True)
class Definition:
    """A figure that is a share, or a count where `bottom` is None.

    Attributes:
        id: by which catalogues and addresses know it.
        by: which cases of a period.
        top: what is counted.
        bottom: out of what.
    """

    id: str
    by: By
    top: Claim
    bottom: Claim | None = None


def _is(*results: Result) -> Claim:
    words = {one.value for one in results}
    return lambda one: one.result in words


def _ended(*results: ProcedureResult) -> Claim:
    words = {one.value for one in results}
    return lambda one: one.procedure_result in words


def _any(_: Measure) -> bool:
    return True


def is_open(one: Measure) -> bool:
    """Whether it is not closed."""
    return one.stage != Stage.CLOSED


def runs(one: Measure) -> bool:
    """Whether its limit runs now."""
    return one.stage == Stage.HANDLING and one.paused_from is None and one.due_at is not None


def _accepted_in_time(one: Measure) -> bool:
    first = one.accepted_first_at
    return first is not None and first - one.registered_at <= ACCEPT_WITHIN


def _agreed(one: Measure) -> bool:
    return one.procedure_result == ProcedureResult.AGREED


def _called_on(one: Measure) -> bool:
    """What is called back at all: what was refused or joined is not."""
    return one.result is not None and one.result not in {Result.NOT_ACCEPTED, Result.JOINED}


_AGREED = ProcedureResult.AGREED
_FAILED = ProcedureResult.FAILED
SHARES: Mapping[str, Definition] = MappingProxyType(
    {
        one.id: one
        for one in (
            Definition("accepted", By.REGISTERED, lambda m: m.accepted_first_at is not None, _any),
            Definition("accepted_in_time", By.REGISTERED, _accepted_in_time, _any),
            Definition("success", By.DECIDED, _agreed, _ended(_AGREED, _FAILED)),
            Definition(
                "confirmed", By.DECIDED,
                lambda m: _agreed(m) and m.is_written and m.is_confirmed,
                lambda m: _agreed(m) and m.is_written,
            ),
            Definition(
                "in_time", By.DECIDED,
                lambda m: m.is_in_time is True, lambda m: m.is_in_time is not None,
            ),
            Definition(
                "returned", By.REGISTERED, lambda m: m.objections > 0, lambda m: m.dispatched > 0
            ),
            Definition(
                "right_first", By.REGISTERED,
                lambda m: m.dispatched == 1, lambda m: m.dispatched > 0,
            ),
            Definition(
                "called_back", By.DECIDED,
                lambda m: _called_on(m) and m.called_back_at is not None, _called_on,
            ),
            Definition(
                "satisfied", By.CALLED_BACK,
                lambda m: (m.satisfaction or 0) >= SATISFIED,
                lambda m: m.satisfaction is not None,
            ),
            Definition(
                "led", By.DECIDED,
                lambda m: m.leader is not None and m.result == Result.SETTLED,
                lambda m: m.leader is not None,
            ),
        )
    }
)  # fmt: skip
COUNTS: Mapping[str, Definition] = MappingProxyType(
    {
        one.id: one
        for one in (
            Definition("registered", By.REGISTERED, _any),
            Definition("decided", By.DECIDED, _any),
            Definition("closed", By.CLOSED, _any),
            Definition("agreed", By.DECIDED, _agreed),
            Definition("failed", By.DECIDED, _ended(_FAILED)),
            Definition("answered", By.DECIDED, _ended(ProcedureResult.ANSWERED)),
            Definition("transferred", By.DECIDED, _ended(ProcedureResult.TRANSFERRED)),
            Definition("withdrawn", By.DECIDED, _is(Result.WITHDRAWN)),
            Definition("refused", By.DECIDED, _is(Result.NOT_ACCEPTED)),
            Definition("joined", By.DECIDED, _is(Result.JOINED)),
            Definition("enforced", By.DECIDED, _is(Result.ENFORCED)),
            Definition("extended", By.DECIDED, lambda m: m.is_extended),
            Definition("reopened", By.REGISTERED, lambda m: m.reopened > 0),
            Definition("requests", By.REGISTERED, lambda m: m.matter == Matter.REQUEST),
            Definition("stock", By.NOW, is_open),
            Definition("red", By.NOW, lambda m: is_open(m) and m.level == Level.RED),
            Definition("orange", By.NOW, lambda m: is_open(m) and m.level == Level.ORANGE),
        )
    }
)
# Their rules ask for more than a measure: the present moment, other cases, another source.
OTHERS = ("performed", "days", "late", "repeated", "litigation")
# The order in which they are read.
CARDS = (
    "accepted", "accepted_in_time", "success", "performed", "confirmed", "days", "in_time",
    "right_first", "returned", "called_back", "satisfied", "repeated", "led", "litigation",
)  # fmt: skip


def is_late(one: Measure, now: datetime) -> bool:
    """Whether its limit is over and it is not decided."""
    return runs(one) and one.due_at is not None and one.due_at <= now


def handling_s(one: Measure) -> int | None:
    """How long it took from acceptance to closing, without the time its clock stood."""
    if one.accepted_at is None or one.closed_at is None:
        return None
    whole = int((one.closed_at - one.accepted_at).total_seconds())
    return max(0, whole - one.paused_s)


def moment_of(one: Measure, by: By) -> datetime | None:
    """By which moment a case falls into a period."""
    return {
        By.REGISTERED: one.registered_at,
        By.DECIDED: one.decided_at,
        By.CLOSED: one.closed_at,
        By.CALLED_BACK: one.called_back_at,
    }.get(by)
