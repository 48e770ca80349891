"""Looking at cases: a list of those a caller may see, and one whole."""

import re
from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection

from domain.access.access import NotAllowedError, require
from domain.access.callers import Caller
from domain.centre.cases.case import CASE, Case, steps_open
from domain.centre.cases.case_codes import read_case_code
from domain.centre.cases.case_file import CaseFile, CasePage
from domain.centre.cases.stages import Stage
from domain.centre.cases.views import Order, View
from domain.centre.limits.clocks import Light
from domain.centre.loop.written import written
from operations.centre.cases.centre_desk import CentreDesk
from operations.centre.cases.new_case import LONGEST_NAME
from operations.centre.cases.seen import seen_case
from store.access.signing_in import who_sign_in_as
from store.centre import cases as kept
from store.centre.case_lists import LONGEST_PAGE, CaseFilter, counts_of, page_of

__all__ = ["LONGEST_PAGE", "CaseFilter", "Looking", "looked_for"]

SHORTEST_REASON = 4
_ID_NUMBER = re.compile(r"\d{17}[\dXx]")


def looked_for(
    text: str = "",
    *,
    is_open: bool = False,
    stages: tuple[Stage, ...] = (),
    body: str | None = None,
    colour: Light | None = None,
    view: View = View.ALL,
    order: Order = Order.NEWEST,
) -> CaseFilter:
    """A question of the list.

    `text` is a code, a whole phone or identity number, the beginning of a name, or of its pinyin
    or initials.

    Raises:
        InvalidError: it holds digits and is neither a phone nor a code whose check digit fits; or
            it is too long or cannot be printed.
    """
    asked = written(text, "q", LONGEST_NAME) or ""
    is_phone = asked.isdigit() and len(asked) in range(7, 13)
    is_id = bool(_ID_NUMBER.fullmatch(asked))
    is_code = not is_phone and not is_id and any(letter.isdigit() for letter in asked)
    is_name = bool(asked) and not (is_phone or is_id or is_code)
    is_letters = is_name and asked.isascii() and asked.isalpha()
    return CaseFilter(
        stages=stages,
        is_open=is_open,
        body=written(body, "body", LONGEST_NAME),
        light=colour,
        code=read_case_code(asked) if is_code else None,
        phone=asked if is_phone else None,
        id_number=asked.upper() if is_id else None,
        letters=asked if is_letters else None,
        name=asked if is_name and not is_letters else None,
        view=view,
        order=order,
    )


class Looking:
    """Where cases are listed and shown."""

    def __init__(self, desk: CentreDesk) -> None:
        self._desk = desk

    async def page(
        self, caller: Caller, wanted: CaseFilter, *, cursor: str | None, limit: int
    ) -> CasePage:
        """Cases newest first, of what the caller may see; without the people of sealed ones.

        Raises:
            NotAllowedError: the caller sees none at all.
            InvalidError: the cursor is none.
        """
        require(caller, "cases.see")
        at = self._desk.now()
        wanted = replace(wanted, places=self._places())

        def read() -> CasePage:
            def question(connection: Connection) -> CasePage:
                cases, after = page_of(
                    connection, caller, wanted, now=at, cursor=cursor, limit=limit
                )
                told = [case.code for case in cases if not case.is_sealed]
                parties = kept.parties_of(connection, told)
                return CasePage(cases, parties, after, at)

            return self._desk.store.ask(question)

        return await self._desk.work.read(read)

    async def counts(self, caller: Caller) -> Mapping[View, int]:
        """How many open cases each view holds for a caller.

        Raises:
            NotAllowedError: the caller sees none at all.
        """
        require(caller, "cases.see")
        desk, places = self._desk, self._places()

        def read() -> Mapping[View, int]:
            return desk.store.ask(
                lambda held: counts_of(held, caller, now=desk.now(), places=places)
            )

        return await desk.work.read(read)

    async def leaders(self, caller: Caller) -> list[tuple[str, str]]:
        """The accounts that may take a case in charge, with their names.

        Raises:
            NotAllowedError: the caller takes no step of a case.
        """
        require(caller, "cases.step")
        desk = self._desk
        return await desk.work.read(
            lambda: desk.store.ask(lambda held: who_sign_in_as(held, "leader"))
        )

    def _places(self) -> tuple[str, ...]:
        centre = self._desk.its()
        return (*centre.bodies, *centre.units)

    async def one(
        self, code: str, caller: Caller, *, reason: str = "", address: str | None = None
    ) -> CaseFile:
        """A case with everything in it. Of a sealed one, who looked and why is written down first.

        Raises:
            NotAllowedError: a sealed case, and no reason is given.
            NotFoundError: no such case, or not for this caller.
        """
        require(caller, "cases.see")

        def read() -> CaseFile:
            def question(connection: Connection) -> CaseFile:
                case = seen_case(connection, code, caller)
                parties = kept.parties_of(connection, [case.code])[case.code]
                entries = kept.entries_of(connection, case.code)
                return CaseFile(
                    case,
                    parties,
                    entries,
                    steps_open(caller, case),
                    version=kept.version_of(connection, case.code),
                    ties=kept.ties_of(connection, caller, case),
                    at=self._desk.now(),
                )

            return self._desk.store.ask(question)

        found = await self._desk.work.read(read)
        if found.case.is_sealed:
            await self._written_down(found.case, caller, reason, address)
        return found

    async def _written_down(
        self, case: Case, caller: Caller, reason: str, address: str | None
    ) -> None:
        why = reason.strip()[:200]
        if len(why) < SHORTEST_REASON:
            raise NotAllowedError(says="sealed_needs_reason", least=SHORTEST_REASON, field="reason")
        await self._desk.audit.tell(
            "revealed",
            actor=caller.actor,
            subject=CASE.name,
            address=address,
            about={"id": case.code, "fields": ["claim", "parties"], "role": caller.role},
            personal={"reason": why},
        )
