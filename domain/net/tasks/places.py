"""Key places of a grid (重点场所): where a patrol must come by and inspections are made."""

from dataclasses import dataclass
from enum import StrEnum

from domain.kind import Audience, Kept, Kind
from domain.kind_fields import AREA, fields_of


class PlaceKind(StrEnum):
    """What kind of place it is."""

    SCHOOL = "school"
    SHOP = "shop"
    WORKSHOP = "workshop"
    GAS = "gas"
    WATER = "water"
    CROWD = "crowd"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """A key place; a place, never a person."""

    place_id: str
    place: PlaceKind
    name: str
    area_code: str
    lat: float
    lon: float
    is_removed: bool = False
    is_demo: bool = False


KEY_PLACE = Kind(
    name="key_place",
    entity=KeyPlace,
    fields=fields_of(KeyPlace, area_code={"shape": AREA}),
    id_field="place_id",
    audience=Audience(("tasks.see", "journal.read"), area_field="area_code"),
    is_streamed=False,
    kept=Kept.NEWEST,
    removed_field="is_removed",
    title="重点场所",
    says={
        "add": "登记了重点场所“{name}”",
        "change": "更正了重点场所“{name}”",
        "remove": "取消了重点场所“{name}”",
    },
)
