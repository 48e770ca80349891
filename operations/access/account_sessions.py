"""The sessions of others, as the security administrator sees and ends them."""

from domain.access.access import require
from domain.access.accounts import Session
from domain.access.callers import Caller
from domain.errors import NotFoundError
from operations.access.account_acts import check_other, tell
from operations.access.register import Register, no_account
from store import Transaction
from store.access.accounts import AccountRows


class AccountSessions:
    """Each call names the account; one's own are kept on one's own page (own_account.py)."""

    def __init__(self, register: Register) -> None:
        self._register = register

    async def all(self, caller: Caller, name: str) -> list[Session]:
        """The live sessions of an account, last used first.

        Raises:
            NotAllowedError: the caller may not see them.
            NotFoundError: no such account.
        """
        require(caller, "accounts.manage")

        def read(rows: AccountRows) -> list[Session]:
            account = rows.account_named(name)
            if account is None:
                raise no_account()
            return rows.sessions_of(account.account_id)

        now = self._register.now()
        found = await self._register.read(read)
        return [one for one in found if not one.is_half and one.expires_at > now]

    async def end(
        self, caller: Caller, name: str, public_id: str | None = None, *, address: str | None = None
    ) -> int:
        """End one session of an account, or every one; returns how many ended.

        Raises:
            NotAllowedError: the caller may not, or names themselves.
            NotFoundError: no such account or session.
        """
        check_other(caller, name)

        def write(tx: Transaction) -> int:
            account = tx.accounts.account_named(name)
            if account is None:
                raise no_account()
            held = tx.accounts.sessions_of(account.account_id)
            ended = [one for one in held if public_id in {None, one.public_id}]
            if public_id is not None and not ended:
                raise NotFoundError(says="no_session", field="session")
            for one in ended:
                tx.accounts.end_session(one.token_hash)
            tell(tx, "session_revoked", caller, account, address, sessions=len(ended))
            return len(ended)

        return await self._register.write(write)
