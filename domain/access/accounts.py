"""Accounts, sessions and devices, and the rules of signing in. Pure."""

import math
import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.access.callers import Caller
from domain.access.guessable import is_guessable
from domain.access.roles import ADMINISTRATORS, CENTRE, DISCIPLINE, PEOPLE, PHONE_ROLES
from domain.codes.area_codes import level_of
from domain.errors import ConflictError, InvalidError
from domain.fields import as_choice

LONGEST_PASSWORD = 200
# The first wrong passwords cost nothing; from then on each doubles the wait.
FREE_FAILURES = 4
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(hours=1)
# Failures age, so that nobody is kept out for good by somebody who goes on trying.
HALVED_EVERY = timedelta(hours=1)
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")
_EMAIL = re.compile(r"[^@\s<>\"',;:\\]+@[^@\s<>\"',;:\\]+\.[a-z0-9-]+")


@dataclass(frozen=True, slots=True)
class Account:
    """A person who signs in. `name` is the login name (a staff number, not a person's name).

    `password_hash` is None for those who sign in elsewhere (OIDC, named by `oidc_subject`).
    `totp_secret` is sealed (operations/secrets.py). `totp_step` is the last time step whose code
    was used: a code works once. `ready_at` is when its owner first owed nothing, and stays;
    `signed_in_at` is the last sign-in.
    """

    account_id: str
    name: str
    display_name: str
    role: str
    created_at: datetime
    area: str | None = None
    department: str | None = None
    password_hash: str | None = None
    password_at: datetime | None = None
    must_change: bool = False
    totp_secret: str | None = None
    totp_step: int = 0
    recovery: tuple[str, ...] = ()
    is_enabled: bool = True
    oidc_subject: str | None = None
    email: str | None = None
    failures: int = 0
    locked_until: datetime | None = None
    ready_at: datetime | None = None
    signed_in_at: datetime | None = None

    @property
    def caller(self) -> Caller:
        """Who this account is to the operations."""
        return Caller(self.name, self.role, self.area, self.department)


@dataclass(frozen=True, slots=True)
class Session:
    """One sign-in. Only the hash of its token is known. `is_half`: the second factor is due."""

    token_hash: str
    account_id: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    address: str
    agent: str
    is_half: bool = False

    @property
    def public_id(self) -> str:
        """What a list of sessions may show."""
        return self.token_hash[:16]


@dataclass(frozen=True, slots=True)
class Device:
    """A wall screen, a feed or a machine, known by the hash of its long-lived key.

    `unit_id`: the only unit whose positions and alarms the key of a feed may send; None for a
    gateway that speaks for many. `rights`: the actions a machine's key lists, with blanks between.
    `source`: the name of the system it reports for, and the only one it may; None for any.
    """

    device_id: str
    kind: str
    name: str
    key_hash: str
    created_at: datetime
    created_by: str
    area: str | None = None
    keyed_at: datetime | None = None
    seen_at: datetime | None = None
    revoked_at: datetime | None = None
    unit_id: str | None = None
    rights: str | None = None
    source: str | None = None

    @property
    def caller(self) -> Caller:
        """Who this device is to the operations."""
        return Caller(
            f"{self.kind}:{self.name}",
            self.kind,
            self.area,
            unit_id=self.unit_id,
            rights=frozenset((self.rights or "").split()),
            source=self.source,
        )


@dataclass(frozen=True, slots=True)
class AccountRules:
    """What the settings say about passwords and sessions. `words`: names of the place."""

    shortest_password: int = 12
    password_days: int = 0
    idle: timedelta = timedelta(hours=8)
    phone_idle: timedelta = timedelta(minutes=30)
    admin_idle: timedelta = timedelta(minutes=15)
    longest: timedelta = timedelta(hours=12)
    phone_longest: timedelta = timedelta(hours=12)
    admin_longest: timedelta = timedelta(hours=8)
    half: timedelta = timedelta(minutes=5)
    words: tuple[str, ...] = ()

    def idle_of(self, role: str) -> timedelta:
        """How long a session of a role may lie still."""
        if role in ADMINISTRATORS:
            return self.admin_idle
        return self.phone_idle if role in PHONE_ROLES else self.idle

    def longest_of(self, role: str) -> timedelta:
        """How long a session of a role may last, however busy it is."""
        if role in ADMINISTRATORS:
            return self.admin_longest
        return self.phone_longest if role in PHONE_ROLES else self.longest

    def password_is_due(self, account: Account, now: datetime) -> bool:
        """Whether the password must be changed before anything else."""
        if account.password_hash is None:
            return False
        if account.must_change:
            return True
        at = account.password_at
        return bool(self.password_days and at and now - at > timedelta(days=self.password_days))


def is_alive(session: Session, account: Account, rules: AccountRules, now: datetime) -> bool:
    """Whether a session still lets its owner in."""
    if not account.is_enabled or now >= session.expires_at:
        return False
    return now - session.seen_at < rules.idle_of(account.role)


def wait_after(failures: int) -> timedelta:
    """How long nobody may try again after so many failures in a row: it doubles."""
    beyond = failures - FREE_FAILURES
    if beyond <= 0:
        return timedelta(0)
    return LONGEST_WAIT if beyond > 12 else min(LONGEST_WAIT, FIRST_WAIT * 2 ** (beyond - 1))


def failures_left(account: Account, now: datetime) -> int:
    """How many failures still count: half of them go each hour since the last that locked."""
    if account.locked_until is None:
        return account.failures
    return aged(account.failures, account.locked_until - wait_after(account.failures), now)


def aged(failures: int, last: datetime, now: datetime) -> int:
    """How many failures in a row still count some time after the last; few enough never age."""
    if not wait_after(failures):
        return failures
    return round(failures * math.pow(0.5, (now - last) / HALVED_EVERY))


def due_of(account: Account, rules: AccountRules, now: datetime) -> str | None:
    """What must be done before anything else: `password`, `second_factor`, or nothing."""
    if rules.password_is_due(account, now):
        return "password"
    if account.role in ADMINISTRATORS and account.totp_secret is None:
        return "second_factor"
    return None


def as_used(account: Account, rules: AccountRules, now: datetime) -> Account:
    """The account after something was done with it: ready for good once its owner owes nothing."""
    if account.ready_at is None and due_of(account, rules, now) is None:
        return replace(account, ready_at=now)
    return account


def check_one_remains(others: Iterable[Account], after: Account) -> None:
    """Check that somebody is left who keeps the accounts.

    Args:
        others: every other account.
        after: the one that is changed, as it is to be.

    Raises:
        ConflictError: nobody would be.
    """
    if not any(one.is_enabled and one.role == "security_admin" for one in (*others, after)):
        raise ConflictError(says="last_security_administrator", field="name", code="last_one")


def read_email(text: str | None) -> str | None:
    """An e-mail address as it is kept; None for an empty one.

    Raises:
        InvalidError: it is none.
    """
    email = unicodedata.normalize("NFKC", text or "").strip().lower()
    if not email:
        return None
    if len(email) > 120 or not _EMAIL.fullmatch(email):
        raise InvalidError(says="email_wrong", field="email")
    return email


def folded_name(text: str) -> str:
    """A login name as it is looked for, however a keyboard or an input method wrote it."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def read_name(text: str) -> str:
    """A login name, as it is kept.

    Raises:
        InvalidError: it is none.
    """
    name = folded_name(text)
    if not _NAME.fullmatch(name):
        raise InvalidError(says="sign_in_name_wrong", field="name")
    return name


def read_role(role: str, area: str | None, department: str | None) -> None:
    """Check that an account may be given this role, area and department.

    Raises:
        InvalidError: names the field.
    """
    as_choice(role, "role", PEOPLE)
    if area:
        level_of(area)
    if role in ADMINISTRATORS and area:
        raise InvalidError(says="administrator_without_area", field="area")
    if role in {"department", *CENTRE} and not department:
        raise InvalidError(says="department_missing", field="department")
    if role == DISCIPLINE and not department:  # nobody could tell if a report accuses their own
        raise InvalidError(says="discipline_unit_missing", field="department")


def check_password(
    password: str, name: str, rules: AccountRules, known: Collection[str] = frozenset()
) -> str:
    """A new password that follows the rules, in the form that is hashed.

    Args:
        password: as it was typed.
        name: whose it is to be.
        rules: what the settings say.
        known: passwords everybody knows, lower case.

    Raises:
        InvalidError: says which rule it breaks.
    """
    plain = normal_password(password)
    if len(plain) < rules.shortest_password:
        raise InvalidError(
            says="password_too_short", least=rules.shortest_password, field="password"
        )
    if len(plain) > LONGEST_PASSWORD:
        raise InvalidError(says="password_too_long", most=LONGEST_PASSWORD, field="password")
    if name in plain.lower() or is_guessable(plain, words=(name, *rules.words), known=known):
        raise InvalidError(says="password_guessable", field="password")
    return plain


def normal_password(password: str) -> str:
    """One form for what different keyboards send."""
    return unicodedata.normalize("NFKC", password)
