"""Keys, tokens and passwords in what others sent, taken out before it is kept or shown. Pure."""

import re

HIDDEN = "***"
_NAMES = r"(?:[a-z]{1,20}[_-])?(?:key|token|secret|password|passwd|pwd|sign|signature)"
# key=…, "key": "…", key%3D…; a value ends where its form or its text does.
_NAMED = re.compile(
    rf"""(?i)(?<![a-z])({_NAMES}(?:["']?\s{{0,3}}[:=]\s{{0,3}}|%3d))("[^"]*"?|'[^']*'?|[^\s&;,"'}}\]]+)"""
)
_BEARER = re.compile(r"(?i)\b(bearer|basic)(\s{1,3})[\w.~+/=-]+")
_USER = re.compile(r"(?i)(://)[^\s/@:]{0,256}:[^\s/@]{1,256}@")


def without_keys(text: str) -> str:
    """The text without the values of keys, tokens and passwords; the rest stays as it was.

    What is named so is hidden in query strings, forms, JSON and headers, and so is a user's
    password in an address.
    """
    text = _NAMED.sub(_hidden, text)
    text = _BEARER.sub(rf"\1\2{HIDDEN}", text)
    return _USER.sub(rf"\1{HIDDEN}@", text)


def bytes_without_keys(sent: bytes) -> bytes:
    """The same for bytes, whatever they are."""
    return without_keys(sent.decode("latin-1")).encode("latin-1")


def _hidden(found: re.Match[str]) -> str:
    quote = found[2][0] if found[2][0] in "\"'" else ""
    return f"{found[1]}{quote}{HIDDEN}{quote}"
