"""A case as somebody may have it: there, and open to them, or not there at all.

Whatever hangs on a case asks here first, so that it follows the case at every door.
"""

from sqlalchemy import Connection

from domain.access.callers import Caller
from domain.centre.cases.case import CASE, Case
from domain.centre.cases.case_codes import read_case_code
from domain.errors import NotFoundError
from store.centre import cases as kept


def no_case(code: str) -> NotFoundError:
    """There is none of this code, or none for this caller: both are told alike."""
    return NotFoundError(says="no_case", case=code[:64], field="code")


def seen_case(connection: Connection, code: str, caller: Caller) -> Case:
    """The case of a code, for a caller who may see it.

    Raises:
        InvalidError: it is no code.
        NotFoundError: no such case, or not for this caller.
    """
    code = read_case_code(code)
    case = kept.case_of(connection, code)
    if case is None or not CASE.admits(caller, case):
        raise no_case(code)
    return case
