"""Servers that help two browsers find each other, and short-lived words to be let in by them.

Source: draft-uberti-behave-turn-rest-00 (user `expiry:name`, password the HMAC-SHA1 of it)
"""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

GOOD_FOR = timedelta(hours=2)
_ADDRESS = re.compile(r"(stuns?|turns?):[^\s,/?]+(\?transport=(udp|tcp))?")


@dataclass(frozen=True, slots=True)
class IceRules:
    """What browsers are told to connect by.

    Attributes:
        servers: addresses of STUN and TURN servers.
        secret: shared with the TURN servers; empty where there is none.
        is_relay_only: nothing but TURN may be used: addresses of phones and desks stay hidden.
    """

    servers: tuple[str, ...] = ()
    secret: str = ""
    is_relay_only: bool = False


def read_servers(text: str) -> tuple[str, ...]:
    """Addresses as the setting has them, separated by commas.

    Raises:
        ValueError: one is none.
    """
    found = tuple(part.strip() for part in text.split(",") if part.strip())
    for one in found:
        if not _ADDRESS.fullmatch(one):
            raise ValueError(f"{one!r} is no stun: or turn: address")
    return found


def ice_servers(rules: IceRules, name: str, now: datetime) -> list[dict[str, Any]]:
    """What `RTCPeerConnection` is made with.

    Args:
        rules: of the settings.
        name: by which the TURN server tells users apart; nobody's name.
        now: aware; the words are good for two hours from then.
    """
    stun = [one for one in rules.servers if one.startswith("stun")]
    turn = [one for one in rules.servers if one.startswith("turn")]
    told: list[dict[str, Any]] = [{"urls": stun}] if stun else []
    if turn and rules.secret:
        user = f"{int((now + GOOD_FOR).timestamp())}:{name}"
        told.append({"urls": turn, "username": user, "credential": password(rules.secret, user)})
    return told


def password(secret: str, user: str) -> str:
    """What a TURN server asks of a user."""
    made = hmac.new(secret.encode(), user.encode(), hashlib.sha1)
    return base64.b64encode(made.digest()).decode()
