"""What the pages of the people of the net show, as their operations answer it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.net.people.gaps import Gap, Line
from domain.net.people.people import NetAssignment, NetPerson
from domain.net.people.posts import Post


@dataclass(frozen=True, slots=True)
class BoardPage:
    """The board: the posts of an area, of those below it, and what they lack. No names.

    Attributes:
        code: the area that is looked at.
        total: its line.
        lines: of the areas one level below.
        gaps: of its grids.
        today: in the district.
        knows_officers: whether anybody tells which grids have a police officer.
        knows_posts: whether anything is known of posts at all.
    """

    code: str
    total: Line
    lines: Sequence[Line]
    gaps: Sequence[Gap]
    today: date
    knows_officers: bool
    knows_posts: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for among the people of the net.

    Attributes:
        q: a part of a name, its pinyin or its initials, a number, or the code of a grid.
        area: whose grids; empty for every one the reader sees.
        post: one post; None for every one.
        at: how many people stand before the first that is shown.
    """

    q: str = ""
    area: str = ""
    post: Post | None = None
    at: int = 0


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person and what they are today."""

    person: NetPerson
    now: Sequence[NetAssignment]


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """A page of the people somebody sees.

    Attributes:
        lines: those of this page.
        count: how many were found in all.
        wanted: what was looked for.
        may_manage: whether the reader may change anything.
    """

    lines: Sequence[PersonLine]
    count: int
    wanted: Wanted
    may_manage: bool


@dataclass(frozen=True, slots=True)
class PersonFile:
    """A person with everything they were and are, newest first."""

    person: NetPerson
    assignments: Sequence[NetAssignment]
    may_manage: bool


@dataclass(frozen=True, slots=True)
class GridFile:
    """The people of a grid.

    Attributes:
        code: of the grid.
        now: who is there today, whose people the reader sees.
        before: who was.
        people: they, by their ids.
        gaps: what the grid lacks.
        may_see_people: whether the reader sees people at all.
    """

    code: str
    now: Sequence[NetAssignment]
    before: Sequence[NetAssignment]
    people: Mapping[str, NetPerson]
    gaps: Sequence[Gap]
    may_see_people: bool
