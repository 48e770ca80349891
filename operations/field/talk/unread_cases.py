"""What of the talk about cases waits for somebody at the centre, before a case is opened."""

from dataclasses import dataclass

from sqlalchemy import Connection

from domain.access.access import require
from domain.access.callers import Caller
from domain.centre.helping.helps import is_asked_to_read
from domain.field.talk.subjects import OF_CASES
from operations.field.talk.ground import TalkGround, talk_at
from operations.field.talk.talking import by_name
from store.centre import cases
from store.field import talk as kept


@dataclass(frozen=True, slots=True)
class UnreadCase:
    """A case whose talk somebody has not read to its end, and how many messages that are."""

    code: str
    unread: int


class UnreadCases:
    """Counts, for one person.

    Args:
        ground: what the operations of talk share.
    """

    def __init__(self, ground: TalkGround) -> None:
        self._ground = ground

    async def of(self, caller: Caller) -> list[UnreadCase]:
        """The cases somebody handles in which something is said that they have not read.

        Raises:
            NotAllowedError: they see no case at all.
        """
        require(caller, "cases.see")

        def read(connection: Connection) -> list[UnreadCase]:
            found = []
            for code in kept.talked_about(connection, caller):
                talk = talk_at(connection, OF_CASES, code, self._ground.now())
                own = talk.read.get(by_name(caller))
                case = cases.case_of(connection, code)
                unread = talk.count - (own or 0)
                if (
                    case is not None
                    and unread > 0
                    and is_asked_to_read(caller, case, has_read=own is not None)
                ):
                    found.append(UnreadCase(code, unread))
            return found

        return await self._ground.read(read)
