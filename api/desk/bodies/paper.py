"""The card and the desk on paper, and that they were written down."""

from typing import Literal

from api.desk.bodies.card import CardAnswer, CardOnPaper, TimelineEntry
from api.desk.bodies.shapes import Signed
from api.desk.bodies.shift import StatusColumn
from api.typed import Answer


class PrintedCard(CardAnswer, Signed):
    """A card with its timeline, for paper."""

    timeline: list[TimelineEntry]


class PrintedDesk(Signed):
    """Every open incident and every unit, for paper."""

    incidents: list[CardOnPaper]
    statuses: list[StatusColumn]


class Written(Answer):
    """It stands in the journal."""

    written_down: Literal[True]
