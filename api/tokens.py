"""The ingest token: where a request may carry it, and comparing it in constant time."""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

Scope = Mapping[str, Any]

KEYED_PATHS = ("/ingest/osmand/", "/ingest/owntracks/", "/ingest/ws/")


class IngestToken:
    """The one secret that lets a source write facts and positions."""

    def __init__(self, token: str) -> None:
        if not token:
            raise ValueError("an empty token would let everybody in")
        self._token = _digest(token)

    def fits(self, offered: str | None) -> bool:
        """True for the right token; a wrong one takes as long, whatever it shares with it."""
        return hmac.compare_digest(self._token, _digest(offered or ""))


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()


def header(scope: Scope, name: bytes) -> str | None:
    """The first value of a request header; None when absent."""
    for key, value in scope["headers"]:
        if key == name:
            return str(value.decode("latin-1"))
    return None


def bearer_of(scope: Scope) -> str | None:
    """The token of `Authorization: Bearer …`; None when there is none."""
    scheme, _, value = (header(scope, b"authorization") or "").partition(" ")
    return value.strip() if scheme.lower() == "bearer" else None


def path_key_of(scope: Scope) -> str | None:
    """The key that is the last segment of `/ingest/osmand/<key>` or `/ingest/ws/<key>`."""
    for start in KEYED_PATHS:
        if scope["path"].startswith(start):
            return str(scope["path"].removeprefix(start).rstrip("/"))
    return None


def query_key_of(scope: Scope) -> str | None:
    """The `key` parameter of the URL; None when absent or unreadable."""
    try:
        pairs = parse_qsl(scope["query_string"].decode("latin-1"), max_num_fields=200)
    except ValueError:
        return None
    return next((value for name, value in pairs if name == "key"), None)
