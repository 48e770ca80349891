"""What is found at work: reported once, routed by its class, and never counted as five."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.incidents.duplicates import metres_between
from domain.incidents.incidents import IncidentClass
from domain.kind import Audience, Kept, Kind, Owned
from domain.kind_fields import AREA, Masking, fields_of


class Verdict(StrEnum):
    """What a finding is beside those before it."""

    NEW = "new"
    DUPLICATE = "duplicate"  # somebody reported it before
    SPLIT = "split"  # the same person reported it before: one problem, counted once


class Route(StrEnum):
    """Whose desk a finding goes to."""

    INCIDENT = "incident"
    CASE = "case"
    ITEM = "item"
    INSPECTION = "inspection"


@dataclass(frozen=True, slots=True)
class NetFinding:
    """Something found.

    Attributes:
        found: its class.
        of: the finding it is the same as; None for one of its own.
        task_id: at which task; None when it was reported by itself.
        incident: the number of the incident it is or belongs to.
        case_code: of the case it is or belongs to.
        item_id: of the item of urban management it is or belongs to.
        inspection_id: of the finding of an inspection it is or belongs to.
        told_at: when it was told at a phone that was offline; None where it came at once.
        fix: how its place is known: by the phone's own position, or tapped on a map.
        needs_look: several of one person at one place within minutes, of different classes.
    """

    finding_id: str
    area_code: str
    found: IncidentClass
    lat: float
    lon: float
    at: datetime
    by: str
    verdict: Verdict = Verdict.NEW
    of: str | None = None
    task_id: str | None = None
    incident: str | None = None
    case_code: str | None = None
    needs_look: bool = False
    owner: str | None = None
    shared_with: tuple[str, ...] = ()
    is_demo: bool = False
    item_id: str | None = None
    inspection_id: str | None = None
    told_at: datetime | None = None
    fix: str | None = None
    text: str | None = None

    @property
    def is_routed(self) -> bool:
        """Whether it has become something: until then it is routed when it is sent again."""
        return bool(self.incident or self.case_code or self.item_id or self.inspection_id)


NET_FINDING = Kind(
    name="net_finding",
    entity=NetFinding,
    fields=fields_of(
        NetFinding,
        area_code={"shape": AREA},
        item_id={"may_be_absent": True},
        inspection_id={"may_be_absent": True},
        told_at={"may_be_absent": True},
        fix={"may_be_absent": True},
        text={"personal": Masking.WORDS},
    ),
    id_field="finding_id",
    audience=Audience(("tasks.see", "journal.read"), area_field="area_code", owned=Owned.ITSELF),
    is_streamed=False,
    kept=Kept.NEWEST,
    title="网格发现问题",
    says={
        "report": "上报了网格发现的问题",
        "merge": "网格上报与已有问题合并",
        "route": "网格上报的问题已转办",
        "erased": "个人信息已删除",
    },
)


@dataclass(frozen=True, slots=True)
class FindingRules:
    """When two findings are one (`[tasks.findings]` of the district's net.toml).

    Attributes:
        near_m: how near they are.
        within_hours: how soon after each other.
        split_minutes: within which many at one place are looked at by somebody.
        split_count: from how many on.
        cases: classes that go to the dispute centre.
        items: classes that become items of urban management where an item's class is named; all
            others become incidents.
    """

    near_m: int = 50
    within_hours: int = 24
    split_minutes: int = 30
    split_count: int = 3
    cases: tuple[str, ...] = (IncidentClass.DISPUTE.value,)
    items: tuple[str, ...] = (IncidentClass.CITY_MANAGEMENT.value,)

    @property
    def within(self) -> timedelta:
        """How long findings are looked back at."""
        return timedelta(hours=self.within_hours)

    def route(self, found: IncidentClass, *, item_class: str = "", site: str = "") -> Route:
        """Whose desk a class goes to.

        `item_class` is that of an item, `site` the key place that somebody inspects, where one is
        named.
        """
        if site:
            return Route.INSPECTION
        if item_class and found.value in self.items:
            return Route.ITEM
        return Route.CASE if found.value in self.cases else Route.INCIDENT


@dataclass(frozen=True, slots=True)
class Judged:
    """What a finding is; `first` is the one it belongs to."""

    verdict: Verdict
    first: NetFinding | None = None
    needs_look: bool = False


def judge(new: NetFinding, before: Iterable[NetFinding], rules: FindingRules) -> Judged:
    """Whether a finding is one that was reported before.

    Args:
        new: as it is told.
        before: findings of the last hours around it, any order.
        rules: of the district.
    """
    near = [
        one
        for one in before
        if one.finding_id != new.finding_id
        and abs(new.at - one.at) <= rules.within
        and metres_between(new.lat, new.lon, one.lat, one.lon) <= rules.near_m
    ]
    same = sorted(
        (one for one in near if one.found is new.found), key=lambda one: (one.at, one.finding_id)
    )
    if same:
        first = next((one for one in same if one.verdict is Verdict.NEW), same[0])
        is_own = any(one.by == new.by for one in same)
        return Judged(Verdict.SPLIT if is_own else Verdict.DUPLICATE, first)
    minutes = timedelta(minutes=rules.split_minutes)
    own = [one for one in near if one.by == new.by and abs(new.at - one.at) <= minutes]
    return Judged(Verdict.NEW, needs_look=len(own) + 1 >= rules.split_count)
