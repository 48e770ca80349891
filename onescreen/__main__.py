"""The one command line: `python -m onescreen COMMAND`.

    backup DIR      everything the server needs, while it runs
    restore DIR     put a backup into an empty data folder
    doctor          what is wrong here, in sentences
    new-district CODE --name NAME   a folder for a district of one's own
    accounts …      add, reset, list accounts              (python -m operations …)
    import …, maps …  bring and manage maps                (python -m geodata …)
    units import FILE, units list   the units that can be sent
    keys add SOURCE, list, rotate, revoke   keys of source systems
    verify, figures, quarantine, export-subject, erase     (python -m store …)

Exit code 0: done, and all is well. 1: not done, or something is wrong. 2: wrong usage.
"""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

# Imported late where a command asks for more: a mistyped command shall answer at once.
from settings import Settings, SettingsError, read_settings

PROG = "python -m onescreen"
_STORE = ("verify", "figures", "quarantine", "export-subject", "erase")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or given[0] in {"-h", "--help", "help"}:
        print(__doc__)
        return 0 if given else 2
    command, rest = given[0], given[1:]
    if command not in COMMANDS:
        print(f"there is no command {command!r}; there are: {', '.join(COMMANDS)}", file=sys.stderr)
        return 2
    from catalogues import in_english
    from domain.errors import OneScreenError

    try:
        return COMMANDS[command](command, rest)
    except (OneScreenError, SettingsError, OSError) as error:
        print(f"error: {in_english(error)}", file=sys.stderr)
        return 1


def _say_which(settings: Settings) -> None:
    """Which database is spoken of: the demo's and the real one look alike."""
    kind = "demo" if settings.demo else "real"
    where = "PostgreSQL" if settings.database_url else settings.facts_dir.absolute()
    other = "; for the real one set ONESCREEN_DEMO=0" if settings.demo else ""
    print(f"the {kind} database, in {where}{other}", file=sys.stderr)


def _backup(command: str, rest: Sequence[str]) -> int:
    from onescreen.backup import make_backup

    words = [one for one in rest if one != "--without-database"]
    folder = _folder(command, words)
    if folder is None:
        return 2
    settings = read_settings()
    _say_which(settings)
    chosen = {name: value for name, value in os.environ.items() if name.startswith("ONESCREEN_")}
    told = make_backup(settings, folder, chosen, facts_elsewhere="--without-database" in rest)
    print(
        f"{folder}: the {told.database} database of {told.district}, journal {told.epoch} up to "
        f"record {told.seq:,}, {told.files} files, {told.size / 1e6:,.1f} MB, checked. "
        "It holds keys and personal data: keep it as the server itself."
    )
    return 0


def _restore(command: str, rest: Sequence[str]) -> int:
    from onescreen.backup import restore

    folder = _folder(command, rest)
    if folder is None:
        return 2
    settings = read_settings()
    told = restore(settings, folder)
    demo = int(told.database == "demo")
    restored = settings.data_dir / "restored"
    print(
        f"{settings.data_dir.absolute()}: the {told.database} database of {told.district} up to "
        f"record {told.seq:,} is restored and checked; its journal has a new name.\n"
        f"Start with ONESCREEN_DEMO={demo}. The district folder of the backup is in "
        f"{restored / 'district'} (ONESCREEN_DISTRICT), "
        f"its settings are in {restored / 'settings.env'}."
    )
    return 0


def _folder(command: str, words: Sequence[str]) -> Path | None:
    if len(words) != 1 or words[0].startswith("-"):
        more = " [--without-database]" if command == "backup" else ""
        print(f"usage: python -m onescreen {command} DIR{more}", file=sys.stderr)
        return None
    return Path(words[0])


def _doctor(command: str, rest: Sequence[str]) -> int:
    if rest:
        print(f"usage: python -m onescreen {command}", file=sys.stderr)
        return 2
    settings = read_settings()
    from onescreen.doctor import examine

    _say_which(settings)
    found = examine(settings)
    for one in found:
        print(("WRONG  " if one.is_fault else "ok     ") + one.words)
    wrong = sum(one.is_fault for one in found)
    print("nothing is wrong" if not wrong else f"{wrong} to be mended")
    return 1 if wrong else 0


def _new_district(command: str, rest: Sequence[str]) -> int:
    from onescreen.new_district import new_district

    print(new_district(command, rest))
    return 0


def _keys(command: str, rest: Sequence[str]) -> int:
    from onescreen.keys import run

    settings = read_settings()
    _say_which(settings)
    return run(command, rest, settings, print)


def _units(command: str, rest: Sequence[str]) -> int:
    from onescreen.units import run

    settings = read_settings()
    _say_which(settings)
    return run(command, rest, settings, print)


def _accounts(_: str, rest: Sequence[str]) -> int:
    from operations.__main__ import main as run

    _say_which(read_settings())
    return run(rest, f"{PROG} accounts")


def _import(command: str, rest: Sequence[str]) -> int:
    from geodata.__main__ import main as run

    if "--data-dir" not in rest:
        maps = read_settings().data_dir.absolute() / "maps"
        print(f"the maps in {maps}, of the demo and the real database alike", file=sys.stderr)
    if command == "maps":
        return run(rest, f"{PROG} maps")
    return run([command, *rest], PROG)


def _store(command: str, rest: Sequence[str]) -> int:
    from store.__main__ import main as run

    _say_which(read_settings())
    return run([command, *rest], PROG)


COMMANDS: dict[str, Callable[[str, Sequence[str]], int]] = {
    "backup": _backup,
    "restore": _restore,
    "doctor": _doctor,
    "new-district": _new_district,
    "accounts": _accounts,
    "keys": _keys,
    "units": _units,
    "import": _import,
    "maps": _import,
    **dict.fromkeys(_STORE, _store),
}

if __name__ == "__main__":
    raise SystemExit(main())
