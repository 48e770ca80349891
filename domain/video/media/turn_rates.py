"""How often one person may command one camera: others look through it too."""

from collections import OrderedDict

from domain.errors import FullError

# So many commands at once, and one more each so many seconds: a held key sends one a second.
AT_ONCE, ONE_EACH_S = 12, 0.5
MOST_KEPT = 4096


class TurnRates:
    """The commands that are left to each person and camera, refilled by time.

    Args:
        at_once: commands that may follow each other without a pause.
        one_each_s: seconds after which one more may be sent.
    """

    def __init__(self, at_once: int = AT_ONCE, one_each_s: float = ONE_EACH_S) -> None:
        self._at_once, self._one_each_s = at_once, one_each_s
        # When all that was used up is there again; who is not in here has all of them.
        self._full_at: OrderedDict[tuple[str, str], float] = OrderedDict()

    def take(self, actor: str, camera_id: str, now_s: float) -> None:
        """Use up one command.

        Args:
            actor: who commands.
            camera_id: which camera.
            now_s: seconds of a clock that only goes forward.

        Raises:
            FullError: too many were sent; the next one may follow in a moment.
        """
        key = actor, camera_id
        full_at = max(self._full_at.get(key, now_s), now_s) + self._one_each_s
        if full_at - now_s > self._at_once * self._one_each_s + 1e-6:
            raise FullError(says="video_turned_too_often", code="busy")
        self._full_at[key] = full_at
        self._full_at.move_to_end(key)
        while len(self._full_at) > MOST_KEPT:
            self._full_at.popitem(last=False)
