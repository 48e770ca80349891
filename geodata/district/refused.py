"""Why a district's folder cannot be used."""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from domain.errors import OneScreenError


class DistrictError(OneScreenError):
    """A district folder cannot be read; the text says what to mend."""


@contextmanager
def read_of(path: Path, part: str = "") -> Iterator[None]:
    """Say of whatever goes wrong while a TOML file is read in which file it stands.

    Args:
        path: of the file.
        part: of it that is read, such as `[[kept]]`; empty for the whole.

    Raises:
        DistrictError: the file cannot be read, or a part of it is wrong.
    """
    try:
        yield
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DistrictError(f"{path} cannot be read: {error}") from error
    except KeyError as error:
        lacking = f"{part or 'an entry'} lacks or names unknown {error.args[0]!r}"
        raise DistrictError(f"{path}: {lacking}") from error
    except (AttributeError, TypeError, ValueError) as error:
        raise DistrictError(f"{path}: {part}{' ' if part else ''}{error}") from error
