"""Talk about a case: its handlers at the centre, and whom of the grid they asked to help.

Never of a sealed case, never with whom a case keeps out, and never with anybody who is in it.

Source: docs/decisions/0156-talk-per-case.md
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from domain.access.access import NotAllowedError, require
from domain.access.callers import Caller
from domain.centre.cases.case import Case
from domain.centre.helping.helps import (
    CaseHelp,
    for_the_field,
    is_barred,
    is_talked_about,
    may_speak,
)
from domain.centre.loop.reminders import HANDLER, LEADER, UNREAD_HEAD
from domain.desk.notices import Level
from domain.dispatch.units import NOT_ON_DUTY
from domain.errors import ConflictError
from domain.field.talk.marks import STAYS_FOR
from domain.field.talk.messages import CASE_MESSAGE, FieldMessage
from domain.field.talk.subjects import OF_CASES, TalkKinds
from operations.centre.cases.seen import no_case, seen_case
from operations.field.talk.ground import TalkGround, no_talk, units_of
from operations.field.talk.subjects import Own, Part, Patience, Silent
from operations.notices.notices import Told
from store import Transaction
from store.centre import cases, helps
from store.field import talk as kept

TITLE = "协助办理案件"


class CaseTalk:
    """Says of cases what talk asks (operations/field/talk/subjects.py).

    Args:
        ground: what the operations share.
    """

    kinds: TalkKinds = OF_CASES
    names_readers: bool = True

    def __init__(self, ground: TalkGround) -> None:
        self._ground = ground

    def patience(self) -> Patience:
        """As the district says: a case is no emergency."""
        settings = self._ground.settings
        return Patience(settings.case_unread_after, settings.case_supervisor_after)

    def told(self, tx: Transaction, number: str) -> Told | None:
        """Its code and nothing else; nothing once it is closed."""
        case = cases.case_of(tx.connection, number)
        if case is None or not is_talked_about(case):
            return None
        return Told(self.kinds.key(number), f"案件 {number}", case.area_code or "")

    def silent(self, tx: Transaction, number: str, step: int) -> Silent:
        """Its handlers, then the leader in charge where there is one."""
        case = cases.case_of(tx.connection, number)
        if step and case is not None and case.leader:
            return Silent(LEADER, Level.SUPERVISOR, UNREAD_HEAD)
        return Silent(HANDLER, Level.UNIT, UNREAD_HEAD)

    def order_of(self, tx: Transaction, unit_id: str) -> str | None:
        """None: to be asked is no order."""
        return None

    def crew(self, connection: Connection, number: str, but: str | None = None) -> tuple[str, ...]:
        """Who helps now and is on duty."""
        case = cases.case_of(connection, number)
        if case is None or not is_talked_about(case):
            return ()
        open_ = [one for one in helps.of_case(connection, number) if one.ended_at is None]
        status = kept.units_named(connection, {one.unit_id for one in open_})
        parties = cases.parties_of(connection, [number])[number]
        return tuple(
            one.unit_id
            for one in open_
            if one.unit_id != but
            and one.unit_id in status
            and status[one.unit_id] not in NOT_ON_DUTY
            and not is_barred(case, parties, helps.known_as(connection, one.unit_id))
        )

    def members(self, connection: Connection, number: str) -> Sequence[tuple[str, bool]]:
        """Whoever was asked."""
        found: dict[str, bool] = {}
        for one in helps.of_case(connection, number):
            found[one.unit_id] = found.get(one.unit_id, False) or one.ended_at is None
        return list(found.items())

    def part_of(
        self, connection: Connection, number: str, caller: Caller, now: datetime,
        *, is_reading: bool = True,
    ) -> Part:  # fmt: skip
        """While the help is open; what was written before its end still comes in for a day."""
        require(caller, "field.use")
        mine = [one for one in helps.of_case(connection, number) if one.unit_id in units_of(caller)]
        case = cases.case_of(connection, number) if mine else None
        if case is None or not self._lets_in(connection, case, mine[-1], caller):
            raise no_talk(number)
        until = _until(case, mine)
        if until is not None and (is_reading or now - until >= STAYS_FOR):
            raise no_talk(number)
        return Part(mine[-1].unit_id, until)

    def _lets_in(self, connection: Connection, case: Case, held: CaseHelp, caller: Caller) -> bool:
        if case.is_sealed:
            return False
        parties = cases.parties_of(connection, [case.code])[case.code]
        return not is_barred(case, parties, helps.known_as(connection, held.unit_id, caller.actor))

    def mine(self, connection: Connection, caller: Caller, now: datetime) -> list[Own]:
        """Of the cases a unit helps with now."""
        units = units_of(caller)
        found = []
        for one in helps.of_units(connection, units) if units else ():
            case = cases.case_of(connection, one.case_code)
            is_on = case is not None and is_talked_about(case)
            if is_on and case is not None and self._lets_in(connection, case, one, caller):
                found.append(Own(one.case_code, TITLE, one.unit_id, True))
        return found

    def check_speaks(self, tx: Transaction, number: str, caller: Caller) -> None:
        """Its handlers, while it is open."""
        require(caller, "cases.step")
        check_speaks(seen_case(tx.connection, number, caller), caller)

    async def seen(self, number: str, caller: Caller) -> bool:
        """Whoever sees the case reads; of a sealed one there is no talk."""
        require(caller, "cases.see")
        case = await self._ground.read(lambda connection: seen_case(connection, number, caller))
        if case.is_sealed or case.code != number:
            raise no_case(number)
        return may_speak(caller, case)

    def is_read_by_role(self, caller: Caller) -> bool:
        """Roles of the centre."""
        return caller.role in CASE_MESSAGE.audience.roles

    def at_desk(self, messages: Sequence[FieldMessage]) -> list[FieldMessage]:
        """Whole, as the case itself is to whoever sees it."""
        return list(messages)

    def in_field(
        self, connection: Connection, number: str, messages: Sequence[FieldMessage]
    ) -> list[FieldMessage]:
        """Numbers masked, and the people of the case by their surname."""
        parties = cases.parties_of(connection, [number])[number]
        return [
            replace(one, text=for_the_field(one.text, parties) if one.text else one.text)
            for one in messages
        ]


def check_speaks(case: Case, caller: Caller) -> None:
    """Refuse whoever does not handle a case they see, and all talk once it is closed.

    Raises:
        NotFoundError: it is sealed.
        ConflictError: it is closed.
        NotAllowedError: they only look.
    """
    if case.is_sealed:
        raise no_case(case.code)
    if not is_talked_about(case):
        raise ConflictError(says="talk_closed", field="stage")
    if not may_speak(caller, case):
        raise NotAllowedError(says="not_your_case", field="role")


def _until(case: Case, mine: Sequence[CaseHelp]) -> datetime | None:
    """Since when they take part no more: the help ended, or the case did."""
    if any(one.ended_at is None for one in mine):
        return None if is_talked_about(case) else case.closed_at
    return max(one.ended_at for one in mine if one.ended_at is not None)
