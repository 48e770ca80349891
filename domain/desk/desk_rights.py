"""Who may act on an incident: asked again by every operation of the desk."""

from domain.access.access import NotAllowedError, may
from domain.access.callers import Caller
from domain.access.scope import scope_of
from domain.incidents.incidents import Incident, IncidentStatus

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
_DESK_ALONE = "这一步由指挥中心值班席办理；请联系值班席。"
_NOT_YOURS = "您的账号不能对这起事件下达指令；请联系指挥中心值班席。"


def may_see(caller: Caller, incident: Incident) -> bool:
    """In the caller's area; a department sees what it owns or shares."""
    owners = {incident.owner, *incident.shared_with}
    return scope_of(caller).sees_incident(incident.area_code, owners)


def may_see_unit(caller: Caller, home_area: str | None) -> bool:
    """In the caller's area, or serving it: a town's patrol car serves its villages."""
    return scope_of(caller).sees_unit(home_area)


def check_speaks_for(holder: Caller, unit_id: str) -> None:
    """Refuse a key that is bound to one unit whatever concerns another.

    Raises:
        NotAllowedError: the key is for another unit.
    """
    if holder.unit_id not in {None, unit_id}:
        raise NotAllowedError(
            "此密钥只属于另一台终端，不能代其他力量读取或确认通知。", field="unit_id"
        )


def check_may_act(caller: Caller, incident: Incident | None = None) -> None:
    """Refuse whoever may not send, end or change; dispatchers do, in their area.

    Raises:
        NotAllowedError: says who may.
    """
    if not may(caller, "desk.act"):
        own = caller.role == "department" and incident and incident.owner == caller.department
        raise NotAllowedError(_DESK_ALONE if own else _NOT_YOURS)
    if incident is not None and not may_see(caller, incident):
        raise NotAllowedError(_NOT_YOURS)


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
        raise NotAllowedError(_NOT_YOURS)
    if wanted is not None and wanted not in HANDLING_STEPS:
        raise NotAllowedError(_DESK_ALONE)


def check_may_answer(caller: Caller, department: str) -> None:
    """Refuse whoever may not say that a department takes over what was handed to it.

    Raises:
        NotAllowedError: it was handed to another.
    """
    if not may(caller, "handle", department=department):
        raise NotAllowedError("这起事件不是移交给本部门的；请联系指挥中心值班席。")


def check_may_command(caller: Caller, home_area: str | None) -> None:
    """Refuse whoever may not say what a unit does: dispatchers do, for units of their area.

    Raises:
        NotAllowedError: says who may.
    """
    check_may_act(caller)
    if not may_see_unit(caller, home_area):
        raise NotAllowedError("该力量不属于您的辖区；请联系指挥中心值班席。")


def check_may_add(caller: Caller, incident: Incident) -> None:
    """Refuse whoever may not write a note or a file: those who share an incident may.

    Raises:
        NotAllowedError: says who may.
    """
    if not (may(caller, "desk.see") and may_see(caller, incident)):
        raise NotAllowedError("您的账号看不到或不能补充这起事件；请联系指挥中心值班席。")
