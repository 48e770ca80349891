"""What somebody at a window has typed and not sent: kept until it is sent, or for three days.

It is no fact and stands in no journal. Nobody reads it but the account that typed it.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from store.tables import CASE_DRAFT as DRAFTS
from store.transaction import Transaction

KEPT = timedelta(days=3)


def draft_of(connection: Connection, account: str, now: datetime) -> dict[str, Any] | None:
    """What an account has typed; None where nothing is kept any more."""
    found = connection.scalar(
        select(DRAFTS.c.typed).where(DRAFTS.c.account == account, DRAFTS.c.at > now - KEPT)
    )
    return dict(found) if found else None


def put_draft(tx: Transaction, account: str, typed: Mapping[str, str]) -> None:
    """Keep what an account has typed in place of what it typed before."""
    drop_draft(tx, account)
    tx.connection.execute(insert(DRAFTS).values(account=account, at=tx.at, typed=dict(typed)))


def drop_draft(tx: Transaction, account: str) -> None:
    """Forget what an account has typed, and whatever is too old."""
    past = DRAFTS.c.at <= tx.at - KEPT
    tx.connection.execute(delete(DRAFTS).where((DRAFTS.c.account == account) | past))


def drop_drafts_about(tx: Transaction, words: str) -> None:
    """Forget every draft in which somebody is named; there are no more than people at windows."""
    held = tx.connection.execute(select(DRAFTS.c.account, DRAFTS.c.typed)).all()
    about = [account for account, typed in held if any(words in one for one in typed.values())]
    tx.connection.execute(delete(DRAFTS).where(DRAFTS.c.account.in_(about)))
