"""What the pages are drawn from: plain frozen data, gathered elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.dispatch.recommend import Recommendation
from domain.dispatch.units import UnitKind
from domain.maps.areas import Area
from domain.net.fusion.here import PoliceHere
from domain.net.party.here import PartyHere
from domain.video.cameras.camera import Camera


@dataclass(frozen=True, slots=True)
class ShellFacts:
    """What the page shell must know before anything is live.

    `review_number` is empty when the map has none. `zone_name` is an IANA time zone.
    `is_demo_map`: the shapes are invented, whatever the facts are. `accept_within_s`: how long a
    report may wait before the queue marks it as late; `arrival_within_s`: from report to the first
    unit on scene. `rotate` is how a wall turns its topics: seconds, "schedule", or empty to stay.
    `basemap` is what lies under the map, as JSON the page reads, empty for nothing.
    `account_name`: who looks, empty for a device; `is_auto_signed_in`: nobody has signed in, the
    demo did it for whoever sits at this machine. `is_administrator`: sees no fact, so nothing is
    asked for them.
    """

    district_code: str
    district_name: str
    map_version: str
    is_demo: bool
    review_number: str = ""
    zone_name: str = "Asia/Shanghai"
    is_demo_map: bool = False
    accept_within_s: int = 60
    arrival_within_s: int = 600
    rotate: str = ""
    basemap: str = ""
    account_name: str = ""
    is_auto_signed_in: bool = False
    is_administrator: bool = False
    may_look: bool = False
    may_send_to_wall: bool = False
    may_call: bool = False
    may_record_calls: bool = False
    may_play_calls: bool = False


@dataclass(frozen=True, slots=True)
class GridRow:
    """One grid of a community.

    `workers` are call signs and masked names of the full-time workers whose home it is;
    `vacant_days` is None when the post is filled.
    """

    area: Area
    workers: Sequence[tuple[str, str]] = ()
    vacant_days: int | None = None


@dataclass(frozen=True, slots=True)
class DayCount:
    """Incidents reported in one community on one day, and the mean of its town's communities."""

    day: date
    count: int
    town_mean: float


@dataclass(frozen=True, slots=True)
class CommunityFacts:
    """Everything slow about one village or community; `as_of` is when it was gathered (UTC).

    `links_to_net`: whether its reader may open the pages of its grids, `may_look`: its cameras.
    """

    area: Area
    town: Area
    grids: Sequence[GridRow]
    cameras: Sequence[Camera]
    days: Sequence[DayCount]
    as_of: datetime
    party: PartyHere | None = None
    police: PoliceHere | None = None
    links_to_net: bool = False
    may_look: bool = False


@dataclass(frozen=True, slots=True)
class NearestFacts:
    """Who is nearest to a place, kind by kind; `at` is when it was computed."""

    of_kind: Mapping[UnitKind, Sequence[Recommendation]]
    at: datetime
