"""The sections of a case's card, in the order in which they stand below the case itself.

A subject adds its part with one row here and one of the same name in
callbacks/centre/cases/sections.py, which loads what is drawn and does what is pressed.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from dash import html
from dash.development.base_component import Component

from domain.words import Words
from layouts.centre.cases.opened import Opened
from layouts.centre.keeping import section as keeping
from layouts.centre.mediation import section as mediation
from layouts.centre.papers import section as papers
from layouts.centre.person import calls, slips
from layouts.centre.premises.booking import booking, booking_title
from layouts.centre.talk import section as talk
from layouts.office import office


class Section(NamedTuple):
    """A part of the card.

    Attributes:
        name: by which its loader and its acts are found.
        title: its heading, said as `words("…")` so that the catalogues know it.
        draw: from the case and what was loaded; None where there is nothing to show.
    """

    name: str
    title: Callable[[Words], str]
    draw: Callable[[Opened, Any], Component | None]


SECTIONS: tuple[Section, ...] = (
    Section("booking", booking_title, booking),
    Section("mediation", mediation.title, mediation.draw),
    Section(talk.NAME, talk.title, talk.draw),
    Section(papers.NAME, papers.title, papers.draw),
    Section(slips.NAME, slips.title, slips.draw),
    Section(calls.NAME, calls.title, calls.draw),
    Section(keeping.NAME, keeping.title, keeping.draw),
)


def sections(opened: Opened, loaded: Mapping[str, Any]) -> list[Component]:
    """The sections of a card that have something to show, of those that were loaded."""
    drawn = [(one, one.draw(opened, loaded[one.name])) for one in SECTIONS if one.name in loaded]
    return [
        html.Section(
            [office.title(one.title(opened.words)), part],
            id=f"case-{one.name}",
            className="case-section",
        )
        for one, part in drawn
        if part is not None
    ]
