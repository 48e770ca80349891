"""Element ids that every working page has; its own stand in its package."""

# What the address bar holds.
LOCATION = "location"
# Language and theme of the reader, kept true by assets/pages/working/.
READER = "reader"


def news(kind: str) -> str:
    """The store that counts what has changed of a kind of record since the page was opened."""
    return f"news-{kind}"
