"""A press as a phone tells of it: which phone, which key, and when it really was."""

from collections.abc import Callable
from datetime import datetime

from domain.field.phones import Phone
from domain.field.presses import pressed_at
from operations.clock import utc_now
from store.field.acts import Press


def press_of(phone: Phone, key: str, age_ms: float, now: Callable[[], datetime] = utc_now) -> Press:
    """The press behind a request."""
    return Press(phone.device_id, key, pressed_at(now(), age_ms))
