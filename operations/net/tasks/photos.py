"""Photos of tasks: brought by whoever does one, seen by whoever sees it."""

from typing import Any

from domain.access.access import require
from domain.access.callers import Caller
from domain.errors import NotFoundError
from domain.net.tasks.facts import NET_TASK
from domain.subject_key import SubjectKey
from operations.files.shelf import Door, KeptFile, Quota, Shelf
from operations.net.tasks.task_desk import TaskDesk, occurrence_of
from store.net import tasks as kept

QUOTA = Quota(files=6, size=40 * 1024 * 1024)


def photo_door(desk: TaskDesk) -> Door:
    """Files of a task, touched or not: photos are brought before it is done."""

    async def see(task_id: str, caller: Caller) -> None:
        require(caller, "tasks.see")
        held = await desk.ask(lambda one: kept.one_of(one, NET_TASK, task_id, caller))
        if held is None:
            await desk.ask(lambda one: occurrence_of(desk, one, task_id, caller))

    async def add(task_id: str, caller: Caller) -> None:
        require(caller, "tasks.do")
        found, _ = await desk.ask(lambda one: occurrence_of(desk, one, task_id, caller))
        require(caller, "tasks.do", found.target.grid)

    return Door(see, add, QUOTA, asks_kind=False)


class Photos:
    """Photos of tasks.

    Args:
        desk: what the operations share.
    """

    def __init__(self, desk: TaskDesk) -> None:
        self._desk = desk
        self._shelf: Shelf | None = None

    def put_on(self, shelf: Shelf) -> None:
        """Keep photos on a shelf, which is made after the tasks."""
        self._shelf = shelf
        shelf.add_door(NET_TASK.name, photo_door(self._desk))

    async def keep(self, task_id: str, file_id: str, raw: bytes, url: str, caller: Caller) -> None:
        """Keep a photo; the same one once.

        Raises:
            NotFoundError, NotAllowedError: there is no such task, or not for this caller.
            InvalidError: it is no picture, or too large.
            ConflictError: the task has too many.
        """
        about = SubjectKey(NET_TASK.name, task_id)
        await self._shelf_here().keep(about, file_id, "photo", raw, url=url, caller=caller)

    async def items(self, task_id: str, caller: Caller) -> list[dict[str, Any]]:
        """The photos of a task, oldest first: where each is read, when it came, its hash.

        Raises:
            NotFoundError, NotAllowedError: there is no such task, or not for this caller.
        """
        about = SubjectKey(NET_TASK.name, task_id)
        return await self._shelf_here().items(about, caller=caller)

    async def read(self, task_id: str, file_id: str, caller: Caller) -> KeptFile:
        """A photo of a task.

        Raises:
            NotFoundError: there is none of it, or not for this caller.
        """
        about = SubjectKey(NET_TASK.name, task_id)
        return await self._shelf_here().read(file_id, caller=caller, about=about)

    def _shelf_here(self) -> Shelf:
        if self._shelf is None:
            raise NotFoundError(says="no_files_there", field="subject_kind")
        return self._shelf
