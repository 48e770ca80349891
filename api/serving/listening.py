"""The address the server listens on, taken before anything costly is begun."""

import errno
import socket
from collections.abc import Iterable

from domain.errors import OneScreenError

_WHY = {
    errno.EADDRINUSE: "another program listens there already; stop it, or set ONESCREEN_PORT",
    errno.EADDRNOTAVAIL: "this machine has no such address; set ONESCREEN_HOST",
    errno.EACCES: "this user may not listen there; set ONESCREEN_PORT above 1023",
}


class CannotListenError(OneScreenError):
    """The address cannot be taken; the text says why and what to do."""

    code = "cannot_listen"


def take_address(host: str, port: int) -> list[socket.socket]:
    """Sockets bound to every address of `host`; who calls is refused until the server runs.

    Raises:
        CannotListenError: the name is unknown, or an address cannot be taken.
    """
    sockets: list[socket.socket] = []
    try:
        for family, address in _addresses(host, port):
            sockets.append(_bound(family, address))
    except OSError as error:
        for made in sockets:
            made.close()
        why = _WHY.get(error.errno or 0) or (error.strerror or str(error))
        raise CannotListenError(f"cannot listen on {host}:{port}: {why}") from None
    return sockets


def _addresses(host: str, port: int) -> Iterable[tuple[socket.AddressFamily, tuple[object, ...]]]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    return dict.fromkeys((family, address) for family, _, _, _, address in found)


def _bound(family: socket.AddressFamily, address: tuple[object, ...]) -> socket.socket:
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        made.bind(address)
    except OSError:
        made.close()
        raise
    return made
