"""What a phone did already: an act sent again is answered as the first was, and not done again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import Connection, delete, select

from store.tables import FIELD_ACT
from store.transaction import Transaction

KEPT_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Press:
    """An act as a phone sent it. `key` is the phone's own, `at` when it was pressed."""

    device_id: str
    key: str
    at: datetime


def once(tx: Transaction, press: Press, do: Callable[[], Mapping[str, Any]]) -> dict[str, Any]:
    """Do what a phone asks for, unless it was done: then what it was answered.

    What is done and the note that it is done are one transaction. A refusal is not kept: it is
    asked anew. The answer is kept for a week and holds nothing personal.
    """
    held = answer_of(tx.connection, press)
    if held is not None:
        return held
    answer = dict(do())
    keep(tx, press, answer)
    return answer


def answer_of(connection: Connection, press: Press) -> dict[str, Any] | None:
    """What an act was answered; None where it was not done."""
    of_press = (FIELD_ACT.c.device_id == press.device_id, FIELD_ACT.c.key == press.key)
    held = connection.execute(select(FIELD_ACT.c.answer).where(*of_press)).scalar()
    return None if held is None else dict(orjson.loads(held))


def was_answered(connection: Connection, device_id: str, answer: Mapping[str, Any]) -> bool:
    """Whether a phone did an act that was answered so."""
    of_phone = (FIELD_ACT.c.device_id == device_id, FIELD_ACT.c.answer == _text(answer))
    return connection.execute(select(FIELD_ACT.c.key).where(*of_phone)).first() is not None


def keep(tx: Transaction, press: Press, answer: Mapping[str, Any]) -> None:
    """Note that an act was done, and what it was answered."""
    tx.connection.execute(
        FIELD_ACT.insert().values(
            device_id=press.device_id,
            key=press.key,
            pressed_at=press.at,
            received_at=tx.at,
            answer=_text(answer),
        )
    )


def forget_old(tx: Transaction) -> None:
    """Let go of acts so old that no phone sends them again."""
    tx.connection.execute(delete(FIELD_ACT).where(FIELD_ACT.c.received_at < tx.at - KEPT_FOR))


def _text(answer: Mapping[str, Any]) -> str:
    return orjson.dumps(answer).decode()
