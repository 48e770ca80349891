"""The board, the figures and the handover."""

from api.desk.bodies.incidents import DeskIncident, QueuedIncident
from api.desk.bodies.notices import NoticeAnswer
from api.desk.bodies.shapes import OfSpan, UnitNamed
from api.typed import Answer


class WaitingAt(Answer):
    """Where a unit waits, or is moving up to."""

    area_code: str
    name: str
    ordered_at: str
    arrived_at: str | None


class UnitOnBoard(UnitNamed):
    """A unit of the board."""

    kind: str
    subkind: str | None
    home_area: str | None
    number: str | None
    since: str
    standby: WaitingAt | None


class StatusColumn(Answer):
    """The units of a status."""

    status: str
    units: list[UnitOnBoard]


class Board(Answer):
    """Every unit by status."""

    statuses: list[StatusColumn]


class Figure(Answer):
    """Seconds of a part over `n` incidents, and the share within the target."""

    n: int
    p50: float | None
    p90: float | None
    within: float | None


class FigureRow(Answer):
    """The parts of the incidents of a class, an area, a shift or a department."""

    key: str
    name: str
    count: int
    answer: Figure
    accept: Figure
    dispatch: Figure
    turnout: Figure
    travel: Figure
    total: Figure


class MeasureAnswer(Answer):
    """A part, its target and the share that must be within."""

    name: str
    label: str
    target_s: float
    share: float


class Figures(OfSpan):
    """The parts of all incidents of a span."""

    by: str
    measures: list[MeasureAnswer]
    rows: list[FigureRow]
    total: FigureRow


class NoteOfShift(Answer):
    """A note of an incident of the shift."""

    number: str
    at: str
    actor: str
    text: str | None = None


class StandbyOfShift(WaitingAt, UnitNamed):
    """A unit that waits somewhere."""


class Handover(OfSpan):
    """What the next shift must know."""

    actor: str
    open: list[QueuedIncident]
    ended: list[DeskIncident]
    unacknowledged: list[NoticeAnswer]
    notes: list[NoteOfShift]
    standbys: list[StandbyOfShift]
    units: dict[str, int]
    figures: FigureRow
