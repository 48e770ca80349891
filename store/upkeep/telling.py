"""Telling what accounts and devices are where no record does: once, and before records go."""

from domain.audit.audit import audit
from domain.live.records import Change
from store.access.told_rows import (
    AFTER,
    BEFORE,
    CARRIED,
    FIRST_TOLD,
    Row,
    row_hashes,
    told_rows,
)
from store.transaction import Transaction

_ACTOR = "server"


def tell_first(tx: Transaction) -> None:
    """Tell every row, in a journal that is older than these hashes."""
    named = {one.device_id: f"{one.kind}:{one.name}" for one in tx.accounts.devices()}
    for row, now in row_hashes(tx.accounts).items():
        _tell(tx, row, named.get(row.key, row.key), {"what": FIRST_TOLD, BEFORE: None, AFTER: now})


def carry(tx: Transaction, up_to: int) -> None:
    """Tell again what only records say that are about to go: as they say it, not as rows are."""
    tx.flush()
    told = told_rows(tx.connection)
    for row, one in told.items():
        if one.seq <= up_to and one.strange_at is None:
            _tell(tx, row, one.subject, {"what": CARRIED, BEFORE: one.hash, AFTER: one.hash})


def _tell(tx: Transaction, row: Row, subject: str, about: dict[str, str | None]) -> None:
    if row.kind == "device":
        about = {"device_id": row.key, **about}
    action = "account_changed" if row.kind == "account" else "device_added"
    tx.append(_change(action, subject, about, tx))


def _change(action: str, subject: str, about: dict[str, str | None], tx: Transaction) -> Change:
    return audit(action, actor=_ACTOR, subject=subject, at=tx.at, about=about)
