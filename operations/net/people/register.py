"""The people of the net: found, registered, assigned, ended, covered, swapped."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import TypeVar
from uuid import uuid4

from sqlalchemy import Connection

from domain.access.access import may, require
from domain.access.callers import Caller
from domain.access.scope import NO_DEPARTMENT
from domain.desk.place_names import Key, plain
from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.fields import as_text
from domain.maps.areas import contains
from domain.net.people.people import NET_ASSIGNMENT, NET_PERSON, NetAssignment, NetPerson
from domain.net.people.rules import check_assignment, ended, read_day
from domain.net.people.seen import GridFile, PeoplePage, PersonFile, PersonLine, Wanted
from geodata.places.gazetteer import key_of
from operations.net.people.gaps import NetGaps
from operations.net.people.net_desk import NetDesk
from operations.net.people.posts import Posts
from operations.transactions import in_transaction
from store import Transaction
from store.net import people as kept

SEE, MANAGE = "net.people.see", "net.people.manage"
LISTED = 50
E_ = TypeVar("E_")
LONGEST_NAME, LONGEST_REASON = 64, 200


class NetRegister:
    """The register of the people of the net.

    Args:
        desk: what the operations of the people share.
        posts: who is responsible; told at once when that changes.
        gaps: what grids lack.
    """

    def __init__(self, desk: NetDesk, posts: Posts, gaps: NetGaps) -> None:
        self.desk, self._posts, self._gaps = desk, posts, gaps

    # looked at ----------------------------------------------------------------------------

    async def page(self, caller: Caller, wanted: Wanted) -> PeoplePage:
        """Those a reader sees, as far as they are looked for.

        Raises:
            NotAllowedError: people are not theirs to see, or not of this area.
            InvalidError: the words are too long.
        """
        require(caller, SEE, wanted.area or None)
        if wanted.q:
            wanted = replace(wanted, q=as_text(wanted.q, "q", longest=LONGEST_NAME))
        lines = await self.desk.work.read(
            lambda: self.desk.store.ask(lambda one: self.lines(one, caller, wanted))
        )
        at = wanted.at if wanted.at < len(lines) else 0
        cut = lines[at : at + LISTED]
        return PeoplePage(cut, len(lines), replace(wanted, at=at), may(caller, MANAGE))

    def lines(self, connection: Connection, caller: Caller, wanted: Wanted) -> list[PersonLine]:
        """Everybody who is looked for, with what they are today; inside a question."""
        today = self.desk.today().isoformat()
        held: dict[str, list[NetAssignment]] = {}
        for one in kept.assignments_seen(connection, caller):
            if one.is_on(today):
                held.setdefault(one.person_id, []).append(one)
        everybody = kept.people_seen(connection, caller)
        own = self._own_grids(connection, caller)
        return [
            PersonLine(person, held.get(person.person_id, ()))
            for person in everybody
            if _is_wanted(person, held.get(person.person_id, ()), wanted)
            and (own is None or _is_near(person, held.get(person.person_id, ()), own, caller))
        ]

    def _own_grids(self, connection: Connection, caller: Caller) -> set[str] | None:
        """A grid worker sees the people of their own grids alone."""
        if caller.role != "grid_worker":
            return None
        return set(self._posts.table(connection, self.desk.today()).grids_of(caller.actor))

    async def person(self, person_id: str, caller: Caller) -> PersonFile:
        """A person with everything they were and are.

        Raises:
            NotAllowedError: people are not theirs to see.
            NotFoundError: there is none of this number, or not for this reader.
        """
        require(caller, SEE)

        def question(one: Connection) -> PersonFile:
            person = self._person(one, person_id, caller)
            assignments = kept.assignments_seen(one, caller, [person_id])
            own = self._own_grids(one, caller)
            if own is not None and not _is_near(person, assignments, own, caller):
                raise no_person(person_id)
            return PersonFile(person, assignments, may(caller, MANAGE))

        return await self.desk.work.read(lambda: self.desk.store.ask(question))

    async def grid(self, code: str, caller: Caller) -> GridFile:
        """The people of a grid, and what it lacks.

        Raises:
            NotAllowedError: the net is not theirs to see, or not this grid.
            InvalidError: the map has no such grid.
        """
        require(caller, "net.see", code)
        self.desk.grid(code)

        def question(one: Connection) -> GridFile:
            today = self.desk.today()
            table = self._posts.table(one, today)
            gaps = self._gaps.of(one, self._gaps.facts_of(code), table)
            if not may(caller, SEE, code):
                return GridFile(code, (), (), {}, gaps, may_see_people=False)
            seen = kept.assignments_of_grid(one, code, caller)
            people = {person.person_id: person for person in kept.people_seen(one, caller)}
            seen = [one for one in seen if one.person_id in people]
            now = [one for one in seen if one.is_on(today.isoformat())]
            before = [one for one in seen if one.until and one.until < today.isoformat()]
            return GridFile(code, now, before, people, gaps, may_see_people=True)

        return await self.desk.work.read(lambda: self.desk.store.ask(question))

    def _person(self, connection: Connection, person_id: str, caller: Caller) -> NetPerson:
        found = kept.person_of(connection, person_id, caller)
        if found is None:
            raise no_person(person_id)
        return found

    # changed ------------------------------------------------------------------------------

    async def put_person(self, told: NetPerson, caller: Caller) -> NetPerson:
        """Register somebody, or correct who is registered; a number of "" is a new one.

        Raises:
            NotAllowedError: people are not the caller's to keep, or not of this area.
            NotFoundError: there is none of this number.
            ConflictError: the account is another's.
            InvalidError: what is told does not do.
        """
        require(caller, MANAGE, told.area_code)
        return await self._write(lambda tx: self.put_in(tx, told, caller))

    def put_in(self, tx: Transaction, told: NetPerson, caller: Caller) -> NetPerson:
        """The same, in a transaction."""
        require(caller, MANAGE, told.area_code)
        if told.area_code not in self.desk.areas():
            raise InvalidError(says="no_area", area=told.area_code[:40], field="area_code")
        made = _as_kept(told)
        if caller.role == "department":
            made = replace(made, owner=caller.department or NO_DEPARTMENT)
        if made.person_id:
            held = self._person(tx.connection, made.person_id, caller)
            made = replace(
                made, owner=held.owner, shared_with=held.shared_with, is_demo=held.is_demo,
                unit_id=made.unit_id or held.unit_id,
            )  # fmt: skip
        else:
            made = replace(made, person_id=f"N{kept.last_number(tx.connection) + 1:04d}")
        if made.account:
            other = kept.of_account(tx.connection, made.account)
            if other is not None and other.person_id != made.person_id:
                raise ConflictError(
                    says="net_account_taken", person=other.person_id, field="account"
                )
        tx.put(NET_PERSON, made, action="correct" if told.person_id else "add", actor=caller.actor)
        return made

    async def assign(self, told: NetAssignment, caller: Caller) -> NetAssignment:
        """Put somebody into a post of a grid, or let them cover it.

        Raises:
            NotAllowedError: people are not the caller's to keep, or not of this grid.
            NotFoundError: there is no such person.
            ConflictError: the post is held, or the person holds too much already.
            InvalidError: what is told does not do.
        """
        return await self._write(lambda tx: self.assign_in(tx, told, caller))

    def assign_in(self, tx: Transaction, told: NetAssignment, caller: Caller) -> NetAssignment:
        """The same, in a transaction."""
        require(caller, MANAGE, told.grid)
        person = self._person(tx.connection, told.person_id, caller)
        if person.owner is None:
            self.desk.grid(told.grid)
        elif told.grid not in self.desk.areas():
            raise InvalidError(says="no_area", area=told.grid[:40], field="grid")
        made = replace(
            told,
            assignment_id=told.assignment_id or f"A-{uuid4().hex[:16]}",
            since=read_day(told.since, "since"),
            until=read_day(told.until, "until") if told.until else None,
            building=as_text(told.building, "building", longest=LONGEST_NAME)
            if told.building
            else None,
            handling=as_text(told.handling, "handling", longest=LONGEST_NAME)
            if told.handling
            else None,
            reason=_reason(told.reason),
            owner=person.owner,
            shared_with=person.shared_with,
            is_demo=person.is_demo,
            at=tx.at,
            by=caller.actor,
        )
        others = kept.beside(tx.connection, made.grid, made.post, made.person_id)
        check_assignment(made, others, self.desk.settings)
        action = "cover" if made.covers else "add"
        tx.put(NET_ASSIGNMENT, made, action=action, actor=caller.actor)
        return made

    async def end(
        self, assignment_id: str, last_day: str, reason: str, caller: Caller
    ) -> NetAssignment:
        """End an assignment; the day is its last. What it was stays to be read.

        Raises:
            NotAllowedError: people are not the caller's to keep, or not of this grid.
            NotFoundError: there is no such assignment.
            ConflictError: it has ended before.
            InvalidError: the day lies before its first.
        """
        require(caller, MANAGE)
        day = read_day(last_day, "until")

        def steps(tx: Transaction) -> NetAssignment:
            held = self._assignment(tx.connection, assignment_id, caller)
            made = ended(held, day, _reason(reason))
            tx.put(NET_ASSIGNMENT, made, action="end", actor=caller.actor)
            return made

        return await self._write(steps)

    async def swap(self, first: str, second: str, from_day: str, caller: Caller) -> None:
        """Let two people change their posts from a day on.

        Raises:
            NotAllowedError, NotFoundError, ConflictError, InvalidError: as for both ends and both
                new assignments; none of them counts then.
        """
        require(caller, MANAGE)
        day = read_day(from_day, "since")
        before = (date.fromisoformat(day) - timedelta(days=1)).isoformat()

        def steps(tx: Transaction) -> None:
            held = [self._assignment(tx.connection, one, caller) for one in (first, second)]
            if held[0].post is not held[1].post or held[0].person_id == held[1].person_id:
                raise ConflictError(says="net_no_swap", field="post")
            for one in held:
                made = ended(one, before, None)
                tx.put(NET_ASSIGNMENT, made, action="swap", actor=caller.actor)
            for one, other in (held, held[::-1]):
                new = replace(
                    one, assignment_id="", person_id=other.person_id, since=day, covers_for=None
                )
                self.assign_in(tx, new, caller)

        await self._write(steps)

    def _assignment(
        self, connection: Connection, assignment_id: str, caller: Caller
    ) -> NetAssignment:
        found = kept.assignment_of(connection, assignment_id, caller)
        if found is None:
            raise NotFoundError(says="no_net_assignment", field="assignment")
        require(caller, MANAGE, found.grid)
        return found

    async def _write(self, steps: Callable[[Transaction], E_]) -> E_:
        done = await in_transaction(self.desk.store, self.desk.work, steps)
        await self._posts.look()
        return done


def no_person(person_id: str) -> NotFoundError:
    """There is none of this number."""
    return NotFoundError(says="no_net_person", person=person_id[:20], field="person")


def _as_kept(told: NetPerson) -> NetPerson:
    """What is typed, printable and bounded."""
    account = as_text(told.account, "account", longest=LONGEST_NAME) if told.account else None
    if account and (" " in account or account != account.lower()):
        raise InvalidError(says="field_not_valid", field="account")
    return replace(
        told,
        account=account,
        name=as_text(told.name or "", "name", longest=LONGEST_NAME),
        phone=as_text(told.phone, "phone", longest=32) if told.phone else None,
    )


def _reason(text: str | None) -> str | None:
    if not text or not text.strip():
        return None
    return as_text(text, "reason", longest=LONGEST_REASON)


def _is_wanted(person: NetPerson, now: Sequence[NetAssignment], wanted: Wanted) -> bool:
    grids = [one.grid for one in now if wanted.post is None or one.post is wanted.post]
    if wanted.post is not None and not grids:
        return False
    if wanted.area and not any(contains(wanted.area, code) for code in (*grids, person.area_code)):
        return False
    return not wanted.q or _says(person, grids, plain(wanted.q))


def _says(person: NetPerson, grids: Sequence[str], q: str) -> bool:
    if q in (plain(person.person_id), plain(person.account or "")):
        return True
    if q.isdigit() and len(q) >= 6:
        return any(grid.startswith(q) for grid in (*grids, person.area_code))
    if not person.name:
        return False
    key = _key(person.name)
    return q in key.name or key.pinyin.startswith(q) or key.initials.startswith(q)


@lru_cache(maxsize=4096)
def _key(name: str) -> Key:
    return key_of(name)


def _is_near(
    person: NetPerson, now: Sequence[NetAssignment], own: set[str], caller: Caller
) -> bool:
    return person.account == caller.actor or any(one.grid in own for one in now)
