"""What a source's list came to: what it lists no more, and what was not taken and why."""

from collections.abc import Sequence
from typing import Protocol

from dash import html
from dash.development.base_component import Component

from domain.video.cameras.camera import Camera
from domain.video.cameras.syncing import NotTaken
from domain.words import sentence
from layouts.elements.mantine import within
from layouts.office import ids, office
from layouts.reader import Reader
from layouts.video.cameras.page import PAGE

TOLD = 100  # of more nobody reads


class Synced(Protocol):
    """What a list came to."""

    @property
    def missing(self) -> Sequence[Camera]:
        """Listed no more."""

    @property
    def not_taken(self) -> Sequence[NotTaken]:
        """Refused."""


def card(told: Synced, reader: Reader) -> Component | None:
    """Both lists; nothing where there is nothing to look at."""
    words = reader.words
    if not (told.missing or told.not_taken):
        return None
    gone: office.Columns = (
        (words("名称"), lambda one: office.named(one.name)),
        (words("编码"), lambda one: html.Code(one.camera_id)),
    )
    refused: office.Columns = (
        (words("编码"), lambda one: html.Code(one.camera_id[:32])),
        (words("名称"), lambda one: office.named(one.name[:64])),
        (words("原因"), lambda one: sentence(one.wrong, words)),
    )
    parts: list[Component] = []
    if told.missing:
        parts += [
            office.title(words("平台已不再列出")),
            office.note(words("未自动撤销：请核实后由人工撤销登记")),
            office.table(gone, told.missing[:TOLD], ""),
        ]
    if told.not_taken:
        parts += [
            office.title(words("未采纳")),
            office.table(refused, told.not_taken[:TOLD], ""),
        ]
    parts.append(office.act(words("收起"), ids.do(PAGE), {"act": "shut"}))
    return within(reader, [html.Div(parts, className="case-card")])
