"""Whistles on the board; the police officer and law partners on the page of a grid."""

from typing import Protocol

from dash.development.base_component import Component

from callbacks.guarded import caller
from domain.access.access import may
from layouts.net.fusion import panels
from layouts.reader import Reader
from operations.net.fusion.fusion import Fusion


class Parts(Protocol):
    """What the product is made of, as far as these ask for it."""

    fusion: Fusion


async def whistles_panel(parts: Parts, reader: Reader, area: str) -> Component | None:
    """How it stands with departments that were called; None for whoever sees no whistles."""
    who = caller()
    if not may(who, "net.whistles.see"):
        return None
    told = await parts.fusion.whistles.board(who, area)
    return panels.whistles(told, reader.words)


async def police_and_law_of_grid(parts: Parts, reader: Reader, code: str) -> Component | None:
    """Whose beat a grid is, and who helps it with the law; None for whoever sees neither."""
    who = caller()
    if not may(who, "net.fusion.see"):
        return None
    beats = await parts.fusion.beats.of_grid(code, who)
    partners = await parts.fusion.joint.partners_of(code, who)
    return panels.of_grid(code, beats, partners, reader.words)
