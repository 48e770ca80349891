"""Reads the gettext catalogues of `locale/`; compiled in memory at every start.

There is no step to forget on a fresh machine and no compiled file that lags behind its source: the
`.po` files are what people edit and what the server reads (0.1 s for a thousand messages).
"""

import gettext
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from domain.errors import OneScreenError
from domain.words import LANGUAGES, Catalogues, sentence

DOMAIN = "onescreen"
FOLDER = Path(__file__).parent / "locale"


def po_file(language: str, folder: Path = FOLDER) -> Path:
    """Where the messages of a language stand."""
    return folder / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def read_catalogue(file: Path) -> Catalog:
    """The messages of a file.

    Raises:
        OSError: it cannot be read.
        PoFileError: it is no catalogue.
    """
    with file.open("rb") as stream:
        return read_po(stream, abort_invalid=True)


def read_catalogues(folder: Path = FOLDER) -> Catalogues:
    """All languages there are files of.

    Raises:
        PoFileError: a file is no catalogue.
    """
    held = {}
    for language in LANGUAGES:
        file = po_file(language, folder)
        if file.is_file():
            compiled = BytesIO()
            write_mo(compiled, read_catalogue(file))
            compiled.seek(0)
            held[language] = gettext.GNUTranslations(compiled)
    return Catalogues(held)


def in_english(error: Exception) -> str:
    """What a command line says of an error: the sentence of a refusal, else its message."""
    if not isinstance(error, OneScreenError):
        return str(error)
    return sentence(error, read_catalogues().words("en"))
