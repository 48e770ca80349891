"""What firms ask for: taken in, answered, rated, and taken in as a case."""

from dataclasses import replace

from sqlalchemy import Connection

from domain.access.access import may, require
from domain.access.callers import Caller
from domain.centre.cases.case import Channel
from domain.centre.cases.categories import Category
from domain.centre.cases.parties import PartyKind, PartyRole
from domain.centre.cases.petitions import Matter
from domain.centre.firms.firms import FIRM, FIRM_REQUEST, Firm, FirmRequest, RequestType
from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.fields import as_text
from operations.centre.cases.centre_desk import CentreDesk
from operations.centre.cases.intake import Intake
from operations.centre.cases.new_case import NewCase, NewParty
from operations.centre.firms.entries import LONGEST_TEXT, FirmEntries, new_id, read_day
from store import Transaction
from store.centre import firms as kept


class FirmRequests:
    """Requests of firms.

    Args:
        desk: what the operations of the centre share.
        entries: where they are written.
        intake: takes in the case a request becomes.
    """

    def __init__(self, desk: CentreDesk, entries: FirmEntries, intake: Intake) -> None:
        self._desk, self._entries, self._intake = desk, entries, intake

    async def ask(
        self, code: str, request: RequestType, lead: str, due: str, text: str, caller: Caller
    ) -> None:
        """Take in what a firm asks for; the unit that leads sees the firm from then on.

        Raises:
            NotAllowedError, NotFoundError: not the caller's; no such firm.
            InvalidError: no such body, no day, or no words.
        """
        said = as_text(text, "text", longest=LONGEST_TEXT, lines=True)
        body = self._desk.its().body(lead, "lead").code
        day = read_day(due, "due")

        def made(tx: Transaction, firm: Firm) -> FirmRequest:
            if body not in firm.bodies:
                seen_by = replace(firm, bodies=(*firm.bodies, body))
                tx.put(FIRM, seen_by, action="change", actor=caller.actor)
            return FirmRequest(
                new_id("Q"), firm.credit_code, request, body, day, tx.at, caller.actor, text=said
            )

        await self._entries.add(FIRM_REQUEST, code, caller, made)

    async def answer(self, request_id: str, text: str, caller: Caller) -> None:
        """Answer a request: the unit that leads, or the station.

        Raises:
            NotAllowedError, NotFoundError, InvalidError: not the caller's; none; no words.
            ConflictError: it was answered.
        """
        require(caller, "firms.see")
        said = as_text(text, "text", longest=LONGEST_TEXT, lines=True)

        def steps(tx: Transaction) -> None:
            held = self._request(tx, request_id, caller)
            if not may(caller, "firms.run") and caller.department != held.lead:
                require(caller, "firms.run")
            if held.answered_at is not None:
                raise ConflictError(says="request_answered", field="request_id")
            answered = replace(held, answered_at=tx.at, answer=said)
            tx.put(FIRM_REQUEST, answered, action="answer", actor=caller.actor)

        await self._entries.write(steps)

    async def satisfied(self, request_id: str, stars: int, caller: Caller) -> None:
        """Write down what the firm says of the answer, from 1 to 5.

        Raises:
            NotAllowedError, NotFoundError, InvalidError: not the caller's; none; no such number.
            ConflictError: it was not answered yet.
        """
        require(caller, "firms.run")
        if not 1 <= stars <= 5:
            raise InvalidError(says="stars_wrong", most=5, field="satisfied")

        def steps(tx: Transaction) -> None:
            held = self._request(tx, request_id, caller)
            if held.answered_at is None:
                raise ConflictError(says="request_open", field="request_id")
            rated = replace(held, satisfied=stars)
            tx.put(FIRM_REQUEST, rated, action="satisfied", actor=caller.actor)

        await self._entries.write(steps)

    async def to_case(self, request_id: str, window: str, caller: Caller) -> str:
        """Take a request in as a case of the centre; its code. Asked again it is the same case.

        Raises:
            NotAllowedError, NotFoundError: not the caller's, or they take no cases in; none.
            InvalidError: no such window.
        """
        require(caller, "firms.run")
        require(caller, "cases.register")

        def question(one: Connection) -> tuple[FirmRequest, Firm]:
            held = kept.one_of(one, FIRM_REQUEST, request_id, caller)
            firm = kept.firm_of(one, held.credit_code, caller) if held else None
            if held is None or firm is None:
                raise NotFoundError(says="no_request", field="request_id")
            return held, firm

        held, firm = await self._desk.work.read(lambda: self._desk.store.ask(question))
        party = NewParty(PartyRole.APPLICANT, PartyKind.FIRM, firm.name, firm.phone)
        new = NewCase(
            source="firm", source_id=held.request_id, window=window, channel=Channel.OTHER,
            matter=Matter.DISPUTE, category=Category.OTHER, claim=held.text or firm.name,
            parties=(party,), people_count=1, area_code=firm.area_code,
        )  # fmt: skip
        code = (await self._intake.register(new, caller)).case.code

        def steps(tx: Transaction) -> None:
            linked = replace(self._request(tx, request_id, caller), case_code=code)
            tx.put(FIRM_REQUEST, linked, action="to_case", actor=caller.actor)

        await self._entries.write(steps)
        return code

    def _request(self, tx: Transaction, request_id: str, caller: Caller) -> FirmRequest:
        held = kept.one_of(tx.connection, FIRM_REQUEST, request_id, caller)
        if held is None:
            raise NotFoundError(says="no_request", field="request_id")
        return held
