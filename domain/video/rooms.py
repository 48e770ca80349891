"""Rooms of the video conference, one of the nine platforms: an address that is called, no stream.

The product calls nobody: it keeps the address, and what came of the last test call that somebody
made. A room nobody has tried says so.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.errors import InvalidError
from domain.fields import as_text
from domain.kind import Audience, Kept, Kind
from domain.kind_fields import Masking, fields_of

LONGEST_ADDRESS = 300
# A test that is older says little about today.
TEST_HOLDS = timedelta(days=30)
_SIP = re.compile(
    r"sips?:[A-Za-z0-9_.!~*'()&=+$,;?/%-]{1,64}@[A-Za-z0-9.:\[\]-]{1,120}(?:;[^\s<>\"']*)?"
)
_TEL = re.compile(r"\+?[0-9][0-9 ()#*,-]{2,30}")
_LINK = re.compile(r"https://[A-Za-z0-9.-]{1,200}(?::\d{1,5})?(?:/[^\s<>\"']*)?")


class RoomWay(StrEnum):
    """How a room is entered."""

    LINK = "link"
    TEL = "tel"
    SIP = "sip"


class TestResult(StrEnum):
    """What came of a test call."""

    __test__ = False  # no test class

    GOOD = "good"  # picture and sound both ways
    SOUND_ONLY = "sound_only"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ConferenceRoom:
    """A room.

    Attributes:
        address: the link, the number or the SIP address, as `way` says.
        platform: whose system it belongs to.
        tested_at, tested_by, result, took_s: the last test call; None where nobody made one.
    """

    room_id: str
    name: str
    way: RoomWay
    address: str
    platform: str = ""
    made_by: str = ""
    tested_at: datetime | None = None
    tested_by: str | None = None
    result: TestResult | None = None
    took_s: int = 0
    is_removed: bool = False
    is_demo: bool = False
    note: str | None = None

    def test_is_old(self, now: datetime) -> bool:
        """Whether nobody has tried it for a month, or ever."""
        return self.tested_at is None or now - self.tested_at > TEST_HOLDS


@dataclass(frozen=True, slots=True)
class RoomTest:
    """A test call that somebody made and wrote down."""

    test_id: str
    room_id: str
    at: datetime
    by: str
    result: TestResult
    took_s: int = 0
    is_demo: bool = False
    note: str | None = None


CONFERENCE_ROOM = Kind(
    name="conference_room",
    entity=ConferenceRoom,
    fields=fields_of(ConferenceRoom, note={"personal": Masking.WORDS}),
    id_field="room_id",
    audience=Audience(("conference.see", "journal.read")),
    is_streamed=False,
    kept=Kept.NEWEST,
    removed_field="is_removed",
    title="视频会议室",
    says={
        "add": "登记了视频会议室“{name}”",
        "change": "更正了视频会议室“{name}”",
        "test": "登记了对视频会议室“{name}”的试呼",
        "remove": "取消了视频会议室“{name}”",
        "erased": "个人信息已删除",
    },
)
ROOM_TEST = Kind(
    name="room_test",
    entity=RoomTest,
    fields=fields_of(RoomTest, note={"personal": Masking.WORDS}),
    id_field="test_id",
    audience=Audience(("conference.see", "journal.read")),
    is_streamed=False,
    kept=Kept.NEWEST,
    title="试呼记录",
    says={"test": "试呼视频会议室", "erased": "个人信息已删除"},
)


def read_address(way: RoomWay, told: str) -> str:
    """The address of a room as it is called.

    Raises:
        InvalidError: it is none of its way; a link that is not `https` is none.
    """
    address = as_text(told, "address", longest=LONGEST_ADDRESS)
    known = {RoomWay.LINK: _LINK, RoomWay.TEL: _TEL, RoomWay.SIP: _SIP}[way]
    if not known.fullmatch(address):
        raise InvalidError(says="room_address_wrong", told=address[:60], field="address")
    return address


def href_of(room: ConferenceRoom) -> str:
    """What a browser opens: the link, or an address that the phone of the desk takes."""
    if room.way is RoomWay.TEL:
        return "tel:" + "".join(one for one in room.address if one in "+0123456789*#,")
    return room.address
