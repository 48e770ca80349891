"""Everything of the party, put together once."""

from operations.files.decoding import Decoding
from operations.net.party.exports import PartyExports
from operations.net.party.loading import PartyLoading
from operations.net.party.looking import PartyLooking
from operations.net.party.party_desk import PartyDesk
from operations.net.party.photos import PartyPhotos
from operations.net.party.register import PartyRegister
from operations.net.party.self_governance import SelfGovernance
from operations.net.party.wall import PartyWall


class Party:
    """Party organisations and self-governance.

    Args:
        desk: what the operations share.
        decoding: takes tables of others apart.

    Attributes:
        register: organisations, members, households, activities.
        self_governance: places and activities of residents.
        looking: what somebody sees.
        loading: tables taken in; `exports`: tables taken away.
        photos: of activities; those that are marked stand on every screen.
        wall: the figures of the wall.
    """

    def __init__(self, desk: PartyDesk, decoding: Decoding) -> None:
        self.desk = desk
        self.register = PartyRegister(desk)
        self.self_governance = SelfGovernance(desk)
        self.photos = PartyPhotos(desk)
        self.looking = PartyLooking(desk, self.photos)
        self.loading = PartyLoading(desk, self.register, decoding)
        self.exports = PartyExports(desk)
        self.wall = PartyWall(desk, self.looking)
