"""The streams that are open: who holds each, until when, and what it is fetched from.

In memory only, bounded in all and for one account. Everything that is asked with a token is asked
here first, and answered without a question to the store.

Source: docs/decisions/0132-pictures-pass-through-our-origin.md
"""

from collections import Counter, OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from domain.access.callers import Caller
from domain.errors import FullError
from domain.video.media.connector import Connector
from domain.video.media.tokens import Bound, Signer, stream_of
from domain.video.media.ways import EndedError, Upstream

if TYPE_CHECKING:
    from operations.video.streams.recorded import Recorded

# A wall of 16 tiles that turns over to the next 16, and as much again on a second screen.
MOST_OF_ONE, MOST_IN_ALL = 64, 1000
# Sessions a player begins on one stream: a second one while the first ends.
MOST_SESSIONS = 4
MOST_NAMED = 2000
LASTS = timedelta(seconds=60)


@dataclass(slots=True)
class Stream:
    """A camera somebody looks at.

    Attributes:
        bound: to what its token is bound.
        look_id: of the register of looks.
        name: of the camera.
        opener: in whose name it was opened: also where it is shown on another's screen.
        connector: of its source; `address` is the camera's there.
        sent: where its picture is to be had.
        is_live: not a recording; of one, `span` tells from when to when.
        sessions: our id of a WebRTC session → where the source knows it.
        named: paths its playlists have named, with the query the source wrote to each.
        is_seen: whether a player has shown its first frame.
        clock_off_s: how far the recorder's clock is ahead, as its playlists tell.
        recorded: its pieces, where the recording is a file at its recorder.
    """

    bound: Bound
    look_id: str
    name: str
    opener: Caller
    connector: Connector
    address: str
    sent: Upstream
    expires_at: datetime
    is_live: bool = True
    sessions: dict[str, str] = field(default_factory=dict)
    named: OrderedDict[str, str] = field(default_factory=OrderedDict)
    clock_off_s: float | None = None
    is_seen: bool = False
    span: tuple[datetime, datetime] | None = None
    recorded: "Recorded | None" = None

    def name_paths(self, named: dict[str, str]) -> None:
        """Remember what a playlist named; the oldest goes."""
        for path, query in named.items():
            self.named[path] = query
            self.named.move_to_end(path)
        while len(self.named) > MOST_NAMED:
            self.named.popitem(last=False)


class StreamBook:
    """All open streams. On the event loop only.

    Args:
        signer: makes and checks tokens.
        most_of_one: streams of one account.
        most_in_all: of all.
    """

    def __init__(
        self,
        signer: Signer | None = None,
        *,
        most_of_one: int = MOST_OF_ONE,
        most_in_all: int = MOST_IN_ALL,
    ) -> None:
        self.signer = signer or Signer()
        self._most_of_one, self._most_in_all = most_of_one, most_in_all
        self._streams: dict[str, Stream] = {}
        self._by_look: dict[str, str] = {}
        self._of: Counter[str] = Counter()

    def __len__(self) -> int:
        """How many are open."""
        return len(self._streams)

    def __iter__(self) -> Iterator[Stream]:
        """All of them, as they are now."""
        return iter(list(self._streams.values()))

    def take_place(self, actor: str) -> None:
        """Keep a place for a stream that is about to be opened; `leave_place` gives it back.

        Raises:
            FullError: this account, or all together, have as many open as may be.
        """
        if self._of[actor] >= self._most_of_one:
            raise FullError(says="video_too_many_of_yours", most=self._most_of_one, code="busy")
        if self._of.total() >= self._most_in_all:
            raise FullError(says="video_too_many", code="busy")
        self._of[actor] += 1

    def leave_place(self, actor: str) -> None:
        """Give a place back."""
        self._of[actor] -= 1
        if self._of[actor] <= 0:
            del self._of[actor]

    def add(self, stream: Stream) -> str:
        """A stream in the place that was kept for it; its token."""
        self._streams[stream.bound.stream_id] = stream
        self._by_look[stream.look_id] = stream.bound.stream_id
        return self.signer.token(stream.bound)

    def remove(self, stream: Stream) -> bool:
        """It is over; whether it was open."""
        if self._streams.pop(stream.bound.stream_id, None) is None:
            return False
        self._by_look.pop(stream.look_id, None)
        self.leave_place(stream.opener.actor)
        return True

    def of_token(self, token: str, holder: str, now: datetime) -> Stream:
        """The stream of a token.

        Raises:
            EndedError: none is open, it has expired, or the token is somebody else's.
        """
        stream = self._streams.get(stream_of(token) or "")
        if stream is None or stream.expires_at <= now or stream.bound.holder != holder:
            raise EndedError(says="video_look_ended", field="token")
        if not self.signer.fits(token, stream.bound):
            raise EndedError(says="video_look_ended", field="token")
        return stream

    def of_look(self, look_id: str, holder: str) -> Stream:
        """The stream of a look, for who holds it.

        Raises:
            EndedError: none is open, or it is somebody else's.
        """
        stream = self._streams.get(self._by_look.get(look_id, ""))
        if stream is None or stream.bound.holder != holder:
            raise EndedError(says="video_look_ended", field="look_id")
        return stream

    def is_open(self, stream: Stream) -> bool:
        """Whether it is not over meanwhile."""
        return self._streams.get(stream.bound.stream_id) is stream

    def expired(self, now: datetime) -> list[Stream]:
        """Those nobody renewed."""
        return [one for one in self._streams.values() if one.expires_at <= now]

    def is_looked_at(self, connector: Connector, address: str) -> bool:
        """Whether somebody looks at a camera by this source now, live."""
        return any(
            one.is_live and one.address == address and one.connector is connector
            for one in self._streams.values()
        )
