"""Who may act on an incident: asked again by every operation of the desk."""

from domain.access.access import NotAllowedError, may
from domain.access.callers import Caller
from domain.dispatch.units import UNIT
from domain.incidents.incidents import INCIDENT, Incident, IncidentStatus
from domain.reach import Reach

# What a department may take an incident of its own to; ending it is the centre's.
HANDLING_STEPS = frozenset(
    {
        IncidentStatus.ACCEPTED,
        IncidentStatus.DISPATCHED,
        IncidentStatus.EN_ROUTE,
        IncidentStatus.ON_SCENE,
        IncidentStatus.RESOLVED,
    }
)


def may_see(caller: Caller, incident: Incident) -> bool:
    """What the declaration of incidents says: in the caller's area, and its department's."""
    return INCIDENT.admits(caller, incident)


def may_see_unit(caller: Caller, home_area: str | None) -> bool:
    """In the caller's area, or serving it: a town's patrol car serves its villages."""
    return UNIT.may_be_seen(caller, Reach(home_area))


def check_speaks_for(holder: Caller, unit_id: str) -> None:
    """Refuse a key that is bound to one unit whatever concerns another.

    Raises:
        NotAllowedError: the key is for another unit.
    """
    if holder.unit_id not in {None, unit_id}:
        raise NotAllowedError(says="key_of_another_unit", field="unit_id")


def check_may_act(caller: Caller, incident: Incident | None = None) -> None:
    """Refuse whoever may not send, end or change; dispatchers do, in their area.

    Raises:
        NotAllowedError: says who may.
    """
    if not may(caller, "desk.act"):
        own = caller.role == "department" and incident and incident.owner == caller.department
        raise NotAllowedError(says="desk_alone") if own else NotAllowedError(says="not_yours")
    if incident is not None and not may_see(caller, incident):
        raise NotAllowedError(says="not_yours")


def check_may_handle(
    caller: Caller, incident: Incident, wanted: IncidentStatus | None = None
) -> None:
    """Refuse whoever may not take an incident further, or hand it on.

    Dispatchers may, in their area. A department may what it owns, as far as `HANDLING_STEPS`.

    Args:
        caller: who asks.
        incident: as it stands.
        wanted: the status asked for; None for handing it on.

    Raises:
        NotAllowedError: says who may.
    """
    if caller.role != "department":
        check_may_act(caller, incident)
        return
    owner = incident.owner or ""
    if not (owner and may(caller, "handle", incident.area_code, owner)):
        raise NotAllowedError(says="not_yours")
    if wanted is not None and wanted not in HANDLING_STEPS:
        raise NotAllowedError(says="desk_alone")


def check_may_answer(caller: Caller, department: str) -> None:
    """Refuse whoever may not say that a department takes over what was handed to it.

    Raises:
        NotAllowedError: it was handed to another.
    """
    if not may(caller, "handle", department=department):
        raise NotAllowedError(says="not_handed_to_you")


def check_may_command(caller: Caller, home_area: str | None) -> None:
    """Refuse whoever may not say what a unit does: dispatchers do, for units of their area.

    Raises:
        NotAllowedError: says who may.
    """
    check_may_act(caller)
    if not may_see_unit(caller, home_area):
        raise NotAllowedError(says="unit_not_yours")


def check_may_add(caller: Caller, incident: Incident) -> None:
    """Refuse whoever may not write a note or a file: those who share an incident may.

    Raises:
        NotAllowedError: says who may.
    """
    if not (may(caller, "desk.see") and may_see(caller, incident)):
        raise NotAllowedError(says="may_not_add")
