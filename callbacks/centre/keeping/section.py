"""The section of keeping on the card of a case."""

from typing import Protocol

from callbacks import office
from callbacks.centre.cases.section import Section
from callbacks.guarded import caller
from domain.access.access import may
from domain.access.callers import Caller
from domain.centre.cases.case_file import CaseFile
from layouts.centre.keeping.section import NAME, Loaded
from layouts.reader import Reader
from operations.centre.keeping.keeping import Keeping


class Parts(Protocol):
    """What the product is made of, as far as this section asks for it."""

    keeping: Keeping


async def load(parts: Parts, found: CaseFile, who: Caller) -> Loaded:
    """How the dossier of a case is kept."""
    kept = await parts.keeping.of_case(found.case.code, who)
    return Loaded(kept, may(who, "cases.hold"))


async def _hold(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    await parts.keeping.hold(asked.text("code"), asked.text("why"), caller())
    return office.Told(reader.words("已封存"))


async def _end(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    await parts.keeping.end(asked.text("code"), caller())
    return office.Told(reader.words("已解除封存"))


SECTION = Section(NAME, load, {f"{NAME}.hold": _hold, f"{NAME}.end": _end})
