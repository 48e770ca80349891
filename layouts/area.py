"""The statistics page: one container; assets/pages/area/ draws it."""

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
