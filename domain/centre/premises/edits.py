"""Editing the centre: bodies, units, zones, windows, rooms, hours; each change makes a version.

What was used is closed, not taken away: past cases keep its name, and nobody chooses it any more.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import time
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from domain.centre.limits.clocks import Clock
from domain.centre.premises.places import Body, Centre, Hours, Place, Staffing
from domain.errors import ConflictError, InvalidError
from domain.fields import as_choice, as_text, as_whole
from domain.kind import Audience, Kept, Kind
from domain.kind_fields import ANY, WHOLE, Field

CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,31}")
_WINDOW = re.compile(r"\d{2}")
_PHONE = re.compile(r"[0-9+() -]{0,32}")
LONGEST_NAME, MOST_OF_A_PART, MOST_SEALED_TO = 32, 200, 20
LONGEST_REOPENING_DAYS = 3660


class Part(StrEnum):
    """What a centre is made of."""

    BODY = "body"
    UNIT = "unit"
    ZONE = "zone"
    WINDOW = "window"
    ROOM = "room"


FIELDS: Mapping[Part, str] = MappingProxyType(
    {
        Part.BODY: "bodies",
        Part.UNIT: "units",
        Part.ZONE: "zones",
        Part.WINDOW: "windows",
        Part.ROOM: "rooms",
    }
)
CENTRE: Kind[Any] = Kind(
    name="centre",
    fields=(Field("version", WHOLE), Field("centre", ANY)),
    audience=Audience(("centre.edit", "centre.seal", "journal.read")),
    kept=Kept.NEWEST,
    title="中心设置",
    says={"write": "中心设置存为第 {version} 版"},
    changes={"settings.manage": ()},
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A body, unit, zone, window or room as it is written into the form; empty for what is not."""

    code: str
    name: str
    zone: str = ""
    staffing: str = ""
    clock: str = ""
    phone: str = ""
    is_judicial: bool = False


def held(centre: Centre, part: Part) -> Mapping[str, Any]:
    """The entries of a part, by code."""
    found: Mapping[str, Any] = getattr(centre, FIELDS[part])
    return found


def _with(centre: Centre, part: Part, entries: Mapping[str, Any]) -> Centre:
    changed: dict[str, Any] = {FIELDS[part]: MappingProxyType(dict(entries))}
    return replace(centre, **changed)


def put(centre: Centre, part: Part, entry: Entry) -> Centre:
    """The centre with an entry added, or changed where its code is known.

    Raises:
        InvalidError: the code, the name or what belongs to it does not do.
    """
    pattern = _WINDOW if part is Part.WINDOW else CODE
    if not pattern.fullmatch(entry.code):
        says = "window_code_wrong" if part is Part.WINDOW else "code_wrong"
        raise InvalidError(says=says, field="code")
    name = as_text(entry.name, "name", longest=LONGEST_NAME)
    entries = dict(held(centre, part))
    if entry.code not in entries and len(entries) >= MOST_OF_A_PART:
        raise InvalidError(says="entries_too_many", most=MOST_OF_A_PART, field="code")
    others = {*centre.bodies, *centre.units} - {*entries}
    if part in {Part.BODY, Part.UNIT} and entry.code in others:
        raise InvalidError(says="code_of_other_part", entry=entry.code, field="code")
    before = entries.get(entry.code)
    is_closed = bool(before and before.is_closed)
    if part is Part.BODY:
        clock = centre.clock(entry.clock).code
        entries[entry.code] = Body(entry.code, name, clock, entry.is_judicial, is_closed)
    else:
        entries[entry.code] = _place(centre, part, entry, name, before)
    return _with(centre, part, entries)


def _place(centre: Centre, part: Part, entry: Entry, name: str, before: Place | None) -> Place:
    if not _PHONE.fullmatch(entry.phone):
        raise InvalidError(says="phone_wrong", field="phone")
    zone, staffing = "", None
    if part in {Part.WINDOW, Part.ROOM}:
        zone = as_choice(entry.zone, "zone", centre.zones)
    if part is Part.UNIT:
        staffing = Staffing(as_choice(entry.staffing, "staffing", [one.value for one in Staffing]))
    return Place(
        code=entry.code,
        name=name,
        is_demo=bool(before and before.is_demo),
        within=zone,
        staffing=staffing,
        phone=entry.phone.strip(),
        is_closed=bool(before and before.is_closed),
    )


def close(centre: Centre, part: Part, code: str, *, is_closed: bool) -> Centre:
    """The centre with an entry closed: its past stays, nobody chooses it any more; or open again.

    Raises:
        InvalidError: there is no such entry.
        ConflictError: the centre cannot do without it.
    """
    entries = dict(held(centre, part))
    entry = _known(entries, code)
    if is_closed:
        _check_spared(centre, part, code)
    entries[code] = replace(entry, is_closed=is_closed)
    return _with(centre, part, entries)


def remove(centre: Centre, part: Part, code: str, *, uses: int) -> Centre:
    """The centre without an entry that nothing was ever done with.

    Args:
        centre: as it stands.
        part: what is taken away.
        code: which of them.
        uses: how many cases, bookings and numbers name it.

    Raises:
        InvalidError: there is no such entry.
        ConflictError: something names it, or the centre cannot do without it.
    """
    entries = dict(held(centre, part))
    entry = _known(entries, code)
    _check_spared(centre, part, code)
    if uses:
        raise ConflictError(says="entry_in_use", name=entry.name, uses=uses, field="code")
    del entries[code]
    return _with(centre, part, entries)


def _known(entries: Mapping[str, Any], code: str) -> Any:
    if code not in entries:
        raise InvalidError(says="entry_unknown", entry=code[:64], field="code")
    return entries[code]


def _check_spared(centre: Centre, part: Part, code: str) -> None:
    """Whether the centre can do without an entry."""
    if part is Part.BODY and code == centre.lead:
        raise ConflictError(says="lead_body_stays", name=centre.bodies[code].name, field="code")
    if part is Part.ZONE:
        inside = [
            one.name
            for one in (*centre.windows.values(), *centre.rooms.values())
            if one.within == code and not one.is_closed
        ]
        if inside:
            raise ConflictError(says="zone_not_empty", name=inside[0], field="code")
    windows = [one for one in centre.windows.values() if not one.is_closed]
    if part is Part.WINDOW and [one.code for one in windows] == [code]:
        raise ConflictError(says="last_window_stays", field="code")


@dataclass(frozen=True, slots=True)
class General:
    """What is said of the whole centre."""

    phone: str
    opens: str
    closes: str
    is_open_on_days_off: bool
    reopened_within_days: int


def put_general(centre: Centre, said: General) -> Centre:
    """The centre with other hours, phone and time of reopening; numbers then keep the hours.

    Raises:
        InvalidError: one of them does not do.
    """
    if not _PHONE.fullmatch(said.phone):
        raise InvalidError(says="phone_wrong", field="phone")
    opens, closes = _time(said.opens, "opens"), _time(said.closes, "closes")
    if opens >= closes:
        raise InvalidError(says="centre_hours_wrong", field="closes")
    days = as_whole(
        said.reopened_within_days, "reopened_within_days", low=1, high=LONGEST_REOPENING_DAYS
    )
    hours = Hours(opens, closes, said.is_open_on_days_off)
    return replace(centre, phone=said.phone.strip(), hours=hours, reopened_within_days=days)


def _time(text: str, name: str) -> time:
    try:
        if not re.fullmatch(r"\d{2}:\d{2}", text):
            raise ValueError(text)
        return time.fromisoformat(text)
    except ValueError:
        raise InvalidError(says="time_wrong", field=name) from None


def seal_to(centre: Centre, accounts: tuple[str, ...]) -> Centre:
    """The centre with other accounts that see sealed reports taken in from now on.

    Raises:
        InvalidError: they are too many.
    """
    named = tuple(dict.fromkeys(one for one in accounts if one))
    if len(named) > MOST_SEALED_TO:
        raise InvalidError(says="sealed_to_too_many", most=MOST_SEALED_TO, field="sealed_to")
    return replace(centre, sealed_to=named)


# as it is kept ------------------------------------------------------------------------------------


def to_items(centre: Centre) -> dict[str, Any]:
    """The centre as its versions keep it; its clocks are the district's file's."""
    hours = centre.hours
    return {
        "lead": centre.lead,
        "phone": centre.phone,
        "opens": f"{hours.opens:%H:%M}",
        "closes": f"{hours.closes:%H:%M}",
        "open_on_days_off": hours.is_open_on_days_off,
        "numbers_all_day": hours.numbers_all_day,
        "reopened_within_days": centre.reopened_within_days,
        "sealed_to": list(centre.sealed_to),
        "body": [
            {"code": one.code, "name": one.name, "clock": one.clock,
             "judicial": one.is_judicial, "closed": one.is_closed}
            for one in centre.bodies.values()
        ],
        **{
            part.value: [_item(one) for one in held(centre, part).values()]
            for part in Part
            if part is not Part.BODY
        },
    }  # fmt: skip


def _item(one: Place) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": one.name,
        "demo": one.is_demo,
        "zone": one.within,
        "staffing": one.staffing.value if one.staffing else "",
        "phone": one.phone,
        "closed": one.is_closed,
    }


def from_items(items: Mapping[str, Any], clocks: Mapping[str, Clock]) -> Centre:
    """The centre of a version.

    Raises:
        KeyError, ValueError: it has not the shape `to_items` writes.
    """
    bodies = {
        one["code"]: Body(one["code"], one["name"], one["clock"], one["judicial"], one["closed"])
        for one in items["body"]
    }
    places: dict[str, Mapping[str, Place]] = {}
    make: Callable[[Mapping[str, Any]], Place] = _of_item
    for part in Part:
        if part is not Part.BODY:
            made = {one["code"]: make(one) for one in items[part.value]}
            places[FIELDS[part]] = MappingProxyType(made)
    return Centre(
        lead=items["lead"],
        bodies=MappingProxyType(bodies),
        clocks=clocks,
        reopened_within_days=items["reopened_within_days"],
        sealed_to=tuple(items["sealed_to"]),
        phone=items["phone"],
        hours=Hours(
            time.fromisoformat(items["opens"]),
            time.fromisoformat(items["closes"]),
            items["open_on_days_off"],
            items.get("numbers_all_day", False),  # versions from before say nothing of it
        ),
        units=places["units"],
        zones=places["zones"],
        windows=places["windows"],
        rooms=places["rooms"],
    )


def _of_item(one: Mapping[str, Any]) -> Place:
    return Place(
        code=one["code"],
        name=one["name"],
        is_demo=one["demo"],
        within=one["zone"],
        staffing=Staffing(one["staffing"]) if one["staffing"] else None,
        phone=one["phone"],
        is_closed=one["closed"],
    )
