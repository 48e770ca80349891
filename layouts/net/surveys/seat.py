"""For whom the page of surveys is drawn, and its vocabularies in their language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from domain.net.surveys.waves import Outcome, WaveKind, WaveMode
from domain.words import Words
from layouts.reader import Reader


@dataclass(frozen=True, slots=True)
class Seat:
    """For whom the page is drawn; `key` of the forms drawn now, `towns` by code."""

    reader: Reader
    zone_name: str
    key: str
    area_name: Callable[[str], str]
    towns: Mapping[str, str]
    may_run: bool
    may_enter: bool

    @property
    def words(self) -> Words:
        """In the language of the reader."""
        return self.reader.words


def kind_names(words: Words) -> Mapping[WaveKind, str]:
    """What is asked about."""
    return {WaveKind.SAFETY: words("安全感"), WaveKind.SATISFACTION: words("满意度")}


def mode_names(words: Words) -> Mapping[WaveMode, str]:
    """How people are asked."""
    return {
        WaveMode.PHONE: words("电话"),
        WaveMode.VISIT: words("入户"),
        WaveMode.LINK: words("一次性链接"),
    }


def outcome_names(words: Words) -> Mapping[Outcome, str]:
    """What a try brought, where it brought no answers."""
    return {
        Outcome.REFUSED: words("拒访"),
        Outcome.UNREACHABLE: words("未接通"),
        Outcome.INELIGIBLE: words("不符合条件"),
    }
