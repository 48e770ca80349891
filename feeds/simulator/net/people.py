"""The demo's people of the net: invented, the same for the same map, counted as the district tells.

Every grid has its lead, every filled post its full-time worker, who is the unit of that grid on the
map; a vacant one was held until the day before, and some are covered by a neighbour. The others are
part-timers and building heads.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random

from domain.maps.areas import Area, Level
from domain.net.people.people import NetAssignment, NetPerson
from domain.net.people.posts import Post
from domain.net.people.told import ToldPerson
from feeds.simulator.fleet import demo_person

BY = "demo"
COVER_REASON = "岗位空缺，由邻近网格员代管"
# Of ten vacant posts so many are covered.
_COVERED_OF_TEN = 4
_BUILDINGS = 4
_RURAL = (Post.FIVE_ELDERS, Post.VILLAGE_WORTHY, Post.PARTY_MEMBER_WITHOUT_DUTY, Post.VOLUNTEER)
_URBAN = (Post.RESIDENT, Post.VOLUNTEER, Post.DOUBLE_REGISTERED, Post.PARTY_MEMBER)
# As units are numbered (feeds/simulator/fleet.py): leads from 1, workers from 1001; then the rest.
_WORKERS_AFTER, _OTHERS_AFTER = 1000, 20_000
# Who signs in to try the part of a worker, a lead and a village: of the first filled grids.
ACCOUNTS = ("worker-1", "worker-2")


def net_people(areas: Iterable[Area], seed: int) -> Iterator[ToldPerson]:
    """Everybody of the net.

    Args:
        areas: of the map; a grid's `vacant_since` tells whether its post is filled.
        seed: of what is left to chance.
    """
    grids = sorted((area for area in areas if area.level is Level.GRID), key=lambda area: area.code)
    chance = Random(f"{seed}-net-people")  # noqa: S311 - not a secret
    workers = [_worker(number, grid, chance) for number, grid in enumerate(grids, 1)]
    for number, grid in enumerate(grids, 1):
        yield _lead(number, grid, chance)
    covers = _covers(grids, chance)
    accounts = iter(ACCOUNTS)
    for number, (person, held) in enumerate(workers, 1):
        account = next(accounts, None) if person.unit_id else None
        more = covers.get(number, ())
        told = [*held, *more]
        yield ToldPerson(_with_account(person, account), told)
    yield from _others(grids, chance)


def _lead(number: int, grid: Area, chance: Random) -> ToldPerson:
    person = _person(number, grid)
    since = _day(chance, date(2023, 1, 1), 900)
    return ToldPerson(person, [_assignment(person, grid.code, Post.LEAD, since)])


def _worker(number: int, grid: Area, chance: Random) -> tuple[NetPerson, list[NetAssignment]]:
    """Whoever works there; of a vacant post, whoever did."""
    since = _day(chance, date(2023, 1, 1), 700)
    until = grid.vacant_since - timedelta(days=1) if grid.vacant_since else None
    if until is not None and until < since:
        since = until - timedelta(days=365)
    person = _person(_WORKERS_AFTER + number, grid, unit_id=None if until else f"WG-{number:04d}")
    return person, [_assignment(person, grid.code, Post.WORKER, since, until)]


def _covers(grids: Sequence[Area], chance: Random) -> dict[int, list[NetAssignment]]:
    """Covers of vacant posts by the worker of a filled grid of the same community, by number."""
    found: dict[int, list[NetAssignment]] = {}
    for grid in grids:
        if grid.vacant_since is None or chance.random() >= _COVERED_OF_TEN / 10:
            continue
        near = [
            number
            for number, other in enumerate(grids, 1)
            if other.vacant_since is None
            and other.parent_code == grid.parent_code
            and len(found.get(number, ())) < 2
        ]
        if not near:
            continue
        number = chance.choice(near)
        person = _person(_WORKERS_AFTER + number, grids[number - 1])
        since = max(grid.vacant_since + timedelta(days=7), date(2025, 3, 1))
        made = _assignment(person, grid.code, Post.WORKER, since, covers=True, reason=COVER_REASON)
        found.setdefault(number, []).append(made)
    return found


def _others(grids: Sequence[Area], chance: Random) -> Iterator[ToldPerson]:
    number = _OTHERS_AFTER
    for grid in grids:
        posts = [Post.GROUP_HEAD] if not grid.is_urban else [Post.BUILDING_HEAD] * _BUILDINGS
        posts += chance.sample(_URBAN if grid.is_urban else _RURAL, 2)
        for place, post in enumerate(posts, 1):
            number += 1
            person = _person(number, grid)
            since = _day(chance, date(2024, 1, 1), 600)
            building = f"{place}" if post is Post.BUILDING_HEAD else None
            yield ToldPerson(
                person, [_assignment(person, grid.code, post, since, building=building)]
            )


def _person(number: int, grid: Area, unit_id: str | None = None) -> NetPerson:
    name, phone = demo_person(number)
    if number > 9999:
        phone = f"138-{number // 10_000:04d}-{number % 10_000:04d}"
    return NetPerson(
        person_id=f"N{number:05d}",
        area_code=grid.parent_code or grid.code[:12],
        unit_id=unit_id,
        is_demo=True,
        name=name,
        phone=phone,
    )


def _with_account(person: NetPerson, account: str | None) -> NetPerson:
    return NetPerson(
        person_id=person.person_id, area_code=person.area_code, account=account,
        unit_id=person.unit_id, is_demo=True, name=person.name, phone=person.phone,
    )  # fmt: skip


def _assignment(
    person: NetPerson,
    grid: str,
    post: Post,
    since: date,
    until: date | None = None,
    *,
    covers: bool = False,
    reason: str | None = None,
    building: str | None = None,
) -> NetAssignment:
    kind = "cover" if covers else post.value
    return NetAssignment(
        assignment_id=f"A-{person.person_id}-{kind}-{grid[-6:]}",
        person_id=person.person_id,
        grid=grid,
        post=post,
        since=since.isoformat(),
        at=datetime(since.year, since.month, since.day, tzinfo=UTC),
        by=BY,
        until=until.isoformat() if until else None,
        covers=covers,
        is_demo=True,
        building=building,
        reason=reason,
    )


def _day(chance: Random, first: date, days: int) -> date:
    return first + timedelta(days=chance.randrange(days))
