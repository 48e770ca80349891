"""Where a browser takes pushes: an address of a push service that the operator lets us call."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from domain.errors import InvalidError

LONGEST = 1000


def read_endpoint(text: str, services: Sequence[str]) -> str:
    """An address that may be called.

    A phone names it, and the server calls it: any other address would let a phone make the server
    ask whom it likes.

    Args:
        text: what the browser says.
        services: origins, as `https://updates.push.services.mozilla.com`; `https://*.example.net`
            stands for every host below.

    Raises:
        InvalidError: it is of none of them.
    """
    try:
        parts = urlsplit(text)
        origin = f"{parts.scheme}://{parts.netloc}"
        is_plain = not parts.username and not parts.password
    except ValueError:
        raise InvalidError(says="push_elsewhere", field="endpoint") from None
    if len(text) > LONGEST or not is_plain or not any(_fits(origin, one) for one in services):
        raise InvalidError(says="push_elsewhere", field="endpoint")
    return text


def _fits(origin: str, service: str) -> bool:
    scheme, _, host = service.partition("://*")
    if host:
        return origin.startswith(f"{scheme}://") and origin.endswith(host)
    return origin == service
