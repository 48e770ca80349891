"""Group commit: the steps of several callers in one transaction, each with its own answer.

One commit to disk then serves all callers that wait for one. A step that is refused is taken back
alone. Where the rows of a group are refused only when they are sent, nobody can tell whose they
were: nothing of the group is written, and each step is run again by itself.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy.exc import DBAPIError, IntegrityError

from store.errors import translated
from store.transaction import Transaction

T = TypeVar("T")
Step = Callable[[Transaction], T]


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What a step returned, or the error it is to raise."""

    value: T | None = None
    error: Exception | None = None

    def told(self) -> T:
        """What the step returned.

        Raises:
            Exception: what it raised, or why it could not be committed.
        """
        if self.error is not None:
            raise self.error
        return self.value  # type: ignore[return-value] # None only where the step returns None


def attempt(tx: Transaction, step: Step[Any]) -> Outcome[Any]:
    """Take one step of a group; refused, it leaves nothing behind.

    Args:
        tx: the transaction of the group.
        step: one caller's reads and writes; may be run again, so it changes nothing else.

    Raises:
        DBAPIError: the database failed, and with it the whole transaction.
    """
    tx.begin_step()
    try:
        value = tx.take(step)
        tx.check_told()
    except IntegrityError as error:
        tx.undo_step()
        return Outcome(error=translated(error))
    except DBAPIError:
        raise
    except Exception as error:  # noqa: BLE001 - each caller is told its own error
        tx.undo_step()
        return Outcome(error=error)
    tx.end_step()
    return Outcome(value)


def alone(transaction: Callable[[], Any], step: Step[Any]) -> Outcome[Any]:
    """Take one step in a transaction of its own."""
    try:
        with transaction() as tx:
            value = tx.take(step)
    except Exception as error:  # noqa: BLE001 - its caller is told
        return Outcome(error=error)
    return Outcome(value)


class Group:
    """How far a group has come: what can still be run again, and what cannot."""

    def __init__(self) -> None:
        self.has_begun = self.is_sent = False

    def run(
        self,
        transaction: Callable[[], Any],
        steps: Sequence[Step[Any]],
    ) -> list[Outcome[Any]]:
        """All steps in one transaction.

        Raises:
            OneScreenError: the transaction failed; nothing was written unless `is_sent`.
        """
        with transaction() as tx:
            self.has_begun = True
            outcomes = [attempt(tx, step) for step in steps]
            tx.flush()
            self.is_sent = True
        return outcomes


def commit_together(
    transaction: Callable[[], Any],
    steps: Sequence[Step[Any]],
) -> list[Outcome[Any]]:
    """Commit the steps of several callers; one outcome each, in their order.

    The order of the steps is the order of their numbers in the journal.
    """
    if len(steps) == 1:
        return [alone(transaction, steps[0])]
    group = Group()
    try:
        return group.run(transaction, steps)
    except Exception as error:  # noqa: BLE001 - each caller is told
        if group.has_begun and not group.is_sent:
            # Also a value no column takes: whose it is, each step by itself will show.
            return [alone(transaction, step) for step in steps]
        # Not begun, or refused by the commit itself: the same for everybody.
        return [Outcome(error=error) for _ in steps]
