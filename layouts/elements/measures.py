"""Numbers as they are said: counts, shares, spans and changes, each with its unit."""

from domain.statistics.area_words import percent as percent
from domain.words import Words

MINUTE, HOUR, DAY = 60, 3600, 86400
_TEN_THOUSAND = 10_000
NOTHING = "—"


def number(value: float | None, digits: int = 0) -> str:
    """12,345 or 1,234.5; a dash for nothing, and never a minus before a zero."""
    if value is None:
        return NOTHING
    text = f"{value:,.{digits}f}"
    return text.removeprefix("-") if not text.strip("-0.,") else text.replace("-", "−")


def big(value: float | None, words: Words) -> str:
    """Large counts as they are said: 32.3 万 in Chinese, 323,331 in English."""
    if value is None or words.language != "zh" or value < 10 * _TEN_THOUSAND:
        return number(value)
    return words("{n} 万", n=number(value / _TEN_THOUSAND, 1))


def span(seconds: float | None, words: Words) -> str:
    """45 秒, 6.4 分, 3.2 小时, 2.1 天; a dash for nothing."""
    if seconds is None:
        return NOTHING
    size = abs(seconds)
    if round(size) < MINUTE:
        return f"{number(seconds)} {words('秒')}"
    if size < HOUR:
        return f"{number(seconds / MINUTE, 1)} {words('分')}"
    if size < DAY:
        return f"{number(seconds / HOUR, 1)} {words('小时')}"
    return f"{number(seconds / DAY, 1)} {words('天')}"


def points(share: float, words: Words) -> str:
    """A difference of shares."""
    return f"{number(100 * share, 1)} {words('个百分点')}"
