"""Accounts and devices and the records that prove their rows.

Every record of an act that changed such a row tells the row's hash before the act and after it, so
a change behind the server's back stays visible even after the next act.
Source: docs/decisions/0085-rows-and-files-are-proved.md
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import orjson
from sqlalchemy import Connection, select

from domain.access.accounts import Account, Device
from domain.access.proof import account_hash, device_hash
from domain.audit.audit import KIND
from domain.live.records import Change
from store.access.accounts import AccountRows
from store.tables import JOURNAL

BEFORE, AFTER = "was", "hash"
# What a record says that only repeats, or first tells, what a row is.
CARRIED, FIRST_TOLD = "carried", "first_told"
_TRIMMED = "journal_trimmed"  # has a hash of its own: of the journal


@dataclass(frozen=True, slots=True)
class Row:
    """An account by its name, or a device by its id."""

    kind: str
    key: str

    @property
    def words(self) -> str:
        """How an operator is told of it."""
        return f"{self.kind} {self.key}"


@dataclass(frozen=True, slots=True)
class Told:
    """What the newest record says a row is.

    `strange_at`: the first record that says the row was another before it than was told so far.
    """

    seq: int
    subject: str
    hash: str
    strange_at: int | None = None


# The hashes before and after a change.
Untold = dict[Row, tuple[str | None, str]]


class ProvedAccounts(AccountRows):
    """The rows inside a transaction: it remembers what has changed until a record tells it."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._untold: Untold = {}

    def untold(self) -> Untold:
        """What no record tells yet, to go back to."""
        return dict(self._untold)

    def back_to(self, untold: Untold) -> None:
        """Forget what was changed since; its rows are rolled back."""
        self._untold = dict(untold)

    def put_account(self, account: Account) -> None:
        """Add or change an account."""
        before = self.account(account.account_id)
        self._note(
            Row("account", account.name),
            account_hash(before) if before else None,
            account_hash(account),
        )
        super().put_account(account)

    def put_device(self, device: Device) -> None:
        """Add or change a device."""
        before = self.device(device.device_id)
        self._note(
            Row("device", device.device_id),
            device_hash(before) if before else None,
            device_hash(device),
        )
        super().put_device(device)

    def _note(self, row: Row, before: str | None, after: str) -> None:
        before = self._untold[row][0] if row in self._untold else before
        if before != after:
            self._untold[row] = before, after

    def told(self, change: Change) -> Change:
        """The change, with both hashes when it is the first record about a row that changed."""
        if change.kind != KIND or not self._untold:
            return change
        row = _about(change.id, change.state)
        if row not in self._untold:
            return change
        before, after = self._untold.pop(row)
        return replace(change, state={**change.state, BEFORE: before, AFTER: after})

    def check_told(self) -> None:
        """Check, before a commit, that every change has its record.

        Raises:
            RuntimeError: one has none.
        """
        if self._untold:
            names = ", ".join(row.words for row in self._untold)
            raise RuntimeError(f"no record tells what became of {names}")


def row_hashes(rows: AccountRows) -> dict[Row, str]:
    """What every account and device is now."""
    accounts = {Row("account", one.name): account_hash(one) for one in rows.accounts()}
    return accounts | {Row("device", one.device_id): device_hash(one) for one in rows.devices()}


def told_rows(connection: Connection, up_to: int | None = None) -> dict[Row, Told]:
    """What the records say every account and device is.

    Args:
        connection: one snapshot of the facts.
        up_to: the last record that is asked; None for all.
    """
    told: dict[Row, Told] = {}
    query = select(JOURNAL.c.seq, JOURNAL.c.entity_id, JOURNAL.c.state).where(_TELLS)
    if up_to is not None:
        query = query.where(JOURNAL.c.seq <= up_to)
    for seq, subject, text in connection.execute(query.order_by(JOURNAL.c.seq)):
        state = orjson.loads(text)
        if AFTER not in state:
            continue
        row = _about(subject, state)
        before = told.get(row)
        strange_at = before.strange_at if before else None
        if strange_at is None and not _follows(before, state):
            strange_at = seq
        told[row] = Told(seq, subject, str(state[AFTER]), strange_at)
    return told


def is_told(connection: Connection) -> bool:
    """Whether any record tells what an account or a device is."""
    return connection.scalar(select(JOURNAL.c.seq).where(_TELLS).limit(1)) is not None


_TELLS = (
    (JOURNAL.c.kind == KIND)
    & (JOURNAL.c.action != _TRIMMED)
    & JOURNAL.c.state.contains(f'"{AFTER}":')
)


def _about(subject: str, state: Mapping[str, Any]) -> Row:
    device = state.get("device_id")
    return Row("device", str(device)) if device else Row("account", subject)


def _follows(before: Told | None, state: Mapping[str, Any]) -> bool:
    """Whether a row was, before an act, what the record before says; a new one was nothing."""
    said = state.get(BEFORE)
    if before is None:
        return said is None or state.get("what") == CARRIED
    return said == before.hash
