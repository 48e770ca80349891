"""A district's folder: who it is, what it is measured by, and hints for its demo map."""

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import time
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from domain.calendar.working_time import USUAL_HOURS, WorkingSpan
from domain.dispatch.shifts import THREE_SHIFTS, Shift
from domain.dispatch.unit_kinds import OwnKind, ShownKinds
from domain.errors import RefusedError
from domain.incidents.dispositions import DISPOSITIONS, Disposition, dispositions_of
from domain.maps.areas import Level, level_of
from domain.own_names import OwnNames
from geodata.district.own_names import read_names, with_kinds
from geodata.district.refused import DistrictError as DistrictError
from geodata.district.unit_kinds import SHOWN, read_shown_kinds, read_unit_kinds

_SEVERITIES = 4
FARTHEST_OUTSIDE_M = 100_000
_PREFIX = re.compile(r"[A-Za-z0-9]{1,8}")
KEYS = (
    *("code", "name", "prefix", "time_zone", "review_number", "upper_names", "outside_m"),
    *("targets", "dispatch", "shifts", "working_hours", "dispositions", "names", "demo"),
    "unit_kinds",
    "units",
)


@dataclass(frozen=True, slots=True)
class Targets:
    """What the centre is measured by. `…_s` are seconds, `…_share` parts of one.

    `resolve_h` are hours from report to resolved, by severity Ⅰ to Ⅳ: the centre's own rule.

    Source: NENA-STA-020 (calls), NFPA 1225 (processing), NFPA 1710 (turnout, travel).
    """

    call_answered_s: int = 15
    call_answered_share: float = 0.90
    processed_s: int = 60
    processed_share: float = 0.90
    turnout_s: int = 80
    first_travel_s: int = 240
    resolve_h: Sequence[float] = (4, 12, 24, 72)

    def __post_init__(self) -> None:
        for name in ("call_answered_s", "processed_s", "turnout_s", "first_travel_s"):
            value = getattr(self, name)
            if not _is_number(value) or not 0 < value <= 86_400:
                raise TypeError(f"{name} must be seconds, more than 0 and at most a day")
        for name in ("call_answered_share", "processed_share"):
            value = getattr(self, name)
            if not _is_number(value) or not 0 < value <= 1:
                raise TypeError(f"{name} must be a part of one, such as 0.9")
        hours = self.resolve_h
        if not isinstance(hours, list | tuple) or not all(
            _is_number(one) and 0 < one <= 8760 for one in hours
        ):
            raise TypeError("resolve_h must be hours, more than 0 and at most a year")

    @property
    def arrival_s(self) -> int:
        """Seconds from report to the first unit on scene: processing, turnout and travel."""
        return self.processed_s + self.turnout_s + self.first_travel_s


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


@dataclass(frozen=True, slots=True)
class DispatchRules:
    """How units are chosen: the rest owed after work on scene, and how near somebody must be.

    `rest_s` is owed after at least as long on scene (0: none). `police_cover_s` and
    `grid_worker_cover_s` are the longest travel time at which a grid counts as covered. By the
    roster nobody is proposed `shift_end_s` before the end of a shift, or after `longest_duty_s` on
    duty (0: however long).
    """

    rest_s: int = 300
    police_cover_s: int = 600
    grid_worker_cover_s: int = 600
    shift_end_s: int = 1200
    longest_duty_s: int = 43_200

    def __post_init__(self) -> None:
        for name in (
            *("rest_s", "police_cover_s", "grid_worker_cover_s"),
            *("shift_end_s", "longest_duty_s"),
        ):
            value = getattr(self, name)
            if type(value) is not int or not 0 <= value <= 86_400:
                raise TypeError(f"{name} must be whole seconds, at most a day")


@dataclass(frozen=True, slots=True)
class District:
    """A district as its folder describes it.

    `code` is the 6-digit GB/T 2260 code, `prefix` begins every incident number, `review_number`
    is the map's 审图号 (empty when it has none), `demo` holds hints for the demo map only, `shifts`
    are in the order of the day. `upper_names` are the areas above it as people write them before
    an address: 安徽省, 淮北市. `working_hours` are the parts of a working day, in order.
    Places up to `outside_m` metres outside are taken, farther ones are the neighbour's.
    `dispositions` are the ways in which an incident ends here. `names` are what it calls classes,
    units and roles otherwise than other districts. `unit_kinds` are those it has beside police and
    grid workers; what they are called stands among `names` too. `shown_kinds` of them have a list
    of the nearest, and a shading of the map.
    """

    folder: Path
    code: str
    name: str
    prefix: str
    zone: ZoneInfo
    review_number: str
    targets: Targets
    demo: Mapping[str, Any]
    dispatch: DispatchRules = DispatchRules()
    shifts: Sequence[Shift] = THREE_SHIFTS
    upper_names: Sequence[str] = ()
    working_hours: Sequence[WorkingSpan] = USUAL_HOURS
    outside_m: float = 2000.0
    dispositions: Sequence[Disposition] = DISPOSITIONS
    names: OwnNames = field(default_factory=dict)
    unit_kinds: Sequence[OwnKind] = ()
    shown_kinds: ShownKinds = field(default_factory=ShownKinds)

    @property
    def inputs(self) -> Path:
        """The folder of committed inputs of the demo map."""
        return self.folder / "inputs"


def load_district(folder: Path) -> District:
    """Read `district.toml` in a folder.

    Raises:
        DistrictError: the file is missing, is not TOML, or a field is missing or wrong.
    """
    path = Path(folder) / "district.toml"
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DistrictError(f"{path} cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DistrictError(f"{path} is not TOML: {error}") from error
    refuse_unknown(raw, KEYS, "", path)
    kinds = read_unit_kinds(raw.get("unit_kinds"), path)
    shown = _table(raw, "units", path)
    refuse_unknown(shown, SHOWN, "[units] ", path)
    return District(
        folder=Path(folder),
        code=_code(raw, path),
        name=_text(raw, "name", path),
        prefix=_prefix(raw, path),
        zone=_zone(raw, path),
        review_number=_review_number(raw, path),
        targets=_targets(raw, path),
        demo=_table(raw, "demo", path),
        dispatch=_dispatch(raw, path),
        shifts=_shifts(raw, path),
        upper_names=_upper_names(raw, path),
        working_hours=_working_hours(raw, path),
        outside_m=_outside_m(raw, path),
        dispositions=_dispositions(raw, path),
        names=with_kinds(read_names(_table(raw, "names", path), path), kinds, path),
        unit_kinds=kinds,
        shown_kinds=read_shown_kinds(shown, kinds, path),
    )


def refuse_unknown(told: Mapping[str, Any], known: Iterable[str], where: str, path: Path) -> None:
    """Refuse a key nobody reads: it is mistyped, and what it should set would not be set.

    Raises:
        DistrictError: names the key, and the known one it may be meant as.
    """
    for key in told:
        if key not in (known := tuple(known)):
            near = difflib.get_close_matches(key, known, 1, 0.5)
            meant = f"; is it `{near[0]}`?" if near else f"; known: {', '.join(known)}"
            raise DistrictError(f"{path}: {where}`{key}` is no setting of a district{meant}")


def _table(raw: Mapping[str, Any], name: str, path: Path) -> Mapping[str, Any]:
    value = raw.get(name, {})
    if not isinstance(value, dict):
        raise DistrictError(
            f"{path}: `{name}` must be a table: write [{name}] on a line of its own"
        )
    return value


def _prefix(raw: Mapping[str, Any], path: Path) -> str:
    prefix = _text(raw, "prefix", path)
    if not _PREFIX.fullmatch(prefix):
        raise DistrictError(
            f"{path}: `prefix` {prefix!r} must be 1 to 8 letters A-Z or digits, such as the "
            "initials of the name: it begins every incident number, which is part of addresses"
        )
    return prefix


def _review_number(raw: Mapping[str, Any], path: Path) -> str:
    value = raw.get("review_number", "")
    if not isinstance(value, str):
        raise DistrictError(f'{path}: `review_number` must be a text, such as "GS(2026)0001号"')
    return value.strip()


def _upper_names(raw: Mapping[str, Any], path: Path) -> tuple[str, ...]:
    names = raw.get("upper_names", [])
    if not isinstance(names, list) or not all(
        isinstance(one, str) and len(one.strip()) > 1 for one in names
    ):
        raise DistrictError(f'{path}: `upper_names` must be a list such as ["安徽省", "淮北市"]')
    return tuple(one.strip() for one in names)


def _outside_m(raw: Mapping[str, Any], path: Path) -> float:
    value = raw.get("outside_m", 2000.0)
    if not _is_number(value) or not 0 <= value <= FARTHEST_OUTSIDE_M:
        raise DistrictError(f"{path}: `outside_m` must be metres, from 0 to {FARTHEST_OUTSIDE_M:,}")
    return float(value)


def _text(raw: Mapping[str, Any], name: str, path: Path) -> str:
    value = raw.get(name)
    if not isinstance(value, str) or not value.strip():
        raise DistrictError(f"{path}: `{name}` must be a text")
    return value.strip()


def _code(raw: Mapping[str, Any], path: Path) -> str:
    code = _text(raw, "code", path)
    try:
        level = level_of(code)
    except RefusedError as error:
        raise DistrictError(f"{path}: `code`: an area code has 6, 9, 12 or 15 digits") from error
    if level is not Level.DISTRICT:
        raise DistrictError(f"{path}: `code` must be a district's, 6 digits")
    return code


def _zone(raw: Mapping[str, Any], path: Path) -> ZoneInfo:
    name = _text(raw, "time_zone", path)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise DistrictError(f"{path}: `time_zone` {name!r} is unknown") from error


def _targets(raw: Mapping[str, Any], path: Path) -> Targets:
    told = _table(raw, "targets", path)
    refuse_unknown(told, (one.name for one in fields(Targets)), "[targets] ", path)
    try:
        targets = Targets(**told)
    except TypeError as error:
        raise DistrictError(f"{path}: [targets]: {error}") from error
    if len(targets.resolve_h) != _SEVERITIES:
        raise DistrictError(f"{path}: [targets]: resolve_h needs one figure for each severity")
    return targets


def _dispatch(raw: Mapping[str, Any], path: Path) -> DispatchRules:
    told = _table(raw, "dispatch", path)
    refuse_unknown(told, (one.name for one in fields(DispatchRules)), "[dispatch] ", path)
    try:
        return DispatchRules(**told)
    except TypeError as error:
        raise DistrictError(f"{path}: [dispatch]: {error}") from error


def _shifts(raw: Mapping[str, Any], path: Path) -> Sequence[Shift]:
    """The shifts of a day; without any the three of eight hours."""
    told = raw.get("shifts")
    if told is None:
        return THREE_SHIFTS
    for one in told if isinstance(told, list) else ():
        if isinstance(one, dict):
            refuse_unknown(one, ("name", "begins"), "[[shifts]] ", path)
    try:
        shifts = sorted((_shift(one) for one in told), key=lambda one: one.begins)
    except (TypeError, KeyError, ValueError) as error:
        raise DistrictError(f'{path}: [[shifts]]: each needs name and begins = "08:00"') from error
    for said in ({one.name for one in shifts}, {one.code for one in shifts}):
        if not 1 <= len(said) == len(shifts):
            raise DistrictError(f"{path}: [[shifts]]: names and beginnings must differ")
    return tuple(shifts)


def _working_hours(raw: Mapping[str, Any], path: Path) -> Sequence[WorkingSpan]:
    """The parts of a working day in order; without any the usual ones."""
    told = raw.get("working_hours")
    if told is None:
        return USUAL_HOURS
    for one in told if isinstance(told, list) else ():
        if isinstance(one, dict):
            refuse_unknown(one, ("begins", "ends"), "[[working_hours]] ", path)
    try:
        spans = [
            WorkingSpan(time.fromisoformat(one["begins"]), time.fromisoformat(one["ends"]))
            for one in told
        ]
    except (TypeError, KeyError, ValueError) as error:
        raise DistrictError(
            f'{path}: [[working_hours]]: each needs begins = "08:30" and a later ends = "12:00"'
        ) from error
    spans.sort(key=lambda span: span.begins)
    if not spans or any(later.begins < one.ends for one, later in pairwise(spans)):
        raise DistrictError(f"{path}: [[working_hours]]: needed, and without overlap")
    return tuple(spans)


def _dispositions(raw: Mapping[str, Any], path: Path) -> Sequence[Disposition]:
    """How incidents end here; without any the ways of every district."""
    told = _table(raw, "dispositions", path)
    names = ("closed", "cancelled", "without")
    refuse_unknown(told, names, "[dispositions] ", path)
    words = [told.get(name, []) for name in names]
    if not all(isinstance(one, list) and all(isinstance(w, str) for w in one) for one in words):
        raise DistrictError(f"{path}: [dispositions]: {', '.join(names)} are lists of words")
    try:
        return dispositions_of(*words)
    except ValueError as error:
        raise DistrictError(f"{path}: [dispositions]: {error}") from None


def _shift(told: Mapping[str, Any]) -> Shift:
    """A shift is kept by when it begins, so that a new name leaves old rosters as they are."""
    begins = time.fromisoformat(told["begins"])
    if (
        begins.second
        or begins.tzinfo
        or not told["name"].strip()
        or set(told) != {"name", "begins"}
    ):
        raise ValueError(told)
    code = next((one.code for one in THREE_SHIFTS if one.begins == begins), f"s{begins:%H%M}")
    return Shift(code, told["name"].strip(), begins)
