"""Points of residents and party members: kept by their community, in a ledger of their own."""

from uuid import uuid4

from domain.access.access import require
from domain.access.callers import Caller
from domain.errors import InvalidError, NotFoundError
from domain.fields import as_text
from domain.maps.areas import Level
from domain.net.credit.residents import (
    RESIDENT_POINT,
    PointsOf,
    ResidentPoint,
    check_points,
    taken_back,
)
from operations.net.credit.desk import CreditDesk
from operations.transactions import in_transaction
from store import Transaction
from store.net import resident_points as kept


class ResidentPoints:
    """The ledger of residents and party members.

    Args:
        desk: what the operations of credit share.
    """

    def __init__(self, desk: CreditDesk) -> None:
        self._desk = desk

    async def seen(self, caller: Caller) -> list[ResidentPoint]:
        """The newest entries of the caller's part of the district.

        Raises:
            NotAllowedError: the caller answers for nobody.
        """
        require(caller, "credit.notify")
        return await self._desk.work.read(
            lambda: self._desk.store.ask(lambda one: kept.seen(one, caller))
        )

    async def add(
        self, area_code: str, of: PointsOf, holder: str, points: int, what: str, caller: Caller
    ) -> ResidentPoint:
        """Enter what somebody has done for the community, or spent.

        Raises:
            NotAllowedError: the community is not the caller's.
            InvalidError: no such community, no points, or no words.
        """
        area = area_code or caller.area or ""
        require(caller, "credit.notify", area=area)
        known = self._desk.areas().get(area)
        if known is None or known.level is not Level.VILLAGE:
            raise InvalidError(says="field_not_valid", field="area")
        made = ResidentPoint(
            f"P-{uuid4().hex[:16]}", area, of, check_points(points), self._desk.now(),
            caller.actor, holder=as_text(holder, "name", longest=40),
            what=as_text(what, "reason", longest=200),
        )  # fmt: skip

        def steps(tx: Transaction) -> ResidentPoint:
            tx.put(RESIDENT_POINT, made, action="add", actor=caller.actor)
            return made

        return await in_transaction(self._desk.store, self._desk.work, steps)

    async def take_back(self, point_id: str, caller: Caller) -> ResidentPoint:
        """Take an entry back by a reverse entry.

        Raises:
            NotAllowedError, NotFoundError: not the caller's; none they see.
            ConflictError: it was taken back, or is a reverse entry itself.
        """
        require(caller, "credit.notify")

        def steps(tx: Transaction) -> ResidentPoint:
            held, is_reversed = kept.with_reverse(tx.connection, point_id, caller)
            if held is None:
                raise NotFoundError(says="credit_nothing_there", field="entry_id")
            made = taken_back(held, is_reversed, caller.actor, tx.at)
            tx.put(RESIDENT_POINT, made, action="reverse", actor=caller.actor)
            return made

        return await in_transaction(self._desk.store, self._desk.work, steps)
