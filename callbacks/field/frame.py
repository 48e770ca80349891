"""What the pages about the field have: ways between them and a title, in the reader's language."""

from dash import Dash

from callbacks import office
from domain.words import Words
from layouts.field import frame


def register(app: Dash, parts: office.Framed) -> None:
    """Wire the row of ways and the title."""

    def title(words: Words, district: str) -> str:
        return words("{district} 外勤", district=district)

    office.draws_frame(app, parts, frame.WAYS, frame.PAGES, title)
