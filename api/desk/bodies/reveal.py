"""Personal fields shown in full."""

from typing import Any

from api.typed import Answer, Body, Text, Texts


class RevealAsked(Body):
    """Which personal fields of what are to be shown, and why."""

    kind: Text
    id: Text
    fields: Texts = None
    reason: Text


class Revealed(Answer):
    """Personal fields in full, and after how many seconds a screen hides them again."""

    kind: str
    id: str
    fields: dict[str, Any]
    hides_after_s: int
