"""Figures of the register: how many cameras, whose, how many connected, and what is missing.

Each says what it counts of what. How the connected are now is measured apart
(`domain/video/media/status.py`).
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
        connected: by id, those of which a source is named that has their pictures.
        missing: their source lists them no more.
    """

    count: int
    demo: int
    by_class: Mapping[CameraClass, int]
    by_owner_class: Mapping[OwnerClass, int]
    by_owner: Mapping[str, int]
    gaps: Mapping[Gap, int]
    connected: frozenset[str]
    missing: int

    @property
    def filed(self) -> int:
        """Filed with the police, changed since or not."""
        return self.count - self.gaps.get(Gap.NOT_FILED, 0) - self.gaps.get(Gap.FILING_LATE, 0)
