"""The demo's people who answer for the handling grids of departments: invented, one for each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from domain.maps.departments import Department
from domain.net.people.people import NetAssignment, NetPerson
from domain.net.people.posts import Post
from domain.net.people.told import ToldPerson

BY = "demo"
SINCE = datetime(2025, 3, 1, tzinfo=UTC)
# After the demo's other people of the net (feeds/simulator/net/people.py).
_AFTER = 40_000


def handling_people(
    departments: Iterable[Department], known: Mapping[str, object]
) -> Iterator[ToldPerson]:
    """Who answers for each handling grid that a department's settings unite.

    Args:
        departments: of the district.
        known: the areas of the map by code; what it does not have is nobody's.
    """
    number = _AFTER
    for department in sorted(departments, key=lambda one: one.code):
        for name, codes in sorted(department.grids.items()):
            number += 1
            area = _area(codes, known)
            if area is not None:
                yield _handler(number, department.code, name, area)


def _area(codes: Sequence[str], known: Mapping[str, object]) -> str | None:
    """The one area they unite, else the district they lie in."""
    code = codes[0] if len(codes) == 1 else codes[0][:6]
    return code if code in known else None


def _handler(number: int, owner: str, handling: str, area: str) -> ToldPerson:
    person = NetPerson(
        person_id=f"N{number:05d}", area_code=area, owner=owner, is_demo=True,
        name=f"演示-{number:05d}", phone=f"138-{number // 10_000:04d}-{number % 10_000:04d}",
    )  # fmt: skip
    held = NetAssignment(
        assignment_id=f"A-{person.person_id}-handles", person_id=person.person_id, grid=area,
        post=Post.HANDLER, since=SINCE.date().isoformat(), at=SINCE, by=BY, handling=handling,
        owner=owner, is_demo=True,
    )  # fmt: skip
    return ToldPerson(person, [held])
