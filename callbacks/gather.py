"""Put together what the community page and the lists of nearest units are drawn from."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from callbacks.providers import Providers
from domain.dispatch.unit_kinds import nearest_kinds
from domain.dispatch.units import Unit, UnitKind
from domain.errors import InvalidError
from domain.maps.areas import Area, Level, level_of
from domain.private import mask_name
from domain.statistics.periods import LAST_DAYS, last_days
from layouts.view_models import CommunityFacts, DayCount, GridRow, NearestFacts


async def community_facts(code: str, providers: Providers) -> CommunityFacts | None:
    """Everything slow about a village or community; None when the code names none."""
    area = await _village(code, providers)
    if area is None or area.parent_code is None:
        return None
    now = providers.now()
    today = now.astimezone(providers.zone).date()
    month = last_days(LAST_DAYS["30d"], today)  # as the statistics page: whole days
    (town, siblings, grids), (units, cameras, party, police), (own, whole) = await asyncio.gather(
        asyncio.gather(
            providers.area(area.parent_code),
            providers.areas_in(area.parent_code),
            providers.areas_in(code),
        ),
        asyncio.gather(
            providers.units_at_home_in(code),
            providers.cameras_in(code),
            providers.party_in(code),
            providers.police_in(code),
        ),
        asyncio.gather(
            providers.reported_per_day(code, month.since, month.until),
            providers.reported_per_day(area.parent_code, month.since, month.until),
        ),
    )
    if town is None:
        return None
    return CommunityFacts(
        area=area,
        town=town,
        grids=grid_rows(grids, units, today),
        cameras=cameras,
        days=day_counts(own, whole, len(siblings), month.since, month.until),
        as_of=now,
        party=party,
        police=police,
    )


async def nearest_facts(lat: float, lon: float, limit: int, providers: Providers) -> NearestFacts:
    """Who is nearest to a point of each kind that has a list.

    Raises:
        RefusedError: the point cannot be served.
    """
    kinds = nearest_kinds()
    found = await asyncio.gather(*(providers.nearest(lat, lon, kind, limit) for kind in kinds))
    return NearestFacts(of_kind=dict(zip(kinds, found, strict=True)), at=providers.now())


async def _village(code: str, providers: Providers) -> Area | None:
    """The village or community under a code from the address bar, which may be anything."""
    try:
        if level_of(code) is not Level.VILLAGE:
            return None
    except InvalidError:
        return None
    return await providers.area(code)


def grid_rows(grids: Sequence[Area], units: Sequence[Unit], today: date) -> list[GridRow]:
    """Each grid with the full-time workers whose home it is, or for how long the post is vacant."""
    at_home: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        if unit.kind is UnitKind.GRID_WORKER and unit.home_area:
            at_home[unit.home_area].append(unit)
    return [
        GridRow(
            area=grid,
            workers=[
                (unit.call_sign, mask_name(unit.name or ""))
                for unit in sorted(at_home[grid.code], key=lambda unit: unit.call_sign)
            ],
            vacant_days=(today - grid.vacant_since).days if grid.vacant_since else None,
        )
        for grid in grids
    ]


def day_counts(
    own: Mapping[date, int], town: Mapping[date, int], villages: int, since: date, until: date
) -> list[DayCount]:
    """One row per day, quiet days included; the mean is over all communities of the town."""
    days = (until - since).days + 1
    return [
        DayCount(day, own.get(day, 0), town.get(day, 0) / max(1, villages))
        for day in (since + timedelta(days=n) for n in range(days))
    ]
