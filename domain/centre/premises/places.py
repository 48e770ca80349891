"""The centre itself: bodies, units, zones, windows and rooms, five things apart.

A *body* is a function whose procedure runs; a *unit* sends the staff; a *zone* is a part of the
hall, a *window* a counter in it, a *room* a place where people sit together.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from enum import StrEnum

from domain.centre.limits.clocks import Clock
from domain.errors import InvalidError


class Staffing(StrEnum):
    """How a unit is there."""

    RESIDENT = "resident"
    ROTATING = "rotating"
    ON_CALL = "on_call"


@dataclass(frozen=True, slots=True)
class Body:
    """A body. `is_judicial`: a court or an arbitration, whose silence accepts nothing.

    `clock` is the time limit its procedure usually runs by; `is_closed`: its past cases keep it,
    and it is no longer chosen.
    """

    code: str
    name: str
    clock: str
    is_judicial: bool = False
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A unit, a zone, a window or a room; `is_demo` where the district's report does not name it.

    `within` is the zone of a window or room, `staffing` how a unit is there, `phone` that of a
    window or unit; `is_closed`: no longer chosen.
    """

    code: str
    name: str
    is_demo: bool = False
    within: str = ""
    staffing: Staffing | None = None
    phone: str = ""
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Hours:
    """When the doors are open, by the district's clock; on days off only where it is said.

    `numbers_all_day`: numbers are given and called day and night; rooms are booked within the hours
    all the same.
    """

    opens: time = time(8, 30)
    closes: time = time(17, 30)
    is_open_on_days_off: bool = False
    numbers_all_day: bool = False


@dataclass(frozen=True, slots=True)
class Centre:
    """A district's centre, read from its folder.

    Attributes:
        lead: the body that receives, routes and closes (综治中心): it sees every case but sealed.
        bodies: by code.
        units, zones, windows, rooms: by code.
        clocks: by code, as the district has corrected them.
        reopened_within_days: how long after its closing a matter may be taken up again.
        sealed_to: accounts that see sealed reports (检举控告), besides whoever registers one.
        phone: of the centre, for windows without one of their own; empty where none is told.
        hours: when numbers are given, and between which rooms are booked.
        discipline: the body that reports (检举控告) are routed to: it works outside the centre, and
            is none of its bodies and units. None where the district names none.
    """

    lead: str
    bodies: Mapping[str, Body]
    clocks: Mapping[str, Clock]
    units: Mapping[str, Place] = field(default_factory=dict)
    zones: Mapping[str, Place] = field(default_factory=dict)
    windows: Mapping[str, Place] = field(default_factory=dict)
    rooms: Mapping[str, Place] = field(default_factory=dict)
    reopened_within_days: int = 180
    sealed_to: tuple[str, ...] = ()
    phone: str = ""
    hours: Hours = Hours()
    discipline: Body | None = None

    def body(self, code: str | None, field_name: str = "body") -> Body:
        """The body, or the unit as one, of a code.

        A unit that is called in (涉事部门随叫随到) handles cases like a body does.

        Raises:
            InvalidError: there is none.
        """
        if self.discipline is not None and code == self.discipline.code:
            return self.discipline
        if code in self.bodies:
            return self.bodies[str(code)]
        if code in self.units:
            unit = self.units[str(code)]
            return Body(unit.code, unit.name, "petition.handle", is_closed=unit.is_closed)
        raise InvalidError(says="body_unknown", body=(code or "")[:64], field=field_name)

    def chosen(self, code: str | None, field_name: str = "body") -> Body:
        """The same for something new: one that was closed is no longer chosen.

        Raises:
            InvalidError: there is none, or it was closed.
        """
        body = self.body(code, field_name)
        if body.is_closed:
            raise InvalidError(says="body_closed", body=body.name, field=field_name)
        return body

    def holds(self, code: str | None) -> bool:
        """Whether there is a body, or a unit that acts as one, of a code: bodies are closed too."""
        is_discipline = self.discipline is not None and code == self.discipline.code
        return is_discipline or code in self.bodies or code in self.units

    def name_of(self, code: str | None) -> str:
        """What a body, or a unit that acts as one, is called; empty where there is none."""
        if self.discipline is not None and code == self.discipline.code:
            return self.discipline.name
        if code in self.bodies:
            return self.bodies[str(code)].name
        return self.units[str(code)].name if code in self.units else ""

    def clock(self, code: str) -> Clock:
        """The clock of a code.

        Raises:
            InvalidError: there is none.
        """
        if code not in self.clocks:
            raise InvalidError(says="clock_unknown", clock=code[:64], field="clock")
        return self.clocks[code]
