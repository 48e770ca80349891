"""How somebody at work looks at the queue of cases."""

from enum import StrEnum


class View(StrEnum):
    """What somebody at work wants to see of the open cases."""

    ALL = "all"
    MINE = "mine"  # taken in, handled, mediated or led by the reader
    BODY = "body"  # led by the reader's body
    LATE = "late"
    AMBER = "amber"
    CALL_BACK = "call_back"
    CLOSING = "closing"
    SEALED = "sealed"  # sealed, and open to the reader
    REVIEW = "review"  # reviewed or rechecked by a body above, also where it is closed
    HOMELESS = "homeless"  # its body was closed: to be given to another


class Order(StrEnum):
    """What stands first."""

    NEWEST = "newest"
    DUE = "due"  # what is late or due first; without a limit last
