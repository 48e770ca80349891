"""What a subject adds to the card of a case besides its drawing: what it loads, what it does."""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from callbacks.office import Again, Asked, Told
from domain.access.callers import Caller
from domain.centre.cases.case_file import CaseFile
from layouts.reader import Reader

Load = Callable[[Any, CaseFile, Caller], Awaitable[Any]]
Act = Callable[[Any, Asked, Reader], Awaitable[Told]]


def open_case(asked: Asked) -> Mapping[str, str]:
    """The question that draws the card of the case an act was about."""
    return {"act": "open", "code": asked.text("code"), "reason": asked.text("reason")}


class Section(NamedTuple):
    """A part of the card, by the name its drawing has in layouts/centre/cases/sections.py.

    Attributes:
        name: the same in both tables.
        load: reads what is drawn, of a case its caller may see: the product's parts, the case, the
            caller → what the drawing takes. Its operations check the caller again.
        acts: what its forms and buttons have done, by the word they send as `act`
            (`Opened.asks`): parts, what was asked, the reader → what came of it. The card is
            drawn anew afterwards, unless the answer brings one.
        again: the question that draws what such an act has left on the page, for a reader who
            changes language or room: the case, for a section that brings no card of its own.
    """

    name: str
    load: Load
    acts: Mapping[str, Act] = MappingProxyType({})
    again: Again = open_case
