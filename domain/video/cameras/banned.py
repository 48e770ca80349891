"""Places where no camera may hang (State Council Order 799, article 8).

The law bans the inside of rooms where people sleep, wash, change or nurse. A camera outside, before
such a building, is none of them: whoever registers one says that it hangs outdoors.
"""

import re
from unicodedata import normalize

from domain.errors import InvalidError
from domain.video.cameras.vocabulary import Room

# Rooms of the article, and how they are called in tables.
ROOMS = (
    "客房",
    "包间",
    "包厢",
    "宿舍",
    "寝室",
    "浴室",
    "澡堂",
    "洗浴间",
    "淋浴",
    "卫生间",
    "洗手间",
    "厕所",
    "公厕",
    "更衣室",
    "试衣间",
    "换衣间",
    "哺乳室",
    "母婴室",
    "育婴室",
    "guest room",
    "hotel room",
    "dormitory",
    "dorm room",
    "bedroom",
    "bathroom",
    "bathhouse",
    "shower",
    "toilet",
    "restroom",
    "washroom",
    "lavatory",
    "changing room",
    "dressing room",
    "fitting room",
    "locker room",
    "nursing room",
)
# Tables write blanks between letters, and English with a hyphen or without a blank.
_ROOM = re.compile("|".join(r"[\s-]*".join(one.replace(" ", "")) for one in ROOMS), re.IGNORECASE)
# Before, beside, at the gate or in the corridor of such a place is not inside.
_OUTSIDE = re.compile(
    r"门口|门前|门外|大门|楼下|楼前|楼外|外侧|外围|周边|附近|路口|走廊|通道|楼道"
    r"|\b(?:entrance|gate|outside|corridor|hallway)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"\b(?:outside|near|before|corridor|hallway|entrance|gate)\b", re.IGNORECASE)


def banned_room(name: str, spot: str, room: Room | None) -> str:
    """The banned room a camera is said to hang in; empty where it is said to hang in none.

    Args:
        name: what it is called.
        spot: where exactly it hangs, in words.
        room: indoors or outdoors; None where that is not said.
    """
    if room is Room.OUTDOOR:
        return ""
    for text in (spot, name):
        plain = normalize("NFKC", text)
        rooms = list(_ROOM.finditer(plain))
        # Where a building and a room in it are named, the last one is where it hangs.
        if (
            rooms
            and not _OUTSIDE.search(plain, rooms[-1].end())
            and not (rooms[-1][0].isascii() and _BEFORE.search(plain, 0, rooms[-1].start()))
        ):
            return rooms[-1][0]
    return ""


def check_allowed(name: str, spot: str, room: Room | None) -> None:
    """Refuse a camera in a banned place.

    Raises:
        InvalidError: it is said to hang in one.
    """
    if found := banned_room(name, spot, room):
        raise InvalidError(says="camera_banned_place", room=found, field="spot")
