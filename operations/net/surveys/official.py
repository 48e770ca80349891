"""Official results of 12340: entered, with the document they stand in as a file."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from domain.access.access import may, require
from domain.access.callers import Caller
from domain.errors import InvalidError, NotFoundError
from domain.fields import as_text
from domain.net.surveys.waves import OFFICIAL_RESULT, OfficialResult
from domain.subject_key import SubjectKey
from operations.files.shelf import Door, Quota, Shelf
from operations.net.fusion.fusion_desk import LONGEST_NAME, FusionDesk, id_of
from operations.net.surveys.found import check_runs
from store import Transaction
from store.net import fusion as of_kind

QUOTA = Quota(files=5, size=60 * 1024 * 1024)
File = Mapping[str, Any]


class OfficialResults:
    """What was measured by others, never mixed with own samples.

    Args:
        desk: what the operations of the part share.
    """

    def __init__(self, desk: FusionDesk) -> None:
        self._desk = desk
        self._shelf: Shelf | None = None

    def put_on(self, shelf: Shelf) -> None:
        """Keep documents on a shelf, which is made after the surveys."""
        self._shelf = shelf
        shelf.add_door(OFFICIAL_RESULT.name, Door(self._see, self._add, QUOTA, asks_kind=False))

    async def add(self, told: OfficialResult, caller: Caller) -> OfficialResult:
        """Enter an official result; its document follows as a file.

        Raises:
            NotAllowedError: the caller runs no surveys.
            InvalidError: no document is named, or a number or day does not do.
        """
        check_runs(self._desk, caller)
        if not 0 <= told.permille <= 1000 or (told.answers is not None and told.answers < 1):
            raise InvalidError(says="field_not_valid", field="permille")
        try:
            day = date.fromisoformat(told.day.strip())
        except ValueError:
            raise InvalidError(says="field_not_valid", field="day") from None
        if day > self._desk.now().astimezone(self._desk.zone).date():
            raise InvalidError(says="field_not_valid", field="day")
        made = replace(
            told,
            result_id=id_of("O", "", caller),
            period=as_text(told.period, "period", longest=32),
            issuer=as_text(told.issuer, "issuer", longest=LONGEST_NAME),
            document=as_text(told.document, "document", longest=200),
            day=day.isoformat(),
            owner=self._desk.settings.surveys,
            by=caller.actor,
        )

        def steps(tx: Transaction) -> OfficialResult:
            written = replace(made, at=tx.at)
            tx.put(OFFICIAL_RESULT, written, action="add", actor=caller.actor)
            return written

        return await self._desk.write(steps)

    async def one(self, result_id: str, caller: Caller) -> OfficialResult:
        """A result.

        Raises:
            NotAllowedError, NotFoundError: none of the caller's.
        """
        require(caller, "net.surveys.see")
        found = await self._desk.read(
            lambda one: of_kind.one_of(one, OFFICIAL_RESULT, result_id, caller)
        )
        if found is None:
            raise NotFoundError(says="no_official_result", field="subject_id")
        return found

    async def documents(
        self, results: Sequence[OfficialResult], caller: Caller
    ) -> dict[str, list[File]]:
        """The files of results by their id; empty for whoever reads no files."""
        if self._shelf is None or not may(caller, "files.use"):
            return {}
        return {
            one.result_id: [*await self._shelf.items(about_of(one), caller=caller)]
            for one in results
        }

    async def _see(self, result_id: str, caller: Caller) -> None:
        await self.one(result_id, caller)

    async def _add(self, result_id: str, caller: Caller) -> None:
        check_runs(self._desk, caller)
        await self.one(result_id, caller)


def about_of(one: OfficialResult) -> SubjectKey:
    """What the document of a result is a file of."""
    return SubjectKey(OFFICIAL_RESULT.name, one.result_id)
