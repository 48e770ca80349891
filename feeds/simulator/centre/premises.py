"""Who stands at the demo centre's windows, and which hours of its rooms are booked: by day.

Pure and deterministic: the same day of the same seed has the same rota and the same hours.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from random import Random

from domain.centre.premises.places import Centre, Staffing
from domain.centre.premises.rota import Half, Written
from feeds.simulator.centre.staff import STAFF

# The first window of a zone is a resident unit's, where the centre has it.
_AT_HOME: Mapping[str, str] = {
    "intake": "public_security",
    "visits": "petitions",
    "mediation": "justice",
    "litigation": "court",
    "legal": "human_resources",
}
# On days off a few windows are on duty.
WINDOWS_ON_DAYS_OFF = 3
SESSIONS = (time(9), time(10, 30), time(14), time(15, 30))
LASTS = timedelta(hours=1)
BOOKED_SHARE = 0.45
_FIRST_INVENTED = 9200
_CLERKS = tuple(one.name for one in STAFF if one.role == "window_clerk")
_OFFICERS = {one.department: one.name for one in STAFF if one.role == "body_officer"}


def rota_of(centre: Centre, day: date, *, is_day_off: bool) -> list[Written]:
    """The rota of a day: resident units at their windows, the rotating ones in turn at the others.

    Args:
        centre: its windows and units.
        day: by the district's clock.
        is_day_off: whether only a few windows are on duty.
    """
    windows = [one for one in centre.windows.values() if not one.is_closed]
    rotating = [
        one.code
        for one in centre.units.values()
        if one.staffing is Staffing.ROTATING and not one.is_closed
    ]
    home = _homes(centre)
    found: list[Written] = []
    for half_at, half in enumerate(Half):
        turn = (2 * day.toordinal() + half_at) * len(windows)
        for at, window in enumerate(windows[:WINDOWS_ON_DAYS_OFF] if is_day_off else windows):
            unit = home.get(window.code) or (
                rotating[(turn + at) % len(rotating)] if rotating else next(iter(centre.units), "")
            )
            found.append(_written(centre, day, half, window.code, unit, at))
    return found


def _homes(centre: Centre) -> dict[str, str]:
    found: dict[str, str] = {}
    for window in centre.windows.values():
        unit = centre.units.get(_AT_HOME.get(window.within, ""))
        is_first = unit is not None and unit.code not in found.values()
        if unit is not None and is_first and not (window.is_closed or unit.is_closed):
            found[window.code] = unit.code
    return found


def _written(centre: Centre, day: date, half: Half, window: str, unit: str, at: int) -> Written:
    account = _CLERKS[at] if at < len(_CLERKS) else _OFFICERS.get(unit, "")
    number = _FIRST_INVENTED + 2 * list(centre.units).index(unit) + (half is Half.AFTERNOON)
    name = "" if account else f"演示-{number}"
    return Written(day, half, window, unit, account, name, f"138-0000-{number}")


def room_hours(
    centre: Centre, day: date, seed: int, zone: tzinfo
) -> Iterator[tuple[str, datetime, datetime]]:
    """The hours of a day in which rooms are booked, as room, from, until: a share of all."""
    chance = Random(f"rooms {seed} {day}")  # noqa: S311 - not a secret
    opens, closes = centre.hours.opens, centre.hours.closes
    for begins in SESSIONS:
        begins_at = datetime.combine(day, begins, zone)
        ends_at = begins_at + LASTS
        for room in centre.rooms.values():
            is_booked = chance.random() < BOOKED_SHARE
            if is_booked and not room.is_closed and opens <= begins and ends_at.time() <= closes:
                yield room.code, begins_at, ends_at
