"""A unit is on duty with its first phone and off with its last."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.dispatch.units import NOT_ON_DUTY, UnitStatus
from domain.errors import ConflictError
from domain.field.phones import FIELD_DEVICE, FieldDevice, gone_off_duty
from operations.incidents.acts import set_status
from store import Transaction
from store.field import phones as kept
from store.field.acts import Press


def rest(tx: Transaction, device: FieldDevice, actor: str, at: datetime) -> None:
    """The last phone of a unit is off duty: so is the unit, unless it is on an order."""
    unit = tx.unit(device.unit_id or "")
    if unit is None or unit.status in NOT_ON_DUTY or others_on_duty(tx, device):
        return
    if not tx.open_assignments(unit_id=unit.unit_id):
        set_status(tx, unit, UnitStatus.OFF_DUTY, actor=actor, at=at)


def others_on_duty(tx: Transaction, device: FieldDevice) -> bool:
    """Whether another phone of the same unit is on duty."""
    found = kept.bound_to(tx.connection, device.unit_id or "")
    return any(one.on_duty_at and one.device_id != device.device_id for one in found)


def duty(
    tx: Transaction, device: FieldDevice, press: Press, actor: str, *, on: bool
) -> dict[str, Any]:
    """Inside a transaction: a phone goes on duty or off, and its unit with the first and last.

    Raises:
        ConflictError: off duty with an order and no other phone on duty; or on duty in a unit
            that the desk has taken out of service.
    """
    unit = tx.unit(device.unit_id) if device.unit_id else None
    if on and unit is not None and unit.status is UnitStatus.OUT_OF_SERVICE:
        raise ConflictError(says="unit_out_of_service", field="on", code="out_of_service")
    if on:
        after = replace(device, on_duty_at=device.on_duty_at or press.at)
    else:
        has_order = unit is not None and bool(tx.open_assignments(unit_id=unit.unit_id))
        is_last = not others_on_duty(tx, device)
        after = gone_off_duty(device, has_order=has_order, is_last=is_last)
    if after != device:
        action = "duty_on" if on else "duty_off"
        tx.put(FIELD_DEVICE, after, action=action, actor=actor, occurred_at=press.at)
    if unit is not None and on and unit.status is UnitStatus.OFF_DUTY:
        set_status(tx, unit, UnitStatus.AVAILABLE, actor=actor, at=press.at)
    elif unit is not None and not on:
        rest(tx, after, actor, press.at)
    return {"on_duty": on}
