"""Photos of activities: whoever sees the activity sees them, whoever may write it adds them."""

from collections.abc import Mapping
from typing import Any

from domain.access.callers import Caller
from domain.errors import NotFoundError
from domain.kind import Kind
from domain.net.party.activities import PARTY_ACTIVITY
from domain.net.party.self_governance import COMMUNITY_ACTIVITY
from operations.files.shelf import Door, Quota
from operations.net.party.party_desk import PartyDesk
from store.net import party as kept

QUOTA = Quota(files=20, size=100 * 1024 * 1024)


def photo_doors(desk: PartyDesk) -> Mapping[str, Door]:
    """The doors of the files of both kinds of activity, by the kind's name."""
    return {kind.name: _door(desk, kind) for kind in (PARTY_ACTIVITY, COMMUNITY_ACTIVITY)}


def _door(desk: PartyDesk, kind: Kind[Any]) -> Door:
    async def see(entity_id: str, caller: Caller) -> None:
        desk.need_members(caller)
        found = await desk.work.read(
            lambda: desk.store.ask(lambda one: kept.one_of(one, kind, entity_id, caller))
        )
        if found is None:
            raise NotFoundError(says="party_not_there", field="subject_id")

    return Door(see, see, QUOTA, asks_kind=False)
