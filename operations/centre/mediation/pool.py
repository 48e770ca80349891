"""The pool of mediators: listed, shown with what they have done, corrected, taken from a table."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from domain.access.access import require
from domain.access.callers import Caller
from domain.centre.mediation.case_mediation import MediatorFile, PoolPage
from domain.centre.mediation.demo_pool import demo_pool
from domain.centre.mediation.houses import Houses
from domain.centre.mediation.mediators import (
    MEDIATOR,
    Mediator,
    PoolState,
    check_mediator,
)
from domain.centre.mediation.pool_table import read_pool
from domain.centre.mediation.records import NOTHING_DONE, records_of
from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.fields import as_text
from domain.tables import RowError, Sheet, TableError
from operations.centre.cases.centre_desk import CentreDesk
from operations.files.decoding import Decoding
from operations.transactions import in_transaction
from store import Store, Transaction
from store.centre import mediation as kept
from store.centre import mediators as pool_rows

LONGEST = 64


def no_mediator(mediator_id: str) -> NotFoundError:
    """There is none of this number."""
    return NotFoundError(says="no_mediator", mediator=mediator_id[:LONGEST], field="mediator_id")


class MediatorPool:
    """The pool.

    Args:
        desk: what the operations of the centre share.
        decoding: takes tables apart in a process of their own.
    """

    def __init__(self, desk: CentreDesk, decoding: Decoding) -> None:
        self._desk, self._decoding = desk, decoding

    @property
    def houses(self) -> Houses:
        """Pools, groups and rooms of the district."""
        return self._desk.houses

    def today(self) -> date:
        """The day in the district."""
        return self._desk.today()

    async def page(self, caller: Caller) -> PoolPage:
        """Everybody of the pool.

        Raises:
            NotAllowedError: the pool is not the caller's to see.
        """
        require(caller, "mediators.see")

        def question(connection: Connection) -> PoolPage:
            found = pool_rows.pool_of(connection)
            records = records_of(pool_rows.tallies_of(connection))
            return PoolPage(found, records, self.houses)

        return await self._desk.work.read(lambda: self._desk.store.ask(question))

    async def one(self, mediator_id: str, caller: Caller) -> MediatorFile:
        """A mediator with what they have done.

        Raises:
            NotAllowedError: the pool is not the caller's to see.
            NotFoundError: there is none of this number.
        """
        require(caller, "mediators.see")

        def question(connection: Connection) -> MediatorFile:
            found = pool_rows.mediator_of(connection, mediator_id)
            if found is None:
                raise no_mediator(mediator_id)
            records = records_of(pool_rows.tallies_of(connection))
            cases = kept.open_cases_of(connection, caller, found.key)
            return MediatorFile(found, records.get(found.key, NOTHING_DONE), cases)

        return await self._desk.work.read(lambda: self._desk.store.ask(question))

    async def save(self, told: Mediator, caller: Caller) -> Mediator:
        """Register somebody, or correct who is registered; a number of "" is a new one.

        Raises:
            NotAllowedError: the pool is not the caller's to keep.
            NotFoundError: there is none of this number.
            ConflictError: the account is another's.
            InvalidError: what is told does not do.
        """
        require(caller, "mediators.manage")
        told = _as_kept(told)

        def steps(tx: Transaction) -> Mediator:
            return self._put(tx, told, caller)

        return await in_transaction(self._desk.store, self._desk.work, steps)

    def _put(self, tx: Transaction, told: Mediator, caller: Caller) -> Mediator:
        is_new = not told.mediator_id
        if is_new:
            told = replace(told, mediator_id=f"M{pool_rows.last_number(tx) + 1:04}")
        else:
            held = pool_rows.mediator_of(tx.connection, told.mediator_id)
            if held is None:
                raise no_mediator(told.mediator_id)
            told = replace(
                told, state=held.state, state_since=held.state_since, reason=held.reason,
                is_demo=held.is_demo,
            )  # fmt: skip
        self._check(tx, told)
        tx.put(MEDIATOR, told, action="add" if is_new else "correct", actor=caller.actor)
        return told

    def _check(self, tx: Transaction, told: Mediator) -> None:
        check_mediator(told, self.today())
        for name, known in (("groups", self.houses.groups), ("room", self.houses.rooms)):
            said = getattr(told, name)
            codes = said if isinstance(said, tuple) else (said,) if said else ()
            if not {*codes} <= {*known}:
                raise InvalidError(says="field_not_valid", field=name)
        if told.pool and told.pool not in self.houses.pools:
            raise InvalidError(says="field_not_valid", field="pool")
        other = pool_rows.of_account(tx.connection, told.account)
        if other is not None and other.mediator_id != told.mediator_id:
            raise ConflictError(
                says="account_of_other_mediator", mediator=other.mediator_id, field="account"
            )

    async def set_state(
        self, mediator_id: str, state: PoolState, reason: str, caller: Caller
    ) -> MediatorFile:
        """Suspend, restore or let go; their open cases wait for another mediator.

        Raises:
            NotAllowedError: the pool is not the caller's to keep.
            NotFoundError: there is none of this number.
            ConflictError: they are so already.
            InvalidError: a suspension without its reason.
        """
        require(caller, "mediators.manage")
        why = as_text(reason, "reason", longest=200) if reason.strip() else None

        def steps(tx: Transaction) -> MediatorFile:
            held = pool_rows.mediator_of(tx.connection, mediator_id)
            if held is None:
                raise no_mediator(mediator_id)
            if held.state is state:
                raise ConflictError(says="mediator_state_same", field="state")
            is_active = state is PoolState.ACTIVE
            since = None if is_active else self.today().isoformat()
            after = replace(held, state=state, state_since=since, reason=None if is_active else why)
            if state is PoolState.SUSPENDED and not why:
                raise InvalidError(says="suspension_no_reason", field="reason")
            tx.put(MEDIATOR, after, action=_SAYS[state], actor=caller.actor)
            cases = kept.open_cases_of(tx.connection, caller, after.key)
            return MediatorFile(after, NOTHING_DONE, cases)

        return await in_transaction(self._desk.store, self._desk.work, steps)

    async def load(self, raw: bytes, caller: Caller) -> Mapping[str, int]:
        """Take a table (xlsx or CSV) whole: rows with a number correct, the others register.

        Raises:
            NotAllowedError: the pool is not the caller's to keep.
            TableError: names every row that is wrong; nothing was taken.
            InvalidError: no table can be read from it.
        """
        require(caller, "mediators.manage")
        read = await self._decoding.run("mediators", raw, actor=caller.actor)
        told, errors = read_pool(Sheet(**read.facts), self.houses, self.today())
        if errors:
            raise TableError(errors)

        def steps(tx: Transaction) -> Mapping[str, int]:
            wrong: list[RowError] = []
            for row, one in told:
                try:
                    self._put(tx, one, caller)
                except (InvalidError, ConflictError, NotFoundError) as error:
                    wrong.append(RowError.of(row, error))
            if wrong:
                raise TableError(wrong)
            new = sum(not one.mediator_id for _, one in told)
            return {"rows": len(told), "new": new}

        return await in_transaction(self._desk.store, self._desk.work, steps)


_SAYS = {
    PoolState.ACTIVE: "restore",
    PoolState.SUSPENDED: "suspend",
    PoolState.RESIGNED: "resign",
}


def _as_kept(told: Mediator) -> Mediator:
    """What is typed, printable and bounded."""
    return replace(
        told,
        name=as_text(told.name or "", "name", longest=LONGEST),
        phone=as_text(told.phone, "phone", longest=32) if told.phone else None,
        account=_account(told.account),
        dialects=tuple(as_text(one, "dialects", longest=16) for one in told.dialects),
    )


def _account(name: str | None) -> str | None:
    if not name:
        return None
    account = as_text(name, "account", longest=LONGEST)
    if " " in account or account != account.lower():
        raise InvalidError(says="field_not_valid", field="account")
    return account


def write_demo_pool(store: Store, houses: Houses) -> None:
    """Register the demo's mediators where nobody was ever registered; blocks."""
    with store.transaction() as tx:
        if pool_rows.is_empty(tx.connection):
            for one in demo_pool(houses):
                tx.put(MEDIATOR, one, action="add", actor="demo")
