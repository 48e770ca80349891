"""What the operations of talk ask of the thing that is talked about: an incident, or a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from sqlalchemy import Connection

from domain.access.callers import Caller
from domain.field.talk.messages import FieldMessage
from domain.field.talk.subjects import TalkKinds
from operations.notices.notices import Told
from store import Transaction


class Part(NamedTuple):
    """By which unit somebody takes part; `until`: since when no more, None while they do."""

    unit_id: str
    until: datetime | None = None


class Own(NamedTuple):
    """A talk somebody in the field takes part in."""

    number: str
    title: str
    unit_id: str
    is_open: bool


class Silent(NamedTuple):
    """Who hears that nobody on this side of the network has read, and in which words."""

    recipient: str
    level: int
    head: str


@dataclass(frozen=True, slots=True)
class Patience:
    """After how long an unread message is told on, and how much later once more."""

    unread_after: timedelta
    supervisor_after: timedelta


class TalkSubject(Protocol):
    """One sort of thing that is talked about."""

    @property
    def kinds(self) -> TalkKinds:
        """Its kinds of message and of marks."""

    @property
    def names_readers(self) -> bool:
        """Whether it is told who at the desk has read, and not the desk as one."""

    def patience(self) -> Patience:
        """As the district says."""

    def told(self, tx: Transaction, number: str) -> Told | None:
        """As people are told of it; None where there is none, or nothing more is told of it."""

    def silent(self, tx: Transaction, number: str, step: int) -> Silent:
        """Who hears that nobody has read what came from the field."""

    def order_of(self, tx: Transaction, unit_id: str) -> str | None:
        """The order by which a unit is on it, where there is one."""

    def crew(self, connection: Connection, number: str, but: str | None = None) -> tuple[str, ...]:
        """The units a message is for: on it, on duty, and not who wrote it."""

    def members(self, connection: Connection, number: str) -> Sequence[tuple[str, bool]]:
        """Every unit that was ever on it, each once, and whether it still is."""

    def part_of(
        self, connection: Connection, number: str, caller: Caller, now: datetime,
        *, is_reading: bool = True,
    ) -> Part:  # fmt: skip
        """By which unit somebody in the field takes part.

        Raises:
            NotAllowedError: their role is none of the field.
            NotFoundError: they do not: of what is said nothing is told, nor whether it exists.
        """

    def mine(self, connection: Connection, caller: Caller, now: datetime) -> list[Own]:
        """The talks somebody in the field takes part in, the newest first."""

    def check_speaks(self, tx: Transaction, number: str, caller: Caller) -> None:
        """Refuse whoever does not handle it.

        Raises:
            NotFoundError: there is none of this number for them.
            NotAllowedError: they only look.
        """

    async def seen(self, number: str, caller: Caller) -> bool:
        """Whether somebody who sees it also speaks.

        Raises:
            NotAllowedError, NotFoundError: there is none of this number for them.
        """

    def is_read_by_role(self, caller: Caller) -> bool:
        """Whether somebody reads by their role, and not by a part in the field."""

    def at_desk(self, messages: Sequence[FieldMessage]) -> list[FieldMessage]:
        """As those who handle it are shown them."""

    def in_field(
        self, connection: Connection, number: str, messages: Sequence[FieldMessage]
    ) -> list[FieldMessage]:
        """As a phone is shown them."""
