"""Key places and units (重点部位, 重点单位): what stands there, who answers, what is dangerous.

A register of its own beside the key places of the grids (`KEY_PLACE`, where a patrol comes by):
that is a point of a round, this says who answers for a place and what an alarm near it means. Where
both are the same place, `place_id` names that point.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.errors import InvalidError
from domain.fields import as_text
from domain.kind import Audience, Kept, Kind, Owned
from domain.kind_fields import AREA, LAT, LON, Masking, fields_of

MOST_LICENCES, LONGEST_LICENCE = 12, 120
EXPIRES_WITHIN = timedelta(days=60)


class Nature(StrEnum):
    """A place, or a unit that must guard itself."""

    PLACE = "place"  # 重点部位
    UNIT = "unit"  # 治安保卫重点单位


class SiteSort(StrEnum):
    """What stands there."""

    MINE = "mine"
    HAZARDOUS = "hazardous"  # explosive, poisonous, inflammable goods
    FUEL = "fuel"  # petrol and gas stations
    SCHOOL = "school"
    HOSPITAL = "hospital"
    CROWD = "crowd"  # many people at a time
    WORKSHOP = "workshop"
    UTILITY = "utility"  # water, power, heat, gas supply
    STATION = "station"
    FINANCE = "finance"
    RELIC = "relic"
    OFFICE = "office"
    WATER = "water"  # reservoirs, sluices
    OTHER = "other"


SORT_WORDS: dict[SiteSort, str] = {
    SiteSort.MINE: "非煤矿山",
    SiteSort.HAZARDOUS: "危险物品",
    SiteSort.FUEL: "加油加气站",
    SiteSort.SCHOOL: "学校",
    SiteSort.HOSPITAL: "医院",
    SiteSort.CROWD: "人员密集场所",
    SiteSort.WORKSHOP: "生产车间",
    SiteSort.UTILITY: "供水供电供气",
    SiteSort.STATION: "车站",
    SiteSort.FINANCE: "金融机构",
    SiteSort.RELIC: "文物保护",
    SiteSort.OFFICE: "党政机关",
    SiteSort.WATER: "水库闸坝",
    SiteSort.OTHER: "其他",
}
NATURE_WORDS: dict[Nature, str] = {Nature.PLACE: "重点部位", Nature.UNIT: "重点单位"}


@dataclass(frozen=True, slots=True)
class KeySite:
    """A key place or unit.

    Attributes:
        owner: the department in charge of it; None where none is.
        shared_with: departments that see it as well.
        address: where it is, in words.
        basis: why it is one: a law, a list of the police.
        hazards: what is dangerous there, for whoever goes.
        licences: a line each: name, number, last day, with ｜ between.
        check_days: how often it is checked; 0 for never. `checked_on` the last day.
        cameras: ids of the cameras that watch it.
        place_id: the same place among the key places of the grids; None for none.
        edition: how often it was changed: who saves an older one is told.
        responsible, phone: who answers for it. `guard`, `guard_phone`: who guards it.
        check_note: what the last check found.
    """

    site_id: str
    nature: Nature
    sort: SiteSort
    name: str
    area_code: str
    lat: float
    lon: float
    owner: str | None = None
    shared_with: tuple[str, ...] = ()
    address: str = ""
    basis: str = ""
    hazards: str = ""
    licences: str = ""
    check_days: int = 0
    checked_on: str = ""
    cameras: tuple[str, ...] = ()
    place_id: str | None = None
    edition: int = 1
    is_removed: bool = False
    is_demo: bool = False
    responsible: str | None = None
    phone: str | None = None
    guard: str | None = None
    guard_phone: str | None = None
    check_note: str | None = None

    def check_is_due(self, today: date) -> bool:
        """Whether it was not checked for longer than it should be."""
        if not self.check_days:
            return False
        last = date.fromisoformat(self.checked_on) if self.checked_on else date.min
        return last < today - timedelta(days=self.check_days)


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence of a unit; `until` None where it does not expire or nobody knows."""

    name: str
    number: str
    until: date | None

    def is_over(self, today: date) -> bool:
        """Whether its last day is over."""
        return self.until is not None and self.until < today

    def runs_out(self, today: date) -> bool:
        """Whether it is over, or will be within two months."""
        return self.until is not None and self.until <= today + EXPIRES_WITHIN

    @property
    def line(self) -> str:
        """As it is kept and typed."""
        return "｜".join((self.name, self.number, self.until.isoformat() if self.until else ""))


KEY_SITE = Kind(
    name="key_site",
    entity=KeySite,
    fields=fields_of(
        KeySite,
        area_code={"shape": AREA},
        lat={"shape": LAT},
        lon={"shape": LON},
        responsible={"personal": Masking.PERSON},
        phone={"personal": Masking.PHONE},
        guard={"personal": Masking.PERSON},
        guard_phone={"personal": Masking.PHONE},
        check_note={"personal": Masking.WORDS},
    ),
    id_field="site_id",
    audience=Audience(("places.see", "journal.read"), area_field="area_code", owned=Owned.ITSELF),
    is_streamed=False,
    kept=Kept.NEWEST,
    removed_field="is_removed",
    title="重点部位与重点单位",
    says={
        "add": "登记了“{name}”",
        "change": "更正了“{name}”",
        "check": "登记了对“{name}”的检查",
        "remove": "取消了“{name}”",
        "erased": "个人信息已删除",
    },
)


def read_licences(text: str) -> tuple[Licence, ...]:
    """Licences as somebody types them: a line each, `name｜number｜2027-05-01`, also with `|`.

    Raises:
        InvalidError: too many, or a line that is none.
    """
    lines = [one.strip() for one in text.splitlines() if one.strip()]
    if len(lines) > MOST_LICENCES:
        raise InvalidError(says="site_licences_many", most=MOST_LICENCES, field="licences")
    return tuple(_licence(one) for one in lines)


def _licence(line: str) -> Licence:
    as_text(line, "licences", longest=LONGEST_LICENCE)
    parts = [one.strip() for one in line.replace("|", "｜").split("｜")]
    name, number, until = (*parts, "", "")[:3]
    try:
        day = date.fromisoformat(until) if until else None
    except ValueError:
        day = None
        name = ""
    if not name or len(parts) > 3:
        raise InvalidError(says="site_licence_wrong", told=line[:40], field="licences")
    return Licence(name, number, day)


def licences_of(site: KeySite) -> Sequence[Licence]:
    """The licences of a site."""
    return read_licences(site.licences)
