"""What feeds, layers and fields of messages are called in the reader's language."""

from collections.abc import Mapping
from typing import Any

from dash import html

from domain.codes.source_words import SOURCE_WORDS
from domain.words import Words
from layouts.elements.measures import NOTHING

LAYERS: Mapping[str, str] = {
    "district": "区界",
    "town": "镇街",
    "village": "村（社区）",
    "grid": "网格",
    "road": "道路",
    "water": "水系",
    "hill": "山丘",
    "address": "门牌",
    "camera": "摄像机",
    "neighbour": "相邻区县",
    "border": "区界线",
    "reservoir": "水库",
}


def feed(name: str, words: Words) -> str:
    """A feed as people call it; one nobody has a word for as it calls itself."""
    return words(SOURCE_WORDS[name]) if name in SOURCE_WORDS else name


def layers(names: list[str], words: Words) -> str:
    """The layers of a map."""
    return words.listed(words(LAYERS[one]) if one in LAYERS else one for one in names)


def field(name: str | None, words: Words) -> str:
    """A field of a message."""
    return words.of("field", name) if name else NOTHING


def reason(row: Mapping[str, Any], words: Words) -> Any:
    """Why a message was refused: what is wrong with which field, and the sender's own words of it.

    The quarantine keeps the reason in English, as senders are told it.
    """
    kept = html.Span(row["reason"], lang="en")
    if words.language == "en":
        return kept
    named = row["field"]
    says = words("{name}有误或缺失", name=words.of("field", named)) if named else words("读不懂")
    return html.Div([html.Strong(says), html.Br(), kept])
