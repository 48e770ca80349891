"""The demo: its history, and the simulator that goes on with it."""

from datetime import datetime

from bootstrap.parts import Parts
from bootstrap.progress import Tell
from feeds.simulator import Places, Ports, Simulator, fleet, history, plan_history
from operations.upkeep.demo import DemoDoors
from operations.upkeep.history import write_history


def write_demo_history(parts: Parts, until: datetime, days: int, tell: Tell) -> None:
    """Write the days that are missing; blocks, at the first start for a minute."""
    members = fleet(parts.areas.loaded.by_code.values())
    plan = plan_history(
        members,
        until=until,
        days=days,
        seed=parts.settings.demo_seed,
        map_version=parts.areas.loaded.version,
    )
    write_history(
        parts.store,
        lambda plan: history(members, _places(parts), plan, parts.district.zone),
        plan,
        prefix=parts.district.prefix,
        zone=parts.district.zone,
        progress=tell,
    )


def simulator(parts: Parts) -> Simulator:
    """A feed like any other, and people who act."""
    doors = DemoDoors(
        ingest=parts.ingest,
        desk=parts.desk,
        nearest=parts.nearest,
        picture=parts.picture,
        board=parts.board,
        notices=parts.desk_parts.notices,
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
        _places(parts),
        parts.areas.roads,
        ports,
        zone=parts.district.zone,
        seed=parts.settings.demo_seed,
        speed=parts.settings.demo_speed,
    )


def _places(parts: Parts) -> Places:
    loaded = parts.areas.loaded
    lats, lons = loaded.roads.nodes
    return Places(loaded.by_code.values(), lats, lons, loaded.index.grids_at)
