"""Sign-ins that have gone to the other server and not come back yet."""

from datetime import UTC, datetime, timedelta

from domain.access.networks import give_way, network_of
from operations.access.oidc import Attempt
from operations.access.passwords import new_token, token_hash

LIVES = timedelta(minutes=10)
MOST_UNDER_WAY = 5000
MOST_PER_NETWORK = 50


class UnderWay:
    """Attempts that have not come back yet, each bound to one browser and good for once."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[datetime, Attempt, str, str]] = {}

    def keep(self, attempt: Attempt, after: str, address: str | None) -> str:
        """Keep an attempt; the secret its browser holds.

        Nobody is kept out: where too many are under way, the oldest of whoever began most go.
        """
        now = datetime.now(UTC)
        self._held = {key: one for key, one in self._held.items() if now - one[0] < LIVES}
        networks = {key: one[3] for key, one in self._held.items()}
        network = network_of(address)
        for key in give_way(networks, network, most=MOST_UNDER_WAY, most_of_one=MOST_PER_NETWORK):
            del self._held[key]
        secret = new_token()
        self._held[token_hash(secret)] = (now, attempt, after, network)
        return secret

    def take(self, secret: str) -> tuple[Attempt, str] | None:
        """The attempt of a browser and where it wants to go; None when there is none any more."""
        held = self._held.pop(token_hash(secret), None)
        if held is None or datetime.now(UTC) - held[0] > LIVES:
            return None
        return held[1], held[2]
