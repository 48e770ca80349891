"""Who is on duty."""

from api.desk.bodies.shapes import UnitNamed
from api.typed import Answer


class DutyAnswer(UnitNamed):
    """A unit on duty in a shift; the note is null for departments."""

    day: str
    shift: str
    post: str | None
    shift_name: str
    note: str | None


class Duties(Answer):
    """Who is on duty on a day."""

    items: list[DutyAnswer]


class DutyLeftOut(Answer):
    """Somebody who stood in the roster and is not named again."""

    day: str
    shift_name: str
    call_sign: str


class RosterLoaded(Answer):
    """What a file of duties replaced; `hidden` are its rows nobody sees."""

    rows: int
    days: int
    removed: int
    hidden: list[int]
    dates: list[str]
    left_out: list[DutyLeftOut]
