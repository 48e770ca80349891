"""Wrong proofs, kept where a restart and every process read them; bounded.

Those of a link that exists stay until the right proof comes. Of anything else (an address, a token
that is none) the ones longest ago go first: nobody makes room for more tries at a link by trying
others.
"""

from datetime import datetime

from sqlalchemy import Connection, delete, select

from domain.centre.person.attempts import Failed
from store.tables import CASE_LINK as LINKS
from store.tables import PROOF_FAILURE as FAILURES
from store.transaction import Transaction
from store.write_buffer import upsert

MOST_KEPT = 20_000


def failed(connection: Connection, key: str) -> Failed | None:
    """The failures of a key; None where there are none."""
    row = (
        connection.execute(select(FAILURES).where(FAILURES.c.failure_key == key)).mappings().first()
    )
    return Failed(row["count"], row["last_at"]) if row else None


def keep(tx: Transaction, key: str, now: Failed) -> None:
    """Keep the failures of a key, in place of those it had."""
    row = {"failure_key": key, "count": now.count, "last_at": now.last_at}
    tx.connection.execute(upsert(FAILURES, tx.connection.dialect.name), [row])
    _bound(tx.connection)


def forget(tx: Transaction, key: str) -> None:
    """Forget the failures of a key."""
    tx.connection.execute(delete(FAILURES).where(FAILURES.c.failure_key == key))


def _bound(connection: Connection) -> None:
    oldest = connection.scalar(
        select(FAILURES.c.last_at).order_by(FAILURES.c.last_at.desc()).offset(MOST_KEPT).limit(1)
    )
    if not isinstance(oldest, datetime):
        return
    of_links = select(LINKS.c.token_hash)
    older = FAILURES.c.last_at <= oldest, FAILURES.c.failure_key.not_in(of_links)
    connection.execute(delete(FAILURES).where(*older))
