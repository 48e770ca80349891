"""The words in which a kind of fact says who may see it, how long, and what it hangs on.

Source: docs/decisions/0064-a-kind-of-fact-is-declared-once.md
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache

from domain.access.grants import GRANTS
from domain.moments import from_iso
from domain.reach import NamedBy, State
from domain.subject_key import INCIDENT, SubjectKey


class Owned(StrEnum):
    """Whose departments a record belongs to."""

    NOBODY = "nobody"  # departments see it like everybody
    ITSELF = "itself"  # its own `owner` and `shared_with`
    SUBJECT = "subject"  # those of the entity it hangs on


@cache
def _granted(actions: tuple[str, ...]) -> frozenset[str]:
    return frozenset[str]().union(*(GRANTS.get(one, frozenset()) for one in actions))


@dataclass(frozen=True, slots=True)
class Audience:
    """Who may see records of a kind. Nobody, unless it is said.

    Attributes:
        actions: words of the access table: whoever is granted one of them may see the kind.
        area_field: the state's field that holds the area it belongs to; without one, what hangs
            on an entity belongs where that does, and everything else to no area in particular.
        serves_below: also seen from every area below its own (a town's car serves its villages).
        owned: whether departments see all of them, or only theirs.
        named: the fields by which a record names its own audience; None where it names nobody.
    """

    actions: tuple[str, ...] = ()
    area_field: str = ""
    serves_below: bool = False
    owned: Owned = Owned.NOBODY
    named: NamedBy | None = None

    @property
    def roles(self) -> frozenset[str]:
        """The roles that may see the kind at all."""
        return _granted(self.actions)


NOBODY = Audience()


class Live(StrEnum):
    """How long an entity belongs to the present picture."""

    NEVER = "never"  # journalled and asked for, never held in the picture
    ALWAYS = "always"
    UNTIL_ENDED = "until_ended"  # and a day longer: see `Ends`


@dataclass(frozen=True, slots=True)
class Ends:
    """Since when an entity is over.

    Attributes:
        at: the field that holds the moment, null while it goes on; or, with `when`, the field
            that holds a moment for each word of that field.
        when: a field, and its words that mean the end.
    """

    at: str
    when: tuple[str, frozenset[str]] | None = None

    def moment(self, state: State) -> datetime | None:
        """Since when an entity is over, None while it is not.

        Raises:
            KeyError, ValueError: the state lacks what tells.
        """
        if self.when is None:
            return from_iso(state[self.at]) if state[self.at] else None
        name, words = self.when
        return from_iso(state[self.at][state[name]]) if state[name] in words else None


class Kept(StrEnum):
    """What stays when the oldest part of the journal is let go."""

    NEWEST = "newest"  # the newest record of every entity, for good
    UNTIL_OVER = "until_over"  # the newest record of every entity that is not over
    WITH_SUBJECT = "with_subject"  # while the entity it hangs on is kept so
    SIX_MONTHS = "six_months"  # what the law asks; nothing after that


@dataclass(frozen=True, slots=True)
class HangsOn:
    """How a state says which entity it belongs to.

    Attributes:
        id_field: holds the id of that entity.
        kind_field: holds its kind; empty where it is always of `kind`.
        kind: the one kind, where `kind_field` is empty.
    """

    id_field: str = "subject_id"
    kind_field: str = "subject_kind"
    kind: str = ""

    def key(self, state: State) -> SubjectKey | None:
        """The entity a state belongs to; None where it names none."""
        kind = state.get(self.kind_field) if self.kind_field else self.kind
        found = state.get(self.id_field)
        return SubjectKey(str(kind), str(found)) if kind and found else None


ANY_SUBJECT = HangsOn()
AN_INCIDENT = HangsOn(id_field="number", kind_field="", kind=INCIDENT)
