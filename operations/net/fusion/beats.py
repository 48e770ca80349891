"""Police beats: taken from a table whole, listed, and asked whose a grid is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from domain.access.access import NotAllowedError, require
from domain.access.callers import Caller
from domain.dispatch.units import UnitKind
from domain.net.fusion.beat_table import read_beats
from domain.net.fusion.beats import BEAT, Beat, beats_of, without_officer
from domain.tables import Sheet, TableError
from operations.files.decoding import Decoding
from operations.net.fusion.fusion_desk import FusionDesk
from store import Transaction
from store.net import fusion as kept


@dataclass(frozen=True, slots=True)
class BeatPage:
    """Beats the reader sees, and the grids of theirs for which no officer is named."""

    beats: Sequence[Beat]
    grids: int
    without_officer: Sequence[str]


class Beats:
    """The register of beats.

    Args:
        desk: what the operations of the part share.
        decoding: takes tables of others apart.
    """

    def __init__(self, desk: FusionDesk, decoding: Decoding) -> None:
        self._desk, self._decoding = desk, decoding

    async def page(self, caller: Caller) -> BeatPage:
        """Beats and gaps, as far as the caller sees them.

        Raises:
            NotAllowedError: none are theirs to see.
        """
        require(caller, "net.fusion.see")
        grids = self._desk.grid_codes(caller)

        def question(one: Connection) -> BeatPage:
            gaps = without_officer(grids, kept.all_beats(one))
            return BeatPage(kept.seen(one, BEAT, caller, "code"), len(grids), gaps)

        return await self._desk.read(question)

    async def of_grid(self, grid: str, caller: Caller) -> list[Beat]:
        """The beats a grid lies in, the one with the largest share first.

        Raises:
            NotAllowedError: not the caller's to see, or the grid is not.
        """
        require(caller, "net.fusion.see", grid)

        def question(one: Connection) -> list[Beat]:
            return beats_of(grid, kept.seen(one, BEAT, caller, "code"))

        return await self._desk.read(question)

    async def gaps(self, caller: Caller) -> list[str]:
        """The grids of the caller's area for which no officer is named.

        Raises:
            NotAllowedError: not the caller's to see.
        """
        return list((await self.page(caller)).without_officer)

    async def load(self, raw: bytes, caller: Caller) -> int:
        """Take a table of beats (xlsx or CSV) whole: what is not in it keeps no grid.

        Raises:
            NotAllowedError: not the caller's to keep.
            TableError: names every row that is wrong; nothing was taken.
            InvalidError: no table can be read from it.
        """
        self._check_keeper(caller)
        read = await self._decoding.run("beats", raw, actor=caller.actor)
        units = await self._desk.work.read(self._desk.store.units)
        police = {one.unit_id for one in units if one.kind is UnitKind.POLICE}
        beats, errors = read_beats(
            Sheet(**read.facts),
            owner=self._desk.settings.police,
            is_grid=self._desk.is_grid,
            is_unit=police.__contains__,
        )
        if errors:
            raise TableError(errors)

        def steps(tx: Transaction) -> int:
            known = {beat.code: beat for beat in kept.all_beats(tx.connection)}
            for beat in beats:
                if known.get(beat.code) != beat:
                    action = "change" if beat.code in known else "add"
                    tx.put(BEAT, beat, action=action, actor=caller.actor)
            for code in _left_out(known, beats):
                emptied = replace(known[code], covers=())
                tx.put(BEAT, emptied, action="change", actor=caller.actor)
            return len(beats)

        return await self._desk.write(steps)

    def _check_keeper(self, caller: Caller) -> None:
        """The police keep them, or the centre for them; whoever is bound to an area does not."""
        require(caller, "net.fusion.manage", department=self._desk.settings.police)
        if caller.area is not None:
            raise NotAllowedError(says="outside_your_area", field="area")


def grids_with_officer(connection: Connection) -> frozenset[str] | None:
    """The grids a police officer is named for; None where no beat was ever taken in."""
    beats = kept.all_beats(connection)
    if not beats:
        return None
    return frozenset(grid for beat in beats if beat.officers for grid in beat.shares)


def _left_out(known: Mapping[str, Beat], beats: Sequence[Beat]) -> list[str]:
    """Beats that had grids and stand in the table no more."""
    told = {beat.code for beat in beats}
    return sorted(code for code, beat in known.items() if code not in told and beat.covers)
