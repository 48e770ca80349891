"""Items of urban management: where each thing of the part is done."""

from operations.files.decoding import Decoding
from operations.net.items.class_book import ClassBook
from operations.net.items.handling import Handling
from operations.net.items.item_desk import ItemDesk
from operations.net.items.looking import Looking
from operations.net.items.part_register import PartRegister
from operations.net.items.photos import ItemPhotos
from operations.net.items.reporting import Reporting
from operations.net.items.wall import ItemWall


class NetItems:
    """The part as a whole.

    Args:
        desk: what its operations share.
        decoding: takes tables of others apart.

    Attributes:
        classes: the table of classes, in versions.
        reporting: where items come in.
        handling: the steps of an item.
        looking: lists, single items, figures.
        parts: the register of things.
        photos: of items.
        wall: figures for the wall.
    """

    def __init__(self, desk: ItemDesk, decoding: Decoding) -> None:
        self.desk = desk
        self.classes = ClassBook(desk, decoding)
        self.reporting = Reporting(desk, self.classes)
        self.handling = Handling(desk, self.classes)
        self.looking = Looking(desk, self.classes)
        self.parts = PartRegister(desk, self.classes, decoding)
        self.photos = ItemPhotos(self.looking)
        self.wall = ItemWall(desk)
