"""Text whose encoding is not known: the bytes decide, cell by cell, before any label does.

Labels lie, are missing, or differ between rows, and tables of fixed width cut names in the middle
of a letter. Chinese text in UTF-8 is nearly always readable as GBK too, and gives other letters;
the reverse is all but impossible. So UTF-8 that gives ordinary letters wins.
"""

import codecs
import re
from collections import Counter
from collections.abc import Iterable

# What a Chinese name or a table's heading is made of; other letters tell of a wrong reading.
_ORDINARY = re.compile(
    r"[\t\n\r -~°·×÷–—‘’“”•…←-⇿−√≈≤≥①-⓿■-◿★☆ⅰ-ⅿⅠ-ⅯＡ"
    r"　-〿㈀-㋿㎡㎞㐀-䶿一-鿿豈-﫿︰-﹏＀-￯\U00020000-\U0003ffff\ufeff]*"
)
_GB, _UTF8 = "GB18030", "UTF-8"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", _UTF8),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)


def known_encoding(label: str) -> str | None:
    """Python's name for a label as people's software writes it; None when it names none.

    936, CP936, ANSI 936, OEM, EUC_CN, 54936, LDID/77 … are all GBK, read as its superset.
    """
    word = re.sub(r"[\s_\-/.]", "", label.strip().lower())
    if not word:
        return None
    if word in {"utf8", "65001", "cp65001", "utf8bom", "unicode11utf8", "utf8encoding"}:
        return _UTF8
    if re.search(r"(?:^|\D)(?:936|20936|52936|54936|1386)$", word) or word in {"ldid77", "ldid122"}:
        return _GB
    if re.search(r"gbk|gb2312|gb18030|euccn|hzgb|simpchinese|chinesesimplified", word):
        return _GB
    if word in {"oem", "ansi", "system", "default", "local", "dbcs", "mbcs", "chinese"}:
        return _GB
    if re.search(r"(?:^|\D)950$|big5", word) or word in {"ldid78", "ldid120"}:
        return "big5hkscs"
    try:
        found = codecs.lookup(label.strip())
        b"a".decode(found.name)  # base64 and the like are codecs too, but of no text
    except (LookupError, ValueError):  # ValueError: a zero byte in the label
        return None
    return found.name if found.incrementaldecoder else None


def decode(raw: bytes, label: str | None = None) -> tuple[str, str, bool]:
    """A text's letters, the encoding they were read in, and whether its last letter was cut off.

    Args:
        raw: the bytes of one cell.
        label: an encoding that the file names (see `known_encoding`); asked after UTF-8 only.

    Returns:
        (text, encoding, was cut); the encoding is empty where the text is plain ASCII. What no
        encoding can read is told with U+FFFD in place of each such byte.
    """
    if raw.isascii():
        return raw.decode("ascii"), "", False
    found: list[tuple[str, str, bool]] = []
    named = [label] if label and label.upper() not in (_UTF8, _GB) else []
    for name in (_UTF8, *named, _GB):
        text = _whole(raw, name)
        if text is not None and _ORDINARY.fullmatch(text[0]):
            return text[0], name, text[1]
        if text is not None:
            found.append((text[0], name, text[1]))
    if found:
        return found[0]
    return raw.decode("utf-8", "replace"), "unreadable", False


def decode_all(cells: Iterable[bytes], label: str | None = None) -> tuple[list[str], Counter[str]]:
    """Every cell's text, and how many were read in each encoding (and how many were `cut`)."""
    texts, counts = [], Counter[str]()
    for raw in cells:
        text, name, was_cut = decode(raw, label)
        texts.append(text)
        if name:
            counts[name] += 1
        if was_cut:
            counts["cut"] += 1
    return texts, counts


def decode_file(raw: bytes, between: bytes, label: str | None = None) -> tuple[str, Counter[str]]:
    """The text of a file whose pieces are parted by ASCII bytes that no letter contains.

    Args:
        raw: the whole file.
        between: such bytes, for instance b'"<>' and line ends; the pieces may differ in encoding.
        label: the encoding it names.
    """
    for mark, codec, name in _MARKS:
        if raw.startswith(mark):
            try:
                return raw.decode(codec), Counter({name: 1})
            except UnicodeDecodeError:
                raw = raw.removeprefix(mark)
                break
    if raw.isascii():
        return raw.decode("ascii"), Counter()
    parts = re.split(b"([" + re.escape(between) + b"])", raw)
    texts, counts = decode_all(parts, label)
    return "".join(texts), counts


def _whole(raw: bytes, encoding: str) -> tuple[str, bool] | None:
    """The text and whether its end was cut; None when other bytes cannot be read."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        text = decoder.decode(raw)
    except UnicodeError:
        return None
    return text, bool(decoder.getstate()[0])
