"""Element ids of the statistics page and the morning brief."""

BRIEF_PAGE = "brief-page"

AREA_PAGE = "area-page"
# The figure that was opened: {"title", "code", "name", "filter", …}; None: the drawer is shut.
ROWS = "rows"
DRAWER = "rows-drawer"
# What narrows the rows, and the page of them: the cursors that led there.
NARROWED = "rows-narrowed"
ROWS_PAGE = "rows-page"
# Whether the days are not over, and pressed to count them again.
RUNNING = "area-running"
AGAIN = "area-again"
# Says that incidents have changed since the figures were counted.
CHANGED = "area-changed"


def control(name: str) -> dict[str, str]:
    """A choice of days or of an area, drawn anew with the figures."""
    return {"control": name}


def narrowing(name: str) -> dict[str, str]:
    """A choice within the drawer."""
    return {"narrowing": name}


def chart(name: str) -> dict[str, str]:
    """A chart that opens to its rows."""
    return {"chart": name}
