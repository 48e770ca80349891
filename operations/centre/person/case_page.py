"""What a party sees of their case by the address on their slip, and what they say of it.

Whoever asks has no account. Whether an address is none, was taken back, or only the proof is wrong
is told to nobody, and each costs the same work: one question to the store, one slow hash.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from domain.centre.person.attempts import OF_ADDRESS, OF_LINK, Attempts
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
        self._of_links, self._of_addresses = Attempts(OF_LINK), Attempts(OF_ADDRESS)
        self._under_way: set[str] = set()
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
        waits = max(self._of_links.wait_s(key, now), self._of_addresses.wait_s(address, now))
        if waits or key in self._under_way:
            raise WaitError(waits or 1)
        self._under_way.add(key)
        try:
            proof = await self._desk.work.read(lambda: self._proof(key))
            fits = await self._passwords.fits(proof, read_proof(typed))
        finally:
            self._under_way.discard(key)
        held = await self._desk.work.read(lambda: self._held(key)) if fits else None
        if held is None:
            self._of_links.failed(key, now)
            self._of_addresses.failed(address, now)
            raise NotShownError(says="proof_wrong", field="proof")
        self._of_links.succeeded(key)
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
        expected = next_appointment(connection, case, centre, now)
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
