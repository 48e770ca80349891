"""Who may see what: the view classes of the live socket."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from domain.areas import contains
from domain.private import mask, mask_numbers
from domain.records import Record
from domain.units import UnitStatus

State = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Role:
    """What a role sees: kinds of record, and which personal fields of them."""

    kinds: frozenset[str]
    personal: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


_SCREEN = Role(
    kinds=frozenset({"incident", "unit", "assignment", "kpi", "map", "notice"}),
    personal=MappingProxyType({"incident": ("title",), "unit": ("name",)}),
)
# Every role that may open the live socket ("live.see" in domain/access.py), and what it sees.
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


@dataclass(frozen=True, slots=True)
class ViewClass:
    """Screens that are sent the very same bytes: role × area × masking.

    `area` is the code of the subtree looked at, None for all of it. The server alone decides
    `role` and `is_masked`.
    """

    role: str = "wall"
    area: str | None = None
    is_masked: bool = True


def place_of(record: Record) -> str | None:
    """The area a record belongs to; None when it belongs to no area in particular."""
    place = record.state.get("home_area" if record.kind == "unit" else "area_code")
    return str(place) if place else None


def sees(view: ViewClass, kind: str, place: str | None) -> bool:
    """Whether a record of `kind` belonging to `place` is in the view.

    A unit is also seen from every area below its own: a town's patrol car serves its villages.
    """
    if kind not in ROLES[view.role].kinds:
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
    """The state of a record as the view may see it; None when it is not in the view.

    Keys are stable: an erased or absent personal field is there as null.
    """
    if not sees(view, record.kind, place_of(record)):
        return None
    shown = dict(record.state)
    if names := ROLES[view.role].personal.get(record.kind):
        private = record.private or {}
        seen = mask(record.kind, private) if view.is_masked else private
        shown.update((name, seen.get(name)) for name in names)
    if view.is_masked:
        _mask_loose_text(record.kind, shown)
    return shown


LOOSE_TEXT = {"incident": ("source", "source_id"), "unit": ("call_sign",)}


def _mask_loose_text(kind: str, shown: dict[str, Any]) -> None:
    """Hide numbers where senders are free to write what they like."""
    for name in LOOSE_TEXT.get(kind, ()):
        if isinstance(shown.get(name), str):
            shown[name] = mask_numbers(shown[name])
    if kind == "notice":
        for name, value in shown.items():
            if isinstance(value, str) and name != "at" and not name.endswith("_at"):
                shown[name] = mask_numbers(value)
