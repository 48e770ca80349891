"""How much time a case has left, as a clerk reads it from across the desk."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from dash import html
from dash.development.base_component import Component

from domain.centre.cases.case import Case
from domain.centre.limits.clocks import Light, light
from domain.words import Words
from layouts.centre.case_words import word
from layouts.centre.named import last_day

_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)


def light_of(case: Case, at: datetime) -> Light:
    """The colour of the limit that runs: of the body that handles it, or of the body above."""
    if case.due_at is None and case.answer_due is not None:
        return light(None, case.answer_due, at)
    return light(case.amber_at, case.due_at, at, is_paused=case.paused_at is not None)


def _end(case: Case) -> datetime | None:
    return case.due_at or case.answer_by or case.answer_due


def left(case: Case, at: datetime, words: Words) -> str:
    """The time until a limit ends, or since it ended; empty where none runs."""
    if case.paused_at is not None:
        return words("已中止")
    end = _end(case)
    if end is None:
        return ""
    span, is_late = abs(end - at), at >= end
    if span >= _DAY:
        count = span // _DAY
        return words("超期 {n} 天", n=count) if is_late else words("余 {n} 天", n=count)
    count = max(1, span // _HOUR)
    return words("超期 {n} 小时", n=count) if is_late else words("余 {n} 小时", n=count)


def time_left(case: Case, at: datetime, words: Words, zone_name: str) -> Component:
    """The colour as a word and a mark, the time left in large letters, and the last day."""
    colour = light_of(case, at)
    told = left(case, at, words)
    what: Mapping[bool, str] = {True: words("答复期"), False: word(colour, words)}
    waits = case.due_at is None and case.answer_by is not None
    if not told:
        return html.Div(words("没有计时"), className="case-time is-none")
    return html.Div(
        [
            html.Span(what[waits], className=f"case-light is-{colour.value}"),
            html.Strong(told),
            html.Span(last_day(_end(case), zone_name), className="case-day"),
        ],
        className=f"case-time is-{colour.value}",
    )
