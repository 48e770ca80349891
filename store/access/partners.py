"""Whether an account is a partner's."""

from sqlalchemy import Connection, select

from store.columns import may_be_key
from store.tables import ACCOUNT


def is_partner(connection: Connection, name: str) -> bool:
    """Whether a partner from outside signs in by this name, and is let in."""
    if not name or not may_be_key(name):
        return False
    query = select(ACCOUNT.c.role).where(ACCOUNT.c.name == name, ACCOUNT.c.is_enabled.is_(True))
    return connection.scalar(query) == "partner"
