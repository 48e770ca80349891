"""What a unit is doing, in one word; and which words mean that it can be sent, or is not there."""

from enum import StrEnum


class UnitStatus(StrEnum):
    """What a unit is doing."""

    AVAILABLE = "available"
    DISPATCHED = "dispatched"
    EN_ROUTE = "en_route"
    ON_SCENE = "on_scene"
    CLEARED = "cleared"
    OFF_DUTY = "off_duty"
    OUT_OF_SERVICE = "out_of_service"


NOT_ON_DUTY = frozenset({UnitStatus.OFF_DUTY, UnitStatus.OUT_OF_SERVICE})
FREE = frozenset({UnitStatus.AVAILABLE, UnitStatus.CLEARED})
