"""The slip of one party: printed with a link of its own, whose earlier one opens nothing then."""

import secrets
from dataclasses import dataclass, replace
from uuid import uuid4

from sqlalchemy import Connection

from domain.access.access import NotAllowedError, require
from domain.access.callers import Caller
from domain.access.public_doors import new_token
from domain.centre.cases.case import CASE, Case
from domain.centre.cases.parties import CaseParty, PartyRole
from domain.centre.papers.slips import slip_of
from domain.centre.person.case_links import CASE_LINK, PIN_DIGITS, CaseLink, end_of_phone
from domain.centre.person.ratings import CaseRating
from domain.errors import InvalidError
from operations.access.passwords import Passwords, token_hash
from operations.centre.cases.centre_desk import CentreDesk
from operations.centre.cases.looking import Looking
from operations.centre.cases.seen import seen_case
from operations.transactions import in_transaction
from store import Transaction
from store.centre import person as kept

PAGE = "/case"


@dataclass(frozen=True, slots=True)
class PartySlip:
    """A slip that was printed.

    Attributes:
        name: of the file.
        content: the PDF file.
        printed: the link it bears; None where no public address is set. Kept nowhere.
        revoked: whether an earlier link of this party opens nothing from now on.
    """

    name: str
    content: bytes
    printed: "Printed | None"
    revoked: bool


@dataclass(frozen=True, slots=True)
class Printed:
    """What the paper says besides the facts of the case: where to look, and by which proof."""

    address: str
    pin: str | None


class PartySlips:
    """Prints slips of parties, and takes their links back.

    Args:
        desk: what the operations of the centre share.
        looking: shows a case to whoever may see it.
        passwords: the slow hash of proofs.
        base: the public address of this server, as `https://…`; empty where none is set.
    """

    def __init__(
        self, desk: CentreDesk, looking: Looking, passwords: Passwords, *, base: str
    ) -> None:
        self._desk, self._looking, self._passwords = desk, looking, passwords
        self._base = base.rstrip("/")

    @property
    def has_address(self) -> bool:
        """Whether slips bear a link at all."""
        return bool(self._base)

    async def links(self, code: str, caller: Caller) -> dict[str, CaseLink]:
        """The open links of a case, by party.

        Raises:
            NotFoundError: no such case, or not for this caller.
        """
        require(caller, "cases.see")

        def question(connection: Connection) -> dict[str, CaseLink]:
            case = seen_case(connection, code, caller)
            return kept.open_links_of(connection, case.code)

        return await self._desk.work.read(lambda: self._desk.store.ask(question))

    async def ratings(self, code: str, caller: Caller) -> list[CaseRating]:
        """What the parties of a case said of how it was handled, oldest first.

        Raises:
            NotFoundError: no such case, or not for this caller.
        """
        require(caller, "cases.see")

        def question(connection: Connection) -> list[CaseRating]:
            case = seen_case(connection, code, caller)
            return kept.ratings_of(connection, case.code)

        return await self._desk.work.read(lambda: self._desk.store.ask(question))

    async def print(
        self,
        code: str,
        party_id: str,
        caller: Caller,
        *,
        with_pin: bool = False,
        reason: str = "",
        address: str | None = None,
    ) -> PartySlip:
        """Print the slip of a party, with a link of its own where a public address is set.

        Args:
            code: of the case.
            party_id: whose slip; empty for the first who claims.
            caller: who prints it.
            with_pin: proven by a PIN although a phone is known: it may be somebody else's.
            reason: why a sealed case is looked at.
            address: where the caller sits.

        Raises:
            NotAllowedError: the caller takes no steps, or a sealed case and no reason is given;
                or the accused of a sealed report.
            NotFoundError: no such case, or not for this caller.
            InvalidError: no such party, or one that was erased.
        """
        require(caller, "cases.step")
        found = await self._looking.one(code, caller, reason=reason, address=address)
        party = _party(found.parties, party_id, found.case)
        await self._desk.tell_exported(
            f"slip of {CASE.name}", caller, address, case_code=found.case.code
        )
        printed, revoked = None, False
        if self._base:
            printed, revoked = await self._link(found.case, party, caller, with_pin=with_pin)
        content = await self._paper(found.case, caller, printed)
        return PartySlip(f"{found.case.code}.pdf", content, printed, revoked)

    async def _link(
        self, case: Case, party: CaseParty, caller: Caller, *, with_pin: bool
    ) -> tuple[Printed, bool]:
        end = None if with_pin else end_of_phone(party.phone)
        pin = None if end else f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}d}"
        token = new_token()
        proof = await self._passwords.hash(end or pin or "")

        def steps(tx: Transaction) -> bool:
            seen_case(tx.connection, case.code, caller)
            earlier = kept.open_links_of(tx.connection, case.code).get(party.party_id)
            if earlier is not None:
                over = replace(earlier, revoked_at=tx.at)
                tx.put(CASE_LINK, over, action="revoke", actor=caller.actor)
            link = CaseLink(
                link_id=f"L-{uuid4().hex[:16]}",
                case_code=case.code,
                party_id=party.party_id,
                token_hash=token_hash(token),
                is_pin=pin is not None,
                made_at=tx.at,
                made_by=caller.actor,
                proof=proof,
            )
            tx.put(CASE_LINK, link, action="print", actor=caller.actor)
            return earlier is not None

        revoked = await in_transaction(self._desk.store, self._desk.work, steps)
        return Printed(f"{self._base}{PAGE}/{token}", pin), revoked

    async def revoke(self, code: str, party_id: str, caller: Caller, *, reason: str = "") -> bool:
        """Take the link of a party back: a slip was lost; whether there was one.

        Raises:
            NotAllowedError: the caller takes no steps, or a sealed case and no reason is given.
            NotFoundError: no such case, or not for this caller.
            InvalidError: no such party.
        """
        require(caller, "cases.step")
        found = await self._looking.one(code, caller, reason=reason)
        party = _party(found.parties, party_id, found.case)

        def steps(tx: Transaction) -> bool:
            link = kept.open_links_of(tx.connection, found.case.code).get(party.party_id)
            if link is None:
                return False
            tx.put(CASE_LINK, replace(link, revoked_at=tx.at), action="revoke", actor=caller.actor)
            return True

        return await in_transaction(self._desk.store, self._desk.work, steps)

    async def _paper(self, case: Case, caller: Caller, printed: Printed | None) -> bytes:
        from operations.centre.slip_paper import slip_pdf

        desk = self._desk
        slip, at = slip_of(case, desk.its()), desk.now()

        def write() -> bytes:
            return slip_pdf(
                slip,
                place=desk.place,
                account=caller.actor,
                at=at,
                zone=desk.zone,
                look_up=printed.address if printed else "",
                pin=(printed.pin or "") if printed else "",
            )

        return await desk.work.read(write)


def _party(parties: list[CaseParty], party_id: str, case: Case) -> CaseParty:
    speak = (PartyRole.APPLICANT, PartyRole.REPRESENTATIVE)
    chosen = [one for one in parties if one.party_id == party_id] or (
        [one for one in parties if one.role in speak][:1] if not party_id else []
    )
    if not chosen or chosen[0].name is None:
        raise InvalidError(says="no_party", field="party_id")
    if case.is_sealed and chosen[0].role is PartyRole.RESPONDENT:
        raise NotAllowedError(says="no_slip_for_accused", field="party_id")
    return chosen[0]
