"""The band at the top: lamps, title, clock; below it topics, the way down and the search box."""

from dash import html

from layouts import ids, words
from layouts.elements.attributes import attributes
from layouts.view_models import ShellFacts

# Made by assets/52_search.js in its place.
SEARCH_BOX = "search"


def header(facts: ShellFacts) -> html.Header:
    """What is connected, what this is, what time it is."""
    return html.Header(
        [
            html.Div(
                [html.Div(id=ids.FRESHNESS, className="freshness"), html.Div(id=ids.LAMPS)],
                className="head-left",
            ),
            html.H1(words.title(facts.district_name), id=ids.TITLE),
            html.Div(html.Div(id=ids.CLOCK, className="clock"), className="head-right"),
        ],
        id=ids.HEAD,
        className="head",
    )


def topics() -> html.Nav:
    """The topics, where we are, and the search box; assets/47_topics.js fills the row."""
    return html.Nav(
        [
            html.A("一屏总览", href="/", className="topic"),
            html.Div(id=ids.TOPICS, className="topic-tabs"),
            html.A("调度台", href="/desk", className="topic topic-desk"),
            html.Div(id=ids.BREADCRUMB, className="breadcrumb"),
            html.Div(
                [html.Div(id=ids.SEARCH_PLACE), html.Div(id=ids.SEARCH_RESULTS)],
                className="search",
            ),
        ],
        id=ids.TOPIC_ROW,
        className="topics",
        **attributes({"aria-label": "专题与位置"}),
    )
