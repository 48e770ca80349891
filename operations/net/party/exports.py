"""The register as tables to take away; who took one and when is written down first."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from domain.access.access import narrowed
from domain.access.callers import Caller
from domain.net.party.organisations import (
    PARTY_MEMBER,
    PARTY_ORGANISATION,
    OrganisationLevel,
    OrganisationType,
    Roll,
)
from domain.net.party.rosters import (
    LEVEL_WORDS,
    MEMBER_COLUMNS,
    ORGANISATION_COLUMNS,
    ROLL_WORDS,
    TYPE_WORDS,
)
from operations.net.party.party_desk import PartyDesk
from operations.prints.sheets import Watermark, workbook
from store.net import party as kept

MOST_ROWS = 20_000
Line = Sequence[Any]


class PartyExports:
    """Files of the register, in the columns it is imported by.

    Args:
        desk: what the operations share.
    """

    def __init__(self, desk: PartyDesk) -> None:
        self._desk = desk

    async def organisations(
        self, area: str, caller: Caller, *, address: str | None = None
    ) -> tuple[str, bytes]:
        """The organisations of an area that stand, as xlsx: the file's name and its bytes.

        Raises:
            NotAllowedError: the caller sees none.
        """
        return await self._table("party organisations", _organisations, area, caller, address)

    async def members(
        self, area: str, caller: Caller, *, address: str | None = None
    ) -> tuple[str, bytes]:
        """The members of an area, as `organisations`.

        Raises:
            NotAllowedError: the caller sees none.
        """
        return await self._table("party members", _members, area, caller, address)

    async def _table(
        self, what: str, lines: Any, area: str, caller: Caller, address: str | None
    ) -> tuple[str, bytes]:
        self._desk.need_members(caller)
        within = narrowed(caller, area or None)
        await self._desk.audit.tell(
            "exported",
            actor=caller.actor,
            subject="export",
            address=address,
            about={"what": what, "role": caller.role, "area": within or ""},
        )
        mark = Watermark(caller.actor, self._desk.now(), self._desk.zone)

        def made() -> bytes:
            head, rows = self._desk.store.ask(lambda one: lines(one, within, caller))
            return workbook(head, rows, mark, title=head[0])

        name = f"{what.replace(' ', '-')}-{self._desk.today():%Y%m%d}.xlsx"
        return name, await self._desk.work.read(made)


def _organisations(
    one: Connection, area: str | None, caller: Caller
) -> tuple[Sequence[str], list[Line]]:
    conditions = kept.matching(PARTY_ORGANISATION, caller, area, "")
    found = kept.listed(one, PARTY_ORGANISATION, conditions, ("area_code",), most=MOST_ROWS)
    names = {row.organisation_id: row.name for row in found}
    rows: list[Line] = [
        [
            row.name, _word(TYPE_WORDS, row.type), _word(LEVEL_WORDS, row.level), row.area_code,
            names.get(row.parent_id or "", ""), row.secretary or "", row.deputy or "",
            row.founded or "", row.term_end or "",
        ]
        for row in found
    ]  # fmt: skip
    return ORGANISATION_COLUMNS, rows


def _members(one: Connection, area: str | None, caller: Caller) -> tuple[Sequence[str], list[Line]]:
    conditions = kept.matching(PARTY_MEMBER, caller, area, "")
    found = kept.listed(one, PARTY_MEMBER, conditions, ("area_code",), most=MOST_ROWS)
    names = kept.organisations_named(one, {row.organisation_id for row in found})
    rows: list[Line] = [
        [
            row.name or "", names.get(row.organisation_id, ""), row.area_code,
            _word(ROLL_WORDS, row.roll), row.trade or "", row.duty_post or "",
            row.volunteer_hours, row.phone or "",
        ]
        for row in found
    ]  # fmt: skip
    return MEMBER_COLUMNS, rows


def _word(words: Mapping[str, Any], value: OrganisationType | OrganisationLevel | Roll) -> str:
    """The word the table is read by; the first that means this."""
    return next(word for word, meant in words.items() if meant is value)
