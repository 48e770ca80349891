"""`[[unit_kinds]]` of a district: kinds of units of its own."""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from domain.dispatch.unit_kinds import (
    SYMBOLS,
    USUAL_KIND_WORDS,
    OwnKind,
    ShownKinds,
    TravelMode,
)
from geodata.district.refused import DistrictError

KEYS = ("code", "name", "english", "symbol", "colour", "travel_mode", "cover_s", "also")
SHOWN = ("nearest", "shading")
# Codes of every district; `unit` is the mark of a kind nobody knows.
TAKEN = {"police", "grid_worker", "unit", "officer", "patrol_car", "camera"}
MOST_KINDS = len(SYMBOLS)  # each has an outline of its own
# The panel beside the map has room for no more lists.
MOST_NEAREST = 4
LONGEST_NAME, LONGEST_ENGLISH, LONGEST_COVER_S = 12, 40, 7200
_CODE, _COLOUR = re.compile(r"[a-z][a-z0-9_]{1,23}"), re.compile(r"#[0-9a-f]{6}")
Refuse = Callable[[str], DistrictError]


def read_unit_kinds(told: object, path: Path) -> tuple[OwnKind, ...]:
    """The kinds of units a district declares, in its order.

    Raises:
        DistrictError: one that cannot be shown or told from the others, with what to write.
    """
    if told is None:
        return ()
    if not isinstance(told, list) or not all(isinstance(one, dict) for one in told):
        raise DistrictError(f"{path}: write [[unit_kinds]] on a line before each kind of unit")
    if len(told) > MOST_KINDS:
        raise DistrictError(f"{path}: [[unit_kinds]]: at most {MOST_KINDS}")
    kinds = tuple(_kind(one, path) for one in told)
    for what in ("code", "name", "symbol"):
        said = [getattr(one, what) for one in kinds]
        if twice := next((one for one in said if said.count(one) > 1), None):
            raise DistrictError(f"{path}: [[unit_kinds]]: {what} {twice!r} is given to two kinds")
    words = [word for one in kinds for word in (one.name, *one.also)]
    if twice := next((word for word in words if words.count(word) > 1), None):
        raise DistrictError(f"{path}: [[unit_kinds]]: {twice!r} may mean two kinds in a table")
    return kinds


def read_shown_kinds(told: Mapping[str, Any], own: Sequence[OwnKind], path: Path) -> ShownKinds:
    """`[units]`: the kinds that have a list of the nearest, and those the map is shaded by.

    Raises:
        DistrictError: a kind that is not there, or that is not counted in coverage.
    """
    known = (*USUAL_KIND_WORDS, *(one.code for one in own))
    covered = (*USUAL_KIND_WORDS, *(one.code for one in own if one.cover_s is not None))
    nearest = _codes(told, "nearest", known, path)
    shading = _codes(told, "shading", covered, path)
    if nearest is not None and not 0 < len(nearest) <= MOST_NEAREST:
        raise DistrictError(f"{path}: [units] `nearest` must name 1 to {MOST_NEAREST} kinds")
    return ShownKinds(nearest or ShownKinds().nearest, shading)


def _codes(
    told: Mapping[str, Any], key: str, known: Sequence[str], path: Path
) -> tuple[str, ...] | None:
    if key not in told:
        return None
    said = told[key]
    if not isinstance(said, list) or not all(isinstance(one, str) for one in said):
        raise DistrictError(f'{path}: [units] `{key}` must be a list such as ["police"]')
    if strange := next((one for one in said if one not in known), None):
        raise DistrictError(
            f"{path}: [units] `{key}`: {strange!r} is none of {', '.join(known)}; an own kind is "
            "declared in [[unit_kinds]], with `cover_s` to be counted in coverage"
        )
    if len(set(said)) < len(said):
        raise DistrictError(f"{path}: [units] `{key}` names a kind twice")
    return tuple(said)


def _kind(told: Mapping[str, Any], path: Path) -> OwnKind:
    def refuse(why: str) -> DistrictError:
        return DistrictError(f"{path}: [[unit_kinds]] {told.get('code', '')}: {why}")

    if unknown := next((key for key in told if key not in KEYS), None):
        raise refuse(f"`{unknown}` is not there to be set; known: {', '.join(KEYS)}")
    code = told.get("code")
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        raise refuse('`code` must be 2 to 24 letters a-z, digits and _, such as "fire_engine"')
    if code in TAKEN:
        raise refuse("this code is every district's; choose another")
    if told.get("symbol") not in SYMBOLS:
        raise refuse(f"`symbol` must be one of: {', '.join(SYMBOLS)}")
    colour = told.get("colour")
    if not isinstance(colour, str) or not _COLOUR.fullmatch(colour.lower()):
        raise refuse('`colour` must be written as "#ff7a45"')
    return OwnKind(
        code=code,
        name=_text(told, "name", LONGEST_NAME, refuse),
        symbol=str(told["symbol"]),
        colour=colour.lower(),
        english=_text(told, "english", LONGEST_ENGLISH, refuse) if "english" in told else "",
        mode=_mode(told.get("travel_mode", TravelMode.CAR), refuse),
        cover_s=_cover(told.get("cover_s"), refuse),
        also=_also(told.get("also", []), refuse),
    )


def _text(told: Mapping[str, Any], key: str, longest: int, refuse: Refuse) -> str:
    text = told.get(key)
    if not isinstance(text, str) or not _is_plain(text.strip(), longest):
        raise refuse(f"`{key}` must be 1 to {longest} plain letters")
    return text.strip()


def _is_plain(text: str, longest: int) -> bool:
    marks = "{}<>\"'"
    return 0 < len(text) <= longest and all(
        letter.isprintable() and letter not in marks for letter in text
    )


def _mode(told: object, refuse: Refuse) -> TravelMode:
    if told not in tuple(TravelMode):
        raise refuse(f"`travel_mode` must be one of: {', '.join(TravelMode)}")
    return TravelMode(str(told))


def _cover(told: object, refuse: Refuse) -> int | None:
    if told is None:
        return None
    if type(told) is not int or not 0 < told <= LONGEST_COVER_S:
        raise refuse(f"`cover_s` must be whole seconds, at most {LONGEST_COVER_S}")
    return told


def _also(told: object, refuse: Refuse) -> tuple[str, ...]:
    if not isinstance(told, Sequence) or isinstance(told, str):
        raise refuse('`also` must be a list of words, such as ["fire"]')
    if not all(isinstance(one, str) and _is_plain(one.strip(), LONGEST_NAME) for one in told):
        raise refuse(f"`also`: each 1 to {LONGEST_NAME} plain letters")
    return tuple(one.strip() for one in told)
