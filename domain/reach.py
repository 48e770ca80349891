"""Where a record belongs, whom it names as its audience, and whoever wants to see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from domain.access.scope import Scope

State = Mapping[str, Any]


class Viewer(Protocol):
    """Whoever looks: an account, or the class of screens it belongs to."""

    @property
    def role(self) -> str:
        """A word of the access table."""

    @property
    def department(self) -> str | None:
        """Whom they act for; None for none."""

    @property
    def scope(self) -> Scope:
        """The part of the district they see."""

    @property
    def person(self) -> str | None:
        """Who they are, where a record may name people; None for a device."""


@dataclass(frozen=True, slots=True)
class Named:
    """Whom a record itself names as its audience, beside role, area and department.

    Attributes:
        bodies: departments that may see it; empty for no such bound.
        people: account names that may see it whatever their body.
        is_sealed: only `people` may.
        never: departments and account names that may not, whatever else is said.
    """

    bodies: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    is_sealed: bool = False
    never: frozenset[str] = frozenset()

    @property
    def is_open(self) -> bool:
        """Whether it keeps nobody out whom role, area and department let in."""
        return not (self.bodies or self.is_sealed or self.never)

    def admits(self, viewer: Viewer) -> bool:
        """Whether the record lets a viewer in."""
        known = {name for name in (viewer.person, viewer.department) if name}
        if known & self.never:
            return False
        if viewer.person in self.people:
            return True
        if self.is_sealed:
            return False
        return not self.bodies or viewer.department in self.bodies


@dataclass(frozen=True, slots=True)
class NamedBy:
    """The fields of a state that name its audience, each by its name; empty where there is none.

    As fields, not as a function, so that a query can ask the same of a table's columns.

    Attributes:
        bodies: of words: departments that may see it; empty of words, no such bound.
        people: of words: account names that may see it whatever their body.
        is_sealed: a flag: only `people` may.
        never: of words: departments and account names that may not, whatever else is said.
    """

    bodies: str = ""
    people: str = ""
    is_sealed: str = ""
    never: str = ""

    def __call__(self, state: State) -> Named:
        """Whom a state names."""

        def words(field: str) -> frozenset[str]:
            return frozenset(state.get(field) or ()) if field else frozenset()

        return Named(
            bodies=words(self.bodies),
            people=words(self.people),
            is_sealed=bool(self.is_sealed and state.get(self.is_sealed)),
            never=words(self.never),
        )

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that are read."""
        return tuple(one for one in (self.bodies, self.people, self.is_sealed, self.never) if one)


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a record belongs: what is asked of whoever wants to see it.

    Attributes:
        place: the code of its area; None when it belongs to no area in particular.
        owners: its departments; None when the kind asks for none.
        named: the audience it names itself; None when it names none.
        unit_id: the unit it is about, where a device speaks for one only.
        is_lost: its area is that of an entity nobody knows: nobody of one area sees it.
        above: the audiences of what it hangs on, where it names one itself: each must let in.
    """

    place: str | None = None
    owners: frozenset[str] | None = None
    named: Named | None = None
    unit_id: str | None = None
    is_lost: bool = False
    above: tuple[Named, ...] = ()

    def admits(self, viewer: Viewer) -> bool:
        """Whether the audiences that are named let a viewer in."""
        return all(one.admits(viewer) for one in self.audiences)

    @property
    def is_open(self) -> bool:
        """Whether no audience is named that keeps anybody out."""
        return all(one.is_open for one in self.audiences)

    @property
    def audiences(self) -> tuple[Named, ...]:
        """Every audience that is named: its own, and those of what it hangs on."""
        return self.above if self.named is None else (self.named, *self.above)
