"""What the register of looks is asked for, as an address or a form tells it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.fields import as_choice, as_moment, optional_text
from domain.video.looks.reasons import Look, Why

NAMES = ("person", "camera", "about", "what", "why", "since", "until")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the register is asked for; what is empty bounds nothing.

    Attributes:
        person: the account, or a part of its name.
        camera: the id, or a part of its name.
        about: the number of an incident, the code of a case or area.
        since: looks that began then or later, and before `until`.
    """

    person: str = ""
    camera: str = ""
    about: str = ""
    what: Look | None = None
    why: Why | None = None
    since: datetime | None = None
    until: datetime | None = None
    is_open: bool = False


def read_question(raw: Mapping[str, Any]) -> Asked:
    """The question; fields that are empty bound nothing.

    Raises:
        InvalidError: a word that is none, a moment that is none, or a text that is too long.
    """
    what, why = raw.get("what"), raw.get("why")
    since, until = raw.get("since"), raw.get("until")

    def text(name: str) -> str:
        return optional_text(raw, name, longest=64) or ""

    return Asked(
        person=text("person"),
        camera=text("camera"),
        about=text("about"),
        what=Look(as_choice(what, "what", Look)) if what else None,
        why=Why(as_choice(why, "why", Why)) if why else None,
        since=as_moment(since, "since") if since else None,
        until=as_moment(until, "until") if until else None,
    )
