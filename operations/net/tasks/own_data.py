"""What a person has done and been given, to take away: their own, and nobody else's."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import orjson
from sqlalchemy import Connection

from domain.access.access import require
from domain.access.callers import Caller
from domain.words import Words
from operations.access.audit import Audit
from operations.net.tasks.task_desk import TaskDesk
from operations.prints.sheets import Watermark, workbook_of
from store.net import credit as ledgers
from store.net import tasks as kept

# The context of what stands on the sheets.
SHEET = "own_data"
DAYS = timedelta(days=366)
# Of each part the columns; a part and a column are called by their name in the catalogues.
PARTS: Mapping[str, Sequence[str]] = {
    "tasks": ("task_id", "form", "area_code", "due_on", "done_on", "status", "is_proven", "why",
              "checked", "note"),
    "findings": ("finding_id", "found", "area_code", "at", "verdict", "incident", "case_code",
                 "text"),
    "visits": ("visit_id", "due_on", "at", "outcome", "note"),
    "points": ("entry_id", "day", "ledger", "rule_id", "points", "outcomes", "reverses"),
    "deductions": ("deduction_id", "day", "rule_id", "points", "state", "evidence", "reason",
                   "appeal", "decision"),
    "absences": ("first", "last"),
}  # fmt: skip


class OwnData:
    """Exports of one's own data.

    Args:
        desk: what the operations share.
        audit: is told who took something away.
    """

    def __init__(self, desk: TaskDesk, audit: Audit) -> None:
        self._desk, self._audit = desk, audit

    async def sheet(self, caller: Caller, words: Words) -> bytes:
        """Everything of the caller as a workbook: a sheet for each part.

        Raises:
            NotAllowedError: the caller does no tasks.
        """
        found = await self._found(caller)
        sheets = [
            (
                words.of(SHEET, part),
                [words.of(SHEET, name) for name in names],
                [[_cell(getattr(one, name)) for name in names] for one in found[part]],
            )
            for part, names in PARTS.items()
        ]
        mark = Watermark(caller.actor, self._desk.now(), self._desk.zone)
        return await self._desk.work.read(lambda: workbook_of(sheets, mark))

    async def json(self, caller: Caller) -> bytes:
        """The same for a program: every field, by part.

        Raises:
            NotAllowedError: the caller does no tasks.
        """
        found = await self._found(caller)
        told = {part: [asdict(one) for one in rows] for part, rows in found.items()}
        body = {"account": caller.actor, "taken_at": self._desk.now(), **told}
        return await self._desk.work.read(lambda: orjson.dumps(body, option=orjson.OPT_INDENT_2))

    async def _found(self, caller: Caller) -> dict[str, Sequence[Any]]:
        require(caller, "tasks.do")
        await self._audit.tell(
            "exported", actor=caller.actor, subject="export", address=None,
            about={"what": "own work", "role": caller.role},
        )  # fmt: skip
        last = self._desk.today()
        first = last - DAYS
        who = caller.actor
        asked: dict[str, Callable[[Connection], Sequence[Any]]] = {
            "tasks": lambda one: kept.done_by(one, who, first.isoformat(), last.isoformat()),
            "findings": lambda one: kept.findings_by(one, who),
            "visits": lambda one: kept.care_visits_by(one, who),
            "points": lambda one: ledgers.own_entries(one, who),
            "deductions": lambda one: ledgers.own_deductions(one, who),
            "absences": lambda one: ledgers.absences_of(one, who),
        }
        return await self._desk.ask(
            lambda one: {part: question(one) for part, question in asked.items()}
        )


def _cell(value: Any) -> Any:
    return " ".join(value) if isinstance(value, tuple) else "" if value is None else value
