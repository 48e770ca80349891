"""The pages under /admin: one container; assets/pages/admin/ draws them."""

from dash import html

from layouts import ids


def admin_page() -> html.Section:
    """Where administrators see the record, feeds, devices, maps, accounts and settings."""
    return html.Section(
        html.P("正在载入…", className="says"),
        id=ids.ADMIN_PAGE,
        className="admin-page on-admin",
        tabIndex=-1,
        **{"aria-label": "系统管理"},
    )
