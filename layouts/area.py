"""The pages for leaders: one container each; assets/pages/area/ and brief/ draw them."""

from dash import html

from layouts import ids


def area_page() -> html.Section:
    """Where the figures of an area are drawn."""
    return html.Section(
        html.P("正在载入统计…", className="says"),
        id=ids.AREA_PAGE,
        className="area-page on-area",
        tabIndex=-1,
        **{"aria-label": "区域统计", "aria-live": "off"},
    )


def brief_page() -> html.Section:
    """Where a morning brief is drawn."""
    return html.Section(
        html.P("正在载入早报…", className="says"),
        id=ids.BRIEF_PAGE,
        className="brief-page on-brief",
        tabIndex=-1,
        **{"aria-label": "早报"},
    )
