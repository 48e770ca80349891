"""The demo: its history, and the simulator that goes on with it."""

from datetime import datetime

from bootstrap.parts import House
from bootstrap.progress import Tell
from feeds.simulator import Places, Ports, Simulator, fleet, history, plan_history
from operations.upkeep.demo import DemoDoors
from operations.upkeep.history import write_history


def write_demo_history(house: House, until: datetime, days: int, tell: Tell) -> None:
    """Write the days that are missing; blocks, at the first start for a minute."""
    members = fleet(house.areas.loaded.by_code.values())
    plan = plan_history(
        members,
        until=until,
        days=days,
        seed=house.settings.demo_seed,
        map_version=house.areas.loaded.version,
    )
    write_history(
        house.store,
        lambda plan: history(members, _places(house), plan, house.district.zone),
        plan,
        prefix=house.district.prefix,
        zone=house.district.zone,
        progress=tell,
    )


def simulator(house: House) -> Simulator:
    """A feed like any other, and people who act."""
    doors = DemoDoors(
        ingest=house.ingest,
        desk=house.desk,
        nearest=house.nearest,
        picture=house.picture,
        board=house.board,
        notices=house.desk_parts.notices,
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
        fleet(house.areas.loaded.by_code.values()),
        _places(house),
        house.areas.roads,
        ports,
        zone=house.district.zone,
        seed=house.settings.demo_seed,
        speed=house.settings.demo_speed,
    )


def _places(house: House) -> Places:
    loaded = house.areas.loaded
    lats, lons = loaded.roads.nodes
    return Places(loaded.by_code.values(), lats, lons, loaded.index.grids_at)
