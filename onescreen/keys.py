"""`python -m onescreen keys`: keys of other systems, each with rights of its own."""

import argparse
import asyncio
from collections.abc import Callable, Sequence

from data_folder import prepare_for_command, read_account_key
from domain.access.accounts import AccountRules
from domain.access.callers import Caller
from domain.access.grants import KEY_RIGHTS
from geodata.files.known_areas import check_area
from operations.access.people import People
from operations.threads import Work
from settings import Settings
from store import open_store

OPERATOR = Caller("operator", "system_admin")


def run(command: str, rest: Sequence[str], settings: Settings, say: Callable[[str], None]) -> int:
    """Run one command; the exit code."""
    chosen = _parser(command).parse_args(rest)
    if chosen.command == "add":
        check_area(settings.data_dir, chosen.area)
    prepare_for_command(settings)
    url = settings.database_url.get_secret_value() if settings.database_url else None
    store = open_store(
        url, settings.facts_dir, high_water=settings.high_water, seals=settings.seals
    )
    store.seal()  # what was written before this, also by a server that was cut off
    store.tell_sign_ins()  # before the first record of a key: what was there already is proven too
    work = Work()
    people = People(store, work, AccountRules(), read_account_key(settings))
    try:
        asyncio.run(_do(chosen, people, say))
    finally:
        people.close()
        work.close()
        store.close()
    return 0


async def _do(chosen: argparse.Namespace, people: People, say: Callable[[str], None]) -> None:
    devices = people.devices
    if chosen.command == "add":
        device, key = await devices.add_key(
            OPERATOR, chosen.name, chosen.right, area=chosen.area, source=chosen.source
        )
        say(f"{device.device_id}  key {device.name}  key (shown once): {key}")
    elif chosen.command == "rotate":
        device, key = await devices.rotate(OPERATOR, chosen.device_id)
        say(f"{device.device_id}  {device.kind} {device.name}  key (shown once): {key}")
    elif chosen.command == "revoke":
        device = await devices.revoke(OPERATOR, chosen.device_id)
        say(f"{device.device_id}  {device.kind} {device.name}  revoked")
    else:
        for one in await devices.all(OPERATOR):
            state = "revoked" if one.revoked_at else "in use"
            say(f"{one.device_id}\t{one.kind}\t{one.name}\t{one.unit_id or '-'}\t{state}")


def _parser(command: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=f"python -m onescreen {command}", description="Keys of other systems."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    add = commands.add_parser("add", help="a key for one system; printed once")
    add.add_argument("name", help="what its records are signed with: 12345, fire-panel-3 …")
    add.add_argument("--right", nargs="+", required=True, choices=sorted(KEY_RIGHTS))
    add.add_argument("--area", help="code it may report in and ask about; else the district")
    add.add_argument("--source", help="the only source it may report for; else any")
    commands.add_parser("list", help="every key and wall")
    for name, words in (("rotate", "another key, the old one ends"), ("revoke", "end a key")):
        commands.add_parser(name, help=words).add_argument("device_id", help="as `list` shows it")
    return parser
