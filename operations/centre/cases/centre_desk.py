"""What every operation on cases works with: store, calendar, the centre of the district."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from domain.access.callers import Caller
from domain.calendar.working_time import WorkingCalendar
from domain.centre.cases.case import CASE
from domain.centre.mediation.houses import NO_HOUSES, Houses
from domain.centre.premises.places import Centre
from domain.errors import NotFoundError
from domain.maps.areas import Area
from operations.access.audit import Audit
from operations.clock import utc_now
from operations.threads import Work
from store import Store


@dataclass(frozen=True, slots=True)
class CentreDesk:
    """What the operations of the centre share.

    Attributes:
        store: where cases are kept.
        work: the lanes of threads.
        audit: is told who looked at a sealed case, and why.
        centre: the centre as it stands now; None where the district has none.
        calendar: of the district.
        prefix: the first letters of every code.
        zone: in which a day is a day.
        areas: the areas of the map in use by code; none where no map is at hand.
        place: whose centre it is, on paper.
        houses: pools, groups and rooms of mediation in the district.
    """

    store: Store
    work: Work
    audit: Audit
    centre: Callable[[], Centre | None]
    calendar: WorkingCalendar
    prefix: str
    zone: tzinfo
    areas: Callable[[], Mapping[str, Area]] = dict
    place: str = ""
    houses: Houses = NO_HOUSES
    now: Callable[[], datetime] = utc_now

    def today(self) -> date:
        """The day in the district."""
        return self.now().astimezone(self.zone).date()

    def its(self) -> Centre:
        """The centre.

        Raises:
            NotFoundError: the district has none.
        """
        centre = self.centre()
        if centre is None:
            raise NotFoundError(says="no_centre", field="district")
        return centre

    async def tell_exported(
        self, what: str, caller: Caller, address: str | None, *, case_code: str = ""
    ) -> None:
        """Write down what a caller takes away by a page, before it leaves.

        The API's doors write theirs down by themselves (api/exports.py).

        Args:
            what: what it is, such as `list of cases`.
            caller: who takes it.
            address: where they sit.
            case_code: of the case it is a copy of, where it is of one.
        """
        of_case = {"subject_kind": CASE.name, "subject_id": case_code} if case_code else {}
        await self.audit.tell(
            "exported",
            actor=caller.actor,
            subject="export",
            address=address,
            about={"what": what, "role": caller.role, **of_case},
        )
