"""Who a working page is drawn for: in which language, in a dark or a bright room."""

from dataclasses import dataclass
from typing import Any

from domain.words import Catalogues, Words

THEMES = ("dark", "bright")


@dataclass(frozen=True, slots=True)
class Reader:
    """The language of the words and the room (`dark` or `bright`) of the colours."""

    words: Words
    theme: str = "dark"

    def kept(self) -> dict[str, str]:
        """As the browser keeps it."""
        return {"language": self.words.language, "theme": self.theme}


def read_reader(kept: Any, catalogues: Catalogues) -> Reader:
    """What the browser says; anything else is Chinese in a dark room."""
    held = kept if isinstance(kept, dict) else {}
    theme = held.get("theme")
    return Reader(
        words=catalogues.words(held.get("language")),
        theme=theme if theme in THEMES else "dark",
    )
