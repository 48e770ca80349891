"""The enterprise station: its page, and every entry in its books.

A firm is seen by the centre's lead, the units with a request of it, and its contacts; what hangs on
it is seen with it. Figures are over all, and name no firm.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, TypeVar
from uuid import uuid4

from sqlalchemy import Connection

from domain.access.access import may, require
from domain.access.callers import Caller
from domain.centre.cases.case import Channel
from domain.centre.cases.categories import Category
from domain.centre.cases.parties import PartyKind, PartyRole
from domain.centre.cases.petitions import Matter
from domain.centre.firms.credit_codes import read_credit_code
from domain.centre.firms.figures import Due, StationFigures, due_of, figures_of, today_in
from domain.centre.firms.firm_table import CODE, read_firms
from domain.centre.firms.firms import (
    FIRM,
    FIRM_ENFORCEMENT,
    FIRM_REQUEST,
    FIRM_VISIT,
    FIRM_WAIVER,
    Firm,
    FirmEnforcement,
    FirmRequest,
    FirmVisit,
    FirmWaiver,
    RequestType,
    VisitKind,
)
from domain.centre.firms.matching import Match, matches
from domain.centre.firms.station import (
    FIRM_POLICY,
    RECEPTION_DAY,
    TECHNOLOGY_ENVOY,
    FirmPolicy,
    ReceptionDay,
    TechnologyEnvoy,
)
from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.fields import as_text
from domain.kind import Kind
from domain.tables import RowError, Sheet, TableError
from operations.centre.cases.centre_desk import CentreDesk
from operations.centre.cases.intake import Intake
from operations.centre.cases.new_case import NewCase, NewParty
from operations.files.decoding import Decoding
from operations.transactions import in_transaction
from store import Transaction
from store.centre import firms as kept

LONGEST_NAME, LONGEST_TEXT = 64, 1000
MOST_FEN = 10**13
_OF_LATE = timedelta(days=30)
E_ = TypeVar("E_")


@dataclass(frozen=True, slots=True)
class StationPage:
    """What the page shows its reader; `figures` are None for whoever is not told them."""

    figures: StationFigures | None
    firms: list[Firm]
    due: list[Due]
    requests: list[FirmRequest]
    policies: list[FirmPolicy]
    matches: list[Match]
    enforcements: list[FirmEnforcement]
    waivers: list[FirmWaiver]
    visits: list[FirmVisit]
    receptions: list[ReceptionDay]
    envoys: list[TechnologyEnvoy]


class FirmStation:
    """The books of the station.

    Args:
        desk: what the operations of the centre share.
        intake: takes in the case a request becomes.
        decoding: takes tables of others apart.
    """

    def __init__(self, desk: CentreDesk, intake: Intake, decoding: Decoding) -> None:
        self._desk, self._intake, self._decoding = desk, intake, decoding

    # looking ------------------------------------------------------------------------------------

    async def page(self, caller: Caller, begins: str = "") -> StationPage:
        """Everything of the station that is its reader's to see.

        Raises:
            NotAllowedError: nothing is.
        """
        require(caller, "firms.see")
        now = self._desk.now()
        today = today_in(self._desk.zone, now)

        def question(one: Connection) -> StationPage:
            firms = kept.seen(one, FIRM, caller, "name", begins=begins)
            visits = kept.seen(one, FIRM_VISIT, caller, "-at")
            policies = kept.seen(one, FIRM_POLICY, caller, "policy_id")
            figures = None
            if may(caller, "firms.figures"):
                count, of_late = kept.counted(one, now - _OF_LATE)
                requests, enforced = kept.all_requests(one), kept.all_enforcements(one)
                figures = figures_of(count, requests, enforced, of_late, today)
            return StationPage(
                figures=figures,
                firms=firms,
                due=due_of(firms, visits, now),
                requests=kept.seen(one, FIRM_REQUEST, caller, "-at"),
                policies=policies,
                matches=matches(firms, policies, today),
                enforcements=kept.seen(one, FIRM_ENFORCEMENT, caller, "-at"),
                waivers=kept.seen(one, FIRM_WAIVER, caller, "-at"),
                visits=visits,
                receptions=kept.seen(one, RECEPTION_DAY, caller, "-day"),
                envoys=kept.seen(one, TECHNOLOGY_ENVOY, caller, "envoy_id"),
            )

        return await self._desk.work.read(lambda: self._desk.store.ask(question))

    # firms --------------------------------------------------------------------------------------

    async def put_firm(self, told: Firm, caller: Caller) -> Firm:
        """Register a firm, or correct the one of this code.

        Raises:
            NotAllowedError: the caller keeps none, or the known one is not theirs to see.
            InvalidError: the code, a name or a number does not do.
        """
        require(caller, "firms.run")
        firm = _as_kept(told)
        return await self._write(lambda tx: self._put(tx, firm, caller))

    async def load(self, raw: bytes, caller: Caller) -> int:
        """Take a table of firms (xlsx or CSV) whole; how many there were.

        Raises:
            NotAllowedError: the caller keeps none.
            TableError: names every row that is wrong; nothing was taken.
            InvalidError: no table can be read from it.
        """
        require(caller, "firms.run")
        read = await self._decoding.run("firms", raw, actor=caller.actor)
        firms, errors = read_firms(Sheet(**read.facts))
        if errors:
            raise TableError(errors)

        def steps(tx: Transaction) -> int:
            wrong: list[RowError] = []
            for row, firm in firms:
                try:
                    self._put(tx, _as_kept(firm), caller)
                except (InvalidError, ConflictError) as error:
                    wrong.append(RowError.of(row, error, CODE))
            if wrong:
                raise TableError(wrong)
            return len(firms)

        return await self._write(steps)

    def _put(self, tx: Transaction, firm: Firm, caller: Caller) -> Firm:
        known = kept.any_firm(tx.connection, firm.credit_code)
        if known is not None and not FIRM.admits(caller, known):
            raise ConflictError(says="firm_of_others", field="credit_code")
        lead = self._desk.its().lead
        bodies = dict.fromkeys((lead, *(known.bodies if known else ())))
        people = dict.fromkeys((*firm.people, caller.actor) if not known else firm.people)
        made = replace(firm, bodies=tuple(bodies), people=tuple(people))
        tx.put(FIRM, made, action="change" if known else "add", actor=caller.actor)
        return made

    # what hangs on a firm -------------------------------------------------------------------------

    async def visit(self, code: str, visit: VisitKind, text: str, caller: Caller) -> None:
        """Write down that a firm was called or visited.

        Raises:
            NotAllowedError, NotFoundError, InvalidError: not the caller's; no such firm; no words.
        """
        said = as_text(text, "text", longest=LONGEST_TEXT, lines=True)

        def made(tx: Transaction, firm: Firm) -> FirmVisit:
            return FirmVisit(_id("V"), firm.credit_code, visit, tx.at, caller.actor, said)

        await self._add(FIRM_VISIT, code, caller, made)

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
        day = _day(due, "due")

        def made(tx: Transaction, firm: Firm) -> FirmRequest:
            if body not in firm.bodies:
                seen_by = replace(firm, bodies=(*firm.bodies, body))
                tx.put(FIRM, seen_by, action="change", actor=caller.actor)
            return FirmRequest(
                _id("Q"), firm.credit_code, request, body, day, tx.at, caller.actor, text=said
            )

        await self._add(FIRM_REQUEST, code, caller, made)

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

        await self._write(steps)

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

        await self._write(steps)

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

        await self._write(steps)
        return code

    async def enforce(self, code: str, number: str, due_fen: int, caller: Caller) -> None:
        """Write down what is enforced for a firm.

        Raises:
            NotAllowedError, NotFoundError, InvalidError: not the caller's; no such firm; no sum.
        """
        named = as_text(number, "number", longest=LONGEST_NAME)
        _check_sum(due_fen, "amount")

        def made(tx: Transaction, firm: Firm) -> FirmEnforcement:
            return FirmEnforcement(_id("E"), firm.credit_code, named, due_fen, 0, tx.at)

        await self._add(FIRM_ENFORCEMENT, code, caller, made)

    async def pay(self, enforcement_id: str, fen: int, caller: Caller) -> None:
        """Write down that a firm was paid, in fen.

        Raises:
            NotAllowedError, NotFoundError: not the caller's; none.
            InvalidError: no sum, or more than is owed.
        """
        require(caller, "firms.run")
        _check_sum(fen, "amount")

        def steps(tx: Transaction) -> None:
            held = kept.one_of(tx.connection, FIRM_ENFORCEMENT, enforcement_id, caller)
            if held is None:
                raise NotFoundError(says="no_enforcement", field="enforcement_id")
            if held.paid_fen + fen > held.due_fen:
                raise InvalidError(says="paid_too_much", field="amount")
            paid = replace(held, paid_fen=held.paid_fen + fen, paid_at=tx.at)
            tx.put(FIRM_ENFORCEMENT, paid, action="pay", actor=caller.actor)

        await self._write(steps)

    async def waive(self, code: str, item: str, basis: str, caller: Caller) -> None:
        """Write down a slight breach that was not punished.

        Raises:
            NotAllowedError, NotFoundError, InvalidError: not the caller's; no such firm; no words.
        """
        what = as_text(item, "item", longest=200)
        why = as_text(basis, "basis", longest=200)

        def made(tx: Transaction, firm: Firm) -> FirmWaiver:
            return FirmWaiver(_id("W"), firm.credit_code, what, why, tx.at, caller.actor)

        await self._add(FIRM_WAIVER, code, caller, made)

    # what the station itself has ------------------------------------------------------------------

    async def add_policy(self, told: FirmPolicy, caller: Caller) -> None:
        """Add a policy to the library.

        Raises:
            NotAllowedError, InvalidError: not the caller's; a text or a day does not do.
        """
        made = replace(
            told,
            policy_id=told.policy_id or _id("POL"),
            title=as_text(told.title, "title", longest=120),
            basis=as_text(told.basis, "basis", longest=200),
            qualifies=as_text(told.qualifies, "qualifies", longest=LONGEST_TEXT),
            until=_day(told.until, "until") if told.until else None,
        )
        await self._put_own(FIRM_POLICY, made, caller)

    async def add_reception(self, told: ReceptionDay, caller: Caller) -> None:
        """Set a day on which entrepreneurs are received.

        Raises:
            NotAllowedError, InvalidError: not the caller's; a text or the day does not do.
        """
        made = replace(
            told,
            reception_id=_id("D"),
            day=_day(told.day, "day"),
            host=as_text(told.host, "host", longest=LONGEST_NAME),
            place=as_text(told.place, "place", longest=LONGEST_NAME),
            firms=tuple(read_credit_code(one) for one in told.firms),
        )
        await self._put_own(RECEPTION_DAY, made, caller)

    async def add_envoy(self, told: TechnologyEnvoy, caller: Caller) -> None:
        """Register a technology envoy.

        Raises:
            NotAllowedError, InvalidError: not the caller's; a text or a day does not do.
        """
        made = replace(
            told,
            envoy_id=_id("T"),
            name=as_text(told.name or "", "name", longest=LONGEST_NAME),
            field=as_text(told.field, "field", longest=LONGEST_NAME),
            until=_day(told.until, "until") if told.until else None,
            firms=tuple(read_credit_code(one) for one in told.firms),
        )
        await self._put_own(TECHNOLOGY_ENVOY, made, caller)

    async def _put_own(self, kind: Kind[E_], made: E_, caller: Caller) -> None:
        require(caller, "firms.run")
        await self._write(lambda tx: tx.put(kind, made, action="add", actor=caller.actor))

    async def _add(self, kind: Kind[E_], code: str, caller: Caller, make: Any) -> None:
        require(caller, "firms.run")
        credit_code = read_credit_code(code)

        def steps(tx: Transaction) -> None:
            firm = kept.firm_of(tx.connection, credit_code, caller)
            if firm is None:
                raise NotFoundError(says="no_firm", field="credit_code")
            tx.put(kind, make(tx, firm), action="add", actor=caller.actor)

        await self._write(steps)

    def _request(self, tx: Transaction, request_id: str, caller: Caller) -> FirmRequest:
        held = kept.one_of(tx.connection, FIRM_REQUEST, request_id, caller)
        if held is None:
            raise NotFoundError(says="no_request", field="request_id")
        return held

    async def _write(self, steps: Callable[[Transaction], E_]) -> E_:
        return await in_transaction(self._desk.store, self._desk.work, steps)


def _id(letter: str) -> str:
    return f"{letter}-{uuid4().hex[:16]}"


def _as_kept(told: Firm) -> Firm:
    if not 0 <= told.staff <= 10**6:
        raise InvalidError(says="field_not_valid", field="staff")
    return replace(
        told,
        credit_code=read_credit_code(told.credit_code),
        name=as_text(told.name, "name", longest=LONGEST_NAME),
        industry=as_text(told.industry, "industry", longest=LONGEST_NAME),
        people=tuple(as_text(one, "people", longest=LONGEST_NAME) for one in told.people),
        marks=tuple(as_text(one, "marks", longest=16) for one in told.marks),
        contact=as_text(told.contact, "contact", longest=LONGEST_NAME) if told.contact else None,
        phone=as_text(told.phone, "phone", longest=32) if told.phone else None,
    )


def _day(text: str, name: str) -> str:
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        raise InvalidError(says="field_not_valid", field=name) from None


def _check_sum(fen: int, name: str) -> None:
    if not 1 <= fen <= MOST_FEN:
        raise InvalidError(says="field_not_valid", field=name)
