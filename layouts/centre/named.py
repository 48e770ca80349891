"""What bodies, days and lists of the centre are called on its pages."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from domain.centre.cases.case import Case
from domain.centre.cases.petitions import Matter
from domain.centre.loop.said import SYSTEM
from domain.centre.premises.places import Body, Centre, Place
from domain.words import Words


class Called(Protocol):
    """What has a name."""

    @property
    def name(self) -> str:
        """By which people know it."""


def named(held: Mapping[str, Called]) -> list[tuple[str, str]]:
    """Codes and names, as a form offers them."""
    return [(code, one.name) for code, one in held.items()]


def open_ones(held: Mapping[str, Body] | Mapping[str, Place]) -> list[tuple[str, str]]:
    """The same of what is not closed: the rest is no longer chosen."""
    return [(code, one.name) for code, one in held.items() if not one.is_closed]


def bodies(centre: Centre) -> list[tuple[str, str]]:
    """The bodies, and the units that act as one, as a form offers them."""
    return open_ones(centre.bodies) + open_ones(centre.units)


def accusable(centre: Centre) -> list[tuple[str, str]]:
    """Whom a report may accuse: any body, that of discipline among them."""
    its = centre.discipline
    return [*bodies(centre), *([(its.code, its.name)] if its is not None else [])]


def competent(centre: Centre, case: Case) -> list[tuple[str, str]]:
    """Who may be given a case: a report goes to the body of discipline, unless that is accused."""
    its = centre.discipline
    if case.matter is Matter.REPORT and its is not None and its.code not in case.never:
        return [(its.code, its.name)]
    return bodies(centre)


def body_name(centre: Centre, code: str | None) -> str:
    """What a body, or a unit that acts as one, is called."""
    return centre.name_of(code)


def actor(name: str, words: Words) -> str:
    """Who acted: an account as it signs in, and time as the system."""
    return words("系统") if name == SYSTEM.actor else name


def last_day(due_at: datetime | None, zone_name: str) -> str:
    """The last day of a limit, by the district's clock: it is kept until before `due_at`."""
    if due_at is None:
        return ""
    return str((due_at - timedelta(seconds=1)).astimezone(ZoneInfo(zone_name)).date())
