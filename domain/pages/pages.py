"""All working pages, and which one an address is of.

The live glass (the wall, a community, the desk) is drawn by the browser and stands in no row.

Source: docs/decisions/0080-working-pages.md
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from domain.pages.administration import OFFICES
from domain.pages.centre import CENTRES
from domain.pages.field import FIELDS, PHONE
from domain.pages.net import NETS
from domain.pages.page import PLAIN, Headers, Page
from domain.pages.statistics import STATISTICS
from domain.pages.video import VIDEOS

PAGES: tuple[Page, ...] = (*STATISTICS, *CENTRES, *NETS, *VIDEOS, *FIELDS, *OFFICES)

# The glass shows pictures of cameras (assets/pages/player/); hls.js hands them over as a blob. From
# it people in the field are called (assets/pages/call/): with one's own camera and microphone.
_SPEAKS = frozenset({"camera", "microphone"})
GLASS: Mapping[str, Headers] = {
    **{
        path: Headers(media=("blob:",), devices=_SPEAKS)
        for path in ("/", "/desk", "/community/{code}")
    },
    "/m": PHONE,
}


# The pages of the glass by name, as the browser knows them (assets/05_route.js).
WALL, DESK, COMMUNITY, DESIGN, MISSING = "wall", "desk", "community", "design", "missing"
_GLASS_NAMES = {"/": WALL, "/desk": DESK, "/community/{code}": COMMUNITY, "/design": DESIGN}


@dataclass(frozen=True, slots=True)
class Found:
    """A page and what its path names, such as a code or a day."""

    page: Page
    named: Mapping[str, str]


def page_at(path: str) -> Found | None:
    """The working page at a path; None where the browser draws, and where nothing is."""
    plain = path.rstrip("/") or "/"
    for page in PAGES:
        for pattern in page.paths:
            if match := _pattern(pattern).fullmatch(plain):
                return Found(page, match.groupdict())
    return None


def headers_at(path: str) -> Headers:
    """What the browser of the page at a path may use besides this server's own files."""
    if found := page_at(path):
        return found.page.headers
    plain = path.rstrip("/") or "/"
    fitting = (one for pattern, one in GLASS.items() if _pattern(pattern).fullmatch(plain))
    return next(fitting, PLAIN)


def glass_at(path: str) -> str:
    """The page of the glass at a path, by name; `missing` where nothing is.

    As the browser reads it (assets/05_route.js): what it shows must have been drawn.
    """
    plain = path.removesuffix("/") if len(path) > 1 and path != "//" else path
    fitting = (name for text, name in _GLASS_NAMES.items() if _pattern(text).fullmatch(plain))
    return next(fitting, MISSING)


def examples() -> list[str]:
    """An address of each page, whatever its code or day."""
    return [re.sub(r"\{\w+\}", "0", page.paths[0]) for page in PAGES]


@cache
def _pattern(text: str) -> re.Pattern[str]:
    pieces = re.split(r"(\{\w+\})", text)
    made = (
        f"(?P<{piece[1:-1]}>[^/]{{1,40}})" if piece.startswith("{") else re.escape(piece)
        for piece in pieces
    )
    return re.compile("".join(made))
