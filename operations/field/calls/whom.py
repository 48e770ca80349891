"""Whom a call is for: the incident it is about, and the units that are to be rung."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.access.callers import Caller
from domain.desk.desk_rights import may_see, may_see_unit
from domain.dispatch.units import UNIT, Unit
from domain.errors import InvalidError, NotFoundError
from domain.field.calls.calls import check_may_ring
from domain.field.calls.states import MOST_AT_ONCE, MOST_IN_ROOM, Media, Mode
from domain.fields import as_choice, optional_text
from domain.incidents.incidents import ENDED, INCIDENT, Incident
from operations.dispatch.nearest import Nearest
from operations.live.picture import Picture

# Some of the nearest are in a call, or their phone is silent: so many are looked at.
LOOKED_AT = 20
LONGEST_ID = 64


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody at a desk asks for.

    Attributes:
        number: of an incident; empty for none.
        unit_ids: whom to ring; none with `Mode.FIRST` are the nearest to the incident.
    """

    number: str
    unit_ids: tuple[str, ...]
    mode: Mode
    media: Media


def read_asked(body: Mapping[str, Any]) -> Asked:
    """What a message asks for.

    Raises:
        InvalidError: what is wrong with it.
    """
    mode = Mode(as_choice(body.get("mode") or Mode.ONE.value, "mode", Mode))
    return Asked(
        number=optional_text(body, "number", longest=LONGEST_ID) or "",
        unit_ids=read_units(body.get("units")),
        mode=mode,
        media=Media(as_choice(body.get("media") or Media.VIDEO.value, "media", Media)),
    )


def read_units(told: Any) -> tuple[str, ...]:
    """The ids of units, each once.

    Raises:
        InvalidError: no list of ids, or more than fit into a room.
    """
    given = told or []
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise InvalidError(says="call_units", most=MOST_IN_ROOM - 1, field="units")
    found = tuple(dict.fromkeys(one[:LONGEST_ID] for one in given))
    if len(found) >= MOST_IN_ROOM:
        raise InvalidError(says="call_units", most=MOST_IN_ROOM - 1, field="units")
    return found


class Whom:
    """Looks up what a call is about, for whoever may see it."""

    def __init__(self, picture: Picture, nearest: Nearest) -> None:
        self._incidents = picture.entities[INCIDENT.name]
        self._units = picture.entities[UNIT.name]
        self._nearest = nearest

    def incident(self, number: str, caller: Caller) -> Incident | None:
        """The incident a call is about; None where it is about none.

        Raises:
            NotFoundError: none of this number for this caller.
            InvalidError: it is over.
        """
        if not number:
            return None
        record = self._incidents.get(number)
        found = INCIDENT.entity_of(record.state, record.private) if record else None
        if found is None or not may_see(caller, found):
            raise NotFoundError(says="call_no_incident", number=number[:32], field="number")
        if found.status in ENDED:
            raise InvalidError(says="call_incident_over", number=found.number, field="number")
        return found

    def is_over(self, number: str) -> bool:
        """Whether an incident was ended meanwhile."""
        record = self._incidents.get(number)
        return record is None or record.state["status"] in ENDED

    def unit(self, unit_id: str, caller: Caller) -> Unit:
        """A unit that may be rung.

        Raises:
            NotFoundError: no such unit for this caller.
            InvalidError: it is off duty.
        """
        record = self._units.get(unit_id)
        found = UNIT.entity_of(record.state, record.private) if record else None
        if found is None or not may_see_unit(caller, found.home_area):
            raise NotFoundError(says="call_no_unit", unit=unit_id[:32], field="unit_id")
        check_may_ring(found)
        return found

    def may_be_rung(self, unit_id: str) -> bool:
        """Whether a unit is on duty now."""
        record = self._units.get(unit_id)
        if record is None:
            return False
        try:
            check_may_ring(UNIT.entity_of(record.state, record.private))
        except InvalidError:
            return False
        return True

    async def nearest(
        self,
        incident: Incident,
        caller: Caller,
        taken: Collection[str],
        is_reached: Callable[[str], bool],
    ) -> Sequence[Unit]:
        """The nearest on duty that are in no call: those whose phone can ring before the others.

        Args:
            incident: they are near to.
            caller: who calls.
            taken: units that are called or spoken to already.
            is_reached: whether a phone of a unit can ring now.

        Raises:
            InvalidError: the incident has no place, or nobody is near.
        """
        if incident.lat is None or incident.lon is None:
            raise InvalidError(says="call_no_place", field="number")
        offers = await self._nearest.find(
            incident.lat, incident.lon, limit=LOOKED_AT, caller=caller
        )
        free = [one.unit for one in offers if one.unit.unit_id not in taken]
        if not free:
            raise InvalidError(says="call_nobody_near", field="units")
        return sorted(free, key=lambda one: not is_reached(one.unit_id))[:MOST_AT_ONCE]
