"""The map's command line: `python -m geodata build | import | list | restore | discard`.

Exit code 0: done. 1: not done, the report says why; nothing was replaced. 2: wrong usage.
"""

import argparse
import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from tqdm import tqdm

from catalogues import in_english
from data_folder import prepare_data_dir
from domain.errors import OneScreenError
from geodata.belonging import check_map_of, check_maps_of
from geodata.coordinates.crs import NAMES, read_crs
from geodata.district.departments import FILE, load_departments
from geodata.district.district import District, DistrictError, load_district
from geodata.files.versions import MapsError, MapVersion, MapVersions
from geodata.importing.fields import ALIASES, FIELDS
from geodata.importing.importing import import_map
from geodata.importing.layers.people import PEOPLE_FIELDS, PEOPLE_LEVEL, import_people
from geodata.importing.layers.points import POINT_FIELDS, POINT_LEVELS, import_points
from geodata.importing.layers.roads import ROAD_FIELDS, ROAD_LEVEL, import_roads
from geodata.importing.layers.surroundings import (
    SURROUNDING_FIELDS,
    SURROUNDINGS,
    import_surroundings,
)
from geodata.importing.order import TOLERANCE_M, ImportOrder, Outcome
from geodata.importing.rows import HANDLING
from geodata.importing.stack import LEVELS
from settings import Settings, SettingsError, read_settings

BIG_FILE_BYTES = 5_000_000
ADOPTED = "a running server takes it over by itself, else the next start does"
ALL_FIELDS = {**FIELDS, **ROAD_FIELDS, **POINT_FIELDS, **SURROUNDING_FIELDS, **PEOPLE_FIELDS}
_DEPARTMENT = re.compile(r"[\w-]{1,32}")


def main(arguments: Sequence[str] | None = None, prog: str = "python -m geodata") -> int:
    """Run one command; the exit code. `prog` is how it was called."""
    parser = _parser(prog)
    chosen = parser.parse_args(arguments)
    try:
        settings = read_settings()
        if chosen.data_dir is not None:
            settings = settings.model_copy(update={"data_dir": chosen.data_dir})
        if chosen.district is not None:
            settings = settings.model_copy(update={"district": chosen.district})
        return _run(chosen, settings, parser)
    except (OneScreenError, SettingsError, OSError) as error:
        print(f"error: {in_english(error)}", file=sys.stderr)
        return 1


def _run(chosen: argparse.Namespace, settings: Settings, parser: argparse.ArgumentParser) -> int:
    versions = MapVersions(settings.data_dir / "maps")
    if chosen.command == "list":
        return _list(versions)
    if chosen.command == "import":
        district = load_district(settings.district)
        order = replace(_order(chosen, parser), upper_names=district.upper_names)
        check_maps_of(versions, district)
        _check_department(order, district)
        if not chosen.dry_run:
            prepare_data_dir(settings)
        return _import(order, versions, district, chosen)
    prepare_data_dir(settings)
    if chosen.command == "build":
        district = load_district(settings.district)
        check_maps_of(versions, district)
        return _build(versions, district)
    if chosen.command == "restore":
        check_map_of(versions.get(chosen.version).path, load_district(settings.district))
        restored = versions.restore(chosen.version)
        print(f"{restored.version} is current again; {ADOPTED}")
        return 0
    dropped = versions.drop_draft()
    print(f"draft {dropped.version} discarded" if dropped else "there is no draft")
    return 0


def _check_department(order: ImportOrder, district: District) -> None:
    """Handling grids of a department nobody has would never be shown.

    Raises:
        DistrictError: the district has no such department.
    """
    if order.department is None:
        return
    known = [one.code for one in load_departments(district.folder)]
    if order.department not in known:
        there = ", ".join(known) or f"none: {district.folder / FILE} is missing or empty"
        raise DistrictError(f"there is no department {order.department!r}; there are: {there}")


def _build(versions: MapVersions, district: District) -> int:
    # Imported late: building needs libraries that the other commands start faster without.
    from geodata.build.build import build_demo

    with TemporaryDirectory(prefix="onescreen-map-") as folder, _Bar(True) as bar:
        built = build_demo(district, Path(folder) / "demo.gpkg", progress=bar.tell)
        version = versions.add(built, f"demo map of {district.name}")
    versions.make_current(version.version)
    print(f"{version.version} is current: {version.path}")
    return 0


def _import(
    order: ImportOrder, versions: MapVersions, district: District, chosen: argparse.Namespace
) -> int:
    with _Bar(order.file.stat().st_size > BIG_FILE_BYTES) as bar:
        if order.level in POINT_LEVELS:
            outcome = import_points(order, versions, dry_run=chosen.dry_run)
        elif order.level == ROAD_LEVEL:
            outcome = import_roads(order, versions, dry_run=chosen.dry_run)
        elif order.level in SURROUNDINGS:
            outcome = import_surroundings(order, versions, dry_run=chosen.dry_run)
        elif order.level == PEOPLE_LEVEL:
            outcome = import_people(order, versions, dry_run=chosen.dry_run)
        else:
            outcome = import_map(
                order, versions, district.code, dry_run=chosen.dry_run, progress=bar.tell
            )
    if chosen.report is not None:
        outcome.report.write(chosen.report)
    table = outcome.report.as_table()
    if table:
        print(table)
    print(_verdict(outcome, chosen.dry_run))
    return 0 if outcome.report.is_good else 1


def _verdict(outcome: Outcome, dry_run: bool) -> str:
    if not outcome.report.is_good:
        return f"{len(outcome.report.errors)} errors: nothing was replaced"
    if outcome.version is None:
        return "all good; nothing was replaced (dry run)" if dry_run else "nothing to import"
    name = outcome.version.version
    if outcome.is_current:
        return f"all good; {name} is current; {ADOPTED}"
    if outcome.missing:
        return f"all good; draft {name} still lacks: {', '.join(outcome.missing)}"
    return f"all good; {name} is kept as draft (restore {name} makes it current)"


def _list(versions: MapVersions) -> int:
    held = versions.list()
    if not held:
        print("no maps yet; python -m onescreen maps build makes the demo map")
    try:
        current, draft, damage = versions.current(), versions.draft(), None
    except MapsError as error:
        current, draft, damage = None, None, error
    for version in held:
        print(_line(version, current, draft))
    if damage is not None:
        raise damage
    return 0


def _line(version: MapVersion, current: MapVersion | None, draft: MapVersion | None) -> str:
    marks = []
    if current is not None and version.version == current.version:
        marks.append(
            "current" if current.adopted_at else "current, not yet taken over by the server"
        )
    if draft is not None and version.version == draft.version:
        marks.append("draft")
    elif not version.is_complete:
        marks.append("incomplete")
    mark = f"  [{'; '.join(marks)}]" if marks else ""
    return f"{version.version}  {version.added_at:%Y-%m-%d %H:%M} UTC  {version.source}{mark}"


def _order(chosen: argparse.Namespace, parser: argparse.ArgumentParser) -> ImportOrder:
    """The order the arguments describe; wrong usage ends the program with code 2."""
    if not chosen.file.exists():
        parser.error(f"{chosen.file} does not exist")
    if (chosen.level == HANDLING) != (chosen.department is not None):
        parser.error("--department goes with --level handling, and only with it")
    if chosen.department is not None and not _DEPARTMENT.fullmatch(chosen.department):
        parser.error("--department is 1 to 32 letters, digits, - or _")
    if chosen.crs and chosen.crs.lower() not in NAMES and read_crs(chosen.crs) is None:
        parser.error(f"--crs {chosen.crs}: use {', '.join(NAMES)} or a code such as EPSG:4547")
    if chosen.fresh and chosen.level != LEVELS[0]:
        parser.error("--fresh begins a new map: it goes with --level district only")
    if chosen.split_crossings and chosen.level != ROAD_LEVEL:
        parser.error("--split-crossings goes with --level road only")
    if chosen.undivided and chosen.level not in LEVELS[:-1]:
        parser.error(f"--undivided goes with --level {', '.join(LEVELS[:-1])} only")
    if not 0.01 <= chosen.tolerance_m <= 100:
        parser.error("--tolerance-m is 0.01 to 100 metres")
    return ImportOrder(
        file=chosen.file,
        level=chosen.level,
        department=chosen.department,
        crs=chosen.crs,
        layer=chosen.layer,
        encoding=chosen.encoding,
        columns=_columns(chosen, parser),
        tolerance_m=chosen.tolerance_m,
        keeps_draft=chosen.draft,
        is_fresh=chosen.fresh,
        skips_outside=chosen.skip_outside,
        is_swapped=chosen.swap_axes,
        splits_crossings=chosen.split_crossings,
        is_undivided=chosen.undivided,
    )


def _columns(chosen: argparse.Namespace, parser: argparse.ArgumentParser) -> dict[str, str]:
    columns = {}
    for pair in chosen.map:
        field, equals, column = pair.partition("=")
        field = ALIASES.get(field, field)
        known = ALL_FIELDS[chosen.level]
        if not equals or field not in known:
            fields = ", ".join(known)
            usage = "write FIELD=COLUMN, or FIELD= to leave a column out"
            parser.error(f"--map {pair}: {usage}; fields: {fields}")
        columns[field] = column
    return columns


class _Bar:
    """A progress bar on stderr: on a terminal, or when the work is long."""

    def __init__(self, is_long: bool) -> None:
        hidden = not (is_long or sys.stderr.isatty())
        self._bar = tqdm(total=100, unit="%", disable=hidden, leave=False, file=sys.stderr)

    def tell(self, share: float, word: str) -> None:
        """Show the share done and what is being done."""
        self._bar.set_description(word)
        self._bar.update(max(0, round(share * 100) - self._bar.n))

    def __enter__(self) -> "_Bar":
        return self

    def __exit__(self, *error: object) -> None:
        self._bar.close()


def _parser(prog: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=prog, description="The district's map: build, import, list, restore."
    )
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--data-dir", type=Path, help="data folder (ONESCREEN_DATA_DIR)")
    common.add_argument("--district", type=Path, help="district folder (ONESCREEN_DISTRICT)")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("build", parents=[common], help="make the demo map the current one")
    commands.add_parser("list", parents=[common], help="show all kept maps")
    restore = commands.add_parser("restore", parents=[common], help="make an earlier map current")
    restore.add_argument("version", help="as `list` shows it")
    commands.add_parser("discard", parents=[common], help="forget the unfinished draft")
    _add_import(commands.add_parser("import", parents=[common], help="import real map data"))
    return parser


def _add_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, help="Shapefile, GeoPackage, GeoJSON, KML, .gdb, CSV …, or a zip of one"
    )
    parser.add_argument(
        "--level",
        required=True,
        choices=[*ALL_FIELDS],
        help="what the rows are; areas in the order district, town, village, grid",
    )
    parser.add_argument("--department", help="whose handling grids (with --level handling)")
    parser.add_argument("--crs", help="gcj02, bd09, wgs84 or EPSG:xxxx; wins over the file's own")
    parser.add_argument("--layer", help="which layer, when there are several; '*': all as one")
    parser.add_argument("--encoding", help="of a Shapefile's text, when it is guessed wrong")
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="FIELD=COLUMN",
        help="e.g. code=DM; population= leaves a column out; repeat for more",
    )
    parser.add_argument(
        "--tolerance-m",
        type=float,
        default=TOLERANCE_M,
        metavar="M",
        help="gaps and overlaps narrower than this (1) are closed, wider ones refused",
    )
    parser.add_argument(
        "--undivided",
        action="store_true",
        help="there is no level below: each area is also its own only village and grid",
    )
    parser.add_argument("--draft", action="store_true", help="hold the result back as a draft")
    parser.add_argument(
        "--fresh", action="store_true", help="begin a new map (with --level district)"
    )
    parser.add_argument("--skip-outside", action="store_true", help="leave strangers out")
    parser.add_argument(
        "--split-crossings", action="store_true", help="join roads that cross (--level road)"
    )
    parser.add_argument("--swap-axes", action="store_true", help="the file holds y before x")
    parser.add_argument("--dry-run", action="store_true", help="check everything, change nothing")
    parser.add_argument("--report", type=Path, metavar="FILE", help="all findings, .json or .csv")


if __name__ == "__main__":
    sys.exit(main())
