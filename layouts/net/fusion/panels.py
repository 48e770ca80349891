"""Whistles on the board; the police officer and law partners on the page of a grid."""

from collections.abc import Sequence
from typing import Protocol

from dash import dcc, html
from dash.development.base_component import Component

from domain.net.fusion.beats import Beat
from domain.net.fusion.joint import LawPartner
from domain.statistics.intervals import Interval
from domain.words import Words
from layouts.net.fusion.seat import role_names
from layouts.net.shares import told_share
from layouts.office import office


class WhistleBoard(Protocol):
    """How it stands with the calls of an area."""

    @property
    def waiting(self) -> int:
        """Still to come, in time so far."""

    @property
    def late(self) -> int:
        """Not there, and late by now."""

    @property
    def in_time(self) -> int:
        """Came in time."""

    @property
    def called(self) -> int:
        """Of so many whose outcome is known."""

    @property
    def interval(self) -> Interval | None:
        """Of the share in time."""


def whistles(told: WhistleBoard, words: Words) -> Component:
    """Who is awaited, who is late, and how many came in time in the last year."""
    share = told.in_time / told.called if told.called else None
    tiles = (
        (words("待到场"), str(told.waiting), ""),
        (words("超时未到"), str(told.late), words("已自动督办")),
        (
            words("按时到场（近一年）"),
            words("{part} / {whole} 次", part=told.in_time, whole=told.called),
            told_share(share, told.interval, told.called, words),
        ),
    )
    drawn = [
        html.Div(
            [
                html.Span(name, className="figure-name"),
                html.Strong(value, className="figure-digits"),
                html.Span(more, className="figure-parts"),
            ],
            className="figure-tile",
        )
        for name, value, more in tiles
    ]
    link = dcc.Link(words("查看吹哨"), href="/net/fusion", refresh=True)
    return html.Section(
        [
            office.title(words("吹哨报到")),
            html.Div(drawn, className="figure-tiles is-small"),
            html.P(link),
        ],
        className="case-section",
    )


def of_grid(
    grid: str, beats: Sequence[Beat], partners: Sequence[LawPartner], words: Words
) -> Component:
    """Whose beat it is, the largest share first, and who helps with the law."""
    names = role_names(words)
    columns: office.Columns = (
        (words("警格"), lambda one: office.named(one.code)),
        (words("派出所"), lambda one: office.named(one.station)),
        (words("民警"), lambda one: office.named(one.officers) or words("未配备")),
        (words("民警编号"), lambda one: office.named(" ".join(one.units))),
        (words("辅警"), lambda one: office.named(one.auxiliary)),
        (words("联系电话"), lambda one: office.named(one.phone)),
        (words("占比"), lambda one: f"{one.shares[grid]} %"),
    )
    law: office.Columns = (
        (words("姓名"), lambda one: office.named(one.name)),
        (words("身份"), lambda one: names[one.role]),
        (words("单位"), lambda one: office.named(one.body)),
        (words("电话"), lambda one: office.named(one.phone)),
    )
    return html.Section(
        [
            office.title(words("警格")),
            office.table(columns, beats, words("没有可看的警格")),
            office.title(words("法网伙伴")),
            office.table(law, partners, words("没有法网伙伴")),
        ],
        className="case-section",
    )
