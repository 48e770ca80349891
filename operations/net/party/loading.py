"""Tables of organisations, members and linked households, taken whole or not at all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from domain.access.callers import Caller
from domain.errors import InvalidError, RefusedError
from domain.net.party.organisations import PartyMember, PartyOrganisation
from domain.net.party.rosters import (
    HOUSEHOLD,
    NAME,
    PERSON,
    HouseholdLine,
    MemberLine,
    OrganisationLine,
    read_households,
    read_members,
    read_organisations,
    without_secretary,
)
from domain.tables import RowError, Sheet, TableError
from operations.files.decoding import Decoding
from operations.net.party.entries import parent_named
from operations.net.party.party_desk import PartyDesk
from operations.net.party.register import PartyRegister
from store import Transaction
from store.net import party as kept


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of a table: how many rows were taken, and the names of those without secretary."""

    rows: int
    without_secretary: Sequence[str] = ()


class PartyLoading:
    """Takes tables in.

    Args:
        desk: what the operations share.
        register: where each row is written.
        decoding: takes tables of others apart.
    """

    def __init__(self, desk: PartyDesk, register: PartyRegister, decoding: Decoding) -> None:
        self._desk, self._register, self._decoding = desk, register, decoding

    async def organisations(self, raw: bytes, caller: Caller) -> Loaded:
        """Take a table of organisations (xlsx or CSV); one of the same place and name is changed.

        Raises:
            NotAllowedError: the caller keeps none.
            TableError: names every row that is wrong; nothing was taken.
            InvalidError: no table can be read from it.
        """
        self._desk.need_members(caller)
        lines, errors = read_organisations(await self._sheet("party_organisations", raw, caller))
        if errors:
            raise TableError(errors)
        await self._all(lines, lambda tx, line: self._organisation(tx, line, caller), NAME)
        return Loaded(len(lines), [one.name for one in without_secretary(lines)])

    async def members(self, raw: bytes, caller: Caller) -> Loaded:
        """Take a table of members; one of the same organisation and name is changed.

        Raises:
            NotAllowedError, TableError, InvalidError: as `organisations`.
        """
        self._desk.need_members(caller)
        lines, errors = read_members(await self._sheet("party_members", raw, caller))
        if errors:
            raise TableError(errors)
        await self._all(lines, lambda tx, line: self._member(tx, line, caller), PERSON)
        return Loaded(len(lines))

    async def households(self, raw: bytes, caller: Caller) -> Loaded:
        """Take a table of linked households; one a member has already gets its last contact.

        Raises:
            NotAllowedError, TableError, InvalidError: as `organisations`.
        """
        self._desk.need_members(caller)
        lines, errors = read_households(
            await self._sheet("party_households", raw, caller),
            today=self._desk.today().isoformat(),
        )
        if errors:
            raise TableError(errors)
        await self._all(lines, lambda tx, line: self._household(tx, line, caller), HOUSEHOLD)
        return Loaded(len(lines))

    async def _sheet(self, task: str, raw: bytes, caller: Caller) -> Sheet:
        read = await self._decoding.run(task, raw, actor=caller.actor)
        return Sheet(**read.facts)

    async def _all(
        self, lines: Sequence[Any], write: Callable[[Transaction, Any], None], column: str
    ) -> None:
        """Write every row, or, where one is refused, none."""

        def steps(tx: Transaction) -> None:
            wrong: list[RowError] = []
            for line in lines:
                try:
                    write(tx, line)
                except RefusedError as error:
                    wrong.append(RowError.of(line.row, error, column))
            if wrong:
                raise TableError(wrong)

        await self._desk.write(steps)

    def _organisation(self, tx: Transaction, line: OrganisationLine, caller: Caller) -> None:
        known = next(
            (
                one
                for one in kept.organisations_in(tx.connection, line.area_code)
                if one.ended is None and (one.area_code, one.name) == (line.area_code, line.name)
            ),
            None,
        )
        made = PartyOrganisation(
            organisation_id=known.organisation_id if known else "",
            owner=self._desk.rules.owner,
            area_code=line.area_code,
            type=line.type,
            level=line.level,
            name=line.name,
            founded=line.founded,
            term_end=line.term_end,
            shared_with=known.shared_with if known else (),
            secretary=line.secretary,
            deputy=line.deputy,
        )
        if line.parent:
            above = parent_named(tx, made, line.parent)
            made = replace(made, parent_id=above)
        self._register.put(tx, made, caller, "change" if known else "found")

    def _household(self, tx: Transaction, line: HouseholdLine, caller: Caller) -> None:
        above = _named(tx, line.of, line.area_code or caller.area)
        member = kept.member_named(tx.connection, above.organisation_id, line.name)
        if member is None:
            raise InvalidError(says="party_member_named", name=line.name, field="member_id")
        self._register.add_household(
            tx, member.member_id, line.household, caller,
            since=line.since, last_contact=line.last_contact,
        )  # fmt: skip

    def _member(self, tx: Transaction, line: MemberLine, caller: Caller) -> None:
        above = _named(tx, line.of, line.area_code or caller.area)
        told = PartyMember(
            member_id="",
            owner=self._desk.rules.owner,
            organisation_id=above.organisation_id,
            area_code=above.area_code,
            roll=line.roll,
            trade=line.trade,
            duty_post=line.duty_post,
            volunteer_hours=line.volunteer_hours,
            name=line.name,
            phone=line.phone,
        )
        self._register.add_member(tx, told, caller)


def _named(tx: Transaction, name: str, area: str | None) -> PartyOrganisation:
    """The standing organisation of a name in an area.

    Raises:
        InvalidError: there is none, or more than one.
    """
    found = [
        one
        for one in kept.organisations_in(tx.connection, area)
        if one.ended is None and one.name == name
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise InvalidError(says="party_organisation_twice", name=name, field="organisation_id")
    raise InvalidError(says="party_organisation_named", name=name, field="organisation_id")
