"""Which screen of a room rings for a piece of news: the first that asks.

A claim silences nobody but the asker's own: paired walls share the rooms they hang in, and the
screens of an account share theirs. News that is not so silences nobody at all.
"""

from collections import OrderedDict
from collections.abc import Callable
from time import monotonic

from domain.access.callers import Caller
from domain.errors import NotFoundError
from domain.incidents.incidents import INCIDENT, IncidentStatus
from operations.live.picture import Picture

KEPT_S = 300.0
MOST_KEPT = 500
MOST_GROUPS = 2_000
WALLS = "wall"

Claims = OrderedDict[tuple[str, str, str], float]


class Chimes:
    """Claims to ring, one per room and piece of news, held in memory for a few minutes."""

    def __init__(self, picture: Picture, clock: Callable[[], float] = monotonic) -> None:
        self._incidents = picture.entities["incident"]
        self._clock = clock
        self._claimed: OrderedDict[str, Claims] = OrderedDict()

    def claim(self, room: str, number: str, status: str, *, caller: Caller) -> bool:
        """Whether the asker is the first of its own screens in the room, and so rings.

        Args:
            room: as the screen names it.
            number: of the incident.
            status: what it came to, a word of `IncidentStatus`.
            caller: a paired wall, or somebody whose screen shows the wall.

        Raises:
            NotFoundError: there is no such news, or none for this caller.
        """
        self._check_is_so(number, status, caller)
        group = WALLS if caller.role == WALLS else f"account {caller.actor}"
        claims = self._claims_of(group)
        now = self._clock()
        while claims:
            key, at = next(iter(claims.items()))
            if now - at < KEPT_S and len(claims) < MOST_KEPT:
                break
            del claims[key]
        news = (room, number, status)
        if news in claims:
            return False
        claims[news] = now
        return True

    def _claims_of(self, group: str) -> Claims:
        claims = self._claimed.setdefault(group, OrderedDict())
        self._claimed.move_to_end(group)
        if len(self._claimed) > MOST_GROUPS:
            del self._claimed[next(one for one in self._claimed if one != WALLS)]
        return claims

    def _check_is_so(self, number: str, status: str, caller: Caller) -> None:
        record = self._incidents.get(number)
        is_status = status in set(IncidentStatus)
        if record is not None and is_status and INCIDENT.is_seen_by(caller, record.state):
            return
        raise NotFoundError(says="no_news", field="number")
