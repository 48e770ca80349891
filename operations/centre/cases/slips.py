"""The slip of a case, as it leaves."""

from domain.access.callers import Caller
from domain.centre.cases.case import CASE
from domain.centre.cases.case_codes import read_case_code
from domain.centre.papers.slips import slip_of
from operations.centre.cases.centre_desk import CentreDesk
from operations.centre.cases.looking import Looking


class Slips:
    """Where slips are printed."""

    def __init__(self, desk: CentreDesk, looking: Looking) -> None:
        self._desk, self._looking = desk, looking

    async def slip(
        self, code: str, caller: Caller, *, reason: str = "", address: str | None = None
    ) -> tuple[str, bytes]:
        """The slip of a case as a PDF file, under its name: code, what to bring, whom to call.

        Raises:
            NotAllowedError: a sealed case, and no reason is given.
            NotFoundError: no such case, or not for this caller.
        """
        from operations.centre.slip_paper import slip_pdf

        case = (await self._looking.one(code, caller, reason=reason, address=address)).case
        slip = slip_of(case, self._desk.its())
        desk, at = self._desk, self._desk.now()

        def write() -> bytes:
            return slip_pdf(slip, place=desk.place, account=caller.actor, at=at, zone=desk.zone)

        return f"{case.code}.pdf", await self._desk.work.read(write)

    async def slip_for_page(
        self, code: str, caller: Caller, *, reason: str, address: str | None = None
    ) -> tuple[str, bytes]:
        """The slip as a page hands it out, whose reason must not stand in an address.

        Written down as an export before it leaves, like every slip.

        Raises:
            NotAllowedError: a sealed case, and no reason is given.
            NotFoundError: no such case, or not for this caller.
        """
        name, content = await self.slip(code, caller, reason=reason, address=address)
        await self._desk.tell_exported(
            f"slip of {CASE.name}", caller, address, case_code=read_case_code(code)
        )
        return name, content
