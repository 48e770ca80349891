"""Who may act on an incident: asked again by every operation of the desk."""

from domain.access import NotAllowedError
from domain.areas import contains
from domain.callers import Caller
from domain.incidents import Incident

MAY_ACT = frozenset({"dispatcher"})
MAY_EDIT = frozenset({"dispatcher", "leader", "department", "system_admin"})


def may_see(caller: Caller, incident: Incident) -> bool:
    """In the caller's area; a department sees what it owns or shares."""
    if caller.area is not None and not contains(caller.area, incident.area_code):
        return False
    if caller.role == "department":
        return caller.department in {incident.owner, *incident.shared_with}
    return True


def check_may_act(caller: Caller, incident: Incident | None = None) -> None:
    """Refuse whoever may not send, end or change.

    Dispatchers act in their area. A department acts on what it owns, and adds to what is shared
    with it.

    Raises:
        NotAllowedError: says who may.
    """
    if caller.role in MAY_ACT and (incident is None or may_see(caller, incident)):
        return
    is_owner = incident is not None and caller.department is not None
    if (
        caller.role == "department"
        and is_owner
        and incident
        and incident.owner == caller.department
    ):
        return
    raise NotAllowedError("您的账号不能对这起事件下达指令；请联系指挥中心值班席。")


def check_may_add(caller: Caller, incident: Incident) -> None:
    """Refuse whoever may not write a note or a file.

    Raises:
        NotAllowedError: says who may.
    """
    if not (caller.role in MAY_EDIT and may_see(caller, incident)):
        raise NotAllowedError("您的账号看不到或不能补充这起事件；请联系指挥中心值班席。")
