"""Units whose phone somebody carries on duty: in a demo the simulator does not play them."""

from collections.abc import Iterable

from domain.field.phones import FieldDevice
from operations.field.phones import FieldPhones


class Carried:
    """Keeps, on the event loop, which units are carried.

    Args:
        phones: says when a phone goes on duty or off, and when it ends.
        on_duty: the phones that are on duty at the start.
    """

    def __init__(self, phones: FieldPhones, on_duty: Iterable[FieldDevice]) -> None:
        self._units = {one.device_id: one.unit_id for one in on_duty}
        phones.on_duty.append(self._told)
        phones.on_ended.append(self._ended)

    def is_carried(self, unit_id: str) -> bool:
        """Whether a phone of the unit is on duty."""
        return unit_id in self._units.values()

    def _told(self, device: FieldDevice) -> None:
        if device.on_duty_at is not None and device.revoked_at is None:
            self._units[device.device_id] = device.unit_id
        else:
            self._units.pop(device.device_id, None)

    async def _ended(self, device: FieldDevice, _actor: str) -> None:
        self._units.pop(device.device_id, None)
