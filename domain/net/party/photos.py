"""Which photos of activities may be shown outside the department: only those somebody has marked.

A photo may show people by whom they are known, so it is seen by nobody but those who keep the
activity, until one of them says that it may be shown. Then every screen shows it.

Source: docs/net.md, "Party"
"""

from dataclasses import dataclass, replace
from typing import TypeVar

from domain.errors import ConflictError
from domain.net.party.activities import PartyActivity
from domain.net.party.self_governance import CommunityActivity

MOST_SHOWN = 6  # of one activity
ON_SCREENS = 6  # of all of them, on a wall or a page
Activity = TypeVar("Activity", PartyActivity, CommunityActivity)


@dataclass(frozen=True, slots=True)
class ShownPhoto:
    """A photo that may be shown, and what is said below it.

    Attributes:
        file_id: of the photo.
        day, area_code: of its activity.
        title: what residents call it; empty of an organisation's.
        activity: the word of an organisation's activity; empty of residents'.
    """

    file_id: str
    day: str
    area_code: str
    title: str = ""
    activity: str = ""


def marked(one: Activity, file_id: str, *, is_shown: bool) -> Activity:
    """An activity one of whose photos may be shown from now on, or no more.

    Raises:
        ConflictError: too many may be shown.
    """
    others: tuple[str, ...] = tuple(name for name in one.shown_photos if name != file_id)
    if is_shown and len(others) >= MOST_SHOWN:
        raise ConflictError(says="party_photos_many", most=MOST_SHOWN, field="file_id")
    return replace(one, shown_photos=(*others, file_id) if is_shown else others)


def shown_of(one: PartyActivity | CommunityActivity) -> list[ShownPhoto]:
    """The photos of an activity that may be shown, with their words."""
    title = getattr(one, "title", "")
    kind = "" if title else str(getattr(one, "activity", ""))
    return [
        ShownPhoto(file_id, one.day, one.area_code, title, kind) for file_id in one.shown_photos
    ]
