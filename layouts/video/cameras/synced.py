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
from layouts.video.cameras.seat import Seat

TOLD = 100  # of more nobody reads


class Synced(Protocol):
    """What a list came to."""

    @property
    def missing(self) -> Sequence[Camera]:
        """Listed no more."""

    @property
    def not_taken(self) -> Sequence[NotTaken]:
        """Refused."""


def last_list(source: str, seat: Seat) -> Component:
    """What the last list of a source came to, and how old that is."""
    words, last = seat.words, seat.synced.get(source)
    if last is None:
        return office.note(words("{source}：本次启动以来尚未同步", source=source))
    told: list[str] = []
    if last.whole_at is not None:
        told.append(
            words(
                "{source}：{at} 同步（{age}分钟前），列出 {listed} 路，"
                "不再列出 {missing}，未采纳 {refused}",
                source=source,
                at=office.moment(last.whole_at, seat.zone_name),
                age=int((seat.now - last.whole_at).total_seconds() // 60),
                listed=last.listed,
                missing=last.missing,
                refused=last.not_taken,
            )
        )
    if last.wrong is not None:
        told.append(
            words(
                "{source}：{at} 同步未成：{why}",
                source=source,
                at=office.moment(last.tried_at, seat.zone_name),
                why=sentence(last.wrong, words),
            )
        )
    return html.P(" · ".join(told), className="admin-note")


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
