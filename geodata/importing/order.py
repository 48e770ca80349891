"""What an import is asked to do, and what came of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from geodata.files.versions import MapVersion
from geodata.importing.report import Report

Progress = Callable[[float, str], None]
TOLERANCE_M = 1.0


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """What to import, and how to read it.

    `level` is an area level or `handling` (then `department` names whose). `columns` maps our
    fields to the file's columns. `keeps_draft` holds the result back even when it is complete;
    `is_fresh` begins a new map with nothing from the present one (no demo roads or cameras);
    `splits_crossings` joins roads that cross without a common vertex; `upper_names` are the areas
    above the district, as addresses begin with them. `is_undivided` makes each area its own only
    area on every level below: of a district without grids, or without villages.
    """

    file: Path
    level: str
    department: str | None = None
    crs: str | None = None
    layer: str | None = None
    encoding: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    tolerance_m: float = TOLERANCE_M
    keeps_draft: bool = False
    is_fresh: bool = False
    skips_outside: bool = False
    is_swapped: bool = False
    splits_crossings: bool = False
    is_undivided: bool = False
    upper_names: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an import.

    `version` is None when nothing was written (errors, or a dry run); `missing` are the levels
    the map still lacks; `is_current` tells whether it became the current map.
    """

    report: Report
    version: MapVersion | None = None
    missing: tuple[str, ...] = ()
    is_current: bool = False
