"""Who is behind a token: looked up once, remembered for a few seconds."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from domain.access.accounts import Account, AccountRules, Device, Session, due_of, is_alive
from domain.access.callers import Caller
from domain.field.phones import MOST_TRIES, Phone, may_be_bound
from operations.access.passwords import token_hash
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction
from store.field import phones
from store.origin import ORIGIN

__all__ = ["CURRENT", "ORIGIN", "Presence", "Visit"]
# A change made by another process is seen after this long at the latest.
REMEMBERED = timedelta(seconds=5)
MOST_REMEMBERED = 5000
SAVE_SEEN_EVERY = timedelta(minutes=1)
# What the keys of bound phones are remembered by, beside the hashes of sessions and devices.
_PHONE = "phone "

# The caller of the request under way, for what is called without a scope; set by the gate.
CURRENT: ContextVar[Caller | None] = ContextVar("onescreen_caller", default=None)


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody known: a person with a session, or a device with its key.

    `due` is what the person must do before anything else (`password`, `second_factor`). `phone` is
    the bound phone that asks for its account.
    """

    caller: Caller
    session: Session | None = None
    account: Account | None = None
    device: Device | None = None
    due: str | None = None
    phone: Phone | None = None


class Presence:
    """Finds the session or device of a token. On the event loop only."""

    def __init__(
        self,
        store: Store,
        work: Work,
        rules: AccountRules,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.rules = rules
        self._store = store
        self._work = work
        self._now = now
        self._known: dict[str, tuple[datetime, Visit | None]] = {}
        # Told after each change, so that what is open ends with the session it was opened in.
        self.on_change: list[Callable[[], None]] = []

    async def who(self, token: str, *, is_act: bool = False) -> Visit | None:
        """Who holds a token; None when it is unknown, over, revoked, or half a sign-in.

        Args:
            token: as it was handed out.
            is_act: a person did something just now, so the session does not lie still.

        Raises:
            OneScreenError: the store cannot be asked.
        """
        visit = await self._find(token_hash(token))
        if visit is None or (visit.session and visit.session.is_half):
            return None
        if is_act and visit.session is not None:
            await self._touch(visit.session)
        if visit.device is not None:
            await self._touch_device(visit.device)
        return visit

    async def half(self, token: str) -> Visit | None:
        """Who has given the password and owes the second factor."""
        visit = await self._find(token_hash(token))
        return visit if visit and visit.session and visit.session.is_half else None

    async def phone(self, key: str) -> Visit | None:
        """The bound phone of a key, and for whom it asks; None when it is bound no longer.

        It opens doors of the field alone (api/access/who.py): a session it is none.
        """
        hashed = token_hash(key)
        visit = await self._remembered(_PHONE + hashed, lambda: self._phone(hashed))
        if visit is None or visit.phone is None:
            return None
        await self._touch_phone(_PHONE + hashed, visit)
        return visit

    def forget(self) -> None:
        """Something changed: ask the store again."""
        self._known.clear()
        for tell in self.on_change:
            tell()

    def forget_phones(self) -> None:
        """A phone was opened, locked or sent home: ask the store again for phones alone."""
        for name in [one for one in self._known if one.startswith(_PHONE)]:
            del self._known[name]

    async def _find(self, hashed: str) -> Visit | None:
        found = await self._remembered(hashed, lambda: self._look_up(hashed))
        return self._as_of(found, self._now())

    async def _remembered(self, name: str, look_up: Callable[[], Visit | None]) -> Visit | None:
        now = self._now()
        kept = self._known.get(name)
        if kept is None or not timedelta(0) <= now - kept[0] < REMEMBERED:
            found = await self._work.read(look_up)
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            kept = self._known[name] = (now, found)
        return kept[1]

    def _phone(self, hashed: str) -> Visit | None:
        """A phone, its account and what they may: a stopped account's phone is nobody's."""
        key = self._store.ask(lambda rows: phones.key_with_hash(rows, hashed))
        if key is None:
            return None
        device = self._store.ask(lambda rows: phones.device_of(rows, key.device_id))
        if device is None or device.revoked_at is not None:
            return None
        with self._store.accounts() as rows:
            account = rows.account_named(device.account)
        if account is None or not account.is_enabled or not may_be_bound(account.role):
            return None
        is_pinned = key.pin_hash is not None and key.tries < MOST_TRIES
        phone = Phone(device, account.caller, key.open_until, key.seen_at, is_pinned)
        return Visit(account.caller, account=account, phone=phone)

    def _look_up(self, hashed: str) -> Visit | None:
        with self._store.accounts() as rows:
            session = rows.session(hashed)
            if session is not None:
                account = rows.account(session.account_id)
                return Visit(account.caller, session, account) if account else None
            device = rows.device_of_key(hashed)
        return Visit(device.caller, device=device) if device else None

    def _as_of(self, visit: Visit | None, now: datetime) -> Visit | None:
        if visit is None or (visit.device and visit.device.revoked_at):
            return None
        if visit.session and visit.account:
            if not is_alive(visit.session, visit.account, self.rules, now):
                return None
            return replace(visit, due=due_of(visit.account, self.rules, now))
        return visit

    async def _touch(self, session: Session) -> None:
        """Note that a session is in use, in the store at most once a minute."""
        now = self._now()
        if now - session.seen_at < SAVE_SEEN_EVERY:
            return
        touched = replace(session, seen_at=now)
        held = self._known.get(session.token_hash)
        if held and held[1]:
            self._known[session.token_hash] = (held[0], replace(held[1], session=touched))

        def write(tx: Transaction) -> None:
            # ended meanwhile, it stays ended
            if tx.accounts.session(session.token_hash) is not None:
                tx.accounts.put_session(touched)

        await in_transaction(self._store, self._work, write)

    async def _touch_device(self, device: Device) -> None:
        """Note that a device's key is in use, in the store at most once a minute."""
        now = self._now()
        if device.seen_at is not None and now - device.seen_at < SAVE_SEEN_EVERY:
            return
        held = self._known.get(device.key_hash)
        if held and held[1]:
            seen = replace(device, seen_at=now)
            self._known[device.key_hash] = (held[0], replace(held[1], device=seen))

        def write(tx: Transaction) -> None:
            kept = tx.accounts.device(device.device_id)
            # revoked or given another key meanwhile, it is left alone
            if kept and kept.revoked_at is None and kept.key_hash == device.key_hash:
                tx.accounts.put_device(replace(kept, seen_at=now))

        await in_transaction(self._store, self._work, write)

    async def _touch_phone(self, name: str, visit: Visit) -> None:
        """Note that a phone asked, in the store at most once a minute."""
        now, phone = self._now(), visit.phone
        if phone is None or (phone.seen_at and now - phone.seen_at < SAVE_SEEN_EVERY):
            return
        held = self._known.get(name)
        if held:
            self._known[name] = (held[0], replace(visit, phone=replace(phone, seen_at=now)))

        def write(tx: Transaction) -> None:
            phones.touched(tx.connection, phone.device_id, now)

        await in_transaction(self._store, self._work, write)
