"""Signing in and out: password, second factor, elsewhere's word, and the sessions they open."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from domain.access.accounts import Account, Session, as_used, failures_left, folded_name, wait_after
from domain.audit.audit import NOBODY, audit
from domain.errors import RefusedError
from operations.access.alarms import Alarms
from operations.access.delays import Delays
from operations.access.oidc import Identity
from operations.access.passwords import new_token, token_hash
from operations.access.register import Register
from operations.access.second_factor import step_of, without_recovery
from operations.access.secret_box import SealedError
from operations.access.turns import Turns
from store import Transaction

LONGEST_AGENT = 200
MOST_WAITING = 40


class SignInRefusedError(RefusedError):
    """Nobody is let in; `retry_s` is how long to wait, 0 when one may try again at once."""

    code = "sign_in_refused"

    def __init__(self, says: str, retry_s: int = 0) -> None:
        super().__init__(says=says, field="name", seconds=retry_s)
        self.retry_s = retry_s


@dataclass(frozen=True, slots=True)
class From:
    """Where a sign-in comes from.

    `network` is what one caller is counted by (of IPv6 the /64), the address where it is not told;
    `marks` are those of accounts this browser signed in before (trusted_browser.py).
    """

    address: str
    agent: str = ""
    network: str = ""
    marks: str = ""

    @property
    def key(self) -> str:
        """Under what failures from there are counted."""
        return f"address {self.network or self.address}"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What a sign-in hands out. `is_half`: the second factor is due; `marks`: see `From`."""

    token: str
    account: Account
    is_half: bool = False
    marks: str = ""


class Entrance:
    """Lets people in and out. Wrong tries make the next one wait, longer each time."""

    def __init__(self, register: Register, alarms: Alarms) -> None:
        self._register = register
        self._alarms = alarms
        self._presence = register.presence
        self._delays = Delays()
        self._turns = Turns(MOST_WAITING)
        self._familiar = register.familiar
        self._now = register.now

    async def sign_in(
        self, name: str, password: str, origin: From, *, before: str | None = None
    ) -> SignedIn:
        """Let somebody in by password; a token that was held before ends.

        Raises:
            SignInRefusedError: wrong, stopped, or too soon after others.
            FullError: too many sign in at once.
        """
        name = folded_name(name)[:64]
        async with self._turn(name, origin):
            return await self._sign_in(name, password, origin, before)

    async def _sign_in(
        self, name: str, password: str, origin: From, before: str | None
    ) -> SignedIn:
        """The same, when it is one's turn: whoever came before has been counted."""
        account = await self._register.read(lambda rows: rows.account_named(name))
        self._check_wait(account, name, origin)
        is_right = await self._register.passwords.fits(
            account.password_hash if account else None, password
        )
        if account is None:
            self._delays.failed(f"name {name}", self._now())
        if account is None or not is_right or not account.is_enabled:
            await self._fail(account, name, origin, "password")
            raise SignInRefusedError("wrong_name_or_password")
        is_half = account.totp_secret is not None
        return await self._open(account, origin, before=before, is_half=is_half, by="password")

    async def give_code(self, half: str, code: str, origin: From) -> SignedIn:
        """Finish a sign-in by a code of the app, or by a recovery code; the token is a new one.

        Raises:
            SignInRefusedError: wrong, used before, too late, or too soon after others.
        """
        visit = await self._presence.half(half)
        if visit is None or visit.account is None:
            raise SignInRefusedError("sign_in_timed_out")
        name = visit.account.name
        async with self._turn(name, origin):
            return await self._give_code(visit.account, half, code, origin)

    async def _give_code(self, account: Account, half: str, code: str, origin: From) -> SignedIn:
        held = await self._register.read(lambda rows: rows.account_named(account.name))
        account = held or account
        self._check_wait(account, account.name, origin)
        by = await self._register.write(lambda tx: self._use_code(tx, account.name, code))
        if by is None:
            await self._fail(account, account.name, origin, "code")
            raise SignInRefusedError("wrong_code")
        return await self._open(account, origin, before=half, is_half=False, by=by)

    def _use_code(self, tx: Transaction, name: str, code: str) -> str | None:
        """Inside a transaction: a code counts once, whoever is faster."""
        account = tx.accounts.account_named(name)
        if account is None or account.totp_secret is None:
            return None
        try:
            secret = self._register.box.open(account.totp_secret, account.account_id)
        except SealedError:
            raise SignInRefusedError("account_key_changed") from None
        step = step_of(secret, code, self._now(), after=account.totp_step)
        if step is not None:
            sealed = self._register.box.seal(secret, account.account_id)
            tx.accounts.put_account(replace(account, totp_step=step, totp_secret=sealed))
            return "code"
        left = without_recovery(account, code)
        if left is None:
            return None
        tx.accounts.put_account(replace(account, recovery=left))
        tx.append(audit("recovery_code_used", actor=name, subject=name, at=tx.at))
        return "recovery"

    async def let_in(
        self, identity: Identity, origin: From, *, before: str | None = None
    ) -> SignedIn:
        """Open a session for somebody another server vouches for, and who has an account here.

        The account is the one of that subject; else the one of the verified e-mail, which from
        then on belongs to the subject. A second factor that is set is asked for all the same.

        Raises:
            SignInRefusedError: no account is theirs, or it is stopped or locked.
        """
        account = await self._register.write(lambda tx: _matched(tx, identity, origin))
        if account is None or not account.is_enabled:
            await self._fail(None, identity.subject, origin, "oidc")
            raise SignInRefusedError("no_account_elsewhere")
        is_half = account.totp_secret is not None
        return await self._open(account, origin, before=before, is_half=is_half, by="oidc")

    async def sign_out(self, token: str, address: str) -> None:
        """End a session; an unknown one is no error."""
        visit = await self._presence.who(token)
        if visit is None or visit.session is None:
            return
        actor = visit.caller.actor

        def write(tx: Transaction) -> None:
            tx.accounts.end_session(token_hash(token))
            tx.append(audit("signed_out", actor=actor, subject=actor, at=tx.at, address=address))

        await self._register.write(write)

    @asynccontextmanager
    async def _turn(self, name: str, origin: From) -> AsyncIterator[None]:
        """One try at a time of a caller, and of an account: many at once gain nothing.

        A browser that has signed somebody in stands in a line of its own, which nobody else can
        make long; another address is not delayed by this one's burst.
        """
        account = await self._register.read(lambda rows: rows.account_named(name))
        if mark := self._mark(account, origin):
            async with self._turns.of(f"browser {mark}"):
                yield
            return
        async with self._turns.of(origin.key), self._turns.of(f"name {name}"):
            yield

    def _mark(self, account: Account | None, origin: From) -> str | None:
        """The mark by which this browser is known to the account."""
        if account is None:
            return None
        return self._familiar.of(origin.marks, account.account_id, self._now())

    def _check_wait(self, account: Account | None, name: str, origin: From) -> None:
        """A browser the account knows waits for its own failures, everybody else for all."""
        if mark := self._mark(account, origin):
            self._check_delay(f"browser {mark}")
            return
        self._check_delay(origin.key)
        if account is None:
            self._check_delay(f"name {name}")
        elif account.locked_until and account.locked_until > self._now():
            raise self._too_soon(account.locked_until)

    def _check_delay(self, key: str) -> None:
        until = self._delays.until(key, self._now())
        if until is not None:
            raise self._too_soon(until)

    def _too_soon(self, until: datetime) -> SignInRefusedError:
        seconds = max(1, round((until - self._now()).total_seconds()))
        return SignInRefusedError("too_many_tries", seconds)

    async def _fail(self, account: Account | None, name: str, origin: From, what: str) -> None:
        mark, now = self._mark(account, origin), self._now()
        self._delays.failed(f"browser {mark}" if mark else origin.key, self._now())

        def write(tx: Transaction) -> datetime | None:
            held = tx.accounts.account(account.account_id) if account else None
            locked = held.locked_until if held and not mark else None
            subject = held.name if held else "unknown"
            tx.append(
                audit(
                    "sign_in_failed", actor=NOBODY, subject=subject, at=tx.at,
                    address=origin.address, about={"what": what},
                    personal=None if held else {"name": name},
                )
            )  # fmt: skip
            if held is None or mark:
                return None
            failures = failures_left(held, self._now()) + 1
            wait = wait_after(failures)
            until = self._now() + wait if wait else None
            tx.accounts.put_account(replace(held, failures=failures, locked_until=until))
            if until:
                about = {"failures": failures, "seconds": int(wait.total_seconds())}
                tx.append(
                    audit(
                        "locked", actor=NOBODY, subject=subject, at=tx.at,
                        address=origin.address, about=about,
                    )
                )  # fmt: skip
            return locked

        locked = await self._register.write(write)
        await self._alarms.sign(origin.network or origin.address, account.name if account else None)
        if locked and locked > now:  # by another process meanwhile: told as a right one is
            raise self._too_soon(locked)

    async def _open(
        self, account: Account, origin: From, *, before: str | None, is_half: bool, by: str
    ) -> SignedIn:
        token, now, mark = new_token(), self._now(), self._mark(account, origin)
        rules = self._presence.rules
        session = Session(
            token_hash=token_hash(token),
            account_id=account.account_id,
            created_at=now,
            seen_at=now,
            expires_at=now + (rules.half if is_half else rules.longest_of(account.role)),
            address=origin.address,
            agent=origin.agent[:LONGEST_AGENT],
            is_half=is_half,
        )

        def write(tx: Transaction) -> Account:
            held = tx.accounts.account(account.account_id)
            if held is None or not held.is_enabled:
                raise SignInRefusedError("wrong_name_or_password")
            if held.locked_until and held.locked_until > now and not mark:
                raise self._too_soon(held.locked_until)
            if before:
                tx.accounts.end_session(token_hash(before))
            tx.accounts.end_sessions_before(now)
            tx.accounts.put_session(session)
            if not is_half:
                held = replace(held, failures=0, locked_until=None, signed_in_at=now)
                held = as_used(held, rules, now)
                tx.accounts.put_account(held)
                tx.append(
                    audit(
                        "signed_in", actor=held.name, subject=held.name, at=tx.at,
                        address=origin.address, about={"by": by, "role": held.role},
                    )
                )  # fmt: skip
            return held

        held = await self._register.write(write)
        if is_half:
            return SignedIn(token, held, is_half)
        if mark:
            self._delays.succeeded(f"browser {mark}")
        marks = self._familiar.with_mark(origin.marks, held.account_id, now)
        return SignedIn(token, held, is_half, marks)


def _matched(tx: Transaction, identity: Identity, origin: From) -> Account | None:
    """Inside a transaction: whose account it is; the first time it is bound to the subject."""
    held = tx.accounts.account_of_subject(identity.subject)
    if held is not None or identity.email is None:
        return held
    held = tx.accounts.account_of_email(identity.email)
    if held is None or held.oidc_subject is not None:
        return None
    bound = replace(held, oidc_subject=identity.subject)
    tx.accounts.put_account(bound)
    tx.append(
        audit(
            "account_changed", actor=held.name, subject=held.name, at=tx.at,
            address=origin.address, about={"signs_in": "elsewhere"},
        )
    )  # fmt: skip
    return bound
