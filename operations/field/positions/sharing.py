"""Positions from the phone page: of whoever is on duty, has agreed, and has a unit."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.access.access import require
from domain.dispatch.units import Fix
from domain.errors import ConflictError
from domain.field.phones import FieldDevice, Phone
from domain.field.positions.consent import POSITION_CONSENT, VERSION, PositionConsent
from domain.live.records import Record
from operations.clock import utc_now
from operations.ingest.ingest import Ingest
from operations.ingest.steps import Accepted, Passage
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction

FEED = "phone_page"
# What a phone kept while it was offline comes in one go.
MOST_AT_ONCE = 200


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
        is_rung: whether a phone is on duty.
    """

    def __init__(
        self,
        store: Store,
        work: Work,
        ingest: Ingest,
        is_rung: Callable[[FieldDevice], bool],
        *,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store, self._work, self._ingest = store, work, ingest
        self._is_rung, self._now = is_rung, now
        # Told of an account that has taken its consent back.
        self.on_withdrawn: list[Callable[[str], Awaitable[object]]] = []

    async def state(self, phone: Phone) -> Shares:
        """How the sharing of a phone stands.

        Raises:
            NotAllowedError: its person is not in the field.
        """
        require(phone.caller, "field.use")
        consent = await self._consent(phone)
        holds = consent is not None and consent.holds
        return Shares(phone.unit_id, self._is_rung(phone.device), holds)

    async def agree(self, phone: Phone, *, agrees: bool) -> Shares:
        """Agree to the words on the page, or take it back; said twice it is one fact.

        Raises:
            NotAllowedError: the person is not in the field.
        """
        require(phone.caller, "field.use")
        actor = phone.caller.actor

        def write(tx: Transaction) -> None:
            record = tx.newest(POSITION_CONSENT.name, actor)
            held = record_of(record)
            if agrees is (held is not None and held.holds):
                return
            if agrees:
                made = PositionConsent(actor, VERSION, tx.at)
                tx.put(POSITION_CONSENT, made, action="give", actor=actor)
            elif held is not None:
                made = replace(held, withdrawn_at=tx.at)
                tx.put(POSITION_CONSENT, made, action="withdraw", actor=actor)

        await in_transaction(self._store, self._work, write)
        if not agrees:
            for tell in self.on_withdrawn:
                await tell(actor)
        return await self.state(phone)

    async def agreed(self, phone: Phone) -> tuple[Shares, str]:
        """How the sharing of a phone stands whose person has a unit and agreed, and the unit.

        Raises:
            NotAllowedError: the person is not in the field.
            ConflictError: they have no unit, or did not agree.
        """
        shares = await self.state(phone)
        if shares.unit_id is None:
            raise ConflictError(says="field_no_unit", field="unit_id")
        if not shares.consent:
            raise ConflictError(says="field_no_consent", field="consent")
        return shares, shares.unit_id

    async def take(self, fixes: Sequence[Fix], phone: Phone) -> Accepted:
        """Take positions of the phone's own unit, whatever unit they name.

        Raises:
            NotAllowedError: the person is not in the field.
            ConflictError: they have no unit, are off duty, or did not agree.
        """
        shares, unit_id = await self.agreed(phone)
        if not shares.on_duty:
            raise ConflictError(says="field_off_duty", field="status")
        own = [replace(one, unit_id=unit_id) for one in fixes[:MOST_AT_ONCE]]
        passage = Passage(FEED, self._now(), fixes=own)
        return self._ingest.take_positions(passage).outcome

    async def _consent(self, phone: Phone) -> PositionConsent | None:
        actor = phone.caller.actor
        record = await self._work.read(lambda: self._store.newest(POSITION_CONSENT.name, actor))
        return record_of(record)


def record_of(record: Record | None) -> PositionConsent | None:
    """The consent a record tells of."""
    return None if record is None else POSITION_CONSENT.entity_of(record.state, record.private)
