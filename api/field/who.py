"""The bound phone behind a request, and the press a request tells of."""

from starlette.types import Scope

from api.callers import visit_of
from domain.errors import ConflictError
from domain.field.phones import Phone


def phone_of(scope: Scope) -> Phone:
    """The bound phone behind a request or socket.

    Raises:
        ConflictError: somebody signed in, but this phone is bound to nothing (code `not_bound`).
    """
    visit = visit_of(scope)
    if visit is None or visit.phone is None:
        raise ConflictError(says="phone_not_bound", field="phone", code="not_bound")
    return visit.phone
