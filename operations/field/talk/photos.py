"""Photos of messages: whoever reads a message sees them, whoever wrote it adds them."""

from domain.access.access import NotAllowedError
from domain.access.callers import Caller
from domain.errors import NotFoundError
from domain.field.talk.messages import MOST_PHOTOS, FieldMessage
from domain.kind import Kind
from domain.subject_key import SubjectKey
from operations.field.talk.looking import Looking
from operations.field.talk.talking import Talking
from operations.files.shelf import Door, KeptFile, Quota, Shelf

QUOTA = Quota(files=MOST_PHOTOS, size=90 * 1024 * 1024)


class TalkPhotos:
    """Photos by the routes of talk: crews read no other files.

    Args:
        kind: of the messages.
        looking: says who reads which message.
        talking: lets everybody of a talk know that one came.
    """

    def __init__(self, kind: Kind[FieldMessage], looking: Looking, talking: Talking) -> None:
        self._kind, self._looking, self._talking = kind, looking, talking
        self._shelf: Shelf | None = None

    def put_on(self, shelf: Shelf) -> None:
        """Keep photos on a shelf, which is made after the talk."""
        self._shelf = shelf

        async def see(message_id: str, caller: Caller) -> None:
            await self._looking.message(message_id, caller)

        async def add(message_id: str, caller: Caller) -> None:
            message = await self._looking.message(message_id, caller, is_reading=False)
            if message.by != caller.actor or not message.photos:
                raise NotAllowedError(says="not_your_message", field="message_id")

        shelf.add_door(self._kind.name, Door(see, add, QUOTA, asks_kind=False))

    async def keep(
        self, message_id: str, file_id: str, raw: bytes, url: str, caller: Caller
    ) -> None:
        """Keep a photo; the same one once.

        Raises:
            NotFoundError, NotAllowedError: there is no such message, or it is not the caller's.
            InvalidError: it is no picture, or too large.
            ConflictError: the message has too many.
        """
        shelf = self._here()
        message = await self._looking.message(message_id, caller, is_reading=False)
        was_there = await shelf.kept(file_id) is not None
        about = SubjectKey(self._kind.name, message_id)
        await shelf.keep(about, file_id, "photo", raw, url=url, caller=caller)
        if not was_there:
            await self._talking.photo_came(message, caller.actor)

    async def read(self, message_id: str, file_id: str, caller: Caller) -> KeptFile:
        """A photo of a message.

        Raises:
            NotFoundError: there is none of it, or not for this caller.
        """
        about = SubjectKey(self._kind.name, message_id)
        return await self._here().read(file_id, caller=caller, about=about)

    def _here(self) -> Shelf:
        if self._shelf is None:
            raise NotFoundError(says="no_files_there", field="subject_kind")
        return self._shelf
