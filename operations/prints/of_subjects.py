"""What is printed of an entity: the sheet of its kind, asked for by kind and id."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from domain.access.callers import Caller
from domain.errors import NotFoundError
from domain.subject_key import SubjectKey

# Everything on paper of one entity; refuses whoever may not see it, and what there is not.
Sheet = Callable[[str, Caller], Awaitable[dict[str, Any]]]


class Prints:
    """Sheets of the entities of some kinds; who may have one, the kind's own sheet says."""

    def __init__(self, sheets: Mapping[str, Sheet]) -> None:
        self._sheets = dict(sheets)

    def add(self, kind: str, sheet: Sheet) -> None:
        """Entities of a further kind are printed so; said once, where the parts are made."""
        self._sheets[kind] = sheet

    async def of(self, about: SubjectKey, *, caller: Caller) -> dict[str, Any]:
        """The sheet of an entity.

        Raises:
            NotFoundError: nothing of this kind is printed, or the caller sees no such entity.
        """
        sheet = self._sheets.get(about.kind)
        if sheet is None:
            raise NotFoundError(says="no_sheet_there", field="subject_kind")
        return await sheet(about.id, caller)
