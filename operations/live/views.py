"""Who may see what on the live socket: screens that see the very same are one class."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from domain.access.grants import GRANTS
from domain.access.scope import NO_DEPARTMENT, Scope
from domain.dispatch.units import UNIT
from domain.kind import DEPARTMENT, PUBLIC, Kind, Live
from domain.kinds import KINDS
from domain.kinds import reach_of as belongs
from domain.live.records import Record
from domain.private import mask, mask_loose
from domain.reach import Reach
from domain.subject_key import SubjectKey

State = Mapping[str, Any]

# Screens of more areas and audiences than these are seldom looking at once; of 1,000 units the
# answers for one are 0.2 MB.
VIEWS_KEPT = 64
# Every role that may open the live socket.
ROLES = GRANTS["live.see"]
STREAMED: tuple[Kind[Any], ...] = tuple(
    kind for kind in KINDS.values() if kind.live is not Live.NEVER and kind.is_streamed
)


def _audiences() -> Mapping[str, str]:
    """Roles that see the very same are one audience, called by the first of them.

    What is encoded for one is sent to all. A public wall and a department are always their own.
    """
    first: dict[object, str] = {}
    found: dict[str, str] = {}
    for role in sorted(ROLES):
        seen = tuple(kind.name for kind in STREAMED if role in kind.audience.roles)
        sees = (seen, role if role in {PUBLIC, DEPARTMENT} else "")
        found[role] = first.setdefault(sees, role)
    return MappingProxyType(found)


AUDIENCES = _audiences()
# Which kinds an audience is sent; a public wall none that declares nothing for it.
_SENT = frozenset(
    (role, kind.name)
    for role in ROLES
    for kind in STREAMED
    if role in kind.audience.roles and (role != PUBLIC or kind.wall)
)


@dataclass(frozen=True, slots=True)
class ViewClass:
    """Screens that are sent the very same bytes: audience × area × department × masking.

    `area` is the code of the subtree looked at, None for all of it. `department` counts for the
    audience of that name, which sees what its department owns or shares, and for every audience
    where a kind names departments; `person` only where a kind names its audience. The server alone
    decides all but a narrower `area`. There are never more classes than screens.
    """

    role: str = PUBLIC
    area: str | None = None
    is_masked: bool = True
    department: str | None = None
    person: str | None = None
    scope: Scope = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Make the scope once: it is asked for each record and fix."""
        department = (self.department or NO_DEPARTMENT) if self.role == DEPARTMENT else None
        object.__setattr__(self, "scope", Scope(self.area, department))


def view_of(
    role: str, area: str | None, department: str | None = None, person: str | None = None
) -> ViewClass:
    """The class of a caller's screen.

    Kinds that name their own audience are told to one person's screens at a time.
    """
    audience = AUDIENCES[role]
    is_named = names_audience(audience)
    return ViewClass(
        audience,
        area,
        department=department if audience == DEPARTMENT or is_named else None,
        person=person if is_named else None,
    )


def names_audience(audience: str) -> bool:
    """Whether a kind that is sent to an audience names whom it is for."""
    return any(
        kind.audience.named is not None and audience in kind.audience.roles for kind in STREAMED
    )


def kinds_of(view: ViewClass) -> list[str]:
    """The kinds a view is sent, in order of their names."""
    return sorted(kind.name for kind in STREAMED if _is_for(kind, view))


def _is_for(kind: Kind[Any], view: ViewClass) -> bool:
    return (view.role, kind.name) in _SENT


def reach_of(record: Record, entities: Mapping[str, Mapping[str, Record]]) -> Reach | None:
    """Where a record belongs; None for a kind that is not sent to screens.

    Args:
        record: of any kind.
        entities: the newest record of each, by kind and id.
    """
    kind = KINDS.get(record.kind)
    if kind is None or kind.live is Live.NEVER or not kind.is_streamed:
        return None
    if kind.is_removed(record.state):
        return None  # whoever saw it is told that it is gone

    def state_of(key: SubjectKey) -> State | None:
        held = entities.get(key.kind, {}).get(key.id)
        return held.state if held else None

    return belongs(kind, record.state, state_of)


def anywhere(record: Record) -> Reach:
    """Where a record belonged before, when that is not known: to everybody its kind is sent to.

    Only whom it names itself is never guessed wider than the record says.
    """
    kind = KINDS.get(record.kind)
    named = kind.audience.named if kind else None
    return Reach(named=named(record.state) if named else None)


def sees(view: ViewClass, kind: str, reach: Reach | None) -> bool:
    """Whether a record of `kind` that belongs there is in the view."""
    declared = KINDS.get(kind)
    if reach is None or declared is None or not _is_for(declared, view):
        return False
    return declared.may_be_seen(view, reach)


def tracks(view: ViewClass, unit: Record) -> bool:
    """Whether the view may follow where a unit is: seen, and not off duty.

    Where people are in their own time is nobody's business (docs/live-protocol.md).
    """
    reach = reach_of(unit, {})
    if reach is None or not sees(view, unit.kind, reach):
        return False
    return view.scope.follows(reach.place, unit.state.get("status", ""), unit.id)


class Followed:
    """Which units each view may follow: `tracks`, asked once for each record of a unit.

    Positions come many times as often as records. An answer holds for the very record and the
    very view it was given for: other duty or another home is another record, another area or
    audience another view; and for what the kind declares of its audience.
    """

    def __init__(self, *, kept: int = VIEWS_KEPT) -> None:
        """Remember the answers of the views that were asked for last, so many at most."""
        self._kept = kept
        # view → unit_id → the record that was looked at, and the answer.
        self._told: dict[ViewClass, dict[str, tuple[Record, bool]]] = {}
        self._declared = UNIT.audience

    def by(self, view: ViewClass) -> Callable[[Record], bool]:
        """`tracks` of one view, to be asked of many units at once."""
        if self._declared is not UNIT.audience:
            self._declared = UNIT.audience
            self.clear()
        told = self._told.pop(view, {})
        self._told[view] = told
        if len(self._told) > self._kept:
            del self._told[next(iter(self._told))]

        def may_follow(unit: Record) -> bool:
            held = told.get(unit.id)
            if held is None or held[0] is not unit:
                held = told[unit.id] = unit, tracks(view, unit)
            return held[1]

        return may_follow

    def clear(self) -> None:
        """Forget every answer."""
        self._told.clear()


def state_for(view: ViewClass, record: Record) -> dict[str, Any] | None:
    """The state of a record as the view's audience may see it; None for kinds it never sees.

    Whether the record is in the view at all, `sees` tells. Keys are stable: an erased or absent
    personal field is there as null. A public wall is told the fields declared for it, and no other.
    """
    kind = KINDS.get(record.kind)
    if kind is None or not _is_for(kind, view):
        return None
    shown = dict(record.state)
    if kind.on_screens:
        private = record.private or {}
        seen = mask(kind.name, private) if view.is_masked else private
        shown.update((name, seen.get(name)) for name in kind.on_screens)
    if view.is_masked:
        shown = mask_loose(kind.name, shown)
    if view.role == PUBLIC:
        return {name: value for name, value in shown.items() if name in kind.on_walls}
    return shown
