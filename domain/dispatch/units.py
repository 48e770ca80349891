"""A unit: somebody who can be sent, and the newest fix of where they are."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from domain.codes.unit_status import FREE as FREE
from domain.codes.unit_status import NOT_ON_DUTY as NOT_ON_DUTY
from domain.codes.unit_status import UNIT_STATUS_WORDS as UNIT_STATUS_WORDS
from domain.codes.unit_status import UNLOCATED as UNLOCATED
from domain.codes.unit_status import UnitStatus as UnitStatus
from domain.dispatch.unit_kinds import SUBKIND_WORDS as SUBKIND_WORDS
from domain.dispatch.unit_kinds import SUBKINDS as SUBKINDS
from domain.dispatch.unit_kinds import UNIT_KIND_WORDS as UNIT_KIND_WORDS
from domain.dispatch.unit_kinds import TravelMode as TravelMode
from domain.dispatch.unit_kinds import UnitKind as UnitKind
from domain.dispatch.unit_kinds import own_kind
from domain.kind import Audience, Kind, Live
from domain.kind_fields import AREA, Masking, Shape, fields_of

# The feed, actor and source whose fixes and incidents the demo invents.
SIMULATOR = "simulator"
STALE_AFTER = timedelta(minutes=5)
REAL_FIX_HOLDS_SIMULATOR_FOR = timedelta(minutes=10)
SKILL = re.compile(r"[a-z][a-z0-9_]{0,31}")
MOST_SKILLS = 12


# No unit is faster, a helicopter neither: such a speed is a broken receiver's.
FASTEST_KMH = 500.0


def credible_kmh(speed_kmh: float | None) -> float | None:
    """A speed, unknown where nobody can be so fast."""
    return speed_kmh if speed_kmh is not None and speed_kmh <= FASTEST_KMH else None


@dataclass(frozen=True, slots=True)
class Unit:
    """Somebody or something that can be sent to an incident.

    `unit_id` is the stable key and the default device id; `call_sign` is for people.
    `home_area` is the area code the unit belongs to. `name` and `phone` are personal fields.
    `skills` are words of the run cards, sorted; `mode` is None where the kind decides how the
    unit gets about (see `travel_mode`).
    """

    unit_id: str
    call_sign: str
    kind: UnitKind
    subkind: str | None = None
    status: UnitStatus = UnitStatus.AVAILABLE
    home_area: str | None = None
    is_demo: bool = False
    name: str | None = None
    phone: str | None = None
    skills: tuple[str, ...] = ()
    mode: TravelMode | None = None
    is_removed: bool = False


@dataclass(frozen=True, slots=True)
class Fix:
    """Where a unit was at a moment: WGS 84 degrees, km/h, degrees clockwise from north.

    `speed_kmh`, `bearing_deg`, `accuracy_m` and `battery` (0 to 1) are None when not reported.
    `is_mock`: the phone itself says that an app invented the place.
    """

    unit_id: str
    lat: float
    lon: float
    at: datetime
    speed_kmh: float | None = None
    bearing_deg: float | None = None
    accuracy_m: float | None = None
    battery: float | None = None
    is_mock: bool = False


def travel_mode(unit: Unit) -> TravelMode:
    """What the unit says; else what its kind does, where a district has declared it.

    Patrol cars drive, officers and grid workers ride e-bikes.
    """
    if unit.mode is not None:
        return unit.mode
    if (own := own_kind(unit.kind)) is not None:
        return own.mode
    return TravelMode.CAR if unit.subkind == "patrol_car" else TravelMode.EBIKE


def position_is_stale(fix_at: datetime, now: datetime) -> bool:
    """True when a fix is older than five minutes: it may no longer be where they are."""
    return now - fix_at > STALE_AFTER


def simulator_may_move(last_real_fix_at: datetime | None, now: datetime) -> bool:
    """The simulator leaves a unit alone for ten minutes after a real fix."""
    return last_real_fix_at is None or now - last_real_fix_at >= REAL_FIX_HOLDS_SIMULATOR_FOR


def with_skills(state: Mapping[str, Any]) -> Mapping[str, Any]:
    """A state of version 1 in the shape of version 2: no skills, and the kind's own mode."""
    return {"skills": [], "travel_mode": None, **state}


def from_v2(state: Mapping[str, Any]) -> Mapping[str, Any]:
    """Until version 3 no unit was ever taken away."""
    return {**state, "is_removed": False}


# A kind that is declared no more is still read from what was told.
KIND_CODE = Shape("code", UnitKind, encode=str, decode=UnitKind.of)

UNIT = Kind(
    name="unit",
    entity=Unit,
    fields=fields_of(
        Unit,
        unit_id={"is_needed": True},
        call_sign={"is_loose": True},
        kind={"is_needed": True, "shape": KIND_CODE},
        status={"is_needed": True},
        home_area={"shape": AREA},
        name={"personal": Masking.PERSON, "is_on_screens": True},
        phone={"personal": Masking.PHONE},
        skills={"may_be_absent": True, "default": ()},
        mode={"name": "travel_mode", "column": "travel_mode", "may_be_absent": True},
    ),
    version=3,
    upcasters={1: with_skills, 2: from_v2},
    id_field="unit_id",
    audience=Audience(
        ("live.see", "facts.read", "journal.read"), area_field="home_area", serves_below=True
    ),
    wall=frozenset(
        {
            *("unit_id", "call_sign", "kind", "subkind", "status", "home_area", "is_demo"),
            *("name", "travel_mode"),
        }
    ),
    live=Live.ALWAYS,
    removed_field="is_removed",
    is_buffered=True,
    title="力量",
    says={
        "status": "{call_sign} 状态变为{status_name}",
        "add": "{call_sign} 力量资料新增",
        "change": "{call_sign} 力量资料更新",
        "remove": "{call_sign} 力量移除",
        "erased": "{call_sign} 个人信息已删除",
    },
)
to_state, to_private, from_state = UNIT.state_of, UNIT.private_of, UNIT.entity_of
