"""Sign-ins that have gone to the other server and not come back yet."""

from datetime import UTC, datetime, timedelta

from domain.errors import FullError
from operations.access.oidc import Attempt
from operations.access.passwords import new_token, token_hash

LIVES = timedelta(minutes=10)
MOST_UNDER_WAY = 1000


class UnderWay:
    """Attempts that have not come back yet, each bound to one browser and good for once."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[datetime, Attempt, str]] = {}

    def keep(self, attempt: Attempt, after: str) -> str:
        """Keep an attempt; the secret its browser holds.

        Raises:
            FullError: too many are under way.
        """
        now = datetime.now(UTC)
        self._held = {key: one for key, one in self._held.items() if now - one[0] < LIVES}
        if len(self._held) >= MOST_UNDER_WAY:
            raise FullError("登录的人太多，请稍后再试", code="busy")
        secret = new_token()
        self._held[token_hash(secret)] = (now, attempt, after)
        return secret

    def take(self, secret: str) -> tuple[Attempt, str] | None:
        """The attempt of a browser and where it wants to go; None when there is none any more."""
        held = self._held.pop(token_hash(secret), None)
        if held is None or datetime.now(UTC) - held[0] > LIVES:
            return None
        return held[1], held[2]
