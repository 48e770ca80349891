"""Files of a case: who may bring and read them; those of a sealed case ask for a reason."""

from domain.access.access import NotAllowedError, require
from domain.access.callers import Caller
from domain.centre.cases.case import Case
from domain.centre.cases.stages import TABLE, Step
from domain.centre.loop.steps import check_actor
from domain.errors import ConflictError
from operations.centre.cases.looking import SHORTEST_REASON
from operations.centre.cases.seen import seen_case
from operations.files.shelf import Door, Quota
from operations.threads import Work
from store import Store

# A dossier of scans: 30 MB each at most, as every file.
QUOTA = Quota(files=120, size=400 * 1024 * 1024)


def case_door(store: Store, work: Work) -> Door:
    """Files of a case: whoever may file a paper of it brings them, whoever sees it reads them.

    Of a sealed case none is listed or read here, where no reason is given; the papers of the case
    are the way to them.
    """

    async def found(code: str, caller: Caller) -> Case:
        require(caller, "cases.see")
        return await work.read(
            lambda: store.ask(lambda connection: seen_case(connection, code, caller))
        )

    async def see(code: str, caller: Caller) -> None:
        if (await found(code, caller)).is_sealed:
            raise NotAllowedError(says="sealed_needs_reason", least=SHORTEST_REASON, field="reason")

    async def add(code: str, caller: Caller) -> None:
        check_may_file(await found(code, caller), caller)

    return Door(see, add, QUOTA, asks_kind=False)


def check_may_file(case: Case, caller: Caller) -> None:
    """Refuse whoever may not file a paper of a case, and every paper of one that is closed.

    Raises:
        NotAllowedError: the caller is none of its people.
        ConflictError: it is closed.
    """
    check_actor(TABLE[Step.PAPER], caller, case)
    if case.stage not in TABLE[Step.PAPER].comes_from:
        raise ConflictError(says="dossier_closed", field="stage")
