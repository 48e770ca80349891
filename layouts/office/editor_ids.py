"""Element ids of the editors of rules; `page` is their name in domain/pages/."""


def asked(page: str) -> str:
    """The store that says which class is to be shown, or which earlier version: {"class", …}."""
    return f"{page}-asked"


def drafts(page: str) -> str:
    """The store of what is not saved yet, by class: {"version", "rows"}."""
    return f"{page}-drafts"


def answer(page: str) -> str:
    """What the browser must know of a save."""
    return f"{page}-answer"


def classes(page: str) -> str:
    """The row of classes, and for who may only look, why."""
    return f"{page}-classes"


def title(page: str) -> str:
    """The class and its version."""
    return f"{page}-title"


def mark(page: str, code: str) -> str:
    """What is to be seen to in a class."""
    return f"{page}-mark-{code}"


def lines(page: str, part: str) -> str:
    """A list of lines."""
    return f"{page}-lines-{part}"


def said(lines_id: str) -> str:
    """What became of a line."""
    return f"{lines_id}-said"


def back(lines_id: str) -> str:
    """The button that brings a line back."""
    return f"{lines_id}-back"


def wrong(lines_id: str) -> str:
    """What is wrong with a list as a whole."""
    return f"{lines_id}-wrong"


def blank(page: str) -> str:
    """The line a new one is made from."""
    return f"{page}-blank"


def save(page: str) -> str:
    """The button that saves."""
    return f"{page}-save"


def drop(page: str) -> str:
    """The button that drops what is not saved."""
    return f"{page}-drop"


def unsaved(page: str) -> str:
    """Whether something is not saved."""
    return f"{page}-unsaved"


def state(page: str) -> str:
    """What came of saving."""
    return f"{page}-state"


def versions(page: str) -> str:
    """The earlier versions."""
    return f"{page}-versions"
