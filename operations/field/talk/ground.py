"""What the operations of talk share: the store, and how phones hear.

Whoever asks from the field is a caller whose `unit_id` is the unit their phone is bound to.
"""

import hashlib
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection

from domain.access.callers import Caller
from domain.errors import NotFoundError
from domain.field.talk.marks import FieldTalk
from domain.field.talk.replies import TalkSettings
from domain.field.talk.subjects import TalkKinds
from domain.live.records import Record
from operations.clock import utc_now
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction
from store.live.newest import newest

T = TypeVar("T")
LONGEST_ID = 64
# Say something to the phones of some units; who has none open is reached otherwise.
TellPhones = Callable[[Collection[str], Mapping[str, Any]], Awaitable[None]]


async def tell_nobody(_units: Collection[str], _message: Mapping[str, Any]) -> None:
    """Where no phone is connected."""


@dataclass(frozen=True, slots=True)
class TalkGround:
    """What the operations share.

    Attributes:
        store: where facts are kept.
        work: the lanes of threads.
        tell: says something to phones.
        settings: of the district.
    """

    store: Store
    work: Work
    tell: TellPhones = tell_nobody
    settings: TalkSettings = field(default_factory=TalkSettings)
    now: Callable[[], datetime] = utc_now

    async def write(self, steps: Callable[[Transaction], T]) -> T:
        """Take steps in one transaction."""
        return await in_transaction(self.store, self.work, steps)

    async def read(self, question: Callable[[Connection], T]) -> T:
        """Ask the store in one view of it."""
        return await self.work.read(lambda: self.store.ask(question))


def units_of(caller: Caller) -> frozenset[str]:
    """The unit the phone of somebody in the field is bound to; empty for none."""
    return frozenset({caller.unit_id} if caller.unit_id else ())


def no_talk(number: str) -> NotFoundError:
    """There is none of this number, or none for this caller."""
    return NotFoundError(says="no_talk", number=number[:LONGEST_ID], field="number")


def message_id_of(number: str, key: str, caller: Caller) -> str:
    """The id of what somebody says with a key: sent twice, it is one message."""
    made = hashlib.sha256(f"{number}\n{caller.actor}\n{key}".encode()).hexdigest()
    return f"FM-{made[:20]}"


def talk_in(tx: Transaction, kinds: TalkKinds, number: str) -> FieldTalk:
    """A talk as a transaction sees it; a new one before the first message."""
    return _talk(kinds, tx.newest(kinds.talk.name, number), number, tx.at)


def talk_at(connection: Connection, kinds: TalkKinds, number: str, now: datetime) -> FieldTalk:
    """A talk as a view of the store shows it."""
    return _talk(kinds, newest(connection, kinds.talk.name, number), number, now)


def _talk(kinds: TalkKinds, record: Record | None, number: str, at: datetime) -> FieldTalk:
    return FieldTalk(number, at) if record is None else kinds.talk.entity_of(record.state)
