"""What happened before the first start, told in order, so that it can be written as facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.dispatch.units import Unit
from domain.incidents.assignments import Assignment
from domain.incidents.incidents import Incident
from domain.kind import Audience, Kept, Kind
from domain.kind_fields import FLAG, MOMENT, WHOLE, Field
from domain.live.records import Change
from domain.moments import from_iso, to_iso

# Who writes what is told.
TELLER = "simulator"
# Whether the facts of this journal are invented.
MODE: Kind[Any] = Kind(
    name="mode",
    fields=(Field("id"), Field("is_demo", FLAG)),
    id_field="id",
    audience=Audience(("journal.read",)),
    kept=Kept.NEWEST,
    title="运行方式",
    says={
        "begin": "记下首次启动时的运行方式",
    },
)
DEMO_HISTORY: Kind[Any] = Kind(
    name="demo_history",
    fields=(
        Field("id"),
        Field("until", MOMENT),
        Field("days", WHOLE),
        Field("seed", WHOLE),
        Field("version"),
        Field("written", WHOLE),
        Field("is_complete", FLAG),
    ),
    id_field="id",
    audience=Audience(("journal.read",)),
    kept=Kept.NEWEST,
    is_act=False,
    title="演示历史",
    says={
        "complete": "演示历史写完",
    },
)


@dataclass(frozen=True, slots=True)
class HistoryPlan:
    """What makes a told history the same every time it is told.

    `until` is aware UTC. `version` changes whenever the teller would tell another story: its
    own code, the map, the size of the fleet.
    """

    until: datetime
    days: int
    seed: int
    version: str

    @classmethod
    def begun(cls, state: Mapping[str, Any]) -> "HistoryPlan":
        """The plan of what was begun, from its record of kind `demo_history`."""
        until = from_iso(state["until"])
        return cls(until, state["days"], state["seed"], version=state["version"])

    def progress(self, of: str, written: int, at: datetime, *, is_complete: bool) -> Change:
        """That so much of it is written; `of` is which history."""
        state = {
            "id": of,
            "until": to_iso(self.until),
            "days": self.days,
            "seed": self.seed,
            "version": self.version,
            "written": written,
            "is_complete": is_complete,
        }
        action = "complete" if is_complete else "write"
        return Change(DEMO_HISTORY.name, of, action, state, TELLER, at)


@dataclass(frozen=True, slots=True)
class HistoryEvent:
    """One entity's whole new state at a moment; exactly one of the three is set.

    An incident has no number yet, and an assignment carries its incident's `source_id` in the
    number's place: numbers are given when the event is written.
    """

    at: datetime
    action: str
    actor: str
    unit: Unit | None = None
    incident: Incident | None = None
    assignment: Assignment | None = None
