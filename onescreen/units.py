"""`python -m onescreen units import | remove | list`: the roster, without a running server."""

import argparse
import asyncio
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from catalogues import in_english
from data_folder import prepare_for_command
from domain.dispatch.unit_kinds import learn_kinds
from geodata.district.district import load_district
from geodata.files.layers import read_areas
from geodata.files.versions import MapVersions
from operations.dispatch.units import Progress, Units
from operations.dispatch.units_from_table import UnitTableError, import_units, remove_listed
from operations.files.roster_table import read_table
from operations.threads import Work
from settings import Settings
from store import Store, open_store

ACTOR = "operator"
LONG_TABLE = 1_000


def run(command: str, rest: Sequence[str], settings: Settings, say: Callable[[str], None]) -> int:
    """Run one command of the roster; the exit code."""
    chosen = _parser(command).parse_args(rest)
    learn_kinds(load_district(settings.district).unit_kinds)
    prepare_for_command(settings)
    url = settings.database_url.get_secret_value() if settings.database_url else None
    store = open_store(
        url, settings.facts_dir, high_water=settings.high_water, seals=settings.seals
    )
    store.seal()  # what was written before this, also by a server that was cut off
    work = Work()
    try:
        if chosen.command == "list":
            return _list(store, say)
        if chosen.command == "remove":
            table = chosen.list.read_bytes() if chosen.list else None
            return asyncio.run(_remove(Units(store, work), chosen.ids, table, say))
        raw = chosen.file.read_bytes()
        return asyncio.run(_import(store, work, raw, settings, say))
    finally:
        work.close()
        store.close()


def _progress(say: Callable[[str], None]) -> Progress:
    """Says every tenth of a long table."""
    told = 0

    def tell(done: int, of: int) -> None:
        nonlocal told
        if of >= LONG_TABLE and done * 10 // of > told:
            told = done * 10 // of
            say(f"{done} of {of}")

    return tell


async def _remove(
    units: Units, ids: Sequence[str], table: bytes | None, say: Callable[[str], None]
) -> int:
    if table is not None:
        sheet = read_table(table)
        count = await remove_listed(units, sheet, actor=ACTOR, progress=_progress(say))
    else:
        count = len(await units.remove_units(ids, actor=ACTOR))
    say(f"{count} units removed; their records and assignments stay")
    return 0


def _list(store: Store, say: Callable[[str], None]) -> int:
    for unit in store.units():
        kind = f"{unit.kind} {unit.subkind or ''}".strip()
        say(f"{unit.unit_id}\t{unit.call_sign}\t{kind}\t{unit.status}\t{unit.home_area or '-'}")
    return 0


async def _import(
    store: Store, work: Work, raw: bytes, settings: Settings, say: Callable[[str], None]
) -> int:
    current = MapVersions(settings.data_dir / "maps").current()
    held = list(read_areas(current.path)) if current else None
    areas = {area.code for area in held} if held else None
    try:
        told = await import_units(
            Units(store, work),
            read_table(raw),
            areas=areas,
            area_names=names_of((one.code, one.name) for one in held or ()),
            actor=ACTOR,
            progress=_progress(say),
        )
    except UnitTableError as error:
        for row, field, why in error.rows:
            print(f"row {row}, {field}: {in_english(why)}", file=sys.stderr)  # noqa: T201
        say(f"{len({row for row, _, _ in error.rows})} rows cannot be taken: nothing was changed")
        return 1
    if told.unused:
        say(f"columns not used: {', '.join(told.unused)}")
    if told.hidden:
        say(f"hidden rows not taken: {', '.join(map(str, told.hidden))}")
    say(f"{told.added} units added, {told.changed} changed, {told.same} as they were")
    return 0


def names_of(areas: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The code of each area that alone bears its name.

    `areas` are codes with their names. An area in it may bear it too: the only grid of an
    undivided village is called as the village.
    """
    codes: dict[str, list[str]] = {}
    for code, name in areas:
        codes.setdefault(name, []).append(code)
    widest = {name: min(held, key=len) for name, held in codes.items() if name}
    return {
        name: code
        for name, code in widest.items()
        if all(one.startswith(code) for one in codes[name])
    }


def _parser(command: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=f"python -m onescreen {command}", description="The roster of units."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    load = commands.add_parser("import", help="add and change the units of a table")
    load.add_argument(
        "file", type=Path, help="CSV or xlsx: 编号, 呼号, 类别 and, if known, 细类, 所属区域 …"
    )
    away = commands.add_parser("remove", help="take units away; their records stay")
    away.add_argument("ids", nargs="*", metavar="ID", help="of each unit")
    away.add_argument("--list", type=Path, help="CSV or xlsx with a column 编号")
    commands.add_parser("list", help="every unit")
    return parser
