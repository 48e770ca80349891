"""Where people, sessions and devices are kept: asked and changed off the event loop."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

from domain.errors import NotFoundError
from domain.maps.areas import Area
from operations.access.passwords import Passwords
from operations.access.presence import Presence
from operations.access.secret_box import SecretBox
from operations.access.trusted_browser import Familiar
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction
from store.access.accounts import AccountRows

T = TypeVar("T")


@dataclass(slots=True)
class Register:
    """What everything about accounts and devices is made of.

    Attributes:
        nobody_yet: no account has ever been made ready by its owner (password changed, second
            factor set where it must be), so whoever sits at this machine still sees the screens.
        areas: the areas of the map in use by code; none where no map is at hand.
    """

    store: Store
    work: Work
    passwords: Passwords
    presence: Presence
    box: SecretBox
    familiar: Familiar
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    nobody_yet: bool = field(default=False)
    areas: Callable[[], Mapping[str, Area]] = dict

    async def read(self, ask: Callable[[AccountRows], T]) -> T:
        """Ask the rows on a connection of their own."""

        def run() -> T:
            with self.store.accounts() as rows:
                return ask(rows)

        return await self.work.read(run)

    async def write(self, steps: Callable[[Transaction], T]) -> T:
        """Take steps in one transaction; what was remembered of tokens is asked for anew."""
        done = await in_transaction(self.store, self.work, steps)
        self.presence.forget()
        if self.nobody_yet:
            await self.look()
        return done

    async def look(self) -> None:
        """See whether anybody is ready; at the command line, too, accounts are added."""
        accounts = await self.read(lambda rows: rows.accounts())
        self.nobody_yet = not any(account.ready_at for account in accounts)


def no_account() -> NotFoundError:
    """Nobody goes by this name."""
    return NotFoundError(says="no_account", field="name")
