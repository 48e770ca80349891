"""Care visits: assigned, due, made; seen by those who visit and the one who assigned them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import Connection

from domain.access.access import require
from domain.access.callers import Caller
from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.fields import as_text
from domain.net.tasks.care import (
    CARE_PERSON,
    CARE_VISIT,
    CareGroup,
    CareLine,
    CareOutcome,
    CarePerson,
    CareVisit,
    care_due,
    check_companion,
)
from operations.net.tasks.task_desk import LONGEST_NAME, LONGEST_TEXT, TaskDesk, new_id, read_day
from store import Transaction
from store.net import tasks as kept

LONGEST_ADDRESS = 200
MOST_VISITORS = 6
AHEAD = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class NewCare:
    """Whom to visit, as somebody assigns it; `visitors`: accounts."""

    area_code: str
    group: CareGroup
    name: str
    address: str
    visitors: Sequence[str]
    from_day: str = ""


class Caring:
    """Care visits."""

    def __init__(self, desk: TaskDesk) -> None:
        self._desk = desk

    async def assign(self, told: NewCare, caller: Caller) -> CarePerson:
        """Assign visits to somebody; how often, and whether alone, the group says.

        Raises:
            NotAllowedError: the caller assigns none there.
            InvalidError: a name, an area, a day or the visitors do not do.
        """
        require(caller, "care.assign", told.area_code)
        self._desk.known_area(told.area_code)
        visitors = tuple(dict.fromkeys(one.strip() for one in told.visitors if one.strip()))
        if not 1 <= len(visitors) <= MOST_VISITORS:
            raise InvalidError(says="care_visitors_wrong", field="visitors", most=MOST_VISITORS)
        every, never_alone = self._desk.settings.care.of(told.group)
        day = read_day(told.from_day, "from_day") if told.from_day else self._desk.today()
        made = CarePerson(
            care_id=new_id("C"),
            area_code=told.area_code,
            group=told.group,
            every=every,
            needs_companion=never_alone,
            people=tuple(dict.fromkeys((*visitors, caller.actor))),
            assigned_by=caller.actor,
            from_day=day.isoformat(),
            name=as_text(told.name, "name", longest=LONGEST_NAME),
            address=as_text(told.address, "address", longest=LONGEST_ADDRESS),
        )

        def steps(tx: Transaction) -> CarePerson:
            tx.put(CARE_PERSON, made, action="assign", actor=caller.actor)
            return made

        return await self._desk.write(steps)

    async def end(self, care_id: str, caller: Caller) -> None:
        """End visits: whoever assigned them.

        Raises:
            NotAllowedError: the caller assigns none.
            NotFoundError: there is no such person, or not for this caller.
            ConflictError: somebody else assigned them, or they ended.
        """
        require(caller, "care.assign")

        def steps(tx: Transaction) -> None:
            held = kept.one_of(tx.connection, CARE_PERSON, care_id, caller)
            if held is None:
                raise NotFoundError(says="care_unknown", field="care_id")
            if held.assigned_by != caller.actor or held.ended_on is not None:
                raise ConflictError(says="care_not_yours", field="care_id")
            ended = replace(held, ended_on=self._desk.day_of(tx.at).isoformat())
            tx.put(CARE_PERSON, ended, action="end", actor=caller.actor)

        await self._desk.write(steps)

    async def lines(self, caller: Caller) -> list[CareLine]:
        """The visits of the caller that are late, due or ahead for a month; visits made with them.

        Raises:
            NotAllowedError: the caller makes no care visits.
        """
        require(caller, "care.see")
        today = self._desk.today()
        first, last = today - timedelta(days=self._desk.settings.late_days), today + AHEAD
        return await self._desk.ask(lambda one: self._lines(one, caller, first, last))

    def _lines(self, one: Connection, caller: Caller, first: date, last: date) -> list[CareLine]:
        people = kept.cared_for(one, caller)
        made = {
            visit.visit_id: visit
            for visit in kept.care_visits(one, caller, first.isoformat(), last.isoformat())
        }
        due = care_due(people, first, last, self._desk.is_worked)
        lines = [CareLine(one_due, made.get(one_due.visit_id)) for one_due in due]
        return sorted(lines, key=lambda line: (line.due.due, line.due.visit_id))

    async def visit(
        self,
        visit_id: str,
        outcome: CareOutcome,
        companions: Sequence[str],
        note: str | None,
        caller: Caller,
    ) -> CareVisit:
        """Write down a visit; the same occurrence is one visit.

        Raises:
            NotAllowedError: the caller makes no care visits.
            NotFoundError: no such visit is due, or not for this caller.
            InvalidError: nobody came along where somebody must; a text does not do.
            ConflictError: it was made already, or is not open yet.
        """
        require(caller, "care.see")
        said = as_text(note, "note", longest=LONGEST_TEXT, lines=True) if note else None
        care_id, _, _ = visit_id.rpartition(".")
        today = self._desk.today()

        def steps(tx: Transaction) -> CareVisit:
            person = kept.one_of(tx.connection, CARE_PERSON, care_id, caller)
            first = today - timedelta(days=self._desk.settings.late_days)
            due = next(
                (
                    one
                    for one in care_due(
                        [person] if person else [], first, today + AHEAD * 4, self._desk.is_worked
                    )
                    if one.visit_id == visit_id
                ),
                None,
            )
            if person is None or due is None:
                raise NotFoundError(says="care_unknown", field="visit_id")
            held = kept.one_of(tx.connection, CARE_VISIT, visit_id, caller)
            if held is not None:
                if (held.by, held.outcome) == (caller.actor, outcome):
                    return held
                raise ConflictError(says="care_visited", field="visit_id")
            if today < due.opens:
                day = due.opens.isoformat()
                raise ConflictError(says="task_not_open", field="visit_id", day=day)
            check_companion(person, companions)
            made = CareVisit(
                visit_id, care_id, due.due.isoformat(), tx.at, caller.actor, outcome,
                tuple(dict.fromkeys(companions)), note=said,
            )  # fmt: skip
            tx.put(CARE_VISIT, made, action="visit", actor=caller.actor)
            return made

        return await self._desk.write(steps)
