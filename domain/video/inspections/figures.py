"""What leaders read of inspections: counts by department, each with what it counts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InspectionCounts:
    """Of the findings of a department in a window.

    Attributes:
        rounds: ended in the window.
        found: written down in the window and not withdrawn.
        repeats: of those, the ones that name an earlier one.
        ordered: of those, the ones an order went out for.
        closed: of those, rechecked and closed.
        late: of those, ever over their time; `overdue` are so now, of any window.
        plans_late: plans whose day is over.
    """

    rounds: int = 0
    found: int = 0
    repeats: int = 0
    ordered: int = 0
    closed: int = 0
    late: int = 0
    overdue: int = 0
    plans_late: int = 0
