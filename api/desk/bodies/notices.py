"""Notices and check-ins."""

from api.desk.bodies.shapes import OfSubject, UnitNamed
from api.typed import Answer


class NoticeAnswer(OfSubject):
    """A notice and how far it has come."""

    notice_id: str
    recipient: str
    chain: str | None
    text: str
    area_code: str | None
    at: str
    pending: list[str]
    purpose: str
    assignment_id: str | None
    unit_id: str | None
    level: int
    state: str
    channel: list[str]
    attempts: int
    error: str | None
    sent_at: str | None
    delivered_at: str | None
    acknowledged_at: str | None
    is_demo: bool
    department: str | None
    head: str
    number: str | None


class NoticeList(Answer):
    """Notices."""

    items: list[NoticeAnswer]


class CheckIn(UnitNamed):
    """A unit on scene, and when it must say that it is well."""

    number: str
    due_at: str
    state: str


class CheckIns(Answer):
    """Those that are due."""

    items: list[CheckIn]


class CheckedIn(Answer):
    """A unit that is well, and when it is asked again."""

    unit_id: str
    number: str
    next_at: str | None
