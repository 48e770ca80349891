"""The party of the net, put together from what was made before it."""

from typing import Any

from geodata.district.net.party import load_party
from operations.files.decoding import Bounds, Decoding
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
