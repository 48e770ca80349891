"""Which language is answered in: `?lang=`, a header of the page, else what was chosen last."""

from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.responses import Response
from starlette.types import Scope

from api.cookies import is_secure
from layouts.entrance.words import in_english

# Written by the switch of the screens as well (assets/04_t_language.js); it is no secret.
COOKIE = "onescreen-lang"
# A page that is opened in a language for once (`?lang=`) says so with what it asks.
HEADER = b"onescreen-lang"
LANGUAGES = ("zh", "en")
KEPT_S = 365 * 24 * 3600


def _asked(scope: Scope) -> str | None:
    said = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [""])[0]
    return said if said in LANGUAGES else None


def _told(scope: Scope) -> str | None:
    for key, value in scope["headers"]:
        if key == HEADER and (found := value.decode("latin-1")) in LANGUAGES:
            return str(found)
    return None


def _kept(scope: Scope) -> str | None:
    for key, value in scope["headers"]:
        if key == b"cookie":
            try:
                found = SimpleCookie(value.decode("latin-1")).get(COOKIE)
            except CookieError:
                continue
            if found is not None and found.value in LANGUAGES:
                return found.value
    return None


def language_of(scope: Scope) -> str:
    """`zh` or `en`."""
    return _asked(scope) or _told(scope) or _kept(scope) or "zh"


def in_language(page: str, scope: Scope) -> str:
    """The page in the language asked for; pages are drawn in Chinese."""
    return in_english(page) if language_of(scope) == "en" else page


def remember_language(response: Response, scope: Scope) -> None:
    """Keep what was asked for, so that the next page speaks it too."""
    if (asked := _asked(scope)) is not None:
        response.set_cookie(
            COOKIE, asked, max_age=KEPT_S, path="/", secure=is_secure(scope), samesite="lax"
        )
