"""What is held about a person, for the pages of administrators; every act asks the access table."""

from typing import Any

from domain.access.access import require
from domain.access.callers import Caller
from operations.threads import Work
from store.persons import Asked, Subjects, reason_of

__all__ = ["Asked", "Privacy", "Subjects", "reason_of"]


class Privacy:
    """The same for the pages of administrators; every act asks the access table."""

    def __init__(self, subjects: Subjects, work: Work) -> None:
        self._subjects, self._work = subjects, work

    async def find(self, caller: Caller, asked: Asked) -> dict[str, Any]:
        """How much is held about a person; that it was asked is written down first.

        Raises:
            NotAllowedError: the caller may not.
            NotFoundError: nothing is held.
        """
        require(caller, "privacy.manage")
        await self._work.write(lambda: self._subjects.tell_search(asked))
        return await self._work.read(lambda: self._subjects.told(asked.subject))

    async def export(self, caller: Caller, asked: Asked) -> tuple[str, bytes]:
        """Everything held about a person as a zip: its name and its bytes."""
        require(caller, "privacy.manage")
        held = await self._work.read(lambda: self._subjects.found(asked.subject))
        await self._work.write(lambda: self._subjects.tell_export(asked, held))
        return await self._work.read(lambda: self._subjects.packed(asked, held))

    async def erase(self, caller: Caller, asked: Asked) -> dict[str, Any]:
        """Erase what is held about a person; how much of each kind.

        Raises:
            NotAllowedError: the caller may not.
            NotFoundError: nothing is held.
            ConflictError: the person still has an account that works.
        """
        require(caller, "privacy.manage")
        held = await self._work.read(lambda: self._subjects.found(asked.subject))
        counts = await self._work.write(lambda: self._subjects.erase(asked, held))
        beside = await self._work.save(lambda: self._subjects.erase_beside(asked, held))
        return {"counts": counts | beside}
