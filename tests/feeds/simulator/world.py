"""A small district on a lattice of roads, and doors that behave like the real ones."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from domain.dispatch import units
from domain.dispatch.recommend import Recommendation, Travel, TravelSource
from domain.dispatch.units import Fix, UnitKind, UnitStatus, travel_mode
from domain.errors import ConflictError
from domain.incidents import assignments, incidents
from domain.incidents.assignments import Assignment
from domain.incidents.incidents import Incident, IncidentClass, IncidentStatus, Severity
from domain.maps.areas import Area, Level
from domain.moments import from_iso, to_iso
from feeds.simulator import Places, Ports, Simulator, fleet
from feeds.simulator.movement import TOP_KMH, metres_between
from geodata.roads.network import Network
from geodata.roads.roads import RoadGraph

ZONE = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)  # 10:00 in the district
SOUTH, WEST = 33.70, 116.80
STEP = 0.002  # degrees between two parallel roads
GRID_ROADS = 3  # roads across a grid
ROUNDING_M = 0.3


def an_area(code: str, level: Level, name: str, box: tuple[float, float, float, float]) -> Area:
    south, west, north, east = box
    return Area(
        code=code,
        level=level,
        name=name,
        parent_code=code[:-3],
        lat=(south + north) / 2,
        lon=(west + east) / 2,
        bounds=box,
        is_urban=level is not Level.TOWN and code.endswith("1"),
        population=800,
        vacant_since=None,
        is_demo=True,
    )


def lattice(columns: int, rows: int) -> RoadGraph:
    """Roads north-south and east-west; every crossing is a node."""
    nodes = np.array(
        [
            (WEST + (x + 0.5) * STEP, SOUTH + (y + 0.5) * STEP)
            for y in range(rows)
            for x in range(columns)
        ]
    )
    pairs = []
    for y in range(rows):
        for x in range(columns):
            here = y * columns + x
            if x + 1 < columns:
                pairs.append((here, here + 1))
            if y + 1 < rows:
                pairs.append((here, here + columns))
    both = np.array(pairs + [(b, a) for a, b in pairs])
    return RoadGraph(Network(nodes, both, np.full(len(both), 40.0)))


class SmallDistrict:
    """Four villages in two towns, each of four grids; grid 16 has no worker."""

    def __init__(self, columns: int = 4, rows: int = 4) -> None:
        self.roads = lattice(columns * GRID_ROADS, rows * GRID_ROADS)
        self._columns, self._rows = columns, rows
        self._codes: dict[tuple[int, int], str] = {}
        self.areas: list[Area] = []
        side = STEP * GRID_ROADS
        for y in range(rows):
            for x in range(columns):
                town = 1 + y * 2 // rows
                village = 1 + x * 2 // columns
                member = 1 + (y % (rows // 2)) * (columns // 2) + x % (columns // 2)
                code = f"340699{town:03d}{village:03d}{member:03d}"
                self._codes[x, y] = code
                south, west = SOUTH + y * side, WEST + x * side
                box = (south, west, south + side, west + side)
                self.areas.append(an_area(code, Level.GRID, f"网格 {member:03d}", box))
        self.areas[-1] = replace(self.areas[-1], vacant_since=date(2026, 1, 1))
        whole = (SOUTH, WEST, SOUTH + rows * side, WEST + columns * side)
        for code in sorted({grid.code[:12] for grid in self.areas}):
            self.areas.append(an_area(code, Level.VILLAGE, f"试验{code[9:]}村村民委员会", whole))
        for code in ("340699001", "340699002"):
            self.areas.append(an_area(code, Level.TOWN, "试验镇", whole))
        self.places = Places(self.areas, self.roads.nodes.lat, self.roads.nodes.lon, self.grids_at)
        self.members = fleet(self.areas, officers=6, patrol_cars=4)

    def grids_at(self, lats: Any, lons: Any) -> list[str | None]:
        side = STEP * GRID_ROADS
        return [
            self._codes.get((math.floor((lon - WEST) / side), math.floor((lat - SOUTH) / side)))
            for lat, lon in zip(lats, lons, strict=True)
        ]

    def metres_off_road(self, lat: float, lon: float) -> float:
        """How far a point lies from the nearest road of the lattice."""
        across = ((lon - WEST) / STEP - 0.5, (lat - SOUTH) / STEP - 0.5)
        scale = (111_195 * STEP * math.cos(math.radians(lat)), 111_195 * STEP)
        return min(
            abs(part - round(part)) * metres for part, metres in zip(across, scale, strict=True)
        )


class World:
    """The product as the simulator sees it: a clock, a picture, a desk, a door."""

    def __init__(self, district: SmallDistrict, *, now: datetime = MORNING) -> None:
        self.district = district
        self.now = now
        self.units = {member.unit.unit_id: member.unit for member in district.members}
        self.incidents: dict[str, Incident] = {}
        self.assignments: dict[str, Assignment] = {}
        self.notices: dict[str, dict[str, Any]] = {}
        self.fixes: dict[str, Fix] = {}
        self.sent: list[Fix] = []
        self.reports: list[Mapping[str, Any]] = []
        self.steps: list[tuple[datetime, str, str]] = []
        self.held: set[str] = set()
        self.well: list[tuple[str, datetime]] = []
        self.refuses = False

    # the ports -----------------------------------------------------------------------------

    def ports(self) -> Ports:
        return Ports(
            accept_fixes=self.accept_fixes,
            accept_report=self.accept_report,
            desk=self,
            nearest=self.nearest,
            states=self.states,
            newest_fix=lambda unit_id: self.fixes.get(unit_id),
            is_held=lambda unit_id: unit_id in self.held,
            clock=lambda: self.now,
            phones=self,
        )

    async def answer(self, notice_id: str, unit_id: str) -> None:
        """A crew says yes."""
        assert self.notices[notice_id]["unit_id"] == unit_id
        self.notices[notice_id] |= {"state": "acknowledged", "acknowledged_at": to_iso(self.now)}

    async def check_in(self, unit_id: str) -> None:
        """A crew on scene is well."""
        self.well.append((unit_id, self.now))

    def tell(self, sent: Assignment, notice_id: str | None = None) -> None:
        """A notice of an assignment, as the desk writes it."""
        key = notice_id or sent.assignment_id
        self.notices[key] = {
            "notice_id": key, "unit_id": sent.unit_id, "state": "sent",
            "at": to_iso(self.now), "acknowledged_at": None,
        }  # fmt: skip

    def accept_fixes(self, fixes: Sequence[Fix]) -> None:
        self.sent += fixes
        self.fixes |= {fix.unit_id: fix for fix in fixes}

    async def accept_report(self, raw: Mapping[str, Any]) -> None:
        self.reports.append(raw)
        self.add_incident(
            raw["source"],
            raw["source_id"],
            raw["lat"],
            raw["lon"],
            incident_class=IncidentClass(raw["class"]),
            severity=Severity(raw["severity"]),
            reported_at=from_iso(raw["reported_at"]),
        )

    def states(self, kind: str) -> list[dict[str, Any]]:
        if kind == "unit":
            return [units.to_state(unit) for unit in self.units.values()]
        if kind == "incident":
            return [incidents.to_state(incident) for incident in self.incidents.values()]
        if kind == "notice":
            return list(self.notices.values())
        if kind == "standby":
            return []
        return [assignments.to_state(assignment) for assignment in self.assignments.values()]

    async def nearest(
        self, lat: float, lon: float, kind: UnitKind, limit: int
    ) -> list[Recommendation]:
        def away(fix: Fix) -> float:
            return math.hypot(fix.lat - lat, fix.lon - lon)

        seen = [fix for fix in self.fixes.values() if self.units[fix.unit_id].kind is kind]
        near = sorted(seen, key=away)[:limit]
        travel = Travel(60.0, 100.0, TravelSource.ROAD)
        return [Recommendation(self.units[fix.unit_id], fix, travel, False) for fix in near]

    # the desk ------------------------------------------------------------------------------

    async def advance(self, number: str, status: IncidentStatus) -> None:
        if self.refuses:
            raise ConflictError("refused")
        self._advance(number, status)
        if status in {IncidentStatus.RESOLVED, IncidentStatus.CANCELLED}:
            for sent in list(self.assignments.values()):
                if sent.number == number and sent.cleared_at is None:
                    self.assignments[sent.assignment_id] = replace(sent, cleared_at=self.now)
                    self._set(sent.unit_id, UnitStatus.AVAILABLE)

    async def assign(self, number: str, unit_ids: Sequence[str]) -> None:
        for unit_id in unit_ids:
            held = [one for one in self.assignments.values() if one.unit_id == unit_id]
            assert all(one.cleared_at for one in held), "sent while busy"
            key = f"{number}-{unit_id}-{len(held)}"
            area = self.incidents[number].area_code
            self.assignments[key] = Assignment(key, number, unit_id, area, self.now, is_demo=True)
            self._set(unit_id, UnitStatus.DISPATCHED)
        if self.incidents[number].status is IncidentStatus.ACCEPTED:
            self._advance(number, IncidentStatus.DISPATCHED)

    async def set_unit_status(self, unit_id: str, status: UnitStatus) -> None:
        self._set(unit_id, status)
        for sent in list(self.assignments.values()):
            if sent.unit_id == unit_id and sent.cleared_at is None:
                self._follow(sent, status)

    def _follow(self, sent: Assignment, status: UnitStatus) -> None:
        incident = self.incidents[sent.number]
        if status is UnitStatus.EN_ROUTE:
            self.assignments[sent.assignment_id] = replace(sent, en_route_at=self.now)
            if incident.status is IncidentStatus.DISPATCHED:
                self._advance(sent.number, IncidentStatus.EN_ROUTE)
        elif status is UnitStatus.ON_SCENE:
            self.assignments[sent.assignment_id] = replace(sent, on_scene_at=self.now)
            if incident.status in {IncidentStatus.DISPATCHED, IncidentStatus.EN_ROUTE}:
                self._advance(sent.number, IncidentStatus.ON_SCENE)

    def _advance(self, number: str, status: IncidentStatus) -> None:
        after = incidents.advance(self.incidents[number], status, at=self.now)
        self.steps.append((self.now, number, status.value))
        self.incidents[number] = after

    def _set(self, unit_id: str, status: UnitStatus) -> None:
        self.steps.append((self.now, unit_id, status.value))
        self.units[unit_id] = replace(self.units[unit_id], status=status)

    # what a test does ----------------------------------------------------------------------

    def add_incident(
        self, source: str, source_id: str, lat: float, lon: float, **about: Any
    ) -> Incident:
        about = {"incident_class": IncidentClass.OTHER, "severity": Severity.IV} | about
        reported_at = about.pop("reported_at", self.now)
        number = f"LS{len(self.incidents) + 1:04d}"
        self.incidents[number] = Incident(
            number=number,
            status=IncidentStatus.REPORTED,
            lat=lat,
            lon=lon,
            area_code=self.district.grids_at([lat], [lon])[0] or "340699",
            reported_at=reported_at,
            source=source,
            source_id=source_id,
            reached_at={IncidentStatus.REPORTED: reported_at},
            is_demo=source == "simulator",
            **about,
        )
        return self.incidents[number]

    def put_on_duty(self) -> None:
        """Everybody whom the rotation has on watch now, as history would have left it."""
        for member in self.district.members:
            is_on = member.is_on_duty(self.now, ZONE)
            status = UnitStatus.AVAILABLE if is_on else UnitStatus.OFF_DUTY
            self.units[member.unit.unit_id] = replace(member.unit, status=status)

    def simulator(self, *, seed: int = 7, speed: float = 1.0, period_s: float = 1.0) -> Simulator:
        district = self.district
        simulator = Simulator(
            district.members,
            district.places,
            district.roads,
            self.ports(),
            zone=ZONE,
            seed=seed,
            speed=speed,
            period_s=period_s,
        )
        simulator.take_up()
        return simulator

    async def live(self, simulator: Simulator, span: timedelta) -> None:
        """Let time pass, a second at a time."""
        until = self.now + span
        while self.now < until:
            self.now += timedelta(seconds=1)
            await simulator.move()
            await simulator.act()


def tracks(fixes: list[Fix]) -> dict[str, list[Fix]]:
    by_unit: dict[str, list[Fix]] = defaultdict(list)
    for fix in fixes:
        by_unit[fix.unit_id].append(fix)
    return by_unit


def assert_nobody_jumps(world: World, fixes: list[Fix]) -> None:
    for unit_id, track in tracks(fixes).items():
        top_ms = TOP_KMH[travel_mode(world.units[unit_id])] / 3.6
        for one, two in pairwise(track):
            passed = (two.at - one.at).total_seconds()
            moved = metres_between(one.lat, one.lon, two.lat, two.lon)
            assert moved <= top_ms * passed + ROUNDING_M, (unit_id, one, two)


def an_incident(world: World, source: str = "simulator", **about: Any) -> Incident:
    lat, lon = world.district.places.anchor("340699002")
    return world.add_incident(source, f"{source}-1", lat + 0.00012, lon, **about)


def sent_to(world: World, number: str) -> list[str]:
    return [sent.unit_id for sent in world.assignments.values() if sent.number == number]
