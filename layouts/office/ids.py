"""Element ids of the pages of administration: those of the frame, and those every page has."""

OFFICE = "admin-page"
TABS = "admin-tabs"
BELL = "admin-bell"
BELL_CLOCK = "admin-bell-clock"


def body(page: str) -> str:
    """What a page shows."""
    return f"{page}-body"


def do(page: str) -> str:
    """The store that holds what was pressed or sent: {"act": …, …}."""
    return f"{page}-do"


def done(page: str) -> str:
    """The store that counts what was done, so that what is shown is asked for anew."""
    return f"{page}-done"


def says(page: str) -> str:
    """The line that says what came of it."""
    return f"{page}-says"


def card(page: str) -> str:
    """What stands above the rows: one of them opened, or what is told this once."""
    return f"{page}-card"
