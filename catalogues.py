"""Reads the gettext catalogues of `locale/`, compiled at the first start after a change.

There is no step to forget on a fresh machine and no compiled file that lags behind its source: the
`.po` files are what people edit, and the compiled file beside one carries the fingerprint of its
source in its name. Where nothing may be written there, each start compiles anew (0.3 s).
"""

import contextlib
import gettext
import hashlib
import os
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
            held[language] = gettext.GNUTranslations(BytesIO(_compiled(file)))
    return Catalogues(held)


def _compiled(file: Path) -> bytes:
    """The messages of a file as gettext reads them; kept beside it."""
    source = hashlib.sha256(file.read_bytes()).hexdigest()[:16]
    kept = file.with_name(f"{file.stem}-{source}.mo")
    with contextlib.suppress(OSError):
        return kept.read_bytes()
    made = BytesIO()
    write_mo(made, read_catalogue(file))
    with contextlib.suppress(OSError):
        for old in file.parent.glob(f"{file.stem}-*.mo"):
            old.unlink()
        # Under its own name only when it is whole: another process may be reading.
        half = kept.with_suffix(f".{os.getpid()}")
        half.write_bytes(made.getvalue())
        half.replace(kept)
    return made.getvalue()


def in_english(error: Exception) -> str:
    """What a command line says of an error: the sentence of a refusal, else its message."""
    if not isinstance(error, OneScreenError):
        return str(error)
    return sentence(error, read_catalogues().words("en"))
