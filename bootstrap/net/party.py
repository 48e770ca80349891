"""The party of the net: put together from what was made before it, and its demo."""

from datetime import datetime
from typing import Any

from domain.maps.areas import Level
from domain.upkeep.history import HistoryPlan
from feeds.simulator.net.party import TELLER, Community, tell_party
from feeds.simulator.net.pictures import draw_picture
from geodata.district.net.party import load_party
from operations.files.decoding import Bounds, Decoding
from operations.net.party.demo import DemoParty
from operations.net.party.demo_photos import DemoPhotos
from operations.net.party.party import Party
from operations.net.party.party_desk import PartyDesk


def build_party(parts: Any) -> Party:
    """The party, of a product whose store, people and areas are made (bootstrap/parts.py)."""
    desk = PartyDesk(
        parts.store,
        parts.work,
        parts.people.audit,
        lambda: parts.areas.loaded.by_code,
        parts.district.zone,
        load_party(parts.district.folder),
    )
    return Party(desk, Decoding(Bounds(at_once=1, waiting=4)))


def demo_party(parts: Any, until: datetime) -> DemoParty | None:
    """What fills the demo's register, behind the running server; None where none is wanted."""
    if not parts.settings.demo_case_days:
        return None
    by_code, owner = parts.areas.loaded.by_code, parts.party.desk.rules.owner
    grids: dict[str, list[str]] = {}
    for code, one in sorted(by_code.items()):
        if one.level is Level.GRID:
            grids.setdefault(code[:12], []).append(code)
    communities = [
        Community(code, by_code[code].name, bool(by_code[code].is_urban), held)
        for code, held in grids.items()
    ]
    midnight = until.astimezone(parts.district.zone).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    plan = HistoryPlan(
        midnight, 365, parts.settings.demo_seed, version=f"{TELLER}-{parts.areas.loaded.version}"
    )
    photos = DemoPhotos(parts.party, parts.desk_parts.shelf, draw_picture)
    return DemoParty(
        parts.party.desk,
        lambda one: tell_party(communities, owner, one),
        plan,
        then=photos.add,
    )
