"""What every page of the centre has: ways between them and a title, in the reader's language."""

from dash import Dash

from callbacks import office
from domain.words import Words
from layouts.centre import links


def register(app: Dash, parts: office.Framed) -> None:
    """Wire the row of ways and the title."""

    def title(words: Words, district: str) -> str:
        return words("{district} 矛盾纠纷化解", district=district)

    office.draws_frame(app, parts, links.WAYS, links.PAGES, title)
