"""Talk and broadcasts: put together from what was made before them."""

from typing import Any

from geodata.district.field.talk import load_talk
from operations.field.talk.field_talk import FieldTalks
from operations.field.talk.ground import TalkGround


def build_talk(parts: Any) -> FieldTalks:
    """The talk, of a product whose store is made (bootstrap/parts.py)."""
    ground = TalkGround(parts.store, parts.work, settings=load_talk(parts.district.folder))
    return FieldTalks(ground)
