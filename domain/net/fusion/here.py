"""What the page of a community shows of police and law in its grids."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from domain.net.fusion.beats import Beat, beats_of
from domain.net.fusion.joint import LawPartner


@dataclass(frozen=True, slots=True)
class OfficerHere:
    """An officer of a beat among the district's units: by call sign, as every screen shows them.

    `name` where it is known; only the reader of the beat is shown it, masked as any unit's.
    """

    unit_id: str
    call_sign: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class PoliceHere:
    """Police and law of a community.

    Attributes:
        beats: those its grids lie in, that with most of it first.
        officers: officers of these among the units its reader sees, by id.
        partners: law partners of its grids.
        seen: the beats and partners whose names and phones are for this reader.
    """

    beats: Sequence[Beat] = ()
    officers: Mapping[str, OfficerHere] = field(default_factory=dict)
    partners: Sequence[LawPartner] = ()
    seen: frozenset[str] = frozenset()

    def officers_of(self, beat: Beat) -> list[OfficerHere]:
        """The officers of a beat that a screen can find."""
        return [self.officers[unit] for unit in beat.units if unit in self.officers]

    def beat_of(self, grid: str) -> Beat | None:
        """The beat whose officer is the grid's."""
        return next(iter(beats_of(grid, self.beats)), None)


def here(
    code: str, beats: Iterable[Beat], partners: Iterable[LawPartner], *, seen: Collection[str]
) -> PoliceHere:
    """Of all beats and law partners those of a community; of those not seen neither name nor phone.

    Args:
        code: of the community.
        beats: all there are.
        partners: all there are.
        seen: codes of the beats and ids of the partners whose people the reader may see.
    """

    def weight(beat: Beat) -> int:
        return sum(part for grid, part in beat.shares.items() if grid.startswith(code))

    own = sorted((one for one in beats if weight(one)), key=lambda one: (-weight(one), one.code))
    near = [one for one in partners if any(grid.startswith(code) for grid in one.grids)]
    return PoliceHere(
        beats=[
            one if one.code in seen else replace(one, officers=None, auxiliary=None, phone=None)
            for one in own
        ],
        partners=[
            one if one.partner_id in seen else replace(one, name=None, body=None, phone=None)
            for one in near
        ],
        seen=frozenset(seen),
    )
