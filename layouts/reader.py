"""Who a working page is drawn for: language, a dark or a bright room, how large the type is."""

import math
from dataclasses import dataclass
from typing import Any

from domain.words import Catalogues, Words

THEMES = ("dark", "bright")


@dataclass(frozen=True, slots=True)
class Reader:
    """The language of the words, the room (`dark` or `bright`), and `scale`: 1 is 16 px a rem."""

    words: Words
    theme: str = "dark"
    scale: float = 1.0

    def kept(self) -> dict[str, Any]:
        """As the browser keeps it."""
        return {"language": self.words.language, "theme": self.theme, "scale": self.scale}


def read_reader(kept: Any, catalogues: Catalogues) -> Reader:
    """What the browser says; anything else is Chinese in a dark room."""
    held = kept if isinstance(kept, dict) else {}
    theme = held.get("theme")
    return Reader(
        words=catalogues.words(held.get("language")),
        theme=theme if theme in THEMES else "dark",
        scale=_scale(held.get("scale")),
    )


def _scale(told: Any) -> float:
    """How large the type is; 1 where the browser says nothing sensible."""
    try:
        scale = float(told)
    except (TypeError, ValueError):
        return 1.0
    return round(min(4.0, max(0.5, scale)), 3) if math.isfinite(scale) else 1.0
