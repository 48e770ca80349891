"""Who may see what: the view classes of the live socket."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from domain.dispatch.units import UnitStatus
from domain.live.records import Record
from domain.maps.areas import contains
from domain.private import mask, mask_numbers

State = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Role:
    """What a role sees: kinds of record, and which personal fields of them."""

    kinds: frozenset[str]
    personal: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


_SCREEN = Role(
    kinds=frozenset({"incident", "unit", "assignment", "standby", "kpi", "map", "notice"}),
    personal=MappingProxyType({"incident": ("title",), "unit": ("name",)}),
)
# Every role that may open the live socket ("live.see" in domain/access/access.py), what it sees.
ROLES: Mapping[str, Role] = MappingProxyType(
    {
        "wall": _SCREEN,
        "dispatcher": _SCREEN,
        "leader": _SCREEN,
        "department": _SCREEN,
        "village": _SCREEN,
        "grid_worker": _SCREEN,
        "police": _SCREEN,
        "mediation": _SCREEN,
    }
)


# Roles that see the very same are one audience: what is encoded for one is sent to all.
AUDIENCES: Mapping[str, str] = MappingProxyType(
    {role: "department" if role == "department" else "wall" for role in ROLES}
)
# Kinds that belong to the departments of an incident.
_OWNED = frozenset({"incident", "assignment", "notice"})
Owners = frozenset[str] | None


@dataclass(frozen=True, slots=True)
class ViewClass:
    """Screens that are sent the very same bytes: audience × area × department × masking.

    `area` is the code of the subtree looked at, None for all of it; `department` counts for the
    audience of that name only, which sees what its department owns or shares. The server alone
    decides all but a narrower `area`. There are never more classes than screens.
    """

    role: str = "wall"
    area: str | None = None
    is_masked: bool = True
    department: str | None = None


def view_of(role: str, area: str | None, department: str | None = None) -> ViewClass:
    """The class of a caller's screen."""
    audience = AUDIENCES[role]
    return ViewClass(audience, area, department=department if audience == "department" else None)


def place_of(record: Record) -> str | None:
    """The area a record belongs to; None when it belongs to no area in particular."""
    place = record.state.get("home_area" if record.kind == "unit" else "area_code")
    return str(place) if place else None


def owners_of(record: Record, incidents: Mapping[str, Record]) -> Owners:
    """The departments a record belongs to; None when that is not asked of its kind.

    Args:
        record: an incident, or what hangs on one by its `number`.
        incidents: the newest of each, by number.
    """
    if record.kind not in _OWNED:
        return None
    incident = (
        record if record.kind == "incident" else incidents.get(record.state.get("number", ""))
    )
    if incident is None:
        return frozenset()
    named = [incident.state.get("owner"), *incident.state.get("shared_with", ())]
    return frozenset(str(one) for one in named if one)


def sees(view: ViewClass, kind: str, place: str | None, owners: Owners = None) -> bool:
    """Whether a record of `kind` belonging to `place` and `owners` is in the view.

    A unit is also seen from every area below its own: a town's patrol car serves its villages.
    """
    if kind not in ROLES[view.role].kinds:
        return False
    if view.role == "department" and owners is not None and view.department not in owners:
        return False
    if view.area is None or place is None or contains(view.area, place):
        return True
    return kind == "unit" and contains(place, view.area)


def tracks(view: ViewClass, unit: Record) -> bool:
    """Whether the view may follow where a unit is: seen, and not off duty.

    Where people are in their own time is nobody's business (docs/live-protocol.md).
    """
    is_off_duty = unit.state.get("status") == UnitStatus.OFF_DUTY
    return not is_off_duty and sees(view, "unit", place_of(unit))


def state_for(view: ViewClass, record: Record) -> dict[str, Any] | None:
    """The state of a record as the view's audience may see it; None for kinds it never sees.

    Whether the record is in the view at all, `sees` tells. Keys are stable: an erased or absent
    personal field is there as null.
    """
    if record.kind not in ROLES[view.role].kinds:
        return None
    shown = dict(record.state)
    if names := ROLES[view.role].personal.get(record.kind):
        private = record.private or {}
        seen = mask(record.kind, private) if view.is_masked else private
        shown.update((name, seen.get(name)) for name in names)
    if view.is_masked:
        _mask_loose_text(record.kind, shown)
    return shown


# Ids are no words: one that holds a moment of the morning looks like a landline.
LOOSE_TEXT = {
    "incident": ("source", "source_id"),
    "unit": ("call_sign",),
    "notice": ("recipient", "text", "error"),
}


def _mask_loose_text(kind: str, shown: dict[str, Any]) -> None:
    """Hide numbers where senders are free to write what they like."""
    for name in LOOSE_TEXT.get(kind, ()):
        if isinstance(shown.get(name), str):
            shown[name] = mask_numbers(shown[name])
