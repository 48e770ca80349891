"""Figures of the register: how many cameras, whose, how many connected, and what is missing.

Each says what it counts of what; where nothing is connected no rate is told.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.video.cameras.filing import Gap
from domain.video.cameras.vocabulary import CameraClass, OwnerClass


@dataclass(frozen=True, slots=True)
class RegisterFigures:
    """What a reader's cameras come to.

    Attributes:
        count: in the register; `demo` of them invented.
        by_class, by_owner_class, by_owner: how many; of no known owner under the empty word.
        gaps: how many lack what.
        connected: a source is named that has their pictures.
        online: of the connected, those their source's list last said are there.
        missing: their source lists them no more.
    """

    count: int
    demo: int
    by_class: Mapping[CameraClass, int]
    by_owner_class: Mapping[OwnerClass, int]
    by_owner: Mapping[str, int]
    gaps: Mapping[Gap, int]
    connected: int
    online: int
    missing: int

    @property
    def filed(self) -> int:
        """Filed with the police, changed since or not."""
        return self.count - self.gaps.get(Gap.NOT_FILED, 0) - self.gaps.get(Gap.FILING_LATE, 0)

    @property
    def online_percent(self) -> float | None:
        """Signalled of those that should be; None while none is connected."""
        return 100 * self.online / self.connected if self.connected else None
