"""Photos and papers of an incident, as the card sends and shows them."""

import hashlib
import re
import secrets
from typing import Any

from domain.access.callers import Caller
from domain.desk.desk_rights import check_may_add, check_may_command, may_see_unit
from domain.errors import InvalidError, NotFoundError
from domain.subject_key import of_incident
from operations.desk.bodies import DeskBodies
from operations.files.shelf import Door, KeptFile, Shelf
from operations.threads import Work
from store import Store

LARGEST = 8 * 1024 * 1024
_ID = re.compile(r"[A-Za-z0-9-]{1,80}")


class DeskFiles:
    """Files beside incidents: whole in one request, up to 8 MB."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    async def add(
        self, number: str, name: str, raw: bytes, *, caller: Caller, key: str | None = None
    ) -> dict[str, Any]:
        """Check a file, write it anew, and journal that it is there.

        Sent again with its key it is kept once.

        Raises:
            InvalidError: too large, damaged, not of a kind that is kept, or one too many.
            ConflictError: the incident's files are too large together.
            FullError: the disk is full.
        """
        about = of_incident(number)
        await self._shelf.door(about).add(number, caller)
        if len(raw) > LARGEST:
            raise InvalidError(
                says="file_too_large", most=LARGEST // 2**20, field="file", code="wrong_file"
            )
        file_id = f"{number}-file-{_mark(raw, key, caller)}"
        url = f"/api/v1/desk/incidents/{number}/files/{file_id}"
        return await self._shelf.keep(about, file_id, name, raw, url=url, caller=caller)

    async def check_may_add(self, number: str, caller: Caller) -> None:
        """Refuse whoever may add nothing to an incident.

        Raises:
            NotFoundError, NotAllowedError: what its door says.
        """
        await self._shelf.door(of_incident(number)).add(number, caller)

    async def read(self, number: str, file_id: str, *, caller: Caller) -> KeptFile:
        """A file of an incident the caller may see.

        Raises:
            NotFoundError: there is none.
        """
        known = file_id if _ID.fullmatch(file_id) else ""
        return await self._shelf.read(known, caller=caller, about=of_incident(number))


def incident_door(bodies: DeskBodies) -> Door:
    """Files of an incident: whoever sees it reads them, whoever may write a note adds to them."""

    async def see(number: str, caller: Caller) -> None:
        await bodies.visible(number, caller)

    async def add(number: str, caller: Caller) -> None:
        check_may_add(caller, await bodies.visible(number, caller))

    return Door(see, add)


def unit_door(store: Store, work: Work) -> Door:
    """Files of a unit: whoever sees it reads them, whoever commands it adds to them."""

    async def see(unit_id: str, caller: Caller) -> None:
        unit = await work.read(lambda: store.unit(unit_id))
        if unit is None or caller.role == "department" or not may_see_unit(caller, unit.home_area):
            raise NotFoundError(says="no_files_there", field="subject_id")

    async def add(unit_id: str, caller: Caller) -> None:
        await see(unit_id, caller)
        unit = await work.read(lambda: store.unit(unit_id))
        check_may_command(caller, unit.home_area if unit else None)

    return Door(see, add)


def _mark(raw: bytes, key: str | None, caller: Caller) -> str:
    """What makes a file's id its own: with a key the same for the same bytes of the same person."""
    if not key:
        return secrets.token_hex(8)
    made = hashlib.sha256(f"{caller.actor}\n{key}\n".encode() + raw)
    return made.hexdigest()[:16]
