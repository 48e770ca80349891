"""Bodies as senders write them: any charset, with or without a mark, with broken characters.

A report is not refused for how its letters are coded: what can be told is read, and what cannot
be read becomes U+FFFD and is counted, so that the record can say so.
"""

import codecs
import json
import re
from typing import Any, NamedTuple, NoReturn

import orjson

from domain.errors import FeedError

REPLACEMENT = "\ufffd"
DEEPEST = 32
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_GB = frozenset({"gb2312", "gbk", "gb18030", "cp936", "936", "ms936", "windows-936", "euc-cn"})
_LONE = re.compile("[\ud800-\udfff]")
# Two, three or four bytes that UTF-8 writes one character with.
_UTF8_LETTER = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)


class Text(NamedTuple):
    """A body as text; `broken` counts the characters that could not be read."""

    text: str
    broken: int


def read_text(body: bytes, content_type: str = "") -> Text:
    """The text of a body: by its mark, by evidence in the bytes, by the charset it names.

    Raises:
        FeedError: it names a charset nobody knows, and its bytes do not tell what it is.
    """
    for mark, name in _MARKS:
        if body.startswith(mark):
            while body.startswith(mark):
                body = body[len(mark) :]
            return _decoded(body, name)
    said = _CHARSET.search(content_type)
    named = said.group(1).lower() if said else ""
    # Hardly any other text happens to be UTF-8: three-byte letters are better evidence than a
    # label that was left from another template.
    plain = _strictly(body, "utf-8")
    if plain is not None and (named not in _GB or _has_long_letters(body) or body.isascii()):
        return Text(plain, 0)
    if named and named not in {"utf-8", "utf8"}:
        return _decoded(body, _known(named))
    return _told_by_its_bytes(body)


def _has_long_letters(body: bytes) -> bool:
    return any(len(letter) > 2 for letter in _UTF8_LETTER.findall(body))


def _known(named: str) -> str:
    if named in _GB:
        return "gb18030"
    try:
        return codecs.lookup(named).name
    except LookupError:
        raise FeedError(
            f"the charset {named} is not known; send UTF-8, or charset=GBK",
            field="content-type",
            says="charset_unknown",
            charset=named,
        ) from None


def _strictly(body: bytes, name: str) -> str | None:
    try:
        return body.decode(name)
    except UnicodeDecodeError:
        return None


def _told_by_its_bytes(body: bytes) -> Text:
    """Neither UTF-8 nor named: GBK when it reads as that, else UTF-8 with broken letters."""
    as_utf8 = _decoded(body, "utf-8")
    as_gb = _strictly(body, "gb18030")
    is_mostly_utf8 = len(_UTF8_LETTER.findall(body)) > as_utf8.broken
    return as_utf8 if as_gb is None or is_mostly_utf8 else Text(as_gb, 0)


def _decoded(body: bytes, name: str) -> Text:
    try:
        text = body.decode(name, "replace")
    except (LookupError, UnicodeError):
        raise FeedError(f"the body is not {name}", field="body", says="body_not_json") from None
    return Text(text, text.count(REPLACEMENT))


class Json(NamedTuple):
    """A decoded body; `broken` counts characters that could not be read."""

    value: Any
    broken: int


def read_json(body: bytes, content_type: str = "") -> Json:
    """The JSON of a body; half a letter (a lone surrogate) becomes U+FFFD.

    Raises:
        FeedError: field `body`: it is no JSON; or the charset it names is not known.
    """
    try:
        return Json(orjson.loads(body), 0)
    except orjson.JSONDecodeError as error:
        first = error
    text, broken = read_text(body, content_type)
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        if "\\u" not in text.lower():
            raise _no_json(first) from None
        value = _with_lone_surrogates(text, first)
    told = _Mended()
    return Json(told.mend(value, 0), broken + told.count)


def _with_lone_surrogates(text: str, first: Exception) -> Any:
    try:
        return json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise _no_json(first) from None


def _no_json(why: Exception) -> FeedError:
    return FeedError(f"the body is not JSON: {why}", field="body", says="body_not_json")


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


class _Mended:
    """Puts U+FFFD for each half of a letter, in keys and values."""

    def __init__(self) -> None:
        self.count = 0

    def mend(self, value: Any, depth: int) -> Any:
        if depth > DEEPEST:
            raise FeedError("the body is nested too deep", field="body", says="body_too_deep")
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, list):
            return [self.mend(one, depth + 1) for one in value]
        if isinstance(value, dict):
            return {self._text(key): self.mend(one, depth + 1) for key, one in value.items()}
        return value

    def _text(self, text: str) -> str:
        mended, count = _LONE.subn(REPLACEMENT, text)
        self.count += count
        return mended
