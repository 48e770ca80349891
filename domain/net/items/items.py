"""An item: a thing or an event that was reported, and how far it has come.

受理 → 立案 (or not, with the reason) → 派遣 → 处置 → 核查 → 结案; a check that fails sends it back
(返工), a unit whose it is not gives it back, and it may be put off (延期) or on the ledger (挂账).
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.kind import Audience, Kept, Kind, Owned
from domain.kind_fields import AREA, Masking, fields_of
from domain.net.items.classes import ItemKind
from domain.net.items.competence import Because
from domain.net.items.limits import LimitUnit


class ItemState(StrEnum):
    """How far an item has come."""

    REPORTED = "item_reported"  # nobody has decided yet
    REFUSED = "item_refused"  # not taken up, with a reason
    JOINED = "item_joined"  # the same as one reported before
    FILED = "item_filed"  # taken up, no unit yet
    SENT = "item_sent"  # with a unit, whose clock runs
    HANDLED = "item_handled"  # the unit says it is done; to be checked by somebody else
    HUNG = "item_hung"  # on the ledger: the clock stands still
    CLOSED = "item_closed"


OPEN = (
    ItemState.REPORTED, ItemState.FILED, ItemState.SENT, ItemState.HANDLED, ItemState.HUNG,
)  # fmt: skip
TAKEN_UP = (
    ItemState.FILED, ItemState.SENT, ItemState.HANDLED, ItemState.HUNG, ItemState.CLOSED,
)  # fmt: skip


def item_number(prefix: str, day: date, serial: int) -> str:
    """The number of the `serial`-th item of a day: `LS20261130-C0004`.

    A letter keeps it unlike the number of an incident or the code of a case.
    """
    return f"{numbers_of(prefix, day)}{serial:04}"


def numbers_of(prefix: str, day: date) -> str:
    """What the numbers of a day begin with."""
    return f"{prefix}{day:%Y%m%d}-C"


class Source(StrEnum):
    """Where a report comes from."""

    GRID = "grid"  # a finding at work in the grids
    DEPARTMENT = "department"
    COMMUNITY = "community"
    DESK = "desk"
    API = "api"


class Request(StrEnum):
    """What a unit may ask for."""

    EXTEND = "extend"  # more time, once or again
    HANG = "hang"  # onto the ledger: it cannot be done now


@dataclass(frozen=True, slots=True)
class NetItem:
    """An item.

    Attributes:
        number: what people call it by, one in the district; None for what was kept before there
            were any. `serial`: which of its day it is.
        kind: a thing or an event.
        class_code, class_name: by the version of the table it was taken up by.
        version: of the table; 0 while nobody has taken it up.
        limit, limit_unit: what that version gives the unit; a later version does not move them.
        owner: the department that handles it; `town` the town whose unit does. One of them.
        unit: the code of whichever it is, for lists and figures.
        shared_with: departments that see it as well: who reported it, whose class it is.
        because: why it is that unit's.
        due_at: by when the unit must have handled it; None while no clock runs.
        is_certain: False where the days were counted without a table of holidays.
        was_late: whether it was ever handled after its time; that stays.
        reworks: how often a check failed.
        request: what the unit asks for and nobody has decided.
        asked_limit, asked_unit: of an extension: for how long.
        of: the item it is the same as.
        joined: how often it was reported again.
        finding_id: the finding it came of; `part_id` the thing of the register it is about.
        place, text, result, reason: words about it; `reporter`, `phone`: who told of it.
    """

    item_id: str
    kind: ItemKind
    class_code: str
    class_name: str
    area_code: str
    lat: float
    lon: float
    at: datetime
    by: str
    source: Source
    state: ItemState = ItemState.REPORTED
    version: int = 0
    limit: int = 0
    limit_unit: LimitUnit = LimitUnit.WORK_HOUR
    owner: str | None = None
    shared_with: tuple[str, ...] = ()
    town: str | None = None
    unit: str | None = None
    because: Because | None = None
    decided_at: datetime | None = None
    decided_by: str | None = None
    sent_at: datetime | None = None
    due_at: datetime | None = None
    is_certain: bool = True
    handled_at: datetime | None = None
    handled_by: str | None = None
    was_late: bool = False
    checked_at: datetime | None = None
    checked_by: str | None = None
    reworks: int = 0
    returns: int = 0
    request: Request | None = None
    asked_at: datetime | None = None
    asked_by: str | None = None
    asked_limit: int = 0
    asked_unit: LimitUnit | None = None
    extensions: int = 0
    hung_at: datetime | None = None
    supervised_at: datetime | None = None
    closed_at: datetime | None = None
    of: str | None = None
    joined: int = 0
    finding_id: str | None = None
    part_id: str | None = None
    is_demo: bool = False
    place: str | None = None
    text: str | None = None
    result: str | None = None
    reason: str | None = None
    reporter: str | None = None
    phone: str | None = None
    number: str | None = None
    serial: int | None = None

    def is_late(self, now: datetime) -> bool:
        """Whether its unit was late, or by now is."""
        if self.was_late:
            return True
        if self.due_at is None or self.state is not ItemState.SENT:
            return False
        return self.due_at < now


NET_ITEM = Kind(
    name="net_item",
    entity=NetItem,
    fields=fields_of(
        NetItem,
        area_code={"shape": AREA},
        place={"personal": Masking.WORDS},
        text={"personal": Masking.WORDS},
        result={"personal": Masking.WORDS},
        reason={"personal": Masking.WORDS},
        reporter={"personal": Masking.PERSON},
        phone={"personal": Masking.PHONE},
    ),
    id_field="item_id",
    audience=Audience(("items.see", "journal.read"), area_field="area_code", owned=Owned.ITSELF),
    is_streamed=False,
    kept=Kept.NEWEST,
    title="城市管理件",
    says={
        "report": "上报了城市管理件",
        "merge": "重复上报已并入",
        "file": "立案（标准第 {version} 版）",
        "refuse": "不予立案",
        "dispatch": "派遣到处置单位",
        "give_back": "处置单位退回派遣",
        "handle": "报告处置完毕",
        "pass": "核查通过并结案",
        "fail": "核查不通过，返工",
        "ask": "申请延期或挂账",
        "grant": "批准了申请",
        "deny": "驳回了申请",
        "resume": "解除挂账",
        "supervise": "超时未处置，已督办",
        "erased": "个人信息已删除",
    },
)
