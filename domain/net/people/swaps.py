"""Two workers change their grids for some days: asked, accepted by the other, then approved."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from domain.errors import ConflictError, InvalidError
from domain.kind import Audience, Kept, Kind
from domain.kind_fields import AREA, Masking, fields_of

LONGEST_DAYS = 31


class SwapState(StrEnum):
    """How far a swap has come."""

    ASKED = "swap_asked"
    ACCEPTED = "swap_accepted"
    DECLINED = "swap_declined"
    APPROVED = "swap_approved"
    REFUSED = "swap_refused"
    WITHDRAWN = "swap_withdrawn"


@dataclass(frozen=True, slots=True)
class Swap:
    """A swap of shifts.

    Attributes:
        area_code, other_grid: the grids of who asks and of the other.
        asker, other: their accounts.
        first, last: days, as `2026-12-31`; on both of them each works in the other's grid.
        decided_by: who approved or refused it: neither of the two.
        reason: why it is asked.
    """

    swap_id: str
    area_code: str
    other_grid: str
    asker: str
    other: str
    first: str
    last: str
    asked_at: datetime
    state: SwapState = SwapState.ASKED
    answered_at: datetime | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    is_demo: bool = False
    reason: str | None = None


NET_SWAP = Kind(
    name="net_swap",
    entity=Swap,
    fields=fields_of(
        Swap,
        area_code={"shape": AREA},
        other_grid={"shape": AREA},
        reason={"personal": Masking.WORDS},
    ),
    id_field="swap_id",
    audience=Audience(("net.swaps.decide",), area_field="area_code"),
    is_streamed=False,
    kept=Kept.NEWEST,
    title="网格员换班",
    says={
        "ask": "申请换班",
        "accept": "接受了换班",
        "decline": "没有接受换班",
        "withdraw": "撤回了换班",
        "approve": "批准了换班",
        "refuse": "没有批准换班",
        "erased": "个人信息已删除",
    },
)


def check_days(first: date, last: date, today: date) -> None:
    """Refuse days that are over, turned, or too many.

    Raises:
        InvalidError: they are.
    """
    if first < today or last < first or (last - first).days >= LONGEST_DAYS:
        raise InvalidError(says="swap_days_wrong", most=LONGEST_DAYS, field="until_day")


def answered(one: Swap, by: str, at: datetime, *, accepts: bool) -> Swap:
    """A swap the other has answered.

    Raises:
        ConflictError: it is not theirs to answer, or was answered.
    """
    if one.other != by:
        raise ConflictError(says="swap_of_other", field="swap")
    if one.state is not SwapState.ASKED:
        raise ConflictError(says="swap_answered", field="swap")
    state = SwapState.ACCEPTED if accepts else SwapState.DECLINED
    return replace(one, state=state, answered_at=at)


def withdrawn(one: Swap, by: str, at: datetime) -> Swap:
    """A swap its asker takes back before it is decided.

    Raises:
        ConflictError: it is another's, or over.
    """
    if one.asker != by:
        raise ConflictError(says="swap_of_other", field="swap")
    if one.state not in {SwapState.ASKED, SwapState.ACCEPTED}:
        raise ConflictError(says="swap_answered", field="swap")
    return replace(one, state=SwapState.WITHDRAWN, answered_at=at)


def decided(one: Swap, by: str, at: datetime, *, approves: bool) -> Swap:
    """A swap that is approved or not, by neither of the two.

    Raises:
        ConflictError: the other has not accepted it, it was decided, or one of the two decides.
    """
    if by in {one.asker, one.other}:
        raise ConflictError(says="swap_own", field="swap")
    if one.state is not SwapState.ACCEPTED:
        raise ConflictError(says="swap_not_accepted", field="swap")
    state = SwapState.APPROVED if approves else SwapState.REFUSED
    return replace(one, state=state, decided_by=by, decided_at=at)
