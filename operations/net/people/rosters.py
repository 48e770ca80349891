"""Rosters of the net: a table is read and shown first, then taken; and the register as a table.

What was read waits for its reader for half an hour: nothing of it is lost while they look, and a
fault in one row keeps no other row out.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from domain.access.access import may, require
from domain.access.callers import Caller
from domain.errors import NotFoundError, RefusedError
from domain.maps.areas import Level
from domain.net.people.post_names import POST_NAMES
from domain.net.people.roster import (
    COLUMNS,
    FAULT,
    TITLE,
    YES,
    Known,
    Roster,
    read_roster,
    row_id,
)
from domain.net.people.seen import Wanted
from domain.tables import RowError, Sheet, TableError
from domain.words import Words, sentence
from operations.files.decoding import Decoding
from operations.net.people.net_desk import NetDesk
from operations.net.people.posts import Posts
from operations.net.people.register import MANAGE, SEE, NetRegister
from operations.prints.sheets import Watermark, workbook
from operations.transactions import in_transaction
from store import Transaction
from store.net import people as kept

_WAITS = timedelta(minutes=30)
_MOST_WAITING = 20


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A roster that was read and not yet taken."""

    roster: Roster
    at: datetime


class Rosters:
    """Where rosters come in and go out.

    Args:
        desk: what the operations of the people share.
        posts: told at once when somebody is responsible for another grid.
        register: where people and assignments are written.
        decoding: takes tables of others apart.
    """

    def __init__(
        self, desk: NetDesk, posts: Posts, register: NetRegister, decoding: Decoding
    ) -> None:
        self._desk, self._posts, self._register = desk, posts, register
        self._decoding = decoding
        self._waiting: OrderedDict[str, _Waiting] = OrderedDict()

    async def read(self, raw: bytes, caller: Caller) -> Roster:
        """Read a table (xlsx or CSV) and keep what was read for `take`.

        Raises:
            NotAllowedError: people are not the caller's to keep.
            InvalidError: no table can be read from it.
        """
        require(caller, MANAGE)
        read = await self._decoding.run("net_people", raw, actor=caller.actor)
        sheet = Sheet(**read.facts)

        def question(one: Connection) -> Roster:
            if caller.role == "department":
                held = kept.assignments_seen(one, caller)
            else:
                held = kept.all_assignments(one)
            known = Known(kept.people_seen(one, caller), held, self._grid_of())
            return read_roster(
                sheet, known, self._desk.settings, self._desk.today(),
                lambda grid: may(caller, MANAGE, grid),
            )  # fmt: skip

        roster = await self._desk.work.read(lambda: self._desk.store.ask(question))
        self._waiting[caller.actor] = _Waiting(roster, self._desk.now())
        self._waiting.move_to_end(caller.actor)
        while len(self._waiting) > _MOST_WAITING:
            self._waiting.popitem(last=False)
        return roster

    def waiting(self, caller: Caller) -> Roster | None:
        """What its reader has not taken yet."""
        held = self._waiting.get(caller.actor)
        if held is not None and self._desk.now() - held.at > _WAITS:
            del self._waiting[caller.actor]
            return None
        return held.roster if held else None

    def drop(self, caller: Caller) -> None:
        """Forget what was read."""
        self._waiting.pop(caller.actor, None)

    async def take(self, caller: Caller) -> int:
        """Take the good rows of what was read, all of them or none; how many there were.

        Raises:
            NotAllowedError: people are not the caller's to keep.
            NotFoundError: what was read waits no longer.
            TableError: meanwhile something changed: names every row that is wrong now.
        """
        require(caller, MANAGE)
        roster = self.waiting(caller)
        if roster is None:
            raise NotFoundError(says="net_roster_gone", field="file")

        def steps(tx: Transaction) -> int:
            wrong: list[RowError] = []
            made: dict[str, str] = {}
            last = max((line.row for line in roster.good), default=0)
            told_first = {row_id(number) for number in range(last + 1)}
            for line in roster.good:
                try:
                    number = line.person.person_id
                    if number in told_first and number not in made:
                        told = replace(line.person, person_id="")
                        made[number] = self._register.put_in(tx, told, caller).person_id
                    told_post = replace(
                        line.assignment, assignment_id="", person_id=made.get(number, number)
                    )
                    self._register.assign_in(tx, told_post, caller)
                except RefusedError as error:
                    wrong.append(RowError.of(line.row, error))
            if wrong:
                raise TableError(wrong)
            return len(roster.good)

        count = await in_transaction(self._desk.store, self._desk.work, steps)
        self.drop(caller)
        await self._posts.look()
        return count

    async def faulty(self, caller: Caller, words: Words) -> tuple[str, bytes]:
        """The faulty rows as they were written, each with its sentence, to be mended.

        Raises:
            NotAllowedError: people are not the caller's to keep.
            NotFoundError: what was read waits no longer.
        """
        require(caller, MANAGE)
        roster = self.waiting(caller)
        if roster is None:
            raise NotFoundError(says="net_roster_gone", field="file")
        lines = [
            [*(row.get(name, "") for name in COLUMNS), _why(roster, number, words)]
            for number, row in roster.faulty
        ]
        head = [*COLUMNS, FAULT]
        made = await self._desk.work.read(
            lambda: workbook(head, lines, self._mark(caller), title=TITLE)
        )
        return "net-people-faults.xlsx", made

    async def export(
        self, caller: Caller, wanted: Wanted, address: str | None = None
    ) -> tuple[str, bytes]:
        """The people a reader sees, with what they are today, as a roster that can be read again.

        Raises:
            NotAllowedError: people are not theirs to see.
        """
        require(caller, SEE, wanted.area or None)
        lines = await self._desk.work.read(
            lambda: self._desk.store.ask(lambda one: self._register.lines(one, caller, wanted))
        )
        await self._desk.audit.tell(
            "exported",
            actor=caller.actor,
            subject="export",
            address=address,
            about={"what": "people of the net", "role": caller.role},
        )
        rows = [
            [
                line.person.person_id, line.person.name, line.person.phone, POST_NAMES[one.post],
                one.grid, one.since, one.until, YES if one.covers else "", one.reason,
                line.person.account, one.building,
            ]
            for line in lines
            for one in line.now
        ]  # fmt: skip
        made = await self._desk.work.read(
            lambda: workbook(COLUMNS, rows, self._mark(caller), title=TITLE)
        )
        return f"net-people-{self._desk.today():%Y%m%d}.xlsx", made

    def _mark(self, caller: Caller) -> Watermark:
        return Watermark(caller.actor, self._desk.now(), self._desk.zone)

    def _grid_of(self) -> Callable[[str], str | None]:
        """Grids by their code and by what they are called, where one alone is called so."""
        areas = self._desk.areas()
        named: dict[str, str | None] = {}
        for area in areas.values():
            if area.level is not Level.GRID:
                continue
            village = areas.get(area.parent_code or "")
            names = {area.name, f"{village.name if village else ''}{area.name}"}
            for name in names:
                named[name] = None if name in named and named[name] != area.code else area.code
            named[area.code] = area.code
        return named.get


def _why(roster: Roster, number: int, words: Words) -> str:
    faults = [one for one in roster.faults if one.row == number]
    return " ".join(sentence(one.wrong, words) for one in faults)
