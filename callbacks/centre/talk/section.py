"""The section of talk on the card of a case: whom of the grid a handler asks, and when it ends."""

from typing import Protocol

from callbacks import office
from callbacks.centre.cases.section import Section
from callbacks.guarded import caller
from domain.access.callers import Caller
from domain.centre.cases.case_file import CaseFile
from layouts.centre.talk.section import NAME, Loaded
from layouts.reader import Reader
from operations.field.talk.field_talk import FieldTalks
from operations.field.talk.helping import NewHelp


class Parts(Protocol):
    """What the product is made of, as far as this section asks for it."""

    talks: FieldTalks


async def load(parts: Parts, found: CaseFile, who: Caller) -> Loaded | None:
    """Who helps with a case; None of a sealed one."""
    held = await parts.talks.helping.of_case(found.case.code, who)
    return None if held is None else Loaded(held, who)


async def _ask(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    new = NewHelp(
        asked.text("key") or asked.text("version"),
        asked.text("unit_id"),
        asked.text("task"),
        asked.text("why"),
    )
    await parts.talks.helping.ask(asked.text("code"), new, caller())
    return office.Told(reader.words("已请求协助，事项已发到对方手机"))


async def _end(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    await parts.talks.helping.end(asked.text("code"), asked.text("help_id"), caller())
    return office.Told(reader.words("协助已结束"))


SECTION = Section(NAME, load, {f"{NAME}.ask": _ask, f"{NAME}.end": _end})
