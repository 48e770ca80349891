"""Tokens of streams: short-lived, signed, bound to who opened them and to one camera.

Source: docs/decisions/0132-pictures-pass-through-our-origin.md
"""

import hmac
import re
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256

_TOKEN = re.compile(r"([A-Za-z0-9_-]{16})\.([A-Za-z0-9_-]{27})")


@dataclass(frozen=True, slots=True)
class Bound:
    """What a token is bound to: stream, camera, and the session or screen that opened it."""

    stream_id: str
    camera_id: str
    holder: str


class Signer:
    """Makes tokens and checks them; its key lives as long as the process, as the streams do."""

    def __init__(self, key: bytes | None = None) -> None:
        self._key = key or secrets.token_bytes(32)

    def new_stream_id(self) -> str:
        """An id nobody can guess."""
        return secrets.token_urlsafe(12)

    def token(self, bound: Bound) -> str:
        """The token of a stream."""
        return f"{bound.stream_id}.{self._mark(bound)}"

    def fits(self, token: str, bound: Bound) -> bool:
        """Whether a token was made for exactly this."""
        return hmac.compare_digest(token.encode(), self.token(bound).encode())

    def _mark(self, bound: Bound) -> str:
        told = "\0".join((bound.stream_id, bound.camera_id, bound.holder)).encode()
        mark = hmac.digest(self._key, told, sha256)[:20]
        return urlsafe_b64encode(mark).rstrip(b"=").decode()


def stream_of(token: str) -> str | None:
    """The id of the stream a token names; None for what has not the shape of one."""
    found = _TOKEN.fullmatch(token)
    return found[1] if found else None
