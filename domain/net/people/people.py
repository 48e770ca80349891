"""A person of the net, and what somebody is in a grid from one day to another.

An assignment is never written over: it ends, and the next one begins. Days are the district's, as
`2026-12-31`; both the first and the last of an assignment belong to it.
"""

from dataclasses import dataclass
from datetime import datetime

from domain.kind import Audience, Kept, Kind, Owned
from domain.kind_fields import AREA, Masking, fields_of
from domain.net.people.posts import Post

_SEEN = ("net.people.see",)


@dataclass(frozen=True, slots=True)
class NetPerson:
    """Somebody of the net.

    Attributes:
        person_id: of the register, as `N0417`.
        area_code: the community, town or grid they belong to.
        account: the login name; None for nobody who signs in.
        unit_id: the unit they are on the map; None for none.
        owner: the department whose handling grids they serve; None for the common grids.
        shared_with: further departments that may see them.
    """

    person_id: str
    area_code: str
    account: str | None = None
    unit_id: str | None = None
    owner: str | None = None
    shared_with: tuple[str, ...] = ()
    is_demo: bool = False
    name: str | None = None
    phone: str | None = None


NET_PERSON = Kind(
    name="net_person",
    entity=NetPerson,
    fields=fields_of(
        NetPerson,
        area_code={"shape": AREA},
        name={"personal": Masking.PERSON},
        phone={"personal": Masking.PHONE},
    ),
    id_field="person_id",
    audience=Audience(_SEEN, area_field="area_code", owned=Owned.ITSELF),
    kept=Kept.NEWEST,
    title="网格人员",
    says={
        "add": "登记了网格人员",
        "correct": "更正了网格人员信息",
        "erased": "个人信息已删除",
    },
)


@dataclass(frozen=True, slots=True)
class NetAssignment:
    """Somebody in a post of a grid.

    Attributes:
        grid: the grid's code; of a department's people of any area it handles.
        since, until: first and last day; None while it is open.
        covers: whether the post is only looked after: it stays vacant, or its holder is away.
        covers_for: the person who is away, where one is covered.
        building: of a building head.
        handling: the handling grid of the department, by its name; None of the common grids.
        owner, shared_with: as of the person.
        by: the account that wrote it.
        reason: why somebody covers, or why it ended.
    """

    assignment_id: str
    person_id: str
    grid: str
    post: Post
    since: str
    at: datetime
    by: str
    until: str | None = None
    covers: bool = False
    covers_for: str | None = None
    handling: str | None = None
    owner: str | None = None
    shared_with: tuple[str, ...] = ()
    is_demo: bool = False
    building: str | None = None
    reason: str | None = None

    def is_on(self, day: str) -> bool:
        """Whether it holds on a day."""
        return self.since <= day and (self.until is None or day <= self.until)

    def overlaps(self, other: "NetAssignment") -> bool:
        """Whether both hold on some day."""
        return (self.until is None or other.since <= self.until) and (
            other.until is None or self.since <= other.until
        )


NET_ASSIGNMENT = Kind(
    name="net_assignment",
    entity=NetAssignment,
    fields=fields_of(
        NetAssignment,
        grid={"shape": AREA},
        reason={"personal": Masking.WORDS},
    ),
    id_field="assignment_id",
    audience=Audience(_SEEN, area_field="grid", owned=Owned.ITSELF),
    kept=Kept.NEWEST,
    title="网格任职",
    says={
        "add": "安排了网格任职",
        "cover": "安排了岗位代管",
        "end": "结束了网格任职",
        "swap": "对调了网格任职",
        "erased": "个人信息已删除",
    },
)
