"""The stages of a case as a track: what is behind it, where it stands, what is ahead."""

from dash import html
from dash.development.base_component import Component

from domain.centre.cases.case import Case
from domain.centre.cases.stages import Stage
from domain.words import Words
from layouts.centre.case_words import word
from layouts.elements.attributes import attributes

# Joint study is on the way of some cases only: it is shown while they are in it.
_WAY = tuple(stage for stage in Stage if stage is not Stage.STUDY)


def track(case: Case, words: Words) -> Component:
    """Every stage in its order, the present one marked."""
    way = [stage for stage in Stage if stage in _WAY or stage is case.stage]
    here = way.index(case.stage)
    return html.Ol(
        [
            html.Li(
                word(stage, words),
                className="is-past" if at < here else "is-here" if at == here else "is-ahead",
                **attributes({"aria-current": "step" if at == here else None}),
            )
            for at, stage in enumerate(way)
        ],
        className="case-track",
        **attributes({"aria-label": words("阶段")}),
    )
