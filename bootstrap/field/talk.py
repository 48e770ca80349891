"""Talk and broadcasts: put together from what was made before them."""

from collections.abc import Collection, Mapping
from typing import Any

from geodata.district.field.talk import load_talk
from operations.field.talk.field_talk import FieldTalks
from operations.field.talk.ground import TalkGround


def build_talk(parts: Any) -> FieldTalks:
    """The talk, of a product whose store is made (bootstrap/parts.py)."""

    async def tell(units: Collection[str], message: Mapping[str, Any]) -> None:
        # the phones are made after the desk, and so after this
        for unit_id in units:
            parts.field.sockets.tell(unit_id, message)

    settings = load_talk(parts.district.folder)
    return FieldTalks(TalkGround(parts.store, parts.work, tell, settings))
