"""What an incident hangs together with is named to whoever may see that too, and to nobody else."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from domain.incidents.incidents import INCIDENT, Incident
from domain.reach import State, Viewer


def is_bounded(viewer: Viewer) -> bool:
    """Whether there may be incidents a viewer does not see."""
    scope = viewer.scope
    return (
        scope.area is not None
        or scope.department is not None
        or INCIDENT.audience.named is not None
    )


def ties_seen(
    incident: Incident, viewer: Viewer, incident_of: Callable[[str], Incident | None]
) -> Incident:
    """An incident that names none of those its reader may not see.

    Args:
        incident: as it is.
        viewer: who reads it.
        incident_of: another by its number; None where there is none.
    """
    if not (incident.links or incident.merged_into) or not is_bounded(viewer):
        return incident

    def is_seen(number: str) -> bool:
        other = incident_of(number)
        return other is not None and INCIDENT.admits(viewer, other)

    into = incident.merged_into
    return replace(
        incident,
        links=tuple(number for number in incident.links if is_seen(number)),
        merged_into=into if into and is_seen(into) else None,
    )


def state_ties_seen(
    state: dict[str, Any], viewer: Viewer, state_of: Callable[[str], State | None]
) -> dict[str, Any]:
    """The same for the state of an incident as a screen is told it."""
    if not is_bounded(viewer):
        return state

    def is_seen(number: str) -> bool:
        other = state_of(number)
        return other is not None and INCIDENT.is_seen_by(viewer, other)

    told: dict[str, Any] = dict(state)
    if "links" in told:
        told["links"] = [number for number in told["links"] or () if is_seen(number)]
    into = told.get("merged_into")
    if into and not is_seen(into):
        told["merged_into"] = None
    return told


def has_ties(state: Mapping[str, Any]) -> bool:
    """Whether the state of an incident names others."""
    return bool(state.get("links") or state.get("merged_into"))
