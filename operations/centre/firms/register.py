"""Which firms there are: registered one by one, or from a table."""

from dataclasses import replace

from domain.access.access import require
from domain.access.callers import Caller
from domain.centre.firms.credit_codes import read_credit_code
from domain.centre.firms.firm_table import CODE, read_firms
from domain.centre.firms.firms import FIRM, Firm
from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.fields import as_text
from domain.tables import RowError, Sheet, TableError
from operations.centre.cases.centre_desk import CentreDesk
from operations.centre.firms.entries import LONGEST_NAME, FirmEntries
from operations.files.decoding import Decoding
from store import Transaction
from store.centre import firms as kept


class FirmRegister:
    """The register of firms.

    Args:
        desk: what the operations of the centre share.
        entries: where they are written.
        decoding: takes tables of others apart.
    """

    def __init__(self, desk: CentreDesk, entries: FirmEntries, decoding: Decoding) -> None:
        self._desk, self._entries, self._decoding = desk, entries, decoding

    async def firm(self, credit_code: str, caller: Caller) -> Firm:
        """A firm whole.

        Raises:
            NotAllowedError: the caller sees none.
            NotFoundError: no such firm, or not for this caller.
        """
        require(caller, "firms.see")
        firm = await self._desk.work.read(
            lambda: self._desk.store.ask(lambda one: kept.firm_of(one, credit_code, caller))
        )
        if firm is None:
            raise NotFoundError(says="no_firm", field="credit_code")
        return firm

    async def put_firm(self, told: Firm, caller: Caller) -> Firm:
        """Register a firm, or correct the one of this code.

        Raises:
            NotAllowedError: the caller keeps none, or the known one is not theirs to see.
            InvalidError: the code, a name or a number does not do.
        """
        require(caller, "firms.run")
        firm = _as_kept(told)
        return await self._entries.write(lambda tx: self._put(tx, firm, caller))

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

        return await self._entries.write(steps)

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
