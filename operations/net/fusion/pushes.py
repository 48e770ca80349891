"""Items pushed both ways between police and grids: sent, received, taken on or returned, ended."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from domain.access.access import NotAllowedError, may, require
from domain.access.callers import Caller
from domain.errors import InvalidError, NotFoundError
from domain.fields import as_text
from domain.moments import to_iso
from domain.net.fusion.pushes import (
    GRID_PUSH,
    LONGEST_BASIS,
    Direction,
    GridPush,
    decide,
    finish,
    packed,
    receive,
)
from operations.net.fusion.fusion_desk import LONGEST_TEXT, FusionDesk, id_of
from store import Transaction
from store.net import fusion as kept

# Who speaks for either side; a department only where it is the police's own.
POLICE_SIDE = frozenset({"police", "department"})
GRID_SIDE = frozenset({"village", "dispatcher"})
SEE = "net.fusion.see"
_Act = Callable[[GridPush, datetime], GridPush]


@dataclass(frozen=True, slots=True)
class NewPush:
    """What is handed over: `told` by the names of its fields, `incident` where it comes of one."""

    direction: Direction
    basis: str
    told: Mapping[str, str]
    area: str = ""
    incident: str = ""
    key: str = ""


class Pushes:
    """Items pushed.

    Args:
        desk: what the operations of the part share.
    """

    def __init__(self, desk: FusionDesk) -> None:
        self._desk = desk

    async def send(self, new: NewPush, caller: Caller) -> GridPush:
        """Hand something over; sent twice it is the same item.

        Raises:
            NotAllowedError: the caller does not speak for the side that sends, or not there.
            InvalidError: no legal basis, a field that is not on the list, or one that is missing.
            NotFoundError: no such incident, or not for this caller.
        """
        sends = GRID_SIDE if new.direction is Direction.TO_POLICE else POLICE_SIDE
        self._check_side(sends, caller)
        basis = as_text(new.basis, "basis", longest=LONGEST_BASIS)
        fields, content = packed(new.direction, new.told)
        area = "" if new.incident else self._desk.area_for(new.area, caller)
        push_id = id_of("P", new.key, caller)

        def steps(tx: Transaction) -> GridPush:
            known = kept.any_one(tx.connection, GRID_PUSH, push_id)
            if known is not None:
                return known
            made = GridPush(
                push_id=push_id,
                direction=new.direction,
                area_code=self._area_of(tx, new.incident, caller) if new.incident else area,
                owner=self._desk.settings.police,
                basis=basis,
                fields=fields,
                at=tx.at,
                by=caller.actor,
                incident=new.incident or None,
                content=content,
            )
            tx.put(GRID_PUSH, made, action="send", actor=caller.actor)
            return made

        return await self._desk.write(steps)

    def on_card(
        self, connection: Connection, caller: Caller, numbers: Collection[str]
    ) -> dict[str, Any]:
        """What the card of an incident shows: what the caller may push, and what was pushed."""
        side = side_of(caller, self._desk.settings.police)
        way = {"grid": Direction.TO_POLICE, "police": Direction.TO_GRID}.get(side)
        items = kept.pushes_of(connection, caller, numbers) if may(caller, SEE) else []
        return {"way": way and way.value, "items": [push_body(one) for one in items]}

    @staticmethod
    def _area_of(tx: Transaction, number: str, caller: Caller) -> str:
        incident = tx.incident(number)
        owners = {incident.owner, *incident.shared_with} if incident else set()
        is_seen = (
            incident is not None
            and caller.scope.covers(incident.area_code)
            and caller.scope.sees_owned(owners)
        )
        if incident is None or not is_seen:
            raise NotFoundError(says="no_incident", number=number[:32], field="incident")
        return incident.area_code

    async def receive(self, push_id: str, caller: Caller) -> GridPush:
        """Say that it was received.

        Raises:
            NotAllowedError, NotFoundError: it was not sent to the caller's side; none of theirs.
        """
        return await self._answer(
            push_id, caller, "receive", lambda push, at: receive(push, caller.actor, at)
        )

    async def decide(
        self, push_id: str, reason: str, caller: Caller, *, is_accepted: bool
    ) -> GridPush:
        """Take it on, or give it back with the reason.

        Raises:
            NotAllowedError, NotFoundError: as `receive`.
            InvalidError: given back without a reason.
            ConflictError: decided otherwise.
        """
        said = reason.strip()
        why = as_text(said, "reason", longest=LONGEST_TEXT, lines=True) if said else None
        action = "accept" if is_accepted else "return"

        def act(push: GridPush, at: datetime) -> GridPush:
            return decide(push, is_accepted=is_accepted, reason=why, by=caller.actor, at=at)

        return await self._answer(push_id, caller, action, act)

    async def finish(self, push_id: str, outcome: str, caller: Caller) -> GridPush:
        """Say what came of it.

        Raises:
            NotAllowedError, NotFoundError: as `receive`.
            InvalidError: no words.
            ConflictError: it was not taken on, or has ended otherwise.
        """
        said = as_text(outcome, "outcome", longest=LONGEST_TEXT, lines=True)
        return await self._answer(
            push_id, caller, "finish", lambda push, at: finish(push, said, at)
        )

    async def _answer(self, push_id: str, caller: Caller, action: str, act: _Act) -> GridPush:
        require(caller, "net.fusion.write")

        def steps(tx: Transaction) -> GridPush:
            push = kept.one_of(tx.connection, GRID_PUSH, push_id, caller)
            if push is None:
                raise NotFoundError(says="no_push", field="push")
            answers = POLICE_SIDE if push.direction is Direction.TO_POLICE else GRID_SIDE
            self._check_side(answers, caller)
            after = act(push, tx.at)
            if after is not push:
                tx.put(GRID_PUSH, after, action=action, actor=caller.actor)
            return after

        return await self._desk.write(steps)

    def _check_side(self, side: frozenset[str], caller: Caller) -> None:
        require(caller, "net.fusion.write", department=self._desk.settings.police)
        if caller.role not in side:
            raise NotAllowedError(says="push_other_side", field="direction")


def push_body(push: GridPush) -> dict[str, Any]:
    """As a card and a sender read it; the fields sent are told by their names."""
    return {
        "push_id": push.push_id,
        "direction": push.direction.value,
        "state": push.state.value,
        "basis": push.basis,
        "fields": list(push.fields),
        "at": to_iso(push.at),
        "received_at": push.received_at and to_iso(push.received_at),
        "decided_at": push.decided_at and to_iso(push.decided_at),
        "done_at": push.done_at and to_iso(push.done_at),
        "reason": push.reason,
        "outcome": push.outcome,
    }


def side_of(who: Caller, police: str) -> str:
    """For which side somebody speaks: `police`, `grid`, or neither.

    Args:
        who: an account.
        police: the department of the police.
    """
    if not may(who, "net.fusion.write", department=police):
        return ""
    return "police" if who.role in POLICE_SIDE else "grid" if who.role in GRID_SIDE else ""


def direction_of(told: str) -> Direction:
    """A direction as a form tells it.

    Raises:
        InvalidError: it is none.
    """
    try:
        return Direction(told)
    except ValueError:
        raise InvalidError(says="field_not_valid", field="direction") from None
