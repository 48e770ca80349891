"""Help of the grid in cases: whom a handler asked, and as whom somebody in the field is known."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from domain.centre.helping.helps import CASE_HELP, CaseHelp
from domain.dispatch.units import Unit
from domain.net.people.people import NET_PERSON
from store.kind_tables import TABLES
from store.rows import reader, unit_from
from store.tables import FIELD_DEVICE as PHONES
from store.tables import UNIT

HELPS, PEOPLE = TABLES[CASE_HELP.name], TABLES[NET_PERSON.name]
MOST_LISTED = 50
_help = reader(CASE_HELP)


def of_case(connection: Connection, code: str) -> list[CaseHelp]:
    """Everybody of the grid who was ever asked to help with a case, the first first."""
    query = select(HELPS).where(HELPS.c.case_code == code).order_by(HELPS.c.at, HELPS.c.help_id)
    return [_help(row) for row in connection.execute(query).mappings()]


def of_units(connection: Connection, units: Collection[str]) -> list[CaseHelp]:
    """What some units are asked now, the newest first; what is over takes no place among it."""
    query = (
        select(HELPS)
        .where(HELPS.c.unit_id.in_(sorted(units)), HELPS.c.ended_at.is_(None))
        .order_by(HELPS.c.at.desc(), HELPS.c.help_id)
        .limit(MOST_LISTED)
    )
    return [_help(row) for row in connection.execute(query).mappings()]


def one_of(connection: Connection, help_id: str) -> CaseHelp | None:
    """The help of an id, whoever asks."""
    row = connection.execute(select(HELPS).where(HELPS.c.help_id == help_id)).mappings().first()
    return _help(row) if row else None


def units_of_kinds(connection: Connection, kinds: Collection[str]) -> list[Unit]:
    """The units of some kinds, by call sign."""
    query = (
        select(UNIT)
        .where(UNIT.c.kind.in_(sorted(kinds)), UNIT.c.is_removed.is_(False))
        .order_by(UNIT.c.call_sign, UNIT.c.unit_id)
    )
    return [unit_from(row) for row in connection.execute(query).mappings()]


def known_as(connection: Connection, unit_id: str, account: str | None = None) -> set[str]:
    """The accounts, names and phones by which the people of a unit are known; of one account too.

    From the unit itself, the register of people, and the phones that are bound to it.
    """
    unit = select(UNIT.c.name, UNIT.c.phone).where(UNIT.c.unit_id == unit_id)
    bound = select(PHONES.c.account).where(
        PHONES.c.unit_id == unit_id, PHONES.c.revoked_at.is_(None)
    )
    accounts = {str(one) for one in connection.scalars(bound)} | ({account} if account else set())
    people = select(PEOPLE.c.account, PEOPLE.c.name, PEOPLE.c.phone).where(
        (PEOPLE.c.unit_id == unit_id) | PEOPLE.c.account.in_(sorted(accounts))
    )
    found = {str(value) for row in connection.execute(unit) for value in row if value}
    found |= {str(value) for row in connection.execute(people) for value in row if value}
    return found | accounts
