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


UNIT_STATUS_WORDS: dict[UnitStatus, str] = {
    UnitStatus.AVAILABLE: "空闲",
    UnitStatus.DISPATCHED: "已派",
    UnitStatus.EN_ROUTE: "途中",
    UnitStatus.ON_SCENE: "到场",
    UnitStatus.CLEARED: "空闲",
    UnitStatus.OFF_DUTY: "离岗",
    UnitStatus.OUT_OF_SERVICE: "停用",
}
NOT_ON_DUTY = frozenset({UnitStatus.OFF_DUTY, UnitStatus.OUT_OF_SERVICE})
FREE = frozenset({UnitStatus.AVAILABLE, UnitStatus.CLEARED})
# In their own time where people are is nobody's business: no position of theirs is shown.
UNLOCATED = frozenset({UnitStatus.OFF_DUTY})
