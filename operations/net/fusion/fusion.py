"""Whistles, police and law in the grids: where each thing of the part is done."""

from operations.files.decoding import Decoding
from operations.net.fusion.beats import Beats
from operations.net.fusion.fusion_desk import FusionDesk
from operations.net.fusion.here import Here
from operations.net.fusion.joint import Joint
from operations.net.fusion.pushes import Pushes
from operations.net.fusion.whistles import Whistles


class Fusion:
    """The part as a whole.

    Args:
        desk: what its operations share.
        decoding: takes tables of others apart.

    Attributes:
        whistles: departments that are called.
        beats: police beats over grids.
        pushes: items handed over between police and grids.
        joint: joint actions, law partners and what they did.
        here: what the page of a community shows of it.
    """

    def __init__(self, desk: FusionDesk, decoding: Decoding) -> None:
        self.desk = desk
        self.whistles = Whistles(desk)
        self.beats = Beats(desk, decoding)
        self.pushes = Pushes(desk)
        self.joint = Joint(desk)
        self.here = Here(desk)
