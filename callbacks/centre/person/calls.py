"""The call list of the queue, the sheet of one call, and the calls on the card of a case."""

from collections.abc import Sequence
from typing import Protocol

from callbacks import office
from callbacks.centre.cases.section import Section
from callbacks.fields import word
from callbacks.guarded import address, caller
from domain.access.access import may
from domain.access.callers import Caller
from domain.centre.cases.case_file import CaseFile
from domain.centre.person.calls import Came, CaseCall
from domain.errors import InvalidError
from layouts.centre.person.calls import NAME, sheet
from layouts.reader import Reader
from operations.centre.cases.cases import Cases
from operations.centre.person.calling import Calling


class Parts(Protocol):
    """What the product is made of, as far as calls ask for it."""

    calling: Calling
    cases: Cases
    zone_name: str


async def load(parts: Parts, found: CaseFile, who: Caller) -> Sequence[CaseCall]:
    """The calls of a case its caller may see."""
    return await parts.calling.of_case(found.case.code, who)


def may_call(who: Caller) -> bool:
    """Whether somebody has a call list: whoever takes steps of cases."""
    return may(who, "cases.step")


async def _open(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    who = caller()
    held = await parts.calling.sheet(
        asked.text("code"), asked.text("party"), asked.text("occasion"), who
    )
    drawn = sheet(
        held,
        parts.cases.centre(who),
        reader,
        parts.zone_name,
        parts.calling.today(),
        may_text=parts.calling.texts,
    )
    return office.Told(card=drawn, is_changed=False)


async def _told(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    came = word(Came, asked, "came")
    if came in {Came.PRINTED, Came.TEXTED}:  # said by the acts that do so
        raise InvalidError(says="field_not_valid", field="came")
    await parts.calling.told(
        asked.text("code"),
        asked.text("party"),
        asked.text("occasion"),
        came,
        caller(),
        again_on=asked.text("again_on"),
        note=asked.text("note"),
    )
    return office.Told(reader.words("已记录"), card=None)


async def _text(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    await parts.calling.text(
        asked.text("code"), asked.text("party"), asked.text("occasion"), caller()
    )
    return office.Told(reader.words("已发送短信提醒"), card=None)


async def _print(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    name, content = await parts.calling.print(
        asked.text("code"),
        asked.text("party"),
        asked.text("occasion"),
        caller(),
        address=address(),
    )
    file = office.download(name, content, "application/pdf")
    return office.Told(reader.words("已打印提醒单"), card=None, more={"file": file})


SECTION = Section(
    NAME,
    load,
    {f"{NAME}.open": _open, f"{NAME}.told": _told, f"{NAME}.text": _text, f"{NAME}.print": _print},
    office.repeats(f"{NAME}.open"),  # whatever else is done of a call shuts its sheet
)
