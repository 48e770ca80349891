"""Comparisons that are fair: people with their peers and own past, towns with each other.

Only the best are named, to everybody; how somebody else compares is nobody's to see but theirs and
of those who answer for them.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from math import cos, radians

from sqlalchemy import Connection

from domain.access.access import require
from domain.access.callers import Caller
from domain.maps.areas import Area, Level
from domain.net.credit.ledger import community_of
from domain.net.credit.months import CREDIT_MONTH, CreditMonth, before_of, days_of
from domain.net.credit.roster import Member
from domain.net.credit.shown import Helper
from domain.net.credit.towns import TownFigure, town_figures
from domain.net.credit.workload import (
    Compared,
    GridLoad,
    Work,
    added,
    compared,
    expected_of,
    peer_group_of,
    present_share,
    top_helpers,
)
from operations.net.credit.desk import CreditDesk
from operations.net.credit.gathering import moments
from store.net import credit as kept
from store.net.credit_sources import night_shares

KM_PER_DEGREE = 111.32
# Months before the one that is looked at.
_PAST = 3
_NIGHT_OVER = timedelta(days=90)


class Comparing:
    """Comparisons.

    Args:
        desk: what the operations of credit share.
    """

    def __init__(self, desk: CreditDesk) -> None:
        self._desk = desk

    async def helpers(self, month: str, caller: Caller) -> list[Helper]:
        """Who has helped most for what could be expected of them; nobody in a month not counted.

        Raises:
            NotAllowedError: the page is not the caller's.
        """
        require(caller, "credit.see")
        members = await self._desk.roster.members(self._desk.today())
        found = await self._all(month, members)
        names = {one.person: one.name for one in members}
        return [
            Helper(
                one.work.person, names.get(one.work.person), one.work.community, one.work.outcomes
            )
            for one in top_helpers(found.values(), self._desk.settings.top)
        ]

    async def of_person(self, person: str, month: str, caller: Caller) -> Compared | None:
        """How somebody compares with peers and their own past.

        None of nobody, and of a month that was not counted: nothing is known of it yet.

        Raises:
            NotAllowedError: it is neither the caller nor somebody they answer for.
        """
        members = await self._desk.roster.members(self._desk.today())
        grid = next((one.grid for one in members if one.person == person), None)
        if person != caller.actor:
            require(caller, "credit.notify", area=grid)
        return (await self._all(month, members)).get(person)

    async def towns(self, month: str, caller: Caller) -> list[TownFigure]:
        """The towns, by households and by expected work; none in a month not counted.

        Raises:
            NotAllowedError: the caller reads no figures of towns.
        """
        require(caller, "credit.towns")
        first, last = days_of(month)

        def ask(one: Connection) -> list[TownFigure]:
            run = kept.one_of(one, CREDIT_MONTH, month)
            if run is None:
                return []
            loads = self._loads(one)
            held = kept.counted_outcomes(one, first.isoformat(), last.isoformat())
            share = _months_in(first, self._until(run))
            weights = self._desk.settings.weights
            return town_figures(
                [(grid, n) for _, grid, _, n in held],
                {grid: load.households for grid, load in loads.items()},
                {grid: expected_of(load, weights) * share for grid, load in loads.items()},
            )

        return await self._desk.work.read(lambda: self._desk.store.ask(ask))

    async def _all(self, month: str, members: Sequence[Member]) -> dict[str, Compared]:
        def ask(one: Connection) -> dict[str, Compared]:
            runs = {run.month: run for run in kept.months(one)}
            if month not in runs:
                return {}
            loads = self._loads(one)
            now = self._works(one, runs[month], members, loads)
            past, held = list[Work](), month
            for _ in range(_PAST):
                held = before_of(held)
                if held in runs:
                    past += self._works(one, runs[held], members, loads)
            return compared(now, added(past))

        return await self._desk.work.read(lambda: self._desk.store.ask(ask))

    def _works(
        self, one: Connection, run: CreditMonth, members: Sequence[Member],
        loads: Mapping[str, GridLoad],
    ) -> list[Work]:  # fmt: skip
        """What everybody achieved in a month that was counted, as far as it was."""
        first, last = days_of(run.month)[0], self._until(run)
        counts: dict[str, int] = defaultdict(int)
        for person, _grid, _kind, n in kept.counted_outcomes(
            one, first.isoformat(), last.isoformat()
        ):
            counts[person] += n
        away: dict[str, list[tuple[date, date]]] = defaultdict(list)
        for gone in kept.absences(one, first.isoformat(), last.isoformat()):
            days = date.fromisoformat(gone.first), date.fromisoformat(gone.last)
            away[gone.person].append(days)
        grids: dict[str, list[str]] = defaultdict(list)
        for member in members:
            if not member.is_lead and member.grid in loads:
                grids[member.person].append(member.grid)
        made = []
        for person, held in sorted(grids.items()):
            there = present_share(first, last, away[person]) * _months_in(first, last)
            wanted = sum(expected_of(loads[grid], self._desk.settings.weights) for grid in held)
            heaviest = max(held, key=lambda grid: (loads[grid].households, grid))
            made.append(
                Work(person, counts[person], wanted * there, peer_group_of(loads[heaviest]),
                     community_of(held[0]))
            )  # fmt: skip
        return made

    def _until(self, run: CreditMonth) -> date:
        """The last day of a month that its last run has counted."""
        return min(days_of(run.month)[1], run.ran_at.astimezone(self._desk.zone).date())

    def _loads(self, one: Connection) -> dict[str, GridLoad]:
        since, _ = moments(self._desk, self._desk.today() - _NIGHT_OVER, self._desk.today())
        nights = night_shares(one, since, self._desk.zone)
        key_people = self._desk.key_people(one)
        return {
            area.code: GridLoad(
                area.code,
                area.households or 0,
                key_people.get(area.code, 0),
                _km2(area),
                nights.get(area.code, 0.0),
                bool(area.is_urban),
            )
            for area in self._desk.areas().values()
            if area.level is Level.GRID
        }


def _months_in(first: date, last: date) -> float:
    """How many months the days are."""
    return max(0.0, ((last - first).days + 1) / 30.4)


def _km2(area: Area) -> float:
    """How large a grid is at most: its bounds."""
    south, west, north, east = area.bounds
    shrink = cos(radians((south + north) / 2))
    return (north - south) * (east - west) * KM_PER_DEGREE**2 * shrink
