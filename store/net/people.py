"""People of the net and their assignments: all of them for the posts, or what somebody may see."""

from collections.abc import Collection, Sequence
from typing import TypeVar

from sqlalchemy import Connection, func, or_, select

from domain.access.callers import Caller
from domain.kind import Kind
from domain.net.people.people import NET_ASSIGNMENT, NET_PERSON, NetAssignment, NetPerson
from domain.net.people.posts import Post
from store.kind_tables import TABLES, key_of
from store.live.visible import visible
from store.rows import reader

PERSON, ASSIGNMENT = TABLES[NET_PERSON.name], TABLES[NET_ASSIGNMENT.name]
E_ = TypeVar("E_")
# A statement takes so many values at most.
_AT_ONCE = 500


def version(connection: Connection) -> tuple[int, int]:
    """Changes whenever a person or an assignment does."""
    people = connection.scalar(select(func.max(PERSON.c.seq)))
    assignments = connection.scalar(select(func.max(ASSIGNMENT.c.seq)))
    return people or 0, assignments or 0


def ids(connection: Connection) -> set[str]:
    """The numbers of everybody there is."""
    return set(connection.scalars(select(PERSON.c.person_id)))


def all_people(connection: Connection) -> list[NetPerson]:
    """Everybody, whoever may see them."""
    read = reader(NET_PERSON)
    return [read(row) for row in connection.execute(select(PERSON)).mappings()]


def all_assignments(connection: Connection) -> list[NetAssignment]:
    """Every assignment there ever was, whoever may see it."""
    read = reader(NET_ASSIGNMENT)
    return [read(row) for row in connection.execute(select(ASSIGNMENT)).mappings()]


def person_of(connection: Connection, person_id: str, who: Caller) -> NetPerson | None:
    """A person their reader may see."""
    return _one(connection, NET_PERSON, person_id, who)


def assignment_of(connection: Connection, assignment_id: str, who: Caller) -> NetAssignment | None:
    """An assignment its reader may see."""
    return _one(connection, NET_ASSIGNMENT, assignment_id, who)


def _one(connection: Connection, kind: Kind[E_], entity_id: str, who: Caller) -> E_ | None:
    query = select(TABLES[kind.name]).where(key_of(kind.name) == entity_id, visible(kind, who))
    row = connection.execute(query).mappings().first()
    return reader(kind)(row) if row else None


def people_seen(connection: Connection, who: Caller) -> list[NetPerson]:
    """Everybody a reader may see."""
    query = select(PERSON).where(visible(NET_PERSON, who)).order_by(PERSON.c.person_id)
    read = reader(NET_PERSON)
    return [read(row) for row in connection.execute(query).mappings()]


def assignments_seen(
    connection: Connection, who: Caller, people: Collection[str] | None = None
) -> list[NetAssignment]:
    """The assignments a reader may see, newest first; of some people alone where they are named."""
    query = select(ASSIGNMENT).where(visible(NET_ASSIGNMENT, who))
    query = query.order_by(ASSIGNMENT.c.since.desc(), ASSIGNMENT.c.assignment_id)
    read = reader(NET_ASSIGNMENT)
    if people is None:
        return [read(row) for row in connection.execute(query).mappings()]
    found: list[NetAssignment] = []
    for part in _parts(sorted(people)):
        some = query.where(ASSIGNMENT.c.person_id.in_(part))
        found += [read(row) for row in connection.execute(some).mappings()]
    return found


def assignments_of_grid(connection: Connection, grid: str, who: Caller) -> list[NetAssignment]:
    """The assignments to a grid its reader may see, newest first."""
    query = select(ASSIGNMENT).where(ASSIGNMENT.c.grid == grid, visible(NET_ASSIGNMENT, who))
    query = query.order_by(ASSIGNMENT.c.since.desc(), ASSIGNMENT.c.assignment_id)
    read = reader(NET_ASSIGNMENT)
    return [read(row) for row in connection.execute(query).mappings()]


def beside(connection: Connection, grid: str, post: Post, person_id: str) -> list[NetAssignment]:
    """What an assignment is held against: all of its grid's post, and all of its person."""
    here = (ASSIGNMENT.c.grid == grid) & (ASSIGNMENT.c.post == post.value)
    query = select(ASSIGNMENT).where(or_(here, ASSIGNMENT.c.person_id == person_id))
    read = reader(NET_ASSIGNMENT)
    return [read(row) for row in connection.execute(query).mappings()]


def of_account(connection: Connection, account: str) -> NetPerson | None:
    """The person an account belongs to."""
    query = select(PERSON).where(PERSON.c.account == account)
    row = connection.execute(query).mappings().first()
    return reader(NET_PERSON)(row) if row else None


def last_number(connection: Connection) -> int:
    """The highest number of a person so far; 0 where nobody was ever registered."""
    digits = func.max(func.length(PERSON.c.person_id))
    longest = connection.scalar(select(digits).where(PERSON.c.person_id.like("N%")))
    if not longest:
        return 0
    query = select(func.max(PERSON.c.person_id)).where(
        PERSON.c.person_id.like("N%"), func.length(PERSON.c.person_id) == longest
    )
    last = connection.scalar(query) or "N0"
    return int(last[1:]) if last[1:].isdigit() else 0


def _parts(values: Sequence[str]) -> list[Sequence[str]]:
    return [values[at : at + _AT_ONCE] for at in range(0, len(values), _AT_ONCE)]
