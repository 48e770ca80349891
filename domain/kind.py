"""What a kind of fact declares about itself, once; everything else about it is derived from this.

Source: docs/decisions/0064-a-kind-of-fact-is-declared-once.md
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from domain.access.scope import owners_in
from domain.kind_fields import Field, Masking
from domain.kind_rules import (
    AN_INCIDENT,
    ANY_SUBJECT,
    NOBODY,
    Audience,
    Ends,
    HangsOn,
    Kept,
    Live,
    Owned,
)
from domain.reach import Reach, State, Viewer
from domain.subject_key import SubjectKey

__all__ = [
    "ANY_SUBJECT",
    "AN_INCIDENT",
    "DEPARTMENT",
    "EVERY_FIELD",
    "KEPT_LIVE_FOR",
    "PUBLIC",
    "Audience",
    "Ends",
    "Entity",
    "HangsOn",
    "Kept",
    "Kind",
    "Live",
    "Owned",
    "Upcaster",
]

Upcaster = Callable[[State], State]
Entity = TypeVar("Entity")
KEPT_LIVE_FOR = timedelta(hours=24)
# A screen in a hall or a lobby: whoever walks past reads it.
PUBLIC = "wall"
DEPARTMENT = "department"


# For kinds that hold nothing a passer-by must not read.
EVERY_FIELD = frozenset({"*"})


@dataclass(frozen=True)
class Kind(Generic[Entity]):
    """A kind of fact.

    Attributes:
        name: the word of the journal.
        fields: all that its state and its personal part may hold; see `fields_of`.
        entity: the class an entity is read as; None where states are read as they are.
        version: of the state's shape.
        upcasters: old version → a pure function to the next.
        id_field: the field that repeats the record's id; empty where none does.
        audience: who may see it; nobody unless it is said.
        wall: the fields a public wall may show; none unless it is said.
        live: how long it belongs to the present picture.
        ends: since when it is over; None for never.
        is_streamed: sent to screens as it changes; False for a picture only the server keeps.
        kept: what stays of it when the journal is trimmed.
        hangs_on: how its state names the entity it belongs to; None where it belongs to none.
        removed_field: a flag of the state: an entity with it is in no picture and no list from then
            on, its records stay; empty where nothing of the kind is ever taken away.
        day_field: the field that holds the day it is of (`2026-11-29`), where it is asked for by
            day; empty where it is not.
        ids_are_shared: many people share an id: of these single records are meant in a question
            about one person, never the entity.
        is_one_person: its personal fields say who one person is: it goes and is handed out with who
            it names, never with the entity it hangs on.
        has_bytes: bytes lie under the id in the folder of files.
        is_buffered: rows are gathered and written at the commit; reads go through the cache.
        title: what people call it: a message of the catalogues.
        says: action → the message that tells it, with fields of the state in braces. A message that
            depends on more than the action stands under `action.case`; domain/told.py picks it.
        heading: the message a sentence about it begins with; empty for none.
        tails: messages a sentence about it may end with, each where its values are known.
        changes: right → the actions whoever holds it is told of as changes, on the first page of
            administration; none named are all.
        timeline: its records are lines of an incident's timeline.
        is_act: a record tells what somebody did; False for what the server computes by itself.
    """

    name: str
    fields: tuple[Field, ...]
    entity: type[Entity] | None = None
    version: int = 1
    upcasters: Mapping[int, Upcaster] = field(default_factory=dict)
    id_field: str = ""
    audience: Audience = NOBODY
    wall: frozenset[str] = frozenset()
    live: Live = Live.NEVER
    ends: Ends | None = None
    is_streamed: bool = True
    kept: Kept = Kept.UNTIL_OVER
    hangs_on: HangsOn | None = None
    removed_field: str = ""
    day_field: str = ""
    ids_are_shared: bool = False
    is_one_person: bool = False
    has_bytes: bool = False
    is_buffered: bool = False
    title: str = ""
    says: Mapping[str, str] = field(default_factory=dict)
    heading: str = ""
    tails: tuple[str, ...] = ()
    changes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    timeline: bool = False
    is_act: bool = True

    @cached_property
    def personal(self) -> Mapping[str, Masking]:
        """The personal fields, and how each is masked."""
        found = {one.name: one.personal for one in self.fields if one.personal is not None}
        return MappingProxyType(found)

    @cached_property
    def stated(self) -> tuple[Field, ...]:
        """The fields of the state."""
        return tuple(one for one in self.fields if one.personal is None)

    @cached_property
    def state_names(self) -> frozenset[str]:
        """The names a state may hold."""
        return frozenset(one.name for one in self.stated)

    @cached_property
    def on_screens(self) -> tuple[str, ...]:
        """The personal fields that screens are sent, masked."""
        return tuple(one.name for one in self.fields if one.is_on_screens)

    @cached_property
    def loose(self) -> tuple[str, ...]:
        """The fields of the state where senders write what they like."""
        return tuple(one.name for one in self.stated if one.is_loose)

    @cached_property
    def on_walls(self) -> frozenset[str]:
        """The fields a public wall may show."""
        return self.state_names | {*self.on_screens} if self.wall == EVERY_FIELD else self.wall

    def subject_of(self, state: State) -> SubjectKey | None:
        """The entity a state of this version hangs on; None where it hangs on none."""
        return self.hangs_on.key(state) if self.hangs_on else None

    def is_removed(self, state: State) -> bool:
        """Whether an entity was taken away."""
        return bool(self.removed_field and state.get(self.removed_field))

    def day_of(self, state: State) -> str | None:
        """The day a state is of, as it is written; None for a kind that is of no day."""
        return state.get(self.day_field) if self.day_field else None

    def risen(self, state: State, version: int) -> State:
        """A state of an older version in today's shape."""
        while step := self.upcasters.get(version):
            state, version = step(state), version + 1
        return state

    # states and entities ----------------------------------------------------------------------

    @cached_property
    def _written(self) -> tuple[Field, ...]:
        return tuple(one for one in self.stated if one.derived is None)

    def id_of(self, entity: Entity) -> str:
        """The id of an entity.

        Raises:
            TypeError: no field of the kind repeats the id.
        """
        if not self.id_field:
            raise TypeError(f"{self.name} has no field that repeats its id")
        [named] = [one for one in self.fields if one.name == self.id_field]
        return str(getattr(entity, named.attribute))

    def state_of(self, entity: Entity) -> dict[str, Any]:
        """The journalled state of an entity, without its personal fields."""
        return {
            one.name: one.derived(entity)
            if one.derived
            else one.written(getattr(entity, one.attribute))
            for one in self.stated
        }

    def private_of(self, entity: Entity) -> dict[str, Any]:
        """The personal fields of an entity."""
        return {
            one.name: one.written(getattr(entity, one.attribute))
            for one in self.fields
            if one.personal is not None
        }

    def entity_of(self, state: State, private: State | None = None) -> Entity:
        """The entity a state (and, where not erased, its personal fields) describes.

        Raises:
            KeyError, ValueError: the state has not the shape that is declared.
        """
        if self.entity is None:
            raise TypeError(f"{self.name} has no class of its own")
        told = {one.attribute: one.read(state) for one in self._written}
        held = private or {}
        for one in self.fields:
            if one.personal is not None:
                value = held.get(one.name)
                told[one.attribute] = value if value is None else one.shape.decode(value)
        return self.entity(**told)

    # time -------------------------------------------------------------------------------------

    def ended_at(self, state: State) -> datetime | None:
        """Since when an entity is over; None while it is not, or for what never is."""
        return self.ends.moment(state) if self.ends else None

    def is_live(self, state: State, at: datetime) -> bool:
        """Whether an entity belongs to the picture of a moment."""
        if self.is_removed(state):
            return False
        if self.live is not Live.UNTIL_ENDED:
            return self.live is Live.ALWAYS
        ended_at = self.ended_at(state)
        return ended_at is None or at - ended_at < KEPT_LIVE_FOR

    # audience ---------------------------------------------------------------------------------

    def reach_of(self, state: State, subject: Reach | None = None) -> Reach:
        """Where a record belongs.

        Args:
            state: of the record.
            subject: where the entity belongs that it hangs on; None when that is not known: then
                no department owns it, and nobody of one area sees it.
        """
        rule = self.audience
        place: str | None = None
        is_lost = False
        if rule.area_field:
            place = state.get(rule.area_field)
        elif subject:
            place, is_lost = subject.place, subject.is_lost
        elif self.subject_of(state):
            is_lost = True
        owners: frozenset[str] | None = None
        if rule.owned is Owned.ITSELF:
            owners = owners_in(state)
        elif rule.owned is Owned.SUBJECT:
            owners = (subject.owners if subject else None) or frozenset()
        # what hangs on a sealed entity is as sealed, whomever it names itself
        above = subject.audiences if subject else ()
        named = rule.named(state) if rule.named else None
        if named is None and above:
            named, *rest = above
            above = tuple(rest)
        return Reach(place or None, owners, named, state.get("unit_id"), is_lost, above)

    def may_be_seen(self, viewer: Viewer, reach: Reach) -> bool:
        """Whether a viewer may see a record that belongs there: the one rule of every door."""
        rule = self.audience
        if viewer.role not in rule.roles or (viewer.role == PUBLIC and not self.wall):
            return False
        scope = viewer.scope
        if reach.owners is not None and not scope.sees_owned(reach.owners):
            return False
        if not reach.admits(viewer):
            return False
        if reach.is_lost and scope.area is not None:
            return False
        if rule.serves_below:
            return scope.sees_unit(reach.place, reach.unit_id)
        return scope.covers(reach.place)

    def is_seen_by(self, viewer: Viewer, state: State, subject: Reach | None = None) -> bool:
        """The same for a state that is at hand.

        Args:
            viewer: who wants to see it.
            state: of the record.
            subject: where the entity belongs that it hangs on.
        """
        return self.may_be_seen(viewer, self.reach_of(state, subject))

    def admits(self, viewer: Viewer, entity: Entity, subject: Reach | None = None) -> bool:
        """The same for an entity."""
        return self.is_seen_by(viewer, self._looked_at_in(entity), subject)

    def counts(self, state: State, subject: Reach | None = None) -> bool:
        """Whether a figure that is kept or published counts a record.

        Such a figure is read by everybody of its area, so it counts what all of them may see
        (docs/decisions/0089-what-a-figure-counts.md).
        """
        # What `reach_of(…).is_open` says, without making a reach: asked of every unit each second.
        named = self.audience.named
        is_open = named is None or named(state).is_open
        return is_open and (subject is None or subject.is_open)

    def counts_entity(self, entity: Entity, subject: Reach | None = None) -> bool:
        """The same for an entity."""
        if self.audience.named is None and subject is None:
            return True
        return self.counts(self._looked_at_in(entity), subject)

    def _looked_at_in(self, entity: Entity) -> State:
        """As much of an entity's state as the rule looks at."""
        return {one.name: one.written(getattr(entity, one.attribute)) for one in self._looked_at}

    @cached_property
    def _looked_at(self) -> tuple[Field, ...]:
        """The fields the rule looks at."""
        rule = self.audience
        named = rule.named.fields if rule.named else ()
        hangs = (self.hangs_on.id_field, self.hangs_on.kind_field) if self.hangs_on else ()
        names = {rule.area_field, "owner", "shared_with", "unit_id", *named, *hangs}
        return tuple(one for one in self._written if one.name in names)
