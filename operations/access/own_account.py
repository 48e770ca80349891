"""What people do with their own account: password, second factor, sessions."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.access.access import NotAllowedError
from domain.access.accounts import FREE_FAILURES, Account, Session, as_used, check_password
from domain.access.roles import ADMINISTRATORS
from domain.audit.audit import audit
from domain.errors import InvalidError, NotFoundError
from operations.access.delays import Delays
from operations.access.passwords import known_passwords, new_recovery_codes, new_token, token_hash
from operations.access.presence import Visit
from operations.access.register import Register, no_account
from operations.access.second_factor import new_secret, recovery_hashes, step_of, uri_of
from store import Transaction

ENROL_WITHIN = timedelta(minutes=15)
MOST_ENROLLING = 1000


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A second factor about to be set: the secret, and what its QR code says."""

    secret: str
    uri: str


class OwnAccount:
    """Every call is about the account of the visit it is given, and no other."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._presence = register.presence
        self._passwords = register.passwords
        self._now = register.now
        self._delays = Delays()
        self._enrolling: dict[str, tuple[str, datetime]] = {}

    async def change_password(self, visit: Visit, old: str, new: str, address: str) -> str:
        """Set a new password; every session ends, this one goes on under the token returned.

        Raises:
            InvalidError: the old one is wrong, or the new one breaks a rule.
        """
        account, session = _of(visit)
        if account.password_hash is None:
            raise InvalidError(says="no_password", field="old")
        await self._prove(
            account, session, old, address, InvalidError(says="old_password_wrong", field="old")
        )
        plain = check_password(new, account.name, self._presence.rules, known_passwords())
        if await self._passwords.fits(account.password_hash, plain):
            raise InvalidError(says="password_same", field="password")
        hashed, token = await self._passwords.hash(plain), new_token()

        def write(tx: Transaction) -> None:
            held = _held(tx, account)
            held = replace(held, password_hash=hashed, password_at=self._now(), must_change=False)
            tx.accounts.put_account(as_used(held, self._presence.rules, self._now()))
            tx.accounts.end_sessions_of(account.account_id)
            tx.accounts.put_session(
                replace(session, token_hash=token_hash(token), seen_at=self._now())
            )
            _tell(tx, "password_changed", account, address)

        await self._register.write(write)
        return token

    async def _prove(
        self, account: Account, session: Session, password: str, address: str, wrong: InvalidError
    ) -> None:
        """Check the password of somebody who is signed in; who goes on guessing is signed out."""
        key = f"own {account.account_id}"
        if until := self._delays.until(key, self._now()):
            seconds = max(1, round((until - self._now()).total_seconds()))
            raise InvalidError(says="too_many_tries", seconds=seconds, field=wrong.field)
        if await self._passwords.fits(account.password_hash, password):
            self._delays.succeeded(key)
            return
        is_end = self._delays.failed(key, self._now()) > FREE_FAILURES

        def write(tx: Transaction) -> None:
            _tell(tx, "sign_in_failed", account, address, what="own_password")
            if is_end:
                tx.accounts.end_session(session.token_hash)
                _tell(tx, "session_revoked", account, address)

        await self._register.write(write)
        raise wrong

    def enrolment(self, visit: Visit) -> Enrolment:
        """A secret for the app, the same for a while so that a wrong code may be repeated."""
        account, _ = _of(visit)
        now = self._now()
        held = self._enrolling.get(account.account_id)
        if held is None or now - held[1] > ENROL_WITHIN:
            if len(self._enrolling) >= MOST_ENROLLING:
                self._enrolling.clear()
            held = self._enrolling[account.account_id] = (new_secret(), now)
        return Enrolment(held[0], uri_of(held[0], account.name))

    async def confirm_enrolment(self, visit: Visit, code: str, address: str) -> list[str]:
        """Set the second factor once the app shows the right code; returns recovery codes, once.

        Raises:
            InvalidError: the code is wrong, or the enrolment is too old.
            NotAllowedError: there is a second factor already.
        """
        account, _ = _of(visit)
        secret, _at = self._enrolling.get(account.account_id, ("", None))
        step = step_of(secret, code, self._now()) if secret else None
        if step is None:
            raise InvalidError(says="new_code_wrong", field="code")
        codes = new_recovery_codes()

        def write(tx: Transaction) -> None:
            held = _held(tx, account)
            if held.totp_secret is not None:
                raise NotAllowedError(says="second_factor_on", field="code")
            sealed = self._register.box.seal(secret, held.account_id)
            hashes = recovery_hashes(codes)
            held = replace(held, totp_secret=sealed, totp_step=step, recovery=hashes)
            tx.accounts.put_account(as_used(held, self._presence.rules, self._now()))
            _tell(tx, "second_factor_set", account, address)

        await self._register.write(write)
        self._enrolling.pop(account.account_id, None)
        return codes

    async def remove_second_factor(self, visit: Visit, password: str, address: str) -> None:
        """Give the second factor up; administrators may not.

        Raises:
            NotAllowedError: the account is an administrator's.
            InvalidError: the password is wrong.
        """
        account, session = _of(visit)
        if account.role in ADMINISTRATORS:
            raise NotAllowedError(says="second_factor_needed", field="role")
        wrong = InvalidError(says="password_wrong", field="password")
        await self._prove(account, session, password, address, wrong)

        def write(tx: Transaction) -> None:
            held = _held(tx, account)
            tx.accounts.put_account(replace(held, totp_secret=None, recovery=()))
            _tell(tx, "second_factor_removed", account, address)

        await self._register.write(write)

    async def sessions(self, visit: Visit) -> list[Session]:
        """One's own live sessions, last used first."""
        account, _ = _of(visit)

        found = await self._register.read(lambda rows: rows.sessions_of(account.account_id))
        now = self._now()
        return [kept for kept in found if not kept.is_half and kept.expires_at > now]

    async def end_session(self, visit: Visit, public_id: str, address: str) -> None:
        """End one of one's own sessions.

        Raises:
            NotFoundError: no session of one's own has this id.
        """
        account, _ = _of(visit)

        def write(tx: Transaction) -> None:
            for session in tx.accounts.sessions_of(account.account_id):
                if session.public_id == public_id:
                    tx.accounts.end_session(session.token_hash)
                    _tell(tx, "session_revoked", account, address)
                    return
            raise NotFoundError(says="no_session", field="session")

        await self._register.write(write)


def _of(visit: Visit) -> tuple[Account, Session]:
    if visit.account is None or visit.session is None:
        raise NotAllowedError(says="sign_in_first", field="role")
    return visit.account, visit.session


def _held(tx: Transaction, account: Account) -> Account:
    held = tx.accounts.account(account.account_id)
    if held is None:
        raise no_account()
    return held


def _tell(tx: Transaction, action: str, account: Account, address: str, **about: str) -> None:
    name = account.name
    tx.append(audit(action, actor=name, subject=name, at=tx.at, address=address, about=about))
