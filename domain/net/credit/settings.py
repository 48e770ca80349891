"""What a district decides about credit."""

from dataclasses import dataclass, field

from domain.net.credit.guards import Bounds
from domain.net.credit.rules import CreditRule
from domain.net.credit.workload import LoadWeights


@dataclass(frozen=True, slots=True)
class CreditSettings:
    """Of credit.

    Attributes:
        appeal_days: how long somebody may appeal; the day of the notice is not counted.
        revisit_share: which part of a day's outcomes is looked at again.
        top: how many helpers are published.
        heads: accounts of the centre that admit late appeals; empty for all of the centre.
        bounds: the numbers of the guards.
        weights: what may be expected of a grid.
        rules: what a new installation begins with.
    """

    appeal_days: int = 7
    revisit_share: float = 0.05
    top: int = 10
    heads: tuple[str, ...] = ()
    bounds: Bounds = field(default_factory=Bounds)
    weights: LoadWeights = field(default_factory=LoadWeights)
    rules: tuple[CreditRule, ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= self.appeal_days <= 365:
            raise ValueError("appeal_days must be 1 to 365")
        if not 0 <= self.revisit_share <= 1:
            raise ValueError("revisit_share must be 0 to 1")
        if not 1 <= self.top <= 100:
            raise ValueError("top must be 1 to 100")
