"""Photos of some of the demo's activities, marked as fit to be shown: they show nobody."""

import logging
from collections.abc import Callable
from hashlib import sha256

from domain.access.callers import Caller
from domain.net.party.books import Book, Looked
from domain.net.party.self_governance import COMMUNITY_ACTIVITY
from domain.subject_key import SubjectKey
from operations.files.shelf import Shelf
from operations.net.party.party import Party

log = logging.getLogger(__name__)
PHOTOS = 4
Draw = Callable[[int], bytes]


class DemoPhotos:
    """Adds them once the demo's party is written.

    Args:
        party: whose activities they are of.
        shelf: where files are kept.
        draw: the bytes of a picture by its number.
    """

    def __init__(self, party: Party, shelf: Shelf, draw: Draw) -> None:
        self._party, self._shelf, self._draw = party, shelf, draw

    async def add(self) -> int:
        """Keep and mark a photo of each of the newest activities that were held."""
        keeper = Caller("demo", "department", department=self._party.desk.rules.owner)
        page = await self._party.looking.page(Looked(Book.COMMUNITY), keeper)
        held = [one for one in page.rows if one.is_demo and one.attendance is not None][:PHOTOS]
        for number, one in enumerate(held):
            about = SubjectKey(COMMUNITY_ACTIVITY.name, one.activity_id)
            file_id = f"file-{sha256(one.activity_id.encode()).hexdigest()[:32]}"
            url = f"/api/v1/files/{file_id}"
            picture = self._draw(number)
            await self._shelf.keep(about, file_id, "demo.jpg", picture, url=url, caller=keeper)
            await self._party.photos.mark(about.kind, about.id, file_id, keeper, is_shown=True)
        log.info("the demo's activities have %d photos", len(held))
        return len(held)
