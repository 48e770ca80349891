"""Which entity something is about: a notice, a timer, a file may be about one of any kind."""

from dataclasses import dataclass
from typing import Any

INCIDENT = "incident"


@dataclass(frozen=True, slots=True)
class SubjectKey:
    """The kind of an entity and its id. The id is only ever compared, never taken apart."""

    kind: str
    id: str

    @property
    def number(self) -> str:
        """The number, where the entity is an incident; else empty: what the API's answers say."""
        return self.id if self.kind == INCIDENT else ""

    def stated(self) -> dict[str, Any]:
        """The fields by which the state of something says what it is about."""
        return {"subject_kind": self.kind, "subject_id": self.id, "number": self.number}


def of_incident(number: str) -> SubjectKey:
    """The incident of a number."""
    return SubjectKey(INCIDENT, number)
