"""One shell for every page: the wall and the community page share the map and the socket.

The browser decides by the path which panels are shown (assets/05_route.js). Going from the wall to
a community loads the page anew and opens a new socket; what moves within a page does neither. What
only another page shows is not drawn: each part is read and drawn before the first mark on the map.
"""

from typing import Any

from dash import html

from domain.pages.pages import COMMUNITY, DESIGN, DESK, MISSING
from layouts import ids, words
from layouts.desk.desk import desk_panels
from layouts.elements.attributes import attributes
from layouts.header import SEARCH_BOX, header, topics
from layouts.live.community import bottom_panels as community_bottom
from layouts.live.community import left_panels as community_left
from layouts.live.map import district_map
from layouts.live.wall import card_panel, left_panels, queue_panel
from layouts.view_models import ShellFacts


def shell(facts: ShellFacts, page: str = "") -> html.Div:
    """The whole screen, empty; assets/ and the callbacks fill it.

    Args:
        facts: of the district and its map.
        page: the page of the glass that is drawn, by name; its parts alone, and all without one.
    """

    def of(name: str) -> bool:
        return page in {name, ""}

    return html.Div(
        [
            *_asked_of(facts),
            *_skips(),
            header(facts),
            topics(),
            html.Div(id=ids.GRAVEST, className="gravest"),
            html.Main(
                [
                    html.Div(
                        [*left_panels(), *(community_left() if of(COMMUNITY) else [])],
                        id=ids.LEFT,
                        className="side side-left",
                    ),
                    _stage(facts),
                    html.Div(
                        [queue_panel(), card_panel()], id=ids.RIGHT, className="side side-right"
                    ),
                    *(community_bottom() if of(COMMUNITY) else []),
                    *(desk_panels() if of(DESK) else []),
                    *([html.Div(id=ids.DESIGN, className="on-design")] if of(DESIGN) else []),
                    *([_missing_path()] if of(MISSING) else []),
                ],
                className="grid",
            ),
            footer(facts),
        ],
        id=ids.PAGE,
        **page_data(facts),
    )


def _skips() -> list[html.A | html.Div]:
    """Ways past the header for the keyboard, and what is read out as it happens."""
    targets = ((ids.QUEUE, "跳到事件"), (ids.CARD, "跳到选中对象"), (SEARCH_BOX, "跳到搜索"))
    links = [html.A(word, href=f"#{target}", className="skip") for target, word in targets]
    live = attributes({"aria-live": "assertive"})
    return [*links, html.Div(id=ids.ANNOUNCE, className="unseen", role="status", **live)]


def page_data(facts: ShellFacts) -> dict[str, Any]:
    """What the browser must know of this district and its map, on every page."""
    return {
        "data-district": facts.district_code,
        "data-district-name": facts.district_name,
        "data-map-version": facts.map_version,
        "data-demo": "1" if facts.is_demo else "0",
        "data-review-number": facts.review_number,
        "data-zone": facts.zone_name,
        "data-accept-within": str(facts.accept_within_s),
        "data-arrival-within": str(facts.arrival_within_s),
        "data-rotate": facts.rotate,
        "data-basemap": facts.basemap,
        "data-eyes": "1" if facts.may_look else "0",
        "data-to-wall": "1" if facts.may_send_to_wall else "0",
        "data-calls": "1" if facts.may_call else "0",
        "data-record-calls": "1" if facts.may_record_calls else "0",
        "data-play-calls": "1" if facts.may_play_calls else "0",
    }


def _asked_of(facts: ShellFacts) -> list[html.Div]:
    """What callbacks listen to; an administrator would only be refused."""
    if facts.is_administrator:
        return []
    return [html.Div(id=name, hidden=True) for name in (ids.TARGET, ids.COMMUNITY_ASKED)]


def _stage(facts: ShellFacts) -> html.Section:
    """The map with its controls."""
    return html.Section(
        [
            district_map(facts),
            html.Div(id=ids.LAYER_CONTROL, className="floating layer-control"),
            html.Div(id=ids.LEGEND, className="floating legend"),
            html.Div(id=ids.COMMUNITY_MISSING, className="community-missing"),
        ],
        className="stage",
        **attributes({"aria-label": "地图"}),
    )


def _missing_path() -> html.Section:
    """Shown for a path that leads nowhere."""
    return html.Section(
        [
            html.H2("没有这个页面"),
            html.P(id=ids.PATH_MISSING, className="missing-path"),
            html.P("地址可能写错了，或者页面还没有建成。"),
            html.A("回到一屏总览", href="/", className="button"),
        ],
        className="missing panel",
    )


def _account(facts: ShellFacts) -> list[html.Span | html.A]:
    """Who looks; in the demo, that nobody had to say so."""
    if facts.is_auto_signed_in:
        return [html.Span(words.AUTO_SIGNED_IN, className="mark-account")]
    if not facts.account_name:
        return []
    return [html.A(facts.account_name, href="/account", className="mark-account")]


def footer(facts: ShellFacts) -> html.Footer:
    """The last facts, and what every picture of this screen must carry."""
    missing = words.NO_REVIEW_NUMBER_IN_DEMO if facts.is_demo else words.NO_REVIEW_NUMBER
    review = facts.review_number or missing
    marks: list[html.Span | html.A] = [html.Span(f"审图号：{review}", className="mark-review")]
    if facts.is_demo or facts.is_demo_map:
        mark = words.DEMO_DATA if facts.is_demo else words.DEMO_MAP
        marks.insert(0, html.Span(mark, className="mark-demo"))
    marks += _account(facts)
    return html.Footer(
        [
            html.Div(
                id=ids.TICKER,
                className="ticker",
                tabIndex=0,
                **attributes({"aria-label": "最新动态"}),
            ),
            html.Div(marks, className="marks"),
        ],
        id=ids.FOOT,
        className="foot",
    )
