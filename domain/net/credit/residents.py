"""Points of residents and party members (积分超市 and the like): a ledger apart from the workers'.

Nothing here counts for a worker, a month's sheet or a comparison.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.errors import ConflictError, InvalidError
from domain.kind import Audience, Kept, Kind
from domain.kind_fields import AREA, Masking, fields_of

MOST_POINTS = 1000


class PointsOf(StrEnum):
    """Whose points."""

    RESIDENT = "resident"
    PARTY_MEMBER = "party_member"


@dataclass(frozen=True, slots=True)
class ResidentPoint:
    """An entry of that ledger: what somebody did, or spent; taken back by a reverse entry.

    Attributes:
        points: above zero what was earned, below zero what was spent.
        reverses: the entry it takes back.
        holder: whose they are.
        what: for what.
    """

    point_id: str
    area_code: str
    of: PointsOf
    points: int
    at: datetime
    by: str
    reverses: str | None = None
    is_demo: bool = False
    holder: str | None = None
    what: str | None = None


RESIDENT_POINT = Kind(
    name="resident_point",
    entity=ResidentPoint,
    fields=fields_of(
        ResidentPoint,
        area_code={"shape": AREA},
        holder={"personal": Masking.PERSON},
        what={"personal": Masking.WORDS},
    ),
    id_field="point_id",
    audience=Audience(("credit.persons",), area_field="area_code"),
    is_streamed=False,
    kept=Kept.NEWEST,
    title="居民积分",
    says={
        "add": "记入了居民积分",
        "reverse": "冲回了居民积分",
        "erased": "个人信息已删除",
    },
)


def check_points(points: int) -> int:
    """Points of one entry.

    Raises:
        InvalidError: none, or too many.
    """
    if not points or abs(points) > MOST_POINTS:
        raise InvalidError(says="field_not_valid", field="points")
    return points


def taken_back(one: ResidentPoint, is_reversed: bool, by: str, at: datetime) -> ResidentPoint:
    """The entry that takes another one back, once and whole.

    Raises:
        ConflictError: it is a reverse entry, or was taken back already.
    """
    if one.reverses is not None:
        raise ConflictError(says="credit_is_reverse", field="entry_id")
    if is_reversed:
        raise ConflictError(says="credit_nothing_left", field="entry_id")
    return replace(
        one, point_id=f"{one.point_id}-R", points=-one.points, at=at, by=by, reverses=one.point_id
    )
