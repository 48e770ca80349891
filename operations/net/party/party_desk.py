"""What every operation on party organisations works with, and how their grids are named."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import TypeVar
from uuid import uuid4

from domain.access.access import NotAllowedError, may, require
from domain.access.callers import Caller
from domain.errors import InvalidError
from domain.maps.areas import Area, Level
from domain.net.party.gaps import PartyRules
from operations.access.audit import Audit
from operations.clock import utc_now
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PartyDesk:
    """What the operations share.

    Attributes:
        store: where the facts are.
        work: the lanes of threads.
        audit: is told what was taken away.
        areas: the areas of the map in use by code.
        zone: in which a day is a day.
        rules: of the district.
        changed: set whenever something was written, so that the wall's figures are counted anew.
    """

    store: Store
    work: Work
    audit: Audit
    areas: Callable[[], Mapping[str, Area]]
    zone: tzinfo
    rules: PartyRules = field(default_factory=PartyRules)
    now: Callable[[], datetime] = utc_now
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def today(self) -> date:
        """The day in the district."""
        return self.now().astimezone(self.zone).date()

    async def write(self, steps: Callable[[Transaction], T]) -> T:
        """Take steps in one transaction, and let the figures be counted anew."""
        told = await in_transaction(self.store, self.work, steps)
        self.changed.set()
        return told

    def grids(self, area: str | None = None) -> dict[str, str | None]:
        """What the map's column says of each grid of an area, by code."""
        return {
            code: one.branch
            for code, one in self.areas().items()
            if one.level is Level.GRID and code.startswith(area or "")
        }

    def need_area(self, code: str) -> Area:
        """The area under a code.

        Raises:
            InvalidError: the map has none.
        """
        found = self.areas().get(code)
        if found is None:
            raise InvalidError(says="no_area", area=code[:32], field="area_code")
        return found

    def need_members(self, caller: Caller) -> None:
        """Refuse whoever may not see who belongs to the party here.

        Raises:
            NotAllowedError: a role without the right, or another department.
        """
        require(caller, "party.members")
        if caller.role == "department" and caller.department != self.rules.owner:
            raise NotAllowedError(says="party_of_owner", field="role")

    def sees_members(self, caller: Caller) -> bool:
        """Whether a caller sees more than figures."""
        is_other = caller.role == "department" and caller.department != self.rules.owner
        return may(caller, "party.members") and not is_other

    def need_figures(self, caller: Caller) -> None:
        """Refuse whoever may not even read the figures.

        Raises:
            NotAllowedError: a role without the right, or another department.
        """
        require(caller, "party.see")
        if caller.role == "department":
            self.need_members(caller)


def new_id(letters: str) -> str:
    """The id of a new entity."""
    return f"{letters}-{uuid4().hex[:16]}"
