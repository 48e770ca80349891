"""Why a district's folder cannot be used."""

from domain.errors import OneScreenError


class DistrictError(OneScreenError):
    """A district folder cannot be read; the text says what to mend."""
