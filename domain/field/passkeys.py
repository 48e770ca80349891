"""A passkey of a bound phone: it opens what the PIN opens, and signs nobody in.

One phone has one. What is asked of it is asked once, and for a short while.

Source: docs/decisions/0160-a-passkey-beside-the-pin.md; W3C Web Authentication, level 2
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import urlsplit

# How long a question waits for its answer: somebody looks for a finger, not for a day.
ASKED_FOR = timedelta(minutes=2)
_USUAL_PORT = {"https": 443, "http": 80}
# The one host that browsers take for safe without TLS.
_THIS_MACHINE = "localhost"


class Ask(StrEnum):
    """What a phone is asked for."""

    MAKE = "make"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Challenge:
    """A question to a phone, 32 random bytes in hex; who answers another is not heard."""

    device_id: str
    ask: Ask
    value: str
    asked_at: datetime

    def is_for(self, ask: Ask, now: datetime) -> bool:
        """Whether it was asked for this, and not too long ago."""
        return self.ask is ask and timedelta(0) <= now - self.asked_at < ASKED_FOR


@dataclass(frozen=True, slots=True)
class Passkey:
    """What is known of a phone's passkey, bytes in URL-safe base64; nothing of it is secret.

    `sign_count` is how often the phone says that it was used; 0 for phones that do not count.
    """

    device_id: str
    account: str
    credential_id: str
    public_key: str
    sign_count: int
    made_at: datetime
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """Where passkeys are good for: the origin of the page, and its host."""

    origin: str
    host: str


def site_of(address: str) -> Site | None:
    """The site of the address people reach the server at; None where browsers make no passkeys.

    They make them over TLS alone, except on the machine itself, and for a name, never a number.
    """
    parts = urlsplit(address.strip().lower())
    host = parts.hostname or ""
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and host == _THIS_MACHINE)
    if not is_safe or not host or _is_number(host):
        return None
    port = parts.port
    beside = "" if port in {None, _USUAL_PORT[parts.scheme]} else f":{port}"
    return Site(f"{parts.scheme}://{host}{beside}", host)


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
