"""What the district decides of whistles and of police and law in its grids."""

from dataclasses import dataclass, field

from domain.net.fusion.whistles import WhistleLimits


@dataclass(frozen=True, slots=True)
class FusionSettings:
    """The district's own words.

    Attributes:
        limits: by when departments that are called must be there.
        police: the department of the police, whose beats and pushed items these are.
        justice: the department of justice, whose law partners these are.
        surveys: the department that owns waves of surveys.
    """

    limits: WhistleLimits = field(default_factory=WhistleLimits)
    police: str = "public_security"
    justice: str = "justice"
    surveys: str = "governance"
