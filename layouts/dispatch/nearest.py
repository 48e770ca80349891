"""Who is nearest: rows in the order given, soonest first."""

from collections.abc import Sequence
from datetime import datetime

from dash import html
from dash.development.base_component import Component

from domain.codes.unit_status import UNIT_STATUS_WORDS
from domain.dispatch.recommend import Recommendation, TravelSource
from domain.dispatch.units import UnitKind
from domain.field.calls.states import MOST_AT_ONCE
from domain.moments import to_iso
from domain.private import mask_name, mask_phone
from layouts import words
from layouts.elements.attributes import attributes
from layouts.elements.panel import number, says


def answered(content: Component, key: str, at: datetime) -> html.Div:
    """A list with whose neighbours it tells and when: the browser shows no other one's list."""
    return html.Div(content, **attributes({"data-target": key, "data-at": to_iso(at)}))


def nearest_list(offers: Sequence[Recommendation], kind: UnitKind, at: datetime) -> Component:
    """Rows in the given order; a plain sentence when nobody is on duty."""
    if not offers:
        return says(words.nearest_empty(kind))
    rows = html.Ol([_row(offer, at) for offer in offers], className="nearest-rows")
    first = [offer.unit.unit_id for offer in offers[:MOST_AT_ONCE]]
    if len(first) < 2:
        return rows
    together = call_button(first, "同时呼叫最近几个，先接听者接通", "first")
    return html.Div([rows, html.Div(together, className="near-call-all")])


def _row(offer: Recommendation, at: datetime) -> html.Li:
    """Call sign and masked name, road minutes, distance, age of the fix, status."""
    unit = offer.unit
    return html.Li(
        [
            html.Button(
                [
                    html.Span(unit.call_sign, className="call-sign"),
                    *_flags(offer),
                    html.Span(mask_name(unit.name or ""), className="unit-name"),
                ],
                className="link unit-link",
                **attributes({"data-unit": unit.unit_id}),
            ),
            _minutes(offer, at),
            _distance(offer, at),
            _fix_age(offer, at),
            html.Span(
                UNIT_STATUS_WORDS[unit.status],
                className=f"near-status status-{unit.status.value}",
            ),
            html.Div(
                [html.Span(_phone(offer)), call_button([unit.unit_id])],
                className="near-contact",
            ),
        ],
        className="near" + (" is-stale" if offer.position_is_stale else ""),
    )


def _minutes(offer: Recommendation, at: datetime) -> html.Span:
    """Travel time; a straight-line guess is marked and says so when opened."""
    is_guess = offer.travel.source is TravelSource.STRAIGHT_LINE
    digits = number(
        f"{offer.travel.seconds / 60:.1f}",
        source="直线距离估算" if is_guess else "路网计算",
        at=at,
        note="不在路网附近，按直线折算" if is_guess else "沿道路到达的时间",
    )
    return html.Span([digits, html.Span("分", className="unit")], className="near-minutes")


def _fix_age(offer: Recommendation, at: datetime) -> html.Span:
    """The age of the position; assets/50_clock.js keeps it ticking."""
    return html.Span(
        words.age(at - offer.fix.at),
        className="num near-age",
        tabIndex=0,
        **attributes(
            {
                "data-since": to_iso(offer.fix.at),
                "data-since-form": "age",
                "data-prov": "定位终端（演示）" if offer.unit.is_demo else "定位终端",
                "data-prov-at": to_iso(offer.fix.at),
                "data-prov-note": "最近一次定位",
            }
        ),
    )


def _flags(offer: Recommendation) -> list[html.Span]:
    """What the dispatcher must know before trusting the row."""
    flags = []
    if offer.travel.source is TravelSource.STRAIGHT_LINE:
        flags.append(html.Span(words.STRAIGHT_LINE, className="flag"))
    if offer.position_is_stale:
        flags.append(html.Span(words.STALE_POSITION, className="flag flag-stale"))
    if offer.fix.is_mock:
        flags.append(html.Span(words.MOCK_POSITION, className="flag flag-stale"))
    return flags


def _phone(offer: Recommendation) -> str:
    """The masked phone."""
    return mask_phone(offer.unit.phone) if offer.unit.phone else "电话未登记"


def call_button(unit_ids: Sequence[str], text: str = "呼叫", mode: str = "one") -> html.Button:
    """Calls units (assets/64_calls.js); the style sheet hides it from whoever may not."""
    return html.Button(
        text,
        className="button small call-button",
        **attributes({"data-call-units": " ".join(unit_ids), "data-call-mode": mode}),
    )


def _distance(offer: Recommendation, at: datetime) -> html.Span:
    """1.4 km from a kilometre on, else metres; along the road unless it is a guess."""
    metres = offer.travel.distance_m
    is_guess = offer.travel.source is TravelSource.STRAIGHT_LINE
    return number(
        f"{metres / 1000:.1f} km" if metres >= 1000 else f"{metres:.0f} m",
        source="直线距离估算" if is_guess else "路网计算",
        at=at,
        note="直线距离" if is_guess else "沿道路的距离",
        class_name="num near-distance",
    )
