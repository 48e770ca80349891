"""Everything that chooses units for the desk, built together: one room, one thread."""

import asyncio
from datetime import timedelta

from domain.dispatch.shifts import DutyRules
from domain.dispatch.units import UnitKind
from geodata.district.district import District
from geodata.district.run_cards import load_run_cards
from operations.dispatch.available_units import Force
from operations.dispatch.coverage import Coverage
from operations.dispatch.coverage_feed import CoverageFeed
from operations.dispatch.duties import DutyBoard
from operations.dispatch.plan_ahead import SearchAhead
from operations.dispatch.plans import Plans
from operations.dispatch.recommendations import Recommendations
from operations.dispatch.run_cards import RunCardDesk
from operations.dispatch.what_if import WhatIf
from operations.live.picture import Picture
from operations.live.positions import PositionBoard
from operations.maps.areas import Areas
from operations.threads import Lane, Work
from store import Store

MOST_WAITING = 100


class Dispatching:
    """The recommendation, the joint plan, and the coverage.

    Raises:
        DistrictError: the district's run cards cannot be used.
    """

    def __init__(
        self,
        *,
        store: Store,
        work: Work,
        picture: Picture,
        board: PositionBoard,
        areas: Areas,
        district: District,
    ) -> None:
        self.cards = RunCardDesk(store, work, load_run_cards(district.folder))
        # One thread: choosing never competes with a frame for more than one core.
        self._lane = Lane("choose", threads=1, backlog=MOST_WAITING)
        rest = timedelta(seconds=district.dispatch.rest_s)
        duty = DutyBoard(store, work, district.zone, shifts=district.shifts)
        rules = DutyRules(
            timedelta(seconds=district.dispatch.shift_end_s),
            timedelta(seconds=district.dispatch.longest_duty_s),
        )

        def force() -> Force:
            return Force(picture, board, rest=rest, board_of_duty=duty, rules=rules)

        self.force = force()
        self.recommendations = Recommendations(
            picture=picture,
            areas=areas,
            force=self.force,
            cards=self.cards.now,
            zone=district.zone,
            lane=self._lane,
        )
        self.plans = Plans(
            store=store,
            work=work,
            picture=picture,
            areas=areas,
            force=self.force,
            cards=self.cards.now,
            lane=self._lane,
        )
        self.ahead = SearchAhead(picture, areas, self._lane)

        # Apart: the tables of a new map take a second, and nobody shall wait for a name so long.
        self._cover_lane = Lane("cover", threads=1, backlog=MOST_WAITING)
        self.coverage = Coverage(
            areas=areas,
            force=force(),
            targets_s={
                UnitKind.POLICE: district.dispatch.police_cover_s,
                UnitKind.GRID_WORKER: district.dispatch.grid_worker_cover_s,
                **{
                    UnitKind.of(one.code): one.cover_s
                    for one in district.unit_kinds
                    if one.cover_s is not None
                },
            },
            lane=self._cover_lane,
            calm=work.calm,
        )
        self.coverage_feed = CoverageFeed(self.coverage)
        self.what_if = WhatIf(self.coverage, self.recommendations)

    async def run(self) -> None:
        """Prepare the coverage and follow it, search ahead for plans, until cancelled."""
        await asyncio.gather(self.coverage.keep_warm(), self.coverage_feed.run(), self.ahead.run())

    def close(self) -> None:
        """End the threads."""
        self._lane.close()
        self._cover_lane.close()
