"""The inbox: what is answered."""

from api.typed import Answer
from domain.moments import to_iso
from domain.net.tasks.inbox import Waiting


class WaitingOut(Answer):
    """Something that waits for the caller."""

    room: str
    key: str
    title: str
    due_at: str | None
    is_late: bool
    href: str


class InboxOut(Answer):
    """What waits for the caller, the late first."""

    items: list[WaitingOut]


def waiting_out(one: Waiting) -> WaitingOut:
    """Something that waits, as it is answered."""
    return WaitingOut(
        room=one.room, key=one.key, title=one.title,
        due_at=to_iso(one.due_at) if one.due_at else None, is_late=one.is_late, href=one.href,
    )  # fmt: skip
