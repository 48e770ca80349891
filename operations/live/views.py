"""Who may see what: the view classes of the live socket."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from domain.live.records import Record
from domain.private import mask, mask_loose
from domain.scope import NO_DEPARTMENT, Scope, owners_in

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
# Every role that may open the live socket ("live.see" in domain/access/access.py), and what it sees.
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
    decides all but a narrower `area`. `scope` is what such screens see. There are never more
    classes than screens.
    """

    role: str = "wall"
    area: str | None = None
    is_masked: bool = True
    department: str | None = None
    scope: Scope = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Make the scope once: it is asked for each record and fix."""
        department = (self.department or NO_DEPARTMENT) if self.role == "department" else None
        object.__setattr__(self, "scope", Scope(self.area, department))


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
    return owners_in(incident.state)


def sees(view: ViewClass, kind: str, place: str | None, owners: Owners = None) -> bool:
    """Whether a record of `kind` belonging to `place` and `owners` is in the view.

    A unit is also seen from every area below its own: a town's patrol car serves its villages.
    """
    if kind not in ROLES[view.role].kinds:
        return False
    scope = view.scope
    if owners is not None and not scope.sees_owned(owners):
        return False
    return scope.sees_unit(place) if kind == "unit" else scope.covers(place)


def tracks(view: ViewClass, unit: Record) -> bool:
    """Whether the view may follow where a unit is: seen, and not off duty.

    Where people are in their own time is nobody's business (docs/live-protocol.md).
    """
    return "unit" in ROLES[view.role].kinds and view.scope.follows(
        place_of(unit), unit.state.get("status", "")
    )


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
    return mask_loose(record.kind, shown) if view.is_masked else shown
