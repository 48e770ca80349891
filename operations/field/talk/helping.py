"""A handler of a case asks one grid worker or officer of its grid to help; it ends with the case.

What is asked is the first message of the talk: it is delivered, read and told on as every other.

Source: docs/decisions/0155-help-of-the-grid-in-a-case.md
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from domain.access.access import NotAllowedError, require
from domain.access.callers import Caller
from domain.centre.cases.case import Case
from domain.centre.helping.helps import (
    CASE_HELP,
    HELPING_KINDS,
    LONGEST_REASON,
    LONGEST_TASK,
    MOST_HELPS,
    CaseHelp,
    HelpEnd,
    HelpOfCase,
    HelpsOfCase,
    ended,
    for_the_field,
    is_barred,
    is_of_grid,
    is_talked_about,
    may_ask,
)
from domain.dispatch.units import NOT_ON_DUTY, Unit
from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.field.talk.messages import FieldMessage
from domain.fields import as_text
from operations.centre.cases.seen import no_case, seen_case
from operations.field.talk.ground import TalkGround, message_id_of
from operations.field.talk.of_cases import CaseTalk
from operations.field.talk.talking import LONGEST_KEY, Said, Talking
from store import Transaction
from store.centre import cases, helps
from store.field import talk as kept
from store.field.acts import Press, once

LONGEST_ID = 64


@dataclass(frozen=True, slots=True)
class NewHelp:
    """What is asked of whom, and why.

    Attributes:
        key: by which the same question is known again.
        task: what is to be done; the phone shows it with names and numbers masked.
        reason: why somebody of the grid has to know of the case.
    """

    key: str
    unit_id: str
    task: str
    reason: str


@dataclass(frozen=True, slots=True)
class OwnHelp:
    """A help as the phone of whoever was asked shows it: only what is needed."""

    help_id: str
    case_code: str
    category: str
    area_code: str
    by: str
    at: Any
    task: str


class Helping:
    """Asks, ends and lists.

    Args:
        ground: what the operations of talk share.
        subject: says who takes part in the talk of a case.
        talking: writes what is asked into the talk.
    """

    def __init__(self, ground: TalkGround, subject: CaseTalk, talking: Talking) -> None:
        self._ground, self._subject, self._talking = ground, subject, talking

    # at the centre --------------------------------------------------------------------------------

    async def of_case(self, code: str, caller: Caller) -> HelpsOfCase | None:
        """Whom of the grid a case was shown to; None of a sealed one, of which nobody is asked.

        Raises:
            NotAllowedError, NotFoundError: there is no such case for this caller.
        """
        require(caller, "cases.see")

        def read(connection: Connection) -> HelpsOfCase | None:
            case = seen_case(connection, code, caller)
            if case.is_sealed:
                return None
            held = helps.of_case(connection, case.code)
            ids = [one.unit_id for one in held]
            signs, status = kept.call_signs(connection, ids), kept.units_named(connection, ids)
            is_asker = may_ask(caller, case)
            return HelpsOfCase(
                [
                    HelpOfCase(
                        one,
                        signs.get(one.unit_id, one.unit_id),
                        one.unit_id in status and status[one.unit_id] not in NOT_ON_DUTY,
                    )
                    for one in held
                ],
                _offered(connection, case, held) if is_asker else [],
                is_asker,
            )

        return await self._ground.read(read)

    async def ask(self, code: str, new: NewHelp, caller: Caller) -> tuple[CaseHelp, bool]:
        """Ask a unit to help, once.

        Returns:
            The help, and whether this call asked.

        Raises:
            NotFoundError: there is no such case for this caller, or it is sealed.
            NotAllowedError: the caller does not handle it.
            ConflictError: it is closed, the unit helps already, or too many do.
            InvalidError: nothing is asked, no reason is given, or the unit may not be asked.
        """
        require(caller, "cases.step")
        as_text(new.key, "key", longest=LONGEST_KEY)
        task = as_text(new.task, "task", longest=LONGEST_TASK, lines=True)
        reason = as_text(new.reason, "reason", longest=LONGEST_REASON)

        def write(tx: Transaction) -> tuple[CaseHelp, Any]:
            case = seen_case(tx.connection, code, caller)
            _check_asks(case, caller)
            help_id = f"H{message_id_of(case.code, new.key, caller)[2:]}"
            again = helps.one_of(tx.connection, help_id)
            if again is not None:
                return again, None
            self._check_unit(tx, case, new.unit_id)
            made = CaseHelp(
                help_id, case.code, new.unit_id, caller.actor, tx.at, task=task, reason=reason
            )
            tx.put(CASE_HELP, made, action="ask", actor=caller.actor)
            tx.flush()
            said = Said(f"ask-{new.key}")
            message, _ = self._talking.put(tx, case.code, said, task, caller, None)
            return made, message

        made, message = await self._ground.write(write)
        if message is not None:
            await self._talking.ring(message)
            await self._ground.tell([made.unit_id], {"kind": "help", "rings": False})
        return made, message is not None

    @staticmethod
    def _check_unit(tx: Transaction, case: Case, unit_id: str) -> None:
        held = helps.of_case(tx.connection, case.code)
        open_ = [one.unit_id for one in held if one.ended_at is None]
        unit = tx.unit(unit_id)
        if unit is None or not is_of_grid(case, unit):
            raise InvalidError(says="help_not_of_grid", field="unit_id")
        if _is_barred(tx.connection, case, unit_id):
            raise InvalidError(says="help_barred", field="unit_id")
        if unit_id in open_:
            raise ConflictError(says="help_already", field="unit_id")
        if len(open_) >= MOST_HELPS:
            raise ConflictError(says="helps_too_many", most=MOST_HELPS, field="unit_id")

    async def end(self, code: str, help_id: str, caller: Caller) -> CaseHelp:
        """A handler ends the help: the phone shows nothing of the case any more.

        Raises:
            NotFoundError: there is none of it, or no such case for this caller.
            NotAllowedError: the caller does not handle it.
            ConflictError: it is over.
        """
        require(caller, "cases.step")

        def write(tx: Transaction) -> CaseHelp:
            case = seen_case(tx.connection, code, caller)
            _check_asks(case, caller)
            held = helps.one_of(tx.connection, help_id[:LONGEST_ID])
            if held is None or held.case_code != case.code:
                raise _no_help()
            after = ended(held, HelpEnd.RELEASED, caller.actor, tx.at)
            tx.put(CASE_HELP, after, action="end", actor=caller.actor)
            return after

        after = await self._ground.write(write)
        await self._ground.tell([after.unit_id], {"kind": "help", "rings": False})
        return after

    # in the field ---------------------------------------------------------------------------------

    async def mine(self, caller: Caller) -> list[OwnHelp]:
        """What somebody in the field is asked now, the newest first.

        Raises:
            NotAllowedError: their role is none of the field.
        """
        require(caller, "field.use")

        def read(connection: Connection) -> list[OwnHelp]:
            own = {one.number for one in self._subject.mine(connection, caller, self._ground.now())}
            units = {caller.unit_id} if caller.unit_id else set()
            found = helps.of_units(connection, units) if own else []
            return [_own(connection, one) for one in found if one.case_code in own]

        return await self._ground.read(read)

    async def done(
        self, help_id: str, result: str, press: Press, caller: Caller
    ) -> Mapping[str, Any]:
        """Whoever was asked says what came of it, once, as of the press: the help is over.

        Raises:
            NotFoundError: it is none of this phone's.
            ConflictError: it is over.
            InvalidError: nothing is said, or too much.
        """
        require(caller, "field.use")
        words = as_text(result, "result", longest=LONGEST_TASK, lines=True)

        def write(tx: Transaction) -> tuple[dict[str, Any], list[FieldMessage]]:
            new: list[FieldMessage] = []

            def done() -> dict[str, Any]:
                new.append(self._done(tx, help_id, words, press, caller))
                return {"help_id": help_id}

            return once(tx, press, done), new

        answer, new = await self._ground.write(write)
        for message in new:
            await self._talking.ring(message)
        return answer

    def _done(
        self, tx: Transaction, help_id: str, words: str, press: Press, caller: Caller
    ) -> FieldMessage:
        held = helps.one_of(tx.connection, help_id[:LONGEST_ID])
        if held is None or held.unit_id != caller.unit_id:
            raise _no_help()
        try:
            self._subject.part_of(tx.connection, held.case_code, caller, tx.at, is_reading=False)
        except NotFoundError:
            raise _no_help() from None
        after = ended(held, HelpEnd.DONE, caller.actor, press.at, words)
        said = Said(f"done-{help_id}", at=press.at)
        told = f"协助已完成：{words}"
        message, _ = self._talking.put(tx, held.case_code, said, told, caller, held.unit_id)
        tx.put(CASE_HELP, after, action="end", actor=caller.actor)
        return message


def _check_asks(case: Case, caller: Caller) -> None:
    if case.is_sealed:
        raise no_case(case.code)
    if not is_talked_about(case):
        raise ConflictError(says="talk_closed", field="stage")
    if not may_ask(caller, case):
        raise NotAllowedError(says="not_your_case", field="role")


def _is_barred(connection: Connection, case: Case, unit_id: str) -> bool:
    parties = cases.parties_of(connection, [case.code])[case.code]
    return is_barred(case, parties, helps.known_as(connection, unit_id))


def _offered(connection: Connection, case: Case, held: Sequence[CaseHelp]) -> list[Unit]:
    """The units of a case's grid that may be asked: whoever is at home nearest to it first."""
    busy = {one.unit_id for one in held if one.ended_at is None}
    kinds = [str(one) for one in HELPING_KINDS]
    found = [
        one
        for one in helps.units_of_kinds(connection, kinds)
        if is_of_grid(case, one)
        and one.unit_id not in busy
        and not _is_barred(connection, case, one.unit_id)
    ]
    return sorted(found, key=lambda one: (-len(one.home_area or ""), one.call_sign))


def _own(connection: Connection, one: CaseHelp) -> OwnHelp:
    case = cases.case_of(connection, one.case_code)
    parties = cases.parties_of(connection, [one.case_code])[one.case_code]
    return OwnHelp(
        one.help_id,
        one.case_code,
        case.category.value if case else "",
        (case.area_code if case else None) or "",
        one.by,
        one.at,
        for_the_field(one.task or "", parties),
    )


def _no_help() -> NotFoundError:
    return NotFoundError(says="no_help", field="help_id")
