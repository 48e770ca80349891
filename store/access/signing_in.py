"""Who signs in as what: whether an account is let in and of a role, all of a role, their names."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from store.columns import may_be_key
from store.tables import ACCOUNT


def signs_in_as(connection: Connection, name: str, role: str) -> bool:
    """Whether somebody of this role signs in by this name, and is let in."""
    if not name or not may_be_key(name):
        return False
    query = select(ACCOUNT.c.role).where(ACCOUNT.c.name == name, ACCOUNT.c.is_enabled.is_(True))
    return connection.scalar(query) == role


def who_sign_in_as(connection: Connection, role: str) -> list[tuple[str, str]]:
    """Accounts of a role that are let in, by name: how they sign in and what they are called."""
    query = (
        select(ACCOUNT.c.name, ACCOUNT.c.display_name)
        .where(ACCOUNT.c.role == role, ACCOUNT.c.is_enabled.is_(True))
        .order_by(ACCOUNT.c.name)
    )
    return [(row.name, row.display_name or row.name) for row in connection.execute(query)]


def display_names(connection: Connection, names: Iterable[str]) -> dict[str, str]:
    """What accounts are called, by the name they sign in with; those not let in any more too."""
    asked = sorted(name for name in names if may_be_key(name))
    query = select(ACCOUNT.c.name, ACCOUNT.c.display_name).where(ACCOUNT.c.name.in_(asked))
    return {row.name: row.display_name or row.name for row in connection.execute(query)}
