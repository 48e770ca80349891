"""Who is one caller, and who gives way when a bounded room is full."""

import ipaddress
from collections import Counter
from collections.abc import Hashable, Mapping
from typing import TypeVar

UNKNOWN = "unknown"
K = TypeVar("K", bound=Hashable)


def network_of(text: str | None) -> str:
    """What one caller is counted by: an IPv4 address, or the /64 an IPv6 caller owns whole."""
    try:
        found = ipaddress.ip_address((text or "").strip())
    except ValueError:
        return UNKNOWN
    found = getattr(found, "ipv4_mapped", None) or found
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, 64), strict=False).network_address)
    return str(found)


def give_way(held: Mapping[K, str], newcomer: str, *, most: int, most_of_one: int) -> list[K]:
    """Which entries leave so that one of the network `newcomer` has room; nobody is kept out.

    First the oldest of the newcomer's own, when they are too many; then, in a full room, the
    oldest of whoever holds most. So a crowd from one network pushes out itself alone.

    Args:
        held: the network of each entry, oldest first.
        newcomer: the network of the one that comes.
        most: entries of all networks, the newcomer included.
        most_of_one: entries of one network, the newcomer included.
    """
    own = [key for key, network in held.items() if network == newcomer]
    gone = own[: max(0, len(own) + 1 - most_of_one)]
    counts = Counter(network for key, network in held.items() if key not in set(gone))
    if counts.total() >= most:
        largest = max(counts.values())
        crowd = {network for network, count in counts.items() if count == largest}
        gone += [key for key, network in held.items() if network in crowd and key not in gone][:1]
    return gone
