"""Expected refusals: a code for machines, and the name of the sentence a person reads.

The sentence is made at the edge, in the reader's language, from the catalogues of `locale/`.
"""


class OneScreenError(Exception):
    """Root of every error the project raises on purpose."""


class Terms(tuple[str, ...]):
    """Terms of the domain inside a sentence, said in the reader's language (context `term`)."""

    __slots__ = ()

    def __new__(cls, *terms: str) -> "Terms":
        """Of one term or several."""
        return super().__new__(cls, terms)


class RefusedError(OneScreenError):
    """A request was understood and refused.

    Attributes:
        code: short machine word, stable for clients.
        field: the offending field, or None when no single one is to blame.
        says: the name of the sentence in the catalogues (context `error`), in which `values` stand;
            None where the message is the sentence still.
        message: a sentence that says what is wrong and what to do; for the log where `says` is set.
    """

    code = "refused"

    def __init__(
        self,
        message: str = "",
        *,
        field: str | None = None,
        code: str | None = None,
        says: str | None = None,
        **values: object,
    ) -> None:
        if says is not None:
            message = " ".join([says, *(f"{name}={value}" for name, value in values.items())])
        super().__init__(message)
        self.message = message
        self.says = says
        self.values = values
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
