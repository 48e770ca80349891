"""What the route of topics answers."""

from typing import Any

from api.typed import Answer


class Tile(Answer):
    """A figure with its words; `below` are smaller figures under it."""

    figure: str
    label: str
    unit: str
    below: list[str]


class PanelAnswer(Answer):
    """What a slot of the left column shows."""

    slot: str
    title: str
    show: str


class SourceAnswer(Answer):
    """A source of data the topic wants, and whether it is there."""

    name: str
    is_connected: bool
    note: str
    counted: str


class LinkAnswer(Answer):
    """Where more can be read, within this server."""

    label: str
    href: str


class TopicAnswer(Answer):
    """A topic of the wall."""

    id: str
    title: str
    order: int
    classes: list[str]
    queue: str
    figures: str
    layers: list[str]
    measure: str
    show_at: list[str]
    kpis: list[Tile]
    panels: list[PanelAnswer]
    sources: list[SourceAnswer]
    links: list[LinkAnswer]


class FigureDefinition(Answer):
    """How a figure is computed, in both languages."""

    id: str
    zh: str
    en: str


class VacantPost(Answer):
    """A post that stands empty."""

    code: str
    since: str


class TopicsAnswer(Answer):
    """The topics of the caller's role, and what their figures are made of.

    `stock` holds what the map knows of an area, by code and name; `errors` name files of topics
    that cannot be used; `posts` tells since when the posts of those grids are vacant (null: filled)
    of which the map's own table says otherwise; `gaps` names by kind the grids that lack something
    (null: nobody knows): codes alone.
    """

    version: str
    topics: list[TopicAnswer]
    errors: list[Any]
    definitions: dict[str, FigureDefinition]
    stock: dict[str, dict[str, int]]
    longest_vacant: list[VacantPost]
    posts: dict[str, str | None]
    gaps: dict[str, list[str] | None]
