"""Swaps of shifts: approved, each covers the other's grid on these days, and the posts follow."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from sqlalchemy import Connection

from domain.access.access import may, require
from domain.access.callers import Caller
from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.fields import as_text
from domain.net.people.people import NetAssignment
from domain.net.people.posts import Holder, Post, PostTable
from domain.net.people.swaps import (
    NET_SWAP,
    Swap,
    SwapState,
    answered,
    check_days,
    decided,
    withdrawn,
)
from domain.net.tasks.inbox import Waiting
from operations.net.people.net_desk import NetDesk
from operations.net.people.posts import Posts
from operations.net.people.register import NetRegister
from operations.transactions import in_transaction
from store import Transaction
from store.net import swaps as kept

LONGEST_REASON = 200
DECIDE = "net.swaps.decide"
PAGE = "/net/tasks?view=swaps"


@dataclass(frozen=True, slots=True)
class NewSwap:
    """A swap as it is asked for."""

    grid: str
    other_grid: str
    first: date
    last: date
    reason: str


@dataclass(frozen=True, slots=True)
class Choice:
    """The grids somebody may offer, and those they may ask for."""

    own: tuple[str, ...]
    others: tuple[str, ...]


class Swaps:
    """Swaps of shifts.

    Args:
        desk: what the operations on people share.
        posts: who holds which post.
        register: writes assignments.
    """

    def __init__(self, desk: NetDesk, posts: Posts, register: NetRegister) -> None:
        self._desk, self._posts, self._register = desk, posts, register

    async def choice(self, caller: Caller) -> Choice:
        """The caller's own grids, and those of their community with another worker who signs in."""
        table = await self._posts.on(self._desk.today())
        own = tuple(
            grid for grid in table.grids_of(caller.actor) if _worker(table, grid, caller.actor)
        )
        villages = {grid[:12] for grid in own}
        others = tuple(
            sorted(
                grid
                for grid in table.by_grid
                if grid[:12] in villages
                and (held := _worker(table, grid)) is not None
                and held.account not in {None, caller.actor}
            )
        )
        return Choice(own, others)

    async def ask(self, new: NewSwap, caller: Caller) -> Swap:
        """Ask the worker of another grid of the community to swap.

        Raises:
            NotAllowedError: the caller does no tasks.
            InvalidError: a grid, the days or the reason do not do.
        """
        require(caller, "tasks.do")
        check_days(new.first, new.last, self._desk.today())
        reason = as_text(new.reason, "reason", longest=LONGEST_REASON)
        choice = await self.choice(caller)
        if new.grid not in choice.own:
            raise InvalidError(says="swap_grid_not_own", field="grid")
        table = await self._posts.on(new.first)
        other = _worker(table, new.other_grid)
        if new.other_grid not in choice.others or other is None or not other.account:
            raise InvalidError(says="swap_grid_wrong", field="other_grid")
        account = other.account

        def steps(tx: Transaction) -> Swap:
            made = Swap(
                f"W-{uuid4().hex[:16]}", new.grid, new.other_grid, caller.actor, account,
                new.first.isoformat(), new.last.isoformat(), tx.at, reason=reason,
            )  # fmt: skip
            tx.put(NET_SWAP, made, action="ask", actor=caller.actor)
            return made

        return await self._write(steps)

    async def answer(self, swap_id: str, caller: Caller, *, accepts: bool) -> Swap:
        """Accept a swap, or not: whoever was asked.

        Raises:
            NotFoundError: there is none of the caller's.
            ConflictError: it was answered.
        """
        action = "accept" if accepts else "decline"
        return await self._step(
            swap_id,
            caller,
            action,
            lambda one, tx: answered(one, caller.actor, tx.at, accepts=accepts),
        )

    async def withdraw(self, swap_id: str, caller: Caller) -> Swap:
        """Take a swap back: whoever asked.

        Raises:
            NotFoundError: there is none of the caller's.
            ConflictError: it was decided.
        """
        return await self._step(
            swap_id, caller, "withdraw", lambda one, tx: withdrawn(one, caller.actor, tx.at)
        )

    async def _step(
        self, swap_id: str, caller: Caller, action: str, step: Callable[[Swap, Transaction], Swap]
    ) -> Swap:
        require(caller, "tasks.do")

        def steps(tx: Transaction) -> Swap:
            held = kept.swap_of(tx.connection, swap_id)
            if held is None or caller.actor not in {held.asker, held.other}:
                raise NotFoundError(says="swap_unknown", field="swap")
            made = step(held, tx)
            tx.put(NET_SWAP, made, action=action, actor=caller.actor)
            return made

        return await self._write(steps)

    async def decide(self, swap_id: str, caller: Caller, *, approves: bool) -> Swap:
        """Approve a swap, or not; approved, each covers the grid of the other on these days.

        Raises:
            NotAllowedError: the caller does not decide for both grids.
            NotFoundError: there is no such swap, or not for this caller.
            ConflictError: it was not accepted, or decided; or one of the two holds too much.
        """
        require(caller, DECIDE)

        def steps(tx: Transaction) -> Swap:
            held = kept.swap_of(tx.connection, swap_id)
            if held is None or not may(caller, DECIDE, held.area_code):
                raise NotFoundError(says="swap_unknown", field="swap")
            require(caller, DECIDE, held.other_grid)
            made = decided(held, caller.actor, tx.at, approves=approves)
            action = "approve" if approves else "refuse"
            tx.put(NET_SWAP, made, action=action, actor=caller.actor)
            if approves:
                self._cover(tx, made, caller)
            return made

        made = await self._write(steps)
        await self._posts.look()
        return made

    def _cover(self, tx: Transaction, one: Swap, caller: Caller) -> None:
        """Each stands in the grid of the other, whose holder is away."""
        table = self._posts.table(tx.connection, date.fromisoformat(one.first))
        mine, theirs = _worker(table, one.area_code), _worker(table, one.other_grid)
        if mine is None or theirs is None or (mine.account, theirs.account) != (
            one.asker, one.other,
        ):  # fmt: skip
            raise ConflictError(says="swap_posts_changed", field="swap")
        for goes, away in ((mine, theirs), (theirs, mine)):
            told = NetAssignment(
                "", goes.person_id, away.grid, Post.WORKER, one.first, tx.at, caller.actor,
                one.last, covers=True, covers_for=away.person_id, reason=one.reason,
            )  # fmt: skip
            self._register.assign_in(tx, told, caller)

    async def seen(self, caller: Caller) -> list[Swap]:
        """The caller's own swaps, and those of people the caller keeps; the newest first.

        Raises:
            NotAllowedError: the caller sees no tasks.
        """
        require(caller, "tasks.see")

        def question(one: Connection) -> list[Swap]:
            found = {held.swap_id: held for held in kept.swaps_of(one, caller.actor)}
            if may(caller, DECIDE):
                found |= {held.swap_id: held for held in kept.swaps_seen(one, caller)}
            return sorted(found.values(), key=lambda held: held.asked_at, reverse=True)

        return await self._desk.work.read(lambda: self._desk.store.ask(question))

    async def _write(self, steps: Callable[[Transaction], Swap]) -> Swap:
        return await in_transaction(self._desk.store, self._desk.work, steps)


def swap_room(swaps: Swaps) -> Callable[[Caller], Awaitable[list[Waiting]]]:
    """Swaps that wait for the caller: to be accepted, or to be approved."""

    async def waiting(caller: Caller) -> list[Waiting]:
        if not may(caller, "tasks.see"):
            return []
        found = []
        for one in await swaps.seen(caller):
            if one.state is SwapState.ASKED and one.other == caller.actor:
                title = "换班：请答复"
            elif one.state is SwapState.ACCEPTED and may(caller, DECIDE, one.area_code):
                title = "换班：请审批"
            else:
                continue
            where = one.area_code
            found.append(
                Waiting("swap", one.swap_id, title, None, False, PAGE, where, is_word=True)
            )
        return found

    return waiting


def _worker(table: PostTable, grid: str, account: str | None = None) -> Holder | None:
    """The full-time worker of a grid who holds it and does not cover it; of this account."""
    held = [one for one in table.workers_of(grid) if not one.covers]
    return next((one for one in held if account in {None, one.account}), None)
