"""A phone in the field: bound to an account and, mostly, to a unit, until it is signed out or lost.

Several phones may be bound to one unit (a car, a pair), and several to one account. The binding is
a fact; the key of the phone, its PIN and when it was last seen are no facts and stand beside it.

Source: docs/decisions/0141-a-phone-is-bound.md
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from domain.access.callers import Caller
from domain.access.roles import PHONE_ROLES
from domain.codes.unit_status import UnitStatus
from domain.errors import ConflictError, InvalidError
from domain.kind import Audience, Kept, Kind
from domain.kind_fields import AREA, fields_of

# How long personal data stay on a screen nobody touches.
OPEN_FOR = timedelta(minutes=5)
# A duty nobody ends is over by itself: longer than any shift.
LONGEST_DUTY = timedelta(hours=16)
MOST_OF_A_UNIT = 8
PIN_DIGITS = 6
MOST_TRIES = 5
LONGEST_LABEL = 64


class Gone(StrEnum):
    """Why a phone is bound no longer."""

    SIGNED_OUT = "signed_out"
    LOST = "phone_lost"
    REPLACED = "phone_replaced"


@dataclass(frozen=True, slots=True)
class FieldDevice:
    """A binding.

    Attributes:
        account: whose sign-in it was bound with.
        unit_id: the unit it speaks for; None for somebody who is no unit.
        area_code: where the unit, or else the account, belongs; None for the whole district.
        label: what kind of phone it says it is.
        on_duty_at: since when it rings; None off duty.
        revoked_at, revoked_by, gone: when, by whom and why it was ended.
    """

    device_id: str
    account: str
    bound_at: datetime
    unit_id: str | None = None
    area_code: str | None = None
    label: str = ""
    on_duty_at: datetime | None = None
    revoked_at: datetime | None = None
    revoked_by: str | None = None
    gone: Gone | None = None
    is_demo: bool = False


FIELD_DEVICE = Kind(
    name="field_device",
    entity=FieldDevice,
    fields=fields_of(FieldDevice, area_code={"shape": AREA}, label={"is_loose": True}),
    id_field="device_id",
    audience=Audience(("field.devices",), area_field="area_code"),
    is_streamed=False,
    kept=Kept.NEWEST,
    title="外勤手机",
    says={
        "bind": "绑定了外勤手机",
        "duty_on": "外勤手机上勤",
        "duty_off": "外勤手机下勤",
        "revoke": "外勤手机解除绑定",
    },
)


@dataclass(frozen=True, slots=True)
class Phone:
    """A bound phone that asks for something: what it is, and for whom it asks.

    `open_until`: until when personal data may be shown on it. `is_pinned`: a PIN is set, and may
    still be tried.
    """

    device: FieldDevice
    caller: Caller
    open_until: datetime | None = None
    seen_at: datetime | None = None
    is_pinned: bool = False

    def is_open(self, now: datetime) -> bool:
        """Whether personal data may be shown on it now."""
        return self.open_until is not None and now < self.open_until

    @property
    def device_id(self) -> str:
        """Which phone it is."""
        return self.device.device_id

    @property
    def unit_id(self) -> str | None:
        """The unit it speaks for."""
        return self.device.unit_id


def is_on_duty(device: FieldDevice, status: UnitStatus | None, now: datetime) -> bool:
    """Whether a phone is shown and rung: it went on duty, and its unit was not sent home.

    Args:
        device: the binding.
        status: of its unit; None for a phone without one.
        now: timezone-aware.
    """
    if device.revoked_at is not None or device.on_duty_at is None:
        return False
    return now - device.on_duty_at < LONGEST_DUTY and status is not UnitStatus.OFF_DUTY


def may_be_bound(role: str) -> bool:
    """Whether people of a role carry a phone."""
    return role in PHONE_ROLES


def check_pin(pin: str) -> str:
    """A PIN that may be set.

    Raises:
        InvalidError: not six digits, or all alike, or one after the other.
    """
    if len(pin) != PIN_DIGITS or not (pin.isascii() and pin.isdigit()):
        raise InvalidError(says="pin_digits", digits=PIN_DIGITS, field="pin")
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    if steps in ({0}, {1}, {-1}):
        raise InvalidError(says="pin_easy", field="pin")
    return pin


def gone_off_duty(device: FieldDevice, *, has_order: bool, is_last: bool) -> FieldDevice:
    """A phone that goes off duty.

    Raises:
        ConflictError: its unit is on an order, and no other phone of it stays on duty.
    """
    if has_order and is_last:
        raise ConflictError(says="off_duty_with_order", field="on", code="unit_busy")
    return replace(device, on_duty_at=None)
