"""What a party is shown of their case, and nothing more.

Never the other party, a name, the words of the claim, or the steps inside a body; of a sealed
report only that it is being handled, and whom to call.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.centre.cases.case import Case
from domain.centre.cases.stages import Stage
from domain.centre.papers.slips import slip_of
from domain.centre.person.ratings import may_be_rated
from domain.centre.premises.places import Centre


class Phase(StrEnum):
    """Where a case stands, as far as it concerns whoever brought it."""

    RECEIVED = "received"
    HANDLED = "handled"
    PERFORMED = "performed"
    ENDED = "ended"


# What the bodies do among themselves (objections, joint study) is one phase to the person.
PHASES = {
    Stage.REGISTERED: Phase.RECEIVED,
    Stage.ROUTED: Phase.RECEIVED,
    Stage.STUDY: Phase.RECEIVED,
    Stage.HANDLING: Phase.HANDLED,
    Stage.PERFORMING: Phase.PERFORMED,
    Stage.CALL_BACK: Phase.ENDED,
    Stage.CLOSING: Phase.ENDED,
    Stage.CLOSED: Phase.ENDED,
}


@dataclass(frozen=True, slots=True)
class Appointment:
    """When and where a party is next expected."""

    at: datetime
    place: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page of a party says.

    Attributes:
        code: of the case, as the slip says it.
        phase: where it stands.
        phone: whom to call; empty where none is told.
        due_at: the end of the limit that runs; None where none does.
        ask_by: until when a review or a recheck may be asked for; None where none may.
        bring: what to bring to the next visit, in the words of the slip.
        appointment: the next one of this party; None where there is none.
        may_rate: whether they may say how it was handled, and have not yet.
        stars: what they said; None before.
    """

    code: str
    phase: Phase
    phone: str
    due_at: datetime | None = None
    ask_by: datetime | None = None
    bring: tuple[str, ...] = ()
    appointment: Appointment | None = None
    may_rate: bool = False
    stars: int | None = None


def shown_of(
    case: Case, centre: Centre, *, stars: int | None = None, appointment: Appointment | None = None
) -> Shown:
    """What one of its parties is shown of a case.

    Args:
        case: as it stands.
        centre: its windows and their phones.
        stars: what this party has said of this end; None where nothing.
        appointment: the next one of this party.
    """
    slip = slip_of(case, centre)
    phase = PHASES[case.stage]
    if case.is_sealed:
        return Shown(slip.code, phase, slip.phone)
    is_over = phase is Phase.ENDED
    return Shown(
        code=slip.code,
        phase=phase,
        phone=slip.phone,
        due_at=slip.due_at if phase is Phase.HANDLED else None,
        ask_by=case.ask_by,
        bring=() if is_over else slip.bring,
        appointment=None if is_over else appointment,
        may_rate=stars is None and may_be_rated(case),
        stars=stars,
    )
