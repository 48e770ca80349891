"""A district's dispute centre, read from its folder."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from pathlib import Path
from types import MappingProxyType
from typing import Any

from domain.centre.limits.clock_table import CLOCKS
from domain.centre.limits.clocks import Clock, Ground, Unit
from domain.centre.premises.places import Body, Centre, Hours, Place, Staffing
from geodata.district.district import refuse_unknown
from geodata.district.refused import read_of

FILE = "centre.toml"
_TOP = (
    *("lead", "reopened_within_days", "sealed_to", "phone", "opens", "closes", "open_on_days_off"),
    *("numbers_all_day", "demo", "discipline"),
    *("body", "unit", "zone", "window", "room", "clock", "kept", "call_days", "texts"),
)
_OF_DEMO = ("sealed_to", "opens", "closes", "open_on_days_off", "numbers_all_day")


def load_centre(folder: Path, *, is_demo: bool = False) -> Centre | None:
    """The centre of a district; None when it has no such file.

    Args:
        folder: of the district.
        is_demo: whether what `[demo]` says goes before the rest: a hall that is filled by a demo
            is looked at by night too.

    Raises:
        DistrictError: the file cannot be read, or an entry is wrong.
    """
    path = folder / FILE
    if not path.exists():
        return None
    with read_of(path):
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        refuse_unknown(raw, _TOP, "", path)
        refuse_unknown(raw.get("demo", {}), _OF_DEMO, "[demo] ", path)
        if is_demo:
            raw |= raw.get("demo", {})
        return _centre(raw, path)


def _centre(raw: Mapping[str, Any], path: Path) -> Centre:
    clocks = dict(CLOCKS)
    for one in raw.get("clock", []):
        refuse_unknown(one, ("code", "unit", "length", "pauses"), "[[clock]] ", path)
        clocks[one["code"]] = _corrected(clocks[one["code"]], one)
    bodies = {}
    for one in raw["body"]:
        refuse_unknown(one, ("code", "name", "clock", "judicial"), "[[body]] ", path)
        clock = clocks[one["clock"]].code
        bodies[one["code"]] = Body(one["code"], one["name"], clock, one.get("judicial", False))
    zones = _places(raw, "zone", path)
    made = Centre(
        lead=bodies[raw["lead"]].code,
        bodies=MappingProxyType(bodies),
        clocks=MappingProxyType(clocks),
        units=_places(raw, "unit", path),
        zones=zones,
        windows=_places(raw, "window", path, zones),
        rooms=_places(raw, "room", path, zones),
        reopened_within_days=int(raw.get("reopened_within_days", 180)),
        sealed_to=tuple(raw.get("sealed_to", ())),
        phone=str(raw.get("phone", "")),
        hours=_hours(raw),
        discipline=_discipline(raw, clocks, path),
    )
    if made.discipline is not None and made.discipline.code in {*made.bodies, *made.units}:
        raise ValueError(f"[discipline] {made.discipline.code!r} is a body or a unit of the centre")
    for window in made.windows:
        if not (window.isdecimal() and len(window) == 2):
            raise ValueError(f"the code of window {window!r} must be two digits")
    return made


def _discipline(raw: Mapping[str, Any], clocks: Mapping[str, Clock], path: Path) -> Body | None:
    one = raw.get("discipline")
    if one is None:
        return None
    refuse_unknown(one, ("code", "name", "clock"), "[discipline] ", path)
    return Body(one["code"], one["name"], clocks[one["clock"]].code)


def _hours(raw: Mapping[str, Any]) -> Hours:
    usual = Hours()
    opens = time.fromisoformat(raw.get("opens", usual.opens.isoformat()))
    closes = time.fromisoformat(raw.get("closes", usual.closes.isoformat()))
    if opens >= closes:
        raise ValueError("the centre must close after it opens, on the same day")
    return Hours(
        opens,
        closes,
        bool(raw.get("open_on_days_off", False)),
        bool(raw.get("numbers_all_day", False)),
    )


def _places(
    raw: Mapping[str, Any], kind: str, path: Path, zones: Mapping[str, Place] | None = None
) -> Mapping[str, Place]:
    found: dict[str, Place] = {}
    for one in raw.get(kind, []):
        known = ("code", "name", "demo", "zone", "staffing", "phone")
        refuse_unknown(one, known, f"[[{kind}]] ", path)
        code = one["code"]
        if code in found:
            raise ValueError(f"two entries of [[{kind}]] have the code {code!r}")
        found[code] = Place(
            code=code,
            name=one["name"],
            is_demo=one.get("demo", False),
            within=zones[one["zone"]].code if zones is not None else "",
            staffing=Staffing(one["staffing"]) if kind == "unit" else None,
            phone=str(one.get("phone", "")),
        )
    return MappingProxyType(found)


def _corrected(clock: Clock, said: Mapping[str, Any]) -> Clock:
    return replace(
        clock,
        unit=Unit(said.get("unit", clock.unit)),
        length=int(said.get("length", clock.length)),
        pauses=frozenset(Ground(one) for one in said.get("pauses", clock.pauses)),
    )
