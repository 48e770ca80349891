"""An incident at the desk, and the queue."""

from api.incidents.bodies import IncidentAnswer
from api.typed import Answer


class DeskIncident(IncidentAnswer):
    """An incident with what may be done next."""

    next_steps: list[str]
    may_reopen: bool


class ClockAnswer(Answer):
    """A clock of an incident; `until` is null while it runs, the target where there is none."""

    name: str
    label: str
    since: str
    until: str | None
    target_s: float | None
    elapsed_s: float
    state: str


class QueuedIncident(DeskIncident):
    """An incident of the queue with its clocks."""

    clocks: list[ClockAnswer]


class QueueAnswer(Answer):
    """The queue, most urgent first, and where it goes on."""

    items: list[QueuedIncident]
    next: str | None
