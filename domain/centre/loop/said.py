"""What is said with a step of a case, and when, by whom and where the step is taken."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.access.callers import Caller
from domain.calendar.working_time import WorkingCalendar
from domain.centre.cases.agreements import Form
from domain.centre.cases.case import Level, Remedy
from domain.centre.cases.categories import Category
from domain.centre.cases.parties import Succession
from domain.centre.cases.petitions import Way
from domain.centre.limits.clocks import Ground
from domain.centre.mediation.wishes import Teller
from domain.centre.papers.dossier import Paper
from domain.centre.premises.places import Centre
from domain.errors import InvalidError

SYSTEM = Caller("system", "system")


@dataclass(frozen=True, slots=True)
class Said:
    """What is said with a step; each step reads what it needs.

    `choice_id`: of the choice of mediators, where its request carried a key; None makes one.
    """

    text: str = ""
    body: str | None = None
    co_bodies: tuple[str, ...] = ()
    clock: str | None = None
    clock_from: datetime | None = None
    way: Way | None = None
    level: Level | None = None
    leader: str | None = None
    mediators: tuple[str, ...] = ()
    chair: str | None = None
    chosen_by: Teller = Teller.CENTRE
    choice_id: str | None = None
    remedy: Remedy | None = None
    has_consent: bool = False
    is_apart: bool = False
    told_protection: bool = False
    told_police: bool = False
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
    deputy: str | None = None
    plan: str = ""
    claim: str = ""
    category: Category | None = None
    party_id: str = ""
    heirs: tuple[str, ...] = ()
    succession: Succession | None = None
    review_by: str = ""
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
