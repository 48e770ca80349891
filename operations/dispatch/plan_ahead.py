"""Searching the places of incidents before a plan is asked for."""

import asyncio
import logging
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import islice, product

from domain.dispatch.units import TravelMode
from domain.errors import OneScreenError
from domain.live.records import Record
from operations.dispatch.plan_sending import waits
from operations.live.picture import Picture
from operations.maps.areas import Areas
from operations.threads import Lane

log = logging.getLogger(__name__)
EVERY_S = 1.0
MOST = 200
# How units get about unless they say otherwise.
USUAL_MODES = (TravelMode.EBIKE, TravelMode.CAR)

Places = Mapping[str, tuple[float, float]]


class SearchAhead:
    """Searches the place of an incident once, within a second of its report.

    A plan, and the first look at a recommendation, then find the search done.
    """

    def __init__(self, picture: Picture, areas: Areas, lane: Lane) -> None:
        self._incidents = picture.entities["incident"]
        self._areas = areas
        self._lane = lane
        self._version: str | None = None
        self._seen: Places = {}
        # Whether an incident waits, by the record that says so: to read thousands of them anew each
        # second held every answer for as long.
        self._judged: dict[str, tuple[Record, bool]] = {}

    async def run(self) -> None:
        """Look and search until cancelled; what fails now is tried again."""
        while True:
            try:
                await self.look()
            except OneScreenError:
                log.debug("places cannot be searched ahead now", exc_info=True)
            await asyncio.sleep(EVERY_S)

    async def look(self) -> int:
        """Search the places that wait and were not searched on this map; how many there were."""
        if self._version != self._areas.version:
            self._version, self._seen = self._areas.version, {}
        waiting = list(islice(self._waiting(), MOST))
        places = {one.id: (one.state["lat"], one.state["lon"]) for one in waiting}
        fresh = [place for number, place in places.items() if self._seen.get(number) != place]
        roads = await self._areas.roads()
        # One place and mode at a time: a search holds the interpreter until it is through, and
        # whatever else is to be answered is answered in between.
        for (lat, lon), mode in product(fresh, USUAL_MODES):
            await self._lane.run(partial(roads.search_ahead, [lat], [lon], (mode,)))
        self._seen = places
        return len(fresh)

    def _waiting(self) -> Iterator[Record]:
        """The incidents that wait, each read once while it does not change."""
        before, self._judged = self._judged, {}
        for one in self._incidents.values():
            held = before.get(one.id)
            if held is None or held[0] is not one:
                held = (one, waits(one))
            self._judged[one.id] = held
            if held[1]:
                yield one
