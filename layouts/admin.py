"""The pages under /admin: one container; assets/pages/admin/ draws them."""

from dash import html

from layouts import ids
from layouts.elements.attributes import attributes


def admin_page() -> html.Section:
    """Where administrators see the record, feeds, devices, maps, accounts and settings."""
    return html.Section(
        html.P("正在载入…", className="says"),
        id=ids.ADMIN_PAGE,
        className="admin-page on-admin",
        tabIndex=-1,
        **attributes({"aria-label": "系统管理"}),
    )
