"""What a mediator has done, in figures that tell of no single case.

Means and rates stand only from three cases on: a mean of one would tell that case.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

LEAST_FOR_A_RATE = 3


@dataclass(frozen=True, slots=True)
class Tally:
    """Cases that were given to the same mediators and ended alike.

    Attributes:
        mediators: by which the cases name them.
        count: how many cases.
        is_open: whether they are in hand still.
        procedure: a word of `ProcedureResult`, None while none is known.
        kept, broken: of the agreements, how many were performed and how many went on to be
            enforced; what is being performed counts in neither.
        days: from acceptance to the end, all together; of `timed` cases.
        stars, rated: all stars together, of so many answers.
    """

    mediators: tuple[str, ...]
    count: int
    is_open: bool
    procedure: str | None = None
    kept: int = 0
    broken: int = 0
    days: float = 0.0
    timed: int = 0
    stars: int = 0
    rated: int = 0


@dataclass(frozen=True, slots=True)
class Record:
    """The figures of one mediator; None where too few stand behind a rate."""

    load: int = 0
    done: int = 0
    success: int = 0
    failed: int = 0
    withdrawn: int = 0
    transferred: int = 0
    kept: int = 0
    broken: int = 0
    days: float = 0.0
    timed: int = 0
    stars: int = 0
    rated: int = 0

    @property
    def success_rate(self) -> float | None:
        """Agreements of all that ended in agreement or failure: withdrawn ones stand beside."""
        return _rate(self.success, self.success + self.failed)

    @property
    def performance_rate(self) -> float | None:
        """Agreements performed, of those performed and those broken."""
        return _rate(self.kept, self.kept + self.broken)

    @property
    def mean_days(self) -> float | None:
        """From acceptance to the end."""
        return self.days / self.timed if self.timed >= LEAST_FOR_A_RATE else None

    @property
    def satisfaction(self) -> float | None:
        """Stars of five, of `rated` answers."""
        return self.stars / self.rated if self.rated >= LEAST_FOR_A_RATE else None


NOTHING_DONE = Record()


def _rate(part: int, whole: int) -> float | None:
    return part / whole if whole >= LEAST_FOR_A_RATE else None


def records_of(tallies: Iterable[Tally]) -> Mapping[str, Record]:
    """The record of every mediator a case names, by the name the cases use."""
    sums: dict[str, dict[str, float]] = {}
    for tally in tallies:
        for one in tally.mediators:
            _add(sums.setdefault(one, dict.fromkeys(_FIELDS, 0)), tally)
    return {name: _record(held) for name, held in sums.items()}


_FIELDS = (
    *("load", "done", "success", "failed", "withdrawn", "transferred"),
    *("kept", "broken", "days", "timed", "stars", "rated"),
)
_ENDS = {
    "agreed": "success", "failed": "failed", "withdrawn": "withdrawn", "transferred": "transferred",
}  # fmt: skip


def _add(held: dict[str, float], tally: Tally) -> None:
    if tally.is_open:
        held["load"] += tally.count
    if tally.procedure in _ENDS:
        held["done"] += tally.count
        held[_ENDS[tally.procedure]] += tally.count
    for name in ("kept", "broken", "days", "timed", "stars", "rated"):
        held[name] += getattr(tally, name)


def _record(held: Mapping[str, float]) -> Record:
    whole = {name: int(value) for name, value in held.items() if name != "days"}
    return Record(**whole, days=held["days"])
