"""Expected refusals: a code for machines, and the name of the sentence a person reads.

The sentence is made at the edge, in the reader's language, from the catalogues of `locale/`.
"""

from typing import Self


class OneScreenError(Exception):
    """Root of every error the project raises on purpose."""


class Terms(tuple[str, ...]):
    """Terms of the domain inside a sentence, said in the reader's language (context `term`)."""

    __slots__ = ()
    context = "term"

    def __new__(cls, *terms: str) -> "Terms":
        """Of one term or several."""
        return super().__new__(cls, terms)


class ClassNames(Terms):
    """Classes of incidents inside a sentence (context `class`)."""

    __slots__ = ()
    context = "class"


class FieldNames(Terms):
    """Fields named inside a sentence, as the reader's language calls them (context `field`)."""

    __slots__ = ()
    context = "field"


class RefusedError(OneScreenError):
    """A request was understood and refused.

    Attributes:
        code: short machine word, stable for clients.
        field: the offending field, or None when no single one is to blame.
        says: the name of the sentence in the catalogues (context `error`), in which `values` stand
            (a refusal among them says its own sentence there),
            and `name`, which is what the reader's language calls the field;
            None where the message is the sentence still.
        message: what is wrong, for the log; where `says` is None, the sentence itself.
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
        if says is not None and not message:
            message = " ".join([says, *(f"{name}={value}" for name, value in values.items())])
        super().__init__(message)
        self.message = message
        self.says = says
        self.values = values
        self.field = field
        if code is not None:
            self.code = code

    def about(self, field: str | None, code: str | None = None) -> Self:
        """The same refusal of another field, by which the sender knows what was read."""
        return type(self)(
            self.message, field=field, code=code or self.code, says=self.says, **self.values
        )


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
