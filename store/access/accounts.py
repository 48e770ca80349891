"""Accounts, sessions and devices as rows: asked for and put on one connection."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Table, delete, select

from domain.access.accounts import Account, Device, Session
from store.tables import ACCOUNT, DEVICE, SESSION
from store.write_buffer import upsert

Row = Mapping[Any, Any]
_LAST_USED_FIRST = (SESSION.c.seen_at.desc(), SESSION.c.token_hash)


class AccountRows:
    """What a connection sees of those who sign in; `Transaction.accounts` may write as well."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # accounts ------------------------------------------------------------------------------

    def account(self, account_id: str) -> Account | None:
        """The account of an id."""
        return self._account(ACCOUNT.c.account_id == account_id)

    def account_named(self, name: str) -> Account | None:
        """The account of a login name."""
        return self._account(ACCOUNT.c.name == name)

    def account_of_subject(self, subject: str) -> Account | None:
        """The account that signs in elsewhere under this subject."""
        return self._account(ACCOUNT.c.oidc_subject == subject)

    def account_of_email(self, email: str) -> Account | None:
        """The account an e-mail address belongs to."""
        return self._account(ACCOUNT.c.email == email)

    def accounts(self) -> list[Account]:
        """All accounts, by name."""
        found = self._connection.execute(select(ACCOUNT).order_by(ACCOUNT.c.name)).mappings()
        return [account_from(row) for row in found]

    def put_account(self, account: Account) -> None:
        """Add or change an account."""
        self._put(ACCOUNT, account_row(account))

    # sessions ------------------------------------------------------------------------------

    def session(self, token_hash: str) -> Session | None:
        """The session of a token's hash."""
        query = select(SESSION).where(SESSION.c.token_hash == token_hash)
        row = self._connection.execute(query).mappings().first()
        return Session(**row) if row else None

    def sessions_of(self, account_id: str) -> list[Session]:
        """The sessions of an account, last used first."""
        query = select(SESSION).where(SESSION.c.account_id == account_id)
        found = self._connection.execute(query.order_by(*_LAST_USED_FIRST)).mappings()
        return [Session(**row) for row in found]

    def sessions(self, now: datetime) -> list[Session]:
        """Everybody's sessions that have not expired, last used first."""
        query = select(SESSION).where(SESSION.c.expires_at > now)
        found = self._connection.execute(query.order_by(*_LAST_USED_FIRST)).mappings()
        return [Session(**row) for row in found]

    def put_session(self, session: Session) -> None:
        """Add or change a session."""
        self._put(SESSION, {name: getattr(session, name) for name in _names(SESSION)})

    def end_session(self, token_hash: str) -> None:
        """Forget a session."""
        self._connection.execute(delete(SESSION).where(SESSION.c.token_hash == token_hash))

    def end_sessions_of(self, account_id: str, keep: str | None = None) -> int:
        """Forget an account's sessions, but for one; returns how many went."""
        query = delete(SESSION).where(SESSION.c.account_id == account_id)
        return self._connection.execute(query.where(SESSION.c.token_hash != (keep or ""))).rowcount

    def end_sessions_before(self, at: datetime) -> int:
        """Forget sessions that expired; returns how many went."""
        return self._connection.execute(delete(SESSION).where(SESSION.c.expires_at < at)).rowcount

    # devices -------------------------------------------------------------------------------

    def device(self, device_id: str) -> Device | None:
        """The device of an id."""
        return self._device(DEVICE.c.device_id == device_id)

    def device_of_key(self, key_hash: str) -> Device | None:
        """The device of a key's hash, revoked or not."""
        return self._device(DEVICE.c.key_hash == key_hash)

    def devices(self) -> list[Device]:
        """All devices, newest first."""
        query = select(DEVICE).order_by(DEVICE.c.created_at.desc(), DEVICE.c.device_id)
        return [Device(**row) for row in self._connection.execute(query).mappings()]

    def put_device(self, device: Device) -> None:
        """Add or change a device."""
        self._put(DEVICE, {name: getattr(device, name) for name in _names(DEVICE)})

    def _put(self, table: Table, row: dict[str, Any]) -> None:
        self._connection.execute(upsert(table, self._connection.dialect.name), [row])

    def _account(self, condition: Any) -> Account | None:
        row = self._connection.execute(select(ACCOUNT).where(condition)).mappings().first()
        return account_from(row) if row else None

    def _device(self, condition: Any) -> Device | None:
        row = self._connection.execute(select(DEVICE).where(condition)).mappings().first()
        return Device(**row) if row else None


def _names(table: Table) -> list[str]:
    return [column.name for column in table.columns]


def account_row(account: Account) -> dict[str, Any]:
    """The row an account is kept in."""
    row = {name: getattr(account, name) for name in _names(ACCOUNT)}
    return row | {"recovery": orjson.dumps(list(account.recovery)).decode()}


def account_from(row: Row) -> Account:
    """The account a row keeps."""
    return Account(**{**row, "recovery": tuple(orjson.loads(row["recovery"]))})
