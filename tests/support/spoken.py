"""What waits to be said, said in the languages of the screens."""

from catalogues import read_catalogues
from domain.saying import Spoken

CATALOGUES = read_catalogues()


def in_chinese(what: Spoken) -> str:
    """As a Chinese reader has it."""
    return what.said(CATALOGUES.words("zh"))


def in_english(what: Spoken) -> str:
    """As an English reader has it."""
    return what.said(CATALOGUES.words("en"))
