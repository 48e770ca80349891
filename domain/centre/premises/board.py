"""The queue as it stands at a moment: what is called where, how many wait, who did not come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from domain.centre.premises.places import Centre
from domain.centre.premises.tickets import Ticket


@dataclass(frozen=True, slots=True)
class Board:
    """The queue of a day.

    Attributes:
        called: at windows now, the latest call first.
        waiting: how many wait, by zone, of those tickets are taken for.
        gone: those of the day that did not come.
        queue: those who wait, by the time they came.
        is_open: whether numbers are given now.
        is_demo: whether numbers are invented.
        keeps_hours: whether numbers are given in the hours of the centre alone.
    """

    day: date
    at: datetime
    called: tuple[Ticket, ...]
    waiting: Mapping[str, int]
    gone: tuple[Ticket, ...]
    queue: tuple[Ticket, ...]
    is_open: bool
    centre: Centre
    is_demo: bool = False
    keeps_hours: bool = True
