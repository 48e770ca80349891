"""Pages of statistics: an area, and the morning brief."""

from domain.pages.page import Page

STATISTICS: tuple[Page, ...] = (
    Page(
        name="area",
        paths=("/area/{code}",),
        action="area.see",
        callbacks={
            "area.show_area": "area.see",
            "area.choose": "area.see",
            "area.tell_changed": "area.see",
            "area_rows.show_rows": "area.see",
            "area_rows.open_bar": "area.see",
            "area_rows.narrow": "area.see",
        },
        libraries=frozenset({"graph", "mantine"}),
        assets=("plotly", "mantine", "area"),
        news=("incident",),
    ),
    Page(
        name="brief",
        paths=("/brief", "/brief/{day}"),
        action="area.see",
        callbacks={"brief.show_brief": "area.see"},
        assets=("brief",),
    ),
)
