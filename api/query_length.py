"""How long an address may be: its path, its parameters, and each of them. One place for all.

What lies behind may then search, compare and log a parameter without measuring it: nothing in the
product has to be given more than these many characters.
"""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.responses import Response
from starlette.types import Scope

from api.errors import refusal

LONGEST_PATH = 2048
LONGEST_QUERY = 8 * 1024
MOST_PARAMETERS = 64
LONGEST_PARAMETER = 512
# What other systems and our own sign-in put into an address, whatever page it is.
LONGER: Mapping[str, int] = {"next": 2048, "code": 4096, "state": 2048, "error_description": 4096}


def too_long(scope: Scope) -> Response | None:
    """The refusal of an address that is too long, None when it may be read."""
    if len(scope["path"]) > LONGEST_PATH:
        return _address(LONGEST_PATH)
    query: bytes = scope.get("query_string", b"")
    if len(query) > LONGEST_QUERY or query.count(b"&") >= MOST_PARAMETERS:
        return _address(LONGEST_QUERY)
    for name, value in parse_qsl(query.decode("latin-1")):
        longest = LONGER.get(name, LONGEST_PARAMETER)
        if len(name) > LONGEST_PARAMETER or len(value) > longest:
            shown = name[:32]
            return refusal(422, "too_long", shown, says="field_too_long", longest=longest)
    return None


def _address(longest: int) -> Response:
    return refusal(414, "too_long", "path", says="address_too_long", longest=longest)
