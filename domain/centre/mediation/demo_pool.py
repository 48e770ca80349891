"""The demo's pool of mediators: as many as the district reports, visibly invented, always the same.

112 of the district and 151 in the town pools; every group has its people.
"""

from collections.abc import Sequence
from random import Random

from domain.centre.cases.categories import IN_USE, Category
from domain.centre.mediation.houses import Houses
from domain.centre.mediation.mediators import Mediator, PoolLevel, Sex, Source, Weekday

OF_DISTRICT, OF_TOWNS = 112, 151
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
_DIALECTS = ("普通话", "淮北话", "徐州话", "江淮官话", "手语")
_WORKDAYS = tuple(Weekday)[:5]
_SOURCES_OF_DISTRICT = (
    Source.LAWYER, Source.JUDGE, Source.DOCTOR, Source.TEACHER, Source.DEPUTY, Source.FIVE_ELDERS,
    Source.PSYCHOLOGIST, Source.TRADE, Source.POLICE,
)  # fmt: skip
_SOURCES_OF_TOWNS = (Source.COMMUNITY, Source.COMMUNITY, Source.FIVE_ELDERS, Source.TEACHER)
_SKILLED_BY: dict[Source, tuple[Category, ...]] = {
    Source.DOCTOR: (Category.MEDICAL,),
    Source.TRADE: (Category.CONTRACT, Category.PRODUCTION),
    Source.POLICE: (Category.TRAFFIC, Category.NEIGHBOURS),
    Source.PSYCHOLOGIST: (Category.MARRIAGE_FAMILY,),
}
_MINORS = frozenset({Source.TEACHER, Source.PSYCHOLOGIST, Source.JUDGE})


def demo_pool(houses: Houses, *, seed: int = 1) -> list[Mediator]:
    """The pool of the demo; of no account, with phones nobody has."""
    drawn = Random(seed)  # noqa: S311 - invented people, no secrets
    made = [_one(number, drawn, houses, pool=None) for number in range(1, OF_DISTRICT + 1)]
    pools = list(houses.pools) or ["demo"]
    for at in range(OF_TOWNS):
        number = OF_DISTRICT + at + 1
        made.append(_one(number, drawn, houses, pool=pools[at % len(pools)]))
    return made


def _one(number: int, drawn: Random, houses: Houses, pool: str | None) -> Mediator:
    sources = _SOURCES_OF_TOWNS if pool else _SOURCES_OF_DISTRICT
    source = sources[number % len(sources)]
    skills = _skills(source, drawn, number)
    by_category = houses.group_of_category
    groups = tuple(dict.fromkeys(by_category[one] for one in skills if one in by_category))
    rooms = list(houses.rooms)
    is_deputy = source is Source.DEPUTY
    # one term in eight is over: nobody of it is offered
    term = ("2021-03-01", "2026-02-28") if drawn.random() < 1 / 8 else ("2022-01-10", "2027-01-09")
    return Mediator(
        mediator_id=f"M{number:04}",
        level=PoolLevel.TOWN if pool else PoolLevel.DISTRICT,
        pool=pool,
        source=source,
        sex=drawn.choice(tuple(Sex)),
        birth_year=drawn.randint(1956, 1998),
        skills=skills,
        dialects=("普通话", *_some(drawn, _DIALECTS[1:], 0, 2)),
        towns=_towns(pool, houses),
        days=tuple(
            day.value
            for day in sorted(drawn.sample(_WORKDAYS, drawn.randint(2, 5)), key=_WORKDAYS.index)
        ),
        groups=groups[:2],
        room=rooms[number % len(rooms)] if rooms and number % 20 == 0 else None,
        term_from=term[0] if is_deputy else None,
        term_until=term[1] if is_deputy else None,
        works_with_minors=source in _MINORS,
        training_hours=drawn.randint(8, 60),
        is_demo=True,
        name=f"{_SURNAMES[number % len(_SURNAMES)]}演示-{number:04}",
        phone=f"138-0000-{number:04}",
    )


def _skills(source: Source, drawn: Random, number: int) -> tuple[str, ...]:
    own = _SKILLED_BY.get(source, ())
    # every category has its people, whatever is drawn
    first = IN_USE[number % len(IN_USE)]
    more = drawn.sample(IN_USE, drawn.randint(1, 3))
    return tuple(dict.fromkeys(one.value for one in (*own, first, *more)))


def _towns(pool: str | None, houses: Houses) -> tuple[str, ...]:
    held = houses.pools.get(pool or "")
    return held.towns if held else ()


def _some(drawn: Random, of: Sequence[str], least: int, most: int) -> tuple[str, ...]:
    return tuple(drawn.sample(of, drawn.randint(least, most)))
