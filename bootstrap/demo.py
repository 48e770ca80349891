"""The demo: its history, and the simulator that goes on with it."""

import asyncio
from datetime import datetime
from itertools import chain

from bootstrap.parts import Parts
from bootstrap.progress import Tell
from data_folder import read_demo_password
from domain.maps.areas import Level
from domain.upkeep.history import HistoryPlan
from feeds.simulator import Places, Ports, Simulator, fleet, history, plan_history
from feeds.simulator.centre import STAFF, TELLER, room_hours, rota_of, tell_cases
from feeds.simulator.net import ACCOUNTS, net_people
from feeds.simulator.net.credit import TEXTS, tell_outcomes
from feeds.simulator.net.fusion import Ground, tell_fusion
from feeds.simulator.net.handlers import handling_people
from feeds.simulator.net.joined import tell_joined
from feeds.simulator.net.surveys import tell_surveys
from geodata.roads.roads import RoadGraph
from operations.access.accounts import NewAccount
from operations.centre.demo.accounts import ensure_demo_accounts
from operations.centre.demo.premises import DemoPremises, Told
from operations.centre.demo.writing import DemoCases
from operations.field.carried import Carried
from operations.net.credit.demo import DemoCredit
from operations.net.fusion.demo import DemoFusion, DemoJoined
from operations.net.people.demo import DemoPeople
from operations.upkeep.demo import DemoDoors
from operations.upkeep.history import write_history
from store.field import phones


def write_demo_history(parts: Parts, until: datetime, days: int, tell: Tell) -> None:
    """Write the days that are missing; blocks, at the first start for a minute."""
    members, read = fleet(parts.areas.loaded.by_code.values()), parts.areas.loaded.roads.read
    plan = plan_history(
        members,
        until=until,
        days=days,
        seed=parts.settings.demo_seed,
        map_version=parts.areas.loaded.version,
    )
    write_history(
        parts.store,
        lambda plan: history(members, _places(parts, read()), plan, parts.district.zone),
        plan,
        prefix=parts.district.prefix,
        zone=parts.district.zone,
        progress=tell,
    )


async def let_demo_staff_in(parts: Parts) -> None:
    """Make the accounts of the demo's dispute centre, where the district has one."""
    if parts.centre_desk.centre() is None:
        return
    filled = sorted(
        (grid for grid in parts.areas.bare.grids if grid.vacant_since is None),
        key=lambda grid: grid.code,
    )
    workers = [
        NewAccount(name, "grid_worker", name, area=grid.parent_code)
        for name, grid in zip(ACCOUNTS, filled, strict=False)
    ]
    members = workers + [
        NewAccount(one.name, one.role, one.display_name, department=one.department) for one in STAFF
    ]
    password = await asyncio.to_thread(read_demo_password, parts.settings)
    await ensure_demo_accounts(parts.people.register, members, password)


async def let_demo_departments_in(parts: Parts) -> None:
    """Make an account for each department, and one of police and community of the first town."""
    members = [
        NewAccount(f"department-{code}", "department", f"演示-{9500 + at}", department=code)
        for at, code in enumerate(sorted(parts.fusion_desk.departments))
    ]
    areas = sorted(parts.areas.loaded.by_code.values(), key=lambda one: one.code)
    for name, role, level in (
        ("beat-1", "police", Level.TOWN),
        ("community-1", "village", Level.VILLAGE),
    ):
        area = next((one.code for one in areas if one.level is level), None)
        if area is not None:
            members.append(NewAccount(name, role, f"演示-{9590 + len(members)}", area=area))
    password = await asyncio.to_thread(read_demo_password, parts.settings)
    await ensure_demo_accounts(parts.people.register, members, password)


def demo_cases(parts: Parts, until: datetime) -> DemoCases | None:
    """What fills the demo's centre with a year of cases, behind the running server."""
    centre, zone = parts.centre_desk.centre(), parts.district.zone
    if centre is None or not parts.settings.demo_case_days:
        return None
    by_code = parts.areas.loaded.by_code.values()
    places = [(one.code, one.population or 1) for one in by_code if one.level is Level.VILLAGE]
    midnight = until.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    plan = HistoryPlan(
        midnight, parts.settings.demo_case_days, parts.settings.demo_seed,
        version=f"{TELLER}-{parts.areas.loaded.version}",
    )  # fmt: skip
    prefix = parts.district.prefix
    return DemoCases(
        parts.centre_desk,
        lambda plan: tell_cases(centre, parts.calendar, plan, places, prefix),
        plan,
    )


def demo_credit(parts: Parts, people: DemoPeople) -> DemoCredit:
    """What fills a year of the demo's ledgers, behind the running server."""
    seed = parts.settings.demo_seed
    return DemoCredit(
        parts.credit.desk,
        lambda members, first, last: tell_outcomes(members, first, last, seed),
        TEXTS,
        are_there=lambda: people.is_done,
    )


def demo_premises(parts: Parts, cases: DemoCases) -> DemoPremises:
    """What fills rota, rooms and hall of the demo's centre, and goes on with them."""
    told = Told(
        lambda centre, day, is_off: rota_of(centre, day, is_day_off=is_off),
        room_hours,
        lambda: cases.is_done,
    )
    return DemoPremises(
        parts.centre_desk, parts.rota, parts.bookings, parts.queue, told, parts.settings.demo_seed
    )


def _ground(parts: Parts, until: datetime) -> Ground:
    return Ground(
        list(parts.areas.loaded.by_code.values()),
        until,
        parts.settings.demo_seed,
        parts.fusion_desk.settings,
        frozenset(parts.fusion_desk.departments),
    )


def demo_joined(parts: Parts, until: datetime, cases: DemoCases) -> DemoJoined:
    """What law partners and joint mediation did for cases of the demo's centre."""
    return DemoJoined(
        parts.fusion_desk,
        lambda settled: tell_joined(_ground(parts, until), settled),
        are_there=lambda: cases.is_done,
    )


def demo_fusion(parts: Parts, until: datetime) -> DemoFusion | None:
    """What fills the pages of whistles, police and law, and of surveys, behind the server."""
    if not parts.settings.demo_case_days:
        return None

    def ground() -> Ground:
        return _ground(parts, until)

    told = (lambda: tell_surveys(ground()), lambda: tell_fusion(ground()))
    return DemoFusion(parts.fusion_desk, told)


def demo_people(parts: Parts) -> DemoPeople | None:
    """What fills the demo's net with people, behind the running server."""
    if not parts.settings.demo_case_days:
        return None
    # As the map itself tells the posts: who is ended since is no reason to invent others.
    areas = list(parts.areas.bare.by_code.values())
    known = {area.code: area for area in areas}
    departments = list(parts.fusion_desk.departments.values())
    return DemoPeople(
        parts.net_desk,
        parts.posts,
        lambda: chain(
            net_people(areas, parts.settings.demo_seed), handling_people(departments, known)
        ),
    )


async def run_simulator(parts: Parts) -> None:
    """Let the demo's people move and act until cancelled, once the roads they take are read."""
    roads = await parts.areas.roads()
    await (await asyncio.to_thread(_simulator, parts, roads)).run()


def _simulator(parts: Parts, roads: RoadGraph) -> Simulator:
    """A feed like any other, and people who act."""
    doors = DemoDoors(
        ingest=parts.ingest,
        desk=parts.desk,
        nearest=parts.nearest,
        picture=parts.picture,
        board=parts.board,
        notices=parts.desk_parts.notices,
        is_carried=Carried(parts.field.phones, parts.store.ask(phones.on_duty)).is_carried,
    )
    ports = Ports(
        accept_fixes=doors.accept_fixes,
        accept_report=doors.accept_report,
        desk=doors.desk,
        nearest=doors.nearest,
        states=doors.states,
        newest_fix=doors.newest_fix,
        is_held=doors.is_held,
        clock=doors.clock,
        phones=doors.phones,
    )
    return Simulator(
        fleet(parts.areas.loaded.by_code.values()),
        _places(parts, roads),
        roads,
        ports,
        zone=parts.district.zone,
        seed=parts.settings.demo_seed,
        speed=parts.settings.demo_speed,
    )


def _places(parts: Parts, roads: RoadGraph) -> Places:
    loaded = parts.areas.loaded
    lats, lons = roads.nodes
    return Places(loaded.by_code.values(), lats, lons, loaded.index.grids_at)
