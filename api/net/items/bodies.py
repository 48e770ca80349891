"""What the routes of items read and answer. Who told of an item stands there masked."""

from typing import Annotated

from pydantic import Field

from api.typed import Answer, Body, Longest
from domain.moments import to_iso
from domain.net.items.classes import ClassTable
from domain.net.items.figures import Counts, Indicator, Line
from domain.net.items.items import NetItem
from domain.net.items.parts import CityPart
from domain.personal.masks import mask_name, mask_phone
from operations.net.items.looking import Figures, OneItem
from operations.net.items.part_register import PartPage

_Code = Annotated[str, Field(max_length=64)]


class NetItemIn(Body):
    """A report; the same key again is the same report."""

    key: str = Field(max_length=64)
    class_code: str = Field(max_length=10)
    lat: float = Field(ge=-90, le=90)
    lon: float = Field(ge=-180, le=180)
    text: str = Field(max_length=1000)
    place: str = Field("", max_length=128)
    part_id: str = Field("", max_length=16)
    reporter: str = Field("", max_length=64)
    phone: str = Field("", max_length=32)


class ItemFileIn(Body):
    """Taken up, perhaps as another class; empty: as it was reported."""

    class_code: str = Field("", max_length=10)


class ItemReasonIn(Body):
    """Why."""

    reason: str = Field(max_length=1000)


class ItemDispatchIn(Body):
    """To which unit: a department's code or a town's; empty: by the rule of competence."""

    unit: _Code = ""


class ItemResultIn(Body):
    """What was done."""

    result: str = Field(max_length=1000)


class ItemAskIn(Body):
    """What a unit asks for; of an extension for how long, such as `2工作日`."""

    request: str = Field(pattern="^(extend|hang)$")
    reason: str = Field(max_length=1000)
    limit: str = Field("", max_length=16)


class ItemCheckIn(Body):
    """Whether it is done; if not, what is wrong."""

    is_done: bool
    reason: Annotated[str | None, Longest(1000)] = None


class ItemDecideIn(Body):
    """Whether what a unit asks for is granted."""

    grants: bool


class NetItemOut(Answer):
    """An item; `late` is said by the server's clock."""

    item_id: str
    number: str | None
    kind: str
    class_code: str
    class_name: str
    version: int
    limit: int
    limit_unit: str
    area_code: str
    lat: float
    lon: float
    at: str
    by: str
    source: str
    state: str
    unit: str | None
    because: str | None
    due_at: str | None
    is_certain: bool
    late: bool
    reworks: int
    returns: int
    extensions: int
    request: str | None
    joined: int
    of: str | None
    finding_id: str | None
    part_id: str | None
    sent_at: str | None
    handled_at: str | None
    checked_at: str | None
    closed_at: str | None
    is_demo: bool
    place: str | None
    text: str | None
    result: str | None
    reason: str | None
    reporter: str | None
    phone: str | None


class ItemPhotoOut(Answer):
    """A photo that is kept."""

    file_id: str
    url: str


class ItemPageOut(Answer):
    """A page of items, and how many there are."""

    items: list[NetItemOut]
    count: int


class OneItemOut(Answer):
    """An item, when its class is taken up and done with, and what the caller may do now."""

    item: NetItemOut
    files_when: str | None
    closes_when: str | None
    acts: list[str]


class ItemShareOut(Answer):
    """`part` of `whole`; no share where `whole` is 0."""

    indicator: str
    part: int
    whole: int
    share: float | None


class ItemCountsOut(Answer):
    """What was counted of a town or a unit."""

    code: str
    open: int
    late: int
    shares: list[ItemShareOut]


class ItemFiguresOut(Answer):
    """The indicators of items reported since a moment."""

    since: str
    days: int
    whole: ItemCountsOut
    towns: list[ItemCountsOut]
    units: list[ItemCountsOut]


class ItemClassOut(Answer):
    """A line of the table of classes."""

    code: str
    kind: str
    group: str
    name: str
    files_when: str
    limit: str
    grades: list[str]
    closes_when: str
    owner: str


class ItemClassTableOut(Answer):
    """The table in force."""

    version: int
    items: list[ItemClassOut]


class CityPartOut(Answer):
    """A thing of the register."""

    part_id: str
    class_code: str
    name: str
    area_code: str
    lat: float
    lon: float
    owner: str | None
    condition: str
    surveyed_on: str
    is_demo: bool


class CityPartPageOut(Answer):
    """A page of things, how many there are, and how many in each area below."""

    items: list[CityPartOut]
    count: int
    by_area: dict[str, int]


def item_out(one: NetItem, *, late: bool) -> NetItemOut:
    """As it is sent; name and phone of who told of it are masked."""

    def moment(name: str) -> str | None:
        at = getattr(one, name)
        return to_iso(at) if at else None

    return NetItemOut(
        item_id=one.item_id, number=one.number, kind=one.kind.value, class_code=one.class_code,
        class_name=one.class_name, version=one.version, limit=one.limit,
        limit_unit=one.limit_unit.value, area_code=one.area_code, lat=one.lat, lon=one.lon,
        at=to_iso(one.at), by=one.by, source=one.source.value, state=one.state.value,
        unit=one.unit, because=one.because.value if one.because else None,
        due_at=moment("due_at"), is_certain=one.is_certain, late=late, reworks=one.reworks,
        returns=one.returns, extensions=one.extensions,
        request=one.request.value if one.request else None, joined=one.joined, of=one.of,
        finding_id=one.finding_id, part_id=one.part_id, sent_at=moment("sent_at"),
        handled_at=moment("handled_at"), checked_at=moment("checked_at"),
        closed_at=moment("closed_at"), is_demo=one.is_demo, place=one.place, text=one.text,
        result=one.result, reason=one.reason,
        reporter=mask_name(one.reporter) if one.reporter else None,
        phone=mask_phone(one.phone) if one.phone else None,
    )  # fmt: skip


def one_item_out(one: OneItem) -> OneItemOut:
    """An item with what its class says."""
    return OneItemOut(
        item=item_out(one.item, late=one.item.is_late(one.now)),
        files_when=one.line.files_when if one.line else None,
        closes_when=one.line.closes_when if one.line else None,
        acts=sorted(one.acts),
    )


def counts_out(code: str, counts: Counts) -> ItemCountsOut:
    """What was counted, with both numbers of each share."""
    shares = []
    for indicator in Indicator:
        part, whole = counts.share(indicator)
        share = part / whole if whole else None
        shares.append(ItemShareOut(indicator=indicator.value, part=part, whole=whole, share=share))
    return ItemCountsOut(code=code, open=counts.open, late=counts.late, shares=shares)


def figures_out(found: Figures) -> ItemFiguresOut:
    """The indicators of a window."""

    def lines(told: list[Line]) -> list[ItemCountsOut]:
        return [counts_out(one.code, one.counts) for one in told]

    return ItemFiguresOut(
        since=to_iso(found.since),
        days=found.days,
        whole=counts_out("", found.whole),
        towns=lines(list(found.towns)),
        units=lines(list(found.units)),
    )


def classes_out(table: ClassTable) -> ItemClassTableOut:
    """The table in force."""
    items = [
        ItemClassOut(
            code=one.code, kind=one.kind.value, group=one.group, name=one.name,
            files_when=one.files_when, limit=one.limit.written,
            grades=[grade.written for grade in one.grades], closes_when=one.closes_when,
            owner=one.owner,
        )
        for one in table.lines
    ]  # fmt: skip
    return ItemClassTableOut(version=table.version, items=items)


def part_out(one: CityPart) -> CityPartOut:
    """A thing."""
    return CityPartOut(
        part_id=one.part_id, class_code=one.class_code, name=one.name, area_code=one.area_code,
        lat=one.lat, lon=one.lon, owner=one.owner, condition=one.condition.value,
        surveyed_on=one.surveyed_on, is_demo=one.is_demo,
    )  # fmt: skip


def parts_out(page: PartPage) -> CityPartPageOut:
    """A page of things."""
    items = [part_out(one) for one in page.parts]
    return CityPartPageOut(items=items, count=page.count, by_area=dict(page.by_area))
