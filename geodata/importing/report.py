"""What an import found: every line with code, place and what to do, for people and programs."""

import csv
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

SHOWN_PER_KIND = 20
TEXT_SHOWN = 80
# A spreadsheet runs a cell that begins like this as a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class Gravity(StrEnum):
    """Whether a finding stops the import."""

    ERROR = "error"
    REPAIRED = "repaired"
    NOTE = "note"


class Kind(StrEnum):
    """What a finding is about; stable words for programs."""

    UNREADABLE_FILE = "unreadable_file"
    EMPTY_FILE = "empty_file"
    MISSING_CRS = "missing_crs"
    SEVERAL_LAYERS = "several_layers"
    MISSING_FIELD = "missing_field"
    ENCODING = "encoding"
    COORDINATES = "coordinates"
    SWAPPED_AXES = "swapped_axes"
    NULL_GEOMETRY = "null_geometry"
    WRONG_GEOMETRY_TYPE = "wrong_geometry_type"
    INVALID_GEOMETRY = "invalid_geometry"
    SIMPLIFIED_SHAPE = "simplified_shape"
    MALFORMED_CODE = "malformed_code"
    DUPLICATE_CODE = "duplicate_code"
    MALFORMED_NAME = "malformed_name"
    MALFORMED_VALUE = "malformed_value"
    ORPHAN = "orphan"
    CHILDLESS = "childless"
    OUTSIDE_DISTRICT = "outside_district"
    OUTSIDE_PARENT = "outside_parent"
    OVERLAP = "overlap"
    GAP = "gap"
    FIT = "fit"
    LEVEL_ORDER = "level_order"
    LEVEL_DROPPED = "level_dropped"
    CHANGED_AREAS = "changed_areas"
    CARRIED_OVER = "carried_over"
    SKIPPED = "skipped"
    LIKELY_SHIFT = "likely_shift"
    UNCONNECTED = "unconnected"
    COUNTED = "counted"
    COLUMNS = "columns"
    CUT_OFF = "cut_off"
    OTHER_DISTRICT = "other_district"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found; `lat`, `lon` (WGS 84 degrees) mark a point there, None when nowhere."""

    gravity: Gravity
    kind: Kind
    message: str
    advice: str = ""
    code: str = ""
    lat: float | None = None
    lon: float | None = None


@dataclass(slots=True)
class Report:
    """The findings of one import, in the order found."""

    findings: list[Finding] = field(default_factory=list)

    def error(self, kind: Kind, message: str, advice: str, **where: Any) -> None:
        """Add something that stops the import."""
        self.findings.append(Finding(Gravity.ERROR, kind, message, advice, **where))

    def repaired(self, kind: Kind, message: str, **where: Any) -> None:
        """Add something that was put right."""
        self.findings.append(Finding(Gravity.REPAIRED, kind, message, **where))

    def note(self, kind: Kind, message: str, advice: str = "", **where: Any) -> None:
        """Add something worth knowing."""
        self.findings.append(Finding(Gravity.NOTE, kind, message, advice, **where))

    @property
    def is_good(self) -> bool:
        """True when nothing stops the import."""
        return not self.errors

    @property
    def errors(self) -> list[Finding]:
        """What stops the import."""
        return [item for item in self.findings if item.gravity is Gravity.ERROR]

    def kinds(self, gravity: Gravity = Gravity.ERROR) -> Counter[Kind]:
        """How many findings of each kind have a gravity."""
        return Counter(item.kind for item in self.findings if item.gravity is gravity)

    def as_table(self, shown: int = SHOWN_PER_KIND) -> str:
        """The findings as text, gravest first, at most `shown` lines of each kind."""
        lines: list[str] = []
        for gravity in Gravity:
            for kind in dict.fromkeys(i.kind for i in self.findings if i.gravity is gravity):
                group = [i for i in self.findings if i.gravity is gravity and i.kind is kind]
                lines += _section(gravity, kind, group, shown)
        return "\n".join(lines)

    def write(self, path: Path) -> None:
        """Write all findings as CSV when the name ends so, else as JSON.

        Raises:
            OSError: the file cannot be written.
        """
        rows = [asdict(item) for item in self.findings]
        if path.suffix.lower() == ".csv":
            _write_csv(path, rows)
        else:
            counts = {g.value: dict(self.kinds(g)) for g in Gravity}
            document = {"is_good": self.is_good, "counts": counts, "findings": rows}
            path.write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")


def plain(value: object, limit: int = TEXT_SHOWN) -> str:
    """Text from outside, fit for a terminal: no control characters, no endless lines."""
    text = "".join(letter if letter.isprintable() else "�" for letter in str(value)[: limit + 1])
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _section(gravity: Gravity, kind: Kind, group: list[Finding], shown: int) -> list[str]:
    words = kind.value.replace("_", " ")
    lines = [f"{gravity.value.upper()} {words}: {len(group)}"]
    lines += [f"  {_line(item)}" for item in group[:shown]]
    if len(group) > shown:
        lines.append(f"  … and {len(group) - shown} more; all of them with --report FILE")
    lines += [f"  → {advice}" for advice in dict.fromkeys(i.advice for i in group) if advice][:3]
    return lines


def _line(item: Finding) -> str:
    place = "" if item.lat is None or item.lon is None else f"{item.lat:.6f}, {item.lon:.6f}"
    return "  ".join(part for part in (plain(item.code, 24), place, item.message) if part)


def _write_csv(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    names = ["gravity", "kind", "code", "lat", "lon", "message", "advice"]
    # The mark makes spreadsheets read the Chinese names as UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        for row in rows:
            writer.writerow({name: _cell(row[name]) for name in names})


def _cell(value: object) -> object:
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return "'" + value
    return "" if value is None else value
