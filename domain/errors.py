"""Expected refusals, worded so that a dispatcher may read them."""


class OneScreenError(Exception):
    """Root of every error the project raises on purpose."""


class RefusedError(OneScreenError):
    """A request was understood and refused.

    Attributes:
        code: short machine word, stable for clients.
        field: the offending field, or None when no single one is to blame.
        message: a sentence that says what is wrong and what to do.
    """

    code = "refused"

    def __init__(self, message: str, *, field: str | None = None, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        if code is not None:
            self.code = code


class InvalidError(RefusedError):
    """The content cannot be accepted (HTTP 422).

    `others` are further fields of the same message that cannot be accepted either.
    """

    code = "invalid"
    others: tuple["InvalidError", ...] = ()


class NotFoundError(RefusedError):
    """The thing named does not exist (HTTP 404)."""

    code = "not_found"


class ConflictError(RefusedError):
    """The step is not allowed from the present state (HTTP 409)."""

    code = "conflict"


class FullError(RefusedError):
    """A bounded room is full (HTTP 507)."""

    code = "full"


class FeedError(OneScreenError):
    """A message from outside could not be read; the text says why."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
