"""The page of broadcasts, empty until it is filled."""

from dash import html
from dash.development.base_component import Component

from layouts.field.frame import ways
from layouts.office import office
from layouts.working import Drawing

PAGE = "field_broadcasts"
# Drawn apart from the list: the tally changes while somebody types.
FORM = f"{PAGE}-form"


def broadcasts_page(drawing: Drawing) -> list[Component]:
    """Where a broadcast is sent, and those that were, with who has read them."""
    words = drawing.reader.words
    above = (ways(drawing), office.title(words("广播")))
    return office.shell(PAGE, words, above=above, parts=(html.Div(id=FORM),))
