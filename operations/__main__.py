"""The accounts' command line: `python -m operations add NAME --role ROLE | reset NAME | list`.

Exit code 0: done. 1: refused, with the reason. 2: wrong usage.
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from catalogues import in_english
from data_folder import prepare_for_command, read_account_key
from domain.access.accounts import AccountRules
from domain.access.roles import PEOPLE
from domain.errors import InvalidError, OneScreenError
from geodata.district.centre import load_centre
from geodata.district.departments import FILE, load_departments
from geodata.district.district import load_district
from geodata.files.known_areas import check_area
from operations.access.accounts import OPERATOR, NewAccount
from operations.access.people import People
from operations.threads import Work
from settings import Settings, SettingsError, read_settings
from store import open_store


def main(arguments: Sequence[str] | None = None, prog: str = "python -m operations") -> int:
    """Run one command; the exit code. `prog` is how it was called."""
    chosen = _parser(prog).parse_args(arguments)
    try:
        return asyncio.run(_run(chosen, read_settings()))
    except (OneScreenError, SettingsError, OSError) as error:
        print(f"error: {in_english(error)}", file=sys.stderr)
        return 1


async def _run(chosen: argparse.Namespace, settings: Settings) -> int:
    if chosen.command == "add":
        _check_place(chosen, settings)
    prepare_for_command(settings)
    url = settings.database_url.get_secret_value() if settings.database_url else None
    store = open_store(
        url, settings.facts_dir, high_water=settings.high_water, seals=settings.seals
    )
    store.seal()  # what was written before this, also by a server that was cut off
    store.tell_sign_ins()
    work = Work()
    people = People(store, work, AccountRules(), read_account_key(settings))
    try:
        await _do(chosen, people)
    finally:
        people.close()
        work.close()
        store.close()
    return 0


def _of_centre(folder: Path) -> list[str]:
    """The bodies and units of the district's dispute centre: its people act for these."""
    centre = load_centre(folder)
    return [*centre.bodies, *centre.units] if centre else []


def _check_place(chosen: argparse.Namespace, settings: Settings) -> None:
    """See that the area and the department of an account are there: else it would see nothing.

    Raises:
        InvalidError: one of them is not.
    """
    if chosen.department is not None:
        folder = load_district(settings.district).folder
        known = [one.code for one in load_departments(folder)] + _of_centre(folder)
        if chosen.department not in known:
            there = ", ".join(known) or f"none: {folder / FILE} is missing or empty"
            raise InvalidError(
                says="no_department_of", department=chosen.department, there=there,
                field="department",
            )  # fmt: skip
    check_area(settings.data_dir, chosen.area)


async def _do(chosen: argparse.Namespace, people: People) -> None:
    if chosen.command == "list":
        for account in await people.accounts.all(OPERATOR):
            where = account.area or "whole district"
            print(f"{account.name}\t{account.role}\t{where}\t{account.department or '-'}")
        return
    if chosen.command == "reset":
        password = await people.accounts.reset(OPERATOR, chosen.name, second_factor=True)
        print(f"{chosen.name}  one-time password: {password}")
        return
    new = NewAccount(chosen.name, chosen.role, area=chosen.area, department=chosen.department)
    account, password = await people.accounts.add(OPERATOR, new)
    print(f"{account.name} ({account.role})  one-time password: {password}")


def _parser(prog: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=prog, description="Accounts of the data folder in ONESCREEN_DATA_DIR"
    )
    commands = parser.add_subparsers(dest="command", required=True)
    add = commands.add_parser("add", help="add an account; prints its one-time password once")
    add.add_argument("name", help="what they sign in with")
    add.add_argument("--role", required=True, choices=sorted(PEOPLE))
    add.add_argument("--area", help="code of the area they may see; the whole district by default")
    add.add_argument(
        "--department", help="code of departments.toml, or of a body or unit of centre.toml"
    )
    reset = commands.add_parser("reset", help="a new one-time password, no second factor")
    reset.add_argument("name")
    commands.add_parser("list", help="every account, its role and area")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
