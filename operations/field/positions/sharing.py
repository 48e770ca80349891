"""Positions from the phone page: of whoever is on duty, has agreed, and has a unit."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.access.access import require
from domain.access.callers import Caller
from domain.codes.unit_status import UNLOCATED
from domain.dispatch.units import Fix
from domain.errors import ConflictError
from domain.field.positions.consent import POSITION_CONSENT, VERSION, PositionConsent
from domain.net.people.posts import PostTable
from operations.clock import utc_now
from operations.ingest.ingest import Ingest
from operations.ingest.steps import Accepted, Passage
from operations.live.picture import Picture
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction

FEED = "phone_page"
# What a phone kept while it was offline comes in one go.
MOST_AT_ONCE = 200

# The unit somebody speaks for; None for nobody's.
UnitOf = Callable[[Caller], Awaitable[str | None]]


@dataclass(frozen=True, slots=True)
class Shares:
    """How somebody's sharing stands: their unit, whether it is on duty, what they agreed to."""

    unit_id: str | None
    on_duty: bool
    consent: bool


class Sharing:
    """Positions people share.

    Args:
        store: where consent is kept.
        work: the lanes of threads.
        ingest: the door of every position.
        picture: says which units are on duty.
        unit_of: whose phone is which unit's.
    """

    def __init__(
        self,
        store: Store,
        work: Work,
        ingest: Ingest,
        picture: Picture,
        unit_of: UnitOf,
        *,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store, self._work, self._ingest = store, work, ingest
        self._units = picture.entities["unit"]
        self._unit_of, self._now = unit_of, now

    async def state(self, caller: Caller) -> Shares:
        """How a caller's sharing stands.

        Raises:
            NotAllowedError: the caller is not in the field.
        """
        require(caller, "field.use")
        unit_id = await self._unit_of(caller)
        consent = await self._consent(caller)
        return Shares(unit_id, self._is_on_duty(unit_id), consent is not None and consent.holds)

    async def agree(self, caller: Caller, *, agrees: bool) -> Shares:
        """Agree to the words on the page, or take it back; said twice it is one fact.

        Raises:
            NotAllowedError: the caller is not in the field.
        """
        require(caller, "field.use")
        held = await self._consent(caller)
        if agrees is not (held is not None and held.holds):

            def write(tx: Transaction) -> None:
                before = held or PositionConsent(caller.actor, VERSION)
                if agrees:
                    made = PositionConsent(caller.actor, VERSION, tx.at)
                    tx.put(POSITION_CONSENT, made, action="give", actor=caller.actor)
                elif held is not None:
                    made = replace(before, withdrawn_at=tx.at)
                    tx.put(POSITION_CONSENT, made, action="withdraw", actor=caller.actor)

            await in_transaction(self._store, self._work, write)
        return await self.state(caller)

    async def take(self, fixes: Sequence[Fix], caller: Caller) -> Accepted:
        """Take positions of the caller's own unit, whatever unit they name.

        Raises:
            NotAllowedError: the caller is not in the field.
            ConflictError: they have no unit, are off duty, or did not agree.
        """
        shares = await self.state(caller)
        if shares.unit_id is None:
            raise ConflictError(says="field_no_unit", field="unit_id")
        if not shares.consent:
            raise ConflictError(says="field_no_consent", field="consent")
        if not shares.on_duty:
            raise ConflictError(says="field_off_duty", field="status")
        own = [replace(one, unit_id=shares.unit_id) for one in fixes[:MOST_AT_ONCE]]
        passage = Passage(FEED, self._now(), fixes=own)
        return self._ingest.take_positions(passage).outcome

    def _is_on_duty(self, unit_id: str | None) -> bool:
        record = self._units.get(unit_id or "")
        return record is not None and record.state["status"] not in UNLOCATED

    async def _consent(self, caller: Caller) -> PositionConsent | None:
        record = await self._work.read(
            lambda: self._store.newest(POSITION_CONSENT.name, caller.actor)
        )
        return None if record is None else POSITION_CONSENT.entity_of(record.state, record.private)


def unit_by_posts(posts: Callable[[], Awaitable[PostTable]]) -> UnitOf:
    """The unit of whoever holds a post of a grid, by the register of people."""

    async def unit_of(caller: Caller) -> str | None:
        table = await posts()
        return next(
            (one.unit_id for one in table.holders if one.account == caller.actor and one.unit_id),
            None,
        )

    return unit_of
