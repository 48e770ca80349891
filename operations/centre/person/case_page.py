"""What a party sees of their case by the address on their slip, and what they say of it.

Whoever asks has no account. Whether an address is none, was taken back, or only the proof is wrong
is told to nobody, and each costs the same work: a try that is written down, one question to the
store, one slow hash.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from domain.centre.person.attempts import OF_ADDRESS, OF_LINK
from domain.centre.person.case_links import is_open, read_proof
from domain.centre.person.ratings import (
    CASE_RATING,
    LONGEST_SENTENCE,
    CaseRating,
    check_stars,
    may_be_rated,
    rating_id,
)
from domain.centre.person.shown import Shown, shown_of
from domain.errors import ConflictError, RefusedError
from domain.fields import as_text
from operations.access.passwords import Passwords, token_hash
from operations.centre.cases.centre_desk import CentreDesk
from operations.centre.person.appointments import next_appointment
from operations.transactions import in_transaction
from store import Transaction
from store.centre import cases as kept_cases
from store.centre import failures
from store.centre import person as kept

PASS_LIVES = timedelta(minutes=15)
# Who writes a rating: no account, and never the person's name.
PARTY = "party"


class NotShownError(RefusedError):
    """Address and proof do not fit: which of them is not told (HTTP 403)."""

    code = "forbidden"


class WaitError(RefusedError):
    """Too many wrong ones (HTTP 429); `wait_s`: when it may be tried again."""

    code = "busy"

    def __init__(self, wait_s: int) -> None:
        super().__init__(says="proof_wait", field="proof", seconds=wait_s)
        self.wait_s = wait_s


@dataclass(frozen=True, slots=True)
class Opened:
    """A case as its party sees it; with `pass_key` they rate it without another proof."""

    shown: Shown
    pass_key: str


class CasePages:
    """The page of a party.

    Args:
        desk: what the operations of the centre share; without a centre no address opens anything.
        passwords: the slow hash of proofs, on threads of its own.
    """

    def __init__(self, desk: CentreDesk, passwords: Passwords) -> None:
        self._desk, self._passwords = desk, passwords
        self._secret = secrets.token_bytes(32)

    async def open(self, token: str, typed: str, address: str) -> Opened:
        """Show a case to whoever holds its address and proves whose slip it is.

        Args:
            token: of the address.
            typed: the end of the phone, or the PIN of the slip.
            address: where they sit, as rates count it.

        Raises:
            NotShownError: they do not fit.
            WaitError: too many did not.
        """
        key, now = token_hash(token), self._desk.now()
        sits = _address_key(address)
        await self._written(lambda tx: _begin(tx, key, sits, now))
        proof = await self._desk.work.read(lambda: self._proof(key))
        fits = await self._passwords.fits(proof, read_proof(typed))
        held = await self._desk.work.read(lambda: self._held(key)) if fits else None
        if held is None:
            await self._written(lambda tx: _failed_at(tx, sits, now))
            raise NotShownError(says="proof_wrong", field="proof")
        await self._written(lambda tx: failures.forget(tx, key))
        return Opened(held, self._pass(key, now + PASS_LIVES))

    async def again(self, token: str, pass_key: str) -> Opened:
        """Show it again to whoever has proven themselves a little while ago.

        Raises:
            NotShownError: too long ago, or never, or the link was taken back.
        """
        key = token_hash(token)
        if not self._has_passed(key, pass_key):
            raise NotShownError(says="proof_again", field="proof")
        held = await self._desk.work.read(lambda: self._held(key))
        if held is None:
            raise NotShownError(says="proof_again", field="proof")
        return Opened(held, pass_key)

    async def rate(self, token: str, pass_key: str, stars: str, sentence: str) -> Opened:
        """Say how a case was handled, once for each end it comes to.

        Raises:
            NotShownError: as `again`.
            InvalidError: no stars, or a sentence that is too long.
            ConflictError: said already, or the case has not come to an end.
        """
        key = token_hash(token)
        if not self._has_passed(key, pass_key):
            raise NotShownError(says="proof_again", field="proof")
        chosen = check_stars(stars)
        said = sentence.strip()
        words = as_text(said, "words", longest=LONGEST_SENTENCE, lines=True) if said else None

        def steps(tx: Transaction) -> None:
            link = kept.link_of_token(tx.connection, key)
            case = kept_cases.case_of(tx.connection, link.case_code) if link else None
            if link is None or case is None or not is_open(link, case.closed_at, tx.at):
                raise NotShownError(says="proof_again", field="proof")
            named = rating_id(case, link.party_id)
            if not may_be_rated(case) or kept.rating_of(tx.connection, named) is not None:
                raise ConflictError(says="not_to_be_rated", field="stars")
            rating = CaseRating(
                named, case.code, link.party_id, case.reopened, chosen, tx.at, words
            )
            tx.put(CASE_RATING, rating, action="rate", actor=PARTY)

        await in_transaction(self._desk.store, self._desk.work, steps)
        return await self.again(token, pass_key)

    def close(self) -> None:
        """Finish what was begun."""
        self._passwords.close()

    async def _written(self, steps: Callable[[Transaction], None]) -> None:
        await in_transaction(self._desk.store, self._desk.work, steps)

    def _proof(self, key: str) -> str | None:
        """The proof a token asks for; one question, whether or not there is such a link."""
        link = self._desk.store.ask(lambda connection: kept.link_of_token(connection, key))
        return link.proof if link else None

    def _held(self, key: str) -> Shown | None:
        """The case of a link that is open, as its party is shown it."""
        return self._desk.store.ask(lambda connection: self._question(connection, key))

    def _question(self, connection: Connection, key: str) -> Shown | None:
        link, centre = kept.link_of_token(connection, key), self._desk.centre()
        now = self._desk.now()
        if link is None or centre is None:
            return None
        case = kept_cases.case_of(connection, link.case_code)
        party = kept.party_of(connection, link.party_id)
        if case is None or party is None or party.name is None:
            return None
        if not is_open(link, case.closed_at, now):
            return None
        rating = kept.rating_of(connection, rating_id(case, link.party_id))
        expected = next_appointment(connection, case, link.party_id, centre, now)
        stars = rating.stars if rating else None
        return shown_of(case, centre, stars=stars, appointment=expected)

    # a pass: for a quarter of an hour somebody has proven themselves, without a cookie ------------

    def _pass(self, key: str, until: datetime) -> str:
        ends = f"{until.timestamp():.0f}"
        return f"{ends}.{self._sign(key, ends)}"

    def _has_passed(self, key: str, pass_key: str) -> bool:
        ends, _, signature = pass_key.partition(".")
        if not (ends.isascii() and ends.isdigit() and len(ends) <= 12):
            return False
        fits = hmac.compare_digest(self._sign(key, ends).encode(), signature.encode())
        return fits and self._desk.now().timestamp() < int(ends)

    def _sign(self, key: str, ends: str) -> str:
        return hmac.new(self._secret, f"{key} {ends}".encode(), hashlib.sha256).hexdigest()


def _begin(tx: Transaction, key: str, sits: str, now: datetime) -> None:
    """Count a try of a link as failed before its proof is asked; a right one forgets it.

    So neither two at once, nor a second process, nor a crash gives a try more.

    Raises:
        WaitError: link or address must wait.
    """
    of_link = failures.failed(tx.connection, key)
    of_address = failures.failed(tx.connection, sits)
    waits = max(OF_LINK.wait_s(of_link, now), OF_ADDRESS.wait_s(of_address, now))
    if waits:
        raise WaitError(waits)
    failures.keep(tx, key, OF_LINK.once_more(of_link, now))


def _failed_at(tx: Transaction, sits: str, now: datetime) -> None:
    failures.keep(tx, sits, OF_ADDRESS.once_more(failures.failed(tx.connection, sits), now))


def _address_key(address: str) -> str:
    """Under which an address is counted; it itself is not kept."""
    return "at " + hashlib.sha256(address.encode()).hexdigest()
