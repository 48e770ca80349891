"""Who asks for something to be done, as the journal names them."""

from dataclasses import dataclass

from domain.access.scope import Scope, scope_of


@dataclass(frozen=True, slots=True)
class Caller:
    """A person or device behind a request.

    `actor` is what the journal writes ("demo" for the demo's own dispatcher). `role` is a word of
    the access table. `area` is the code of the subtree they may see and act in, None for the whole
    district. `department` is set for those who act for one. `unit_id` is the only unit a device may
    speak for, None for any. `rights` are the actions a machine's own key lists,
    `source` the only system it may report for, None for any.
    """

    actor: str
    role: str
    area: str | None = None
    department: str | None = None
    unit_id: str | None = None
    rights: frozenset[str] = frozenset()
    source: str | None = None

    @property
    def scope(self) -> Scope:
        """The part of the district they see."""
        return scope_of(self)

    @property
    def person(self) -> str:
        """Who they are, where a record names people."""
        return self.actor


DEMO_DISPATCHER = Caller(actor="demo-dispatcher", role="dispatcher")
# Whoever has not said who they are, and a source with the ingest token.
NOBODY = Caller(actor="nobody", role="nobody")
MACHINE = Caller(actor="api", role="machine")
