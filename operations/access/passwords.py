"""Passwords, tokens and codes: made, hashed and compared; never on the event loop where slow."""

import gzip
import hashlib
import secrets
from functools import lru_cache, partial
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from domain.access.accounts import normal_password
from operations.threads import Lane

# RFC 9106, second recommended option: 64 MiB, 3 passes, 4 lanes.
STRONG = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=4)
# Of a proof with few digits no hash makes a secret: what guards it is how often it may be tried.
# OWASP's smallest: 19 MiB, 2 passes, so that a public page costs the server little.
PROOFS = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
KNOWN = Path(__file__).with_name("known_passwords") / "common.txt.gz"
AT_ONCE, MOST_WAITING = 2, 40
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is read as another


class Passwords:
    """Argon2id, on two threads of its own: many sign-ins at once slow only each other.

    Args:
        hasher: its cost; tests take a cheap one.
    """

    def __init__(self, hasher: PasswordHasher = STRONG) -> None:
        self._hasher = hasher
        self._lane = Lane("password", threads=AT_ONCE, backlog=MOST_WAITING)
        self._decoy: str | None = None

    async def hash(self, password: str) -> str:
        """The hash to keep.

        Raises:
            FullError: too many wait already.
        """
        return await self._lane.run(lambda: self.hash_now(password))

    def hash_now(self, password: str) -> str:
        """The hash to keep, for callers on a thread of their own."""
        return self._hasher.hash(normal_password(password))

    async def fits(self, kept: str | None, password: str) -> bool:
        """Whether a password is the kept one; takes as long when there is none to compare.

        Raises:
            FullError: too many wait already.
        """
        return await self._lane.run(partial(self._fits, kept, normal_password(password)))

    def _fits(self, kept: str | None, password: str) -> bool:
        if self._decoy is None:
            self._decoy = self._hasher.hash(secrets.token_hex(16))
        try:
            self._hasher.verify(kept or self._decoy, password)
        except (Argon2Error, InvalidHashError):
            return False
        return kept is not None

    def close(self) -> None:
        """Finish what was begun."""
        self._lane.close()


@lru_cache(maxsize=1)
def known_passwords() -> frozenset[str]:
    """Some 28,000 passwords that are tried first, lower case (known_passwords/LICENSE-zxcvbn.txt).

    Read when somebody first sets a password: 90 KB of disk, 3 MB of memory.
    """
    with gzip.open(KNOWN, "rt", encoding="utf-8") as file:
        return frozenset(line.rstrip("\n") for line in file)


def new_token() -> str:
    """256 random bits, safe in a cookie and in a path."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is kept of a token: it holds 256 random bits, so one fast hash is enough."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def new_code(length: int) -> str:
    """A code people read aloud and type."""
    return "".join(secrets.choice(_LETTERS) for _ in range(length))


def one_time_password() -> str:
    """A password for the first sign-in: 20 letters in groups of five, about 98 bits."""
    return "-".join(new_code(5) for _ in range(4))


def plain_code(text: str) -> str:
    """A code as it was made, however it was typed."""
    return "".join(letter for letter in text.lower() if letter.isalnum())


def new_recovery_codes() -> list[str]:
    """Ten codes of 10 letters, about 49 bits each; each works once."""
    return [f"{new_code(5)}-{new_code(5)}" for _ in range(10)]
