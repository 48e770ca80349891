"""Police and law of a community, for whoever opens its page; names only to whom they are for."""

from sqlalchemy import Connection

from domain.access.access import may
from domain.access.callers import Caller
from domain.net.fusion.beats import BEAT
from domain.net.fusion.here import PoliceHere, here
from domain.net.fusion.joint import LAW_PARTNER
from operations.net.fusion.fusion_desk import FusionDesk
from store.net import fusion as kept


class Here:
    """What the page of a community asks.

    Args:
        desk: what the operations of the part share.
    """

    def __init__(self, desk: FusionDesk) -> None:
        self._desk = desk

    async def police(self, code: str, caller: Caller) -> PoliceHere:
        """Beats, their officers and law partners; a reader without the right is told no name."""

        def question(one: Connection) -> PoliceHere:
            seen: set[str] = set()
            if may(caller, "net.fusion.see", code):
                seen = {beat.code for beat in kept.seen(one, BEAT, caller, "code")}
                found = kept.seen(one, LAW_PARTNER, caller, "partner_id")
                seen |= {partner.partner_id for partner in found}
            return here(code, kept.all_beats(one), kept.all_partners(one), seen=seen)

        return await self._desk.read(question)
