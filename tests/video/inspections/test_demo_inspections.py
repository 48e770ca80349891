"""The demo of inspections: the same each time, visibly invented, in every state, never ahead."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from domain.maps.areas import Area, Level
from domain.video.cameras.camera import Camera, CameraClass
from domain.video.inspections.findings import FindingState, InspectionFinding
from domain.video.inspections.plans import InspectionPlan, Way
from domain.video.places.sites import KeySite
from domain.video.rooms import ConferenceRoom
from feeds.simulator.video.inspections import SITES, InspectionGround, tell_inspections

UNTIL = datetime(2026, 11, 30, 4, tzinfo=UTC)
BOX = (0.0, 0.0, 0.0, 0.0)
GRIDS = [
    Area(f"340604001001{n:03d}", Level.GRID, f"网格{n}", "340604001001", 33.8, 116.8, BOX)
    for n in range(1, 40)
]
CAMERA = Camera(
    "34060400001320000001", "矿", CameraClass.MINE, 33.8, 116.8, GRIDS[0].code, owner="emergency"
)
GROUND = InspectionGround(
    GRIDS, [CAMERA], frozenset({"emergency", "education"}), ZoneInfo("Asia/Shanghai"), UNTIL, 1
)


def test_it_is_the_same_each_time_invented_and_in_every_state():
    told = list(tell_inspections(GROUND))
    assert told == list(tell_inspections(GROUND))
    assert all(one.is_demo for _, one, _ in told)
    findings = [one for _, one, _ in told if isinstance(one, InspectionFinding)]
    assert {one.state for one in findings} == set(FindingState) - {FindingState.WITHDRAWN}
    assert any(one.repeats for one in findings) and any(one.is_late(UNTIL) for one in findings)
    assert all(one.found_at <= UNTIL and one.snapshot is None for one in findings)
    plans = [one for _, one, _ in told if isinstance(one, InspectionPlan)]
    assert [one.way for one in plans] == [Way.REMOTE, Way.ON_SITE]
    sites = [one for _, one, _ in told if isinstance(one, KeySite)]
    assert len(sites) == SITES and all(one.name.startswith("（演示）") for one in sites)
    rooms = [one for _, one, _ in told if isinstance(one, ConferenceRoom)]
    assert all("invalid" in one.address or "0000" in one.address for one in rooms)
    assert sum(one.tested_at is None for one in rooms) == 1
    for kind, one, _ in told:
        kind.state_of(one)
