"""What time does by itself: duties nobody ended are over, old presses are let go."""

import asyncio
from dataclasses import replace

from domain.field.phones import FIELD_DEVICE, LONGEST_DUTY, FieldDevice
from operations.field.duties import rest
from operations.field.phones import FieldPhones
from operations.threads import Work
from operations.transactions import in_background
from store import Store, Transaction
from store.field import phones as kept
from store.field.acts import forget_old

EVERY_S = 600.0
ACTOR = "timers"


class FieldUpkeep:
    """Runs every ten minutes.

    Args:
        store: where phones are kept.
        work: the lanes of threads.
        phones: the bindings, whose sockets hear of it.
    """

    def __init__(self, store: Store, work: Work, phones: FieldPhones) -> None:
        self._store, self._work, self._phones = store, work, phones

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await asyncio.sleep(EVERY_S)
            await self.once()

    async def once(self) -> int:
        """End duties that are longer than any shift; how many."""

        def write(tx: Transaction) -> list[FieldDevice]:
            forget_old(tx)
            ended = []
            for device in kept.on_duty(tx.connection):
                if device.on_duty_at is None or tx.at - device.on_duty_at < LONGEST_DUTY:
                    continue
                after = replace(device, on_duty_at=None)
                tx.put(FIELD_DEVICE, after, action="duty_off", actor=ACTOR)
                rest(tx, after, ACTOR, tx.at)
                ended.append(after)
            return ended

        ended = await in_background(self._store, self._work, write)
        for device in ended:
            self._phones.told(device)
        return len(ended)
