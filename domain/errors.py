"""Expected refusals: a code for machines, and the name of the sentence a person reads.

The sentence is made at the edge, in the reader's language, from the catalogues of `locale/`.
"""

from collections.abc import Mapping
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


class SaidError(OneScreenError):
    """What a person is told of it stands in the catalogues.

    Attributes:
        field: the offending field, or None when no single one is to blame.
        says: the name of the sentence in the catalogues (context `error`), in which `values` stand
            (a refusal among them says its own sentence there),
            and `name`, which is what the reader's language calls the field;
            None where the message is the sentence, as on a command line.
        detail: what is wrong, for a log, where the raiser knows more than the sentence tells.
        message: `detail`, else name and values of the sentence.
    """

    def __init__(
        self, detail: str = "", *, field: str | None = None, says: str | None = None,
        values: Mapping[str, object] | None = None,
    ) -> None:  # fmt: skip
        self.values = dict(values or {})
        told = [says or "", *(f"{name}={value}" for name, value in self.values.items())]
        self.message = detail or " ".join(told).strip()
        super().__init__(self.message)
        self.detail = detail
        self.says = says
        self.field = field


class RefusedError(SaidError):
    """A request was understood and refused.

    Attributes:
        code: short machine word, stable for clients.
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
        super().__init__(message, field=field, says=says, values=values)
        if code is not None:
            self.code = code

    def about(self, field: str | None, code: str | None = None) -> Self:
        """The same refusal of another field, by which the sender knows what was read."""
        return type(self)(
            self.detail, field=field, code=code or self.code, says=self.says, **self.values
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


class NotReadyError(RefusedError):
    """What the answer is made of is not there yet; later the same call may do (HTTP 503)."""

    code = "not_ready"


class FullError(RefusedError):
    """A bounded room is full (HTTP 507)."""

    code = "full"


class FeedError(SaidError):
    """A message from outside could not be read; its detail says why, for the log and quarantine."""

    def __init__(
        self, detail: str, *, field: str | None = None, says: str | None = None, **values: object
    ) -> None:
        says = says or ("field_not_valid" if field else "not_done")
        super().__init__(detail, field=field, says=says, values=values)
