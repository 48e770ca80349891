"""The section of papers on the card of a case."""

from datetime import date
from typing import Protocol

from callbacks import office
from callbacks.centre.cases.section import Section
from callbacks.fields import word
from callbacks.guarded import caller
from domain.access.callers import Caller
from domain.centre.cases.case_file import CaseFile
from domain.centre.papers.dossier import Paper
from domain.centre.papers.forms import PaperForm
from domain.errors import InvalidError
from layouts.centre.papers.section import NAME, Papers
from layouts.reader import Reader
from operations.centre.papers.parts import PapersParts

OWN = ("text", "person", "place", "manner", "to", "party", "basis")


class Parts(Protocol):
    """What the product is made of, as far as this section asks for it."""

    papers: PapersParts


async def load(parts: Parts, found: CaseFile, who: Caller) -> Papers:
    """The dossier of a case its caller may see."""
    view = await parts.papers.dossiers.dossier_of(found, who)
    files = {one.id: one.state for one in view.dossier.files}
    return Papers(
        lines=view.lines,
        papers=view.dossier.papers,
        loose={one: (files[one]["type"], files[one]["size"]) for one in view.loose},
        numbers=view.dossier.numbers,
        exports=view.dossier.exports,
        forms=view.forms,
        effective_on=view.effective_on,
        may_file=view.may_file,
    )


async def _freeze(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    own = {name: asked.text(name) for name in OWN if asked.text(name)}
    await parts.papers.papers.freeze(
        asked.text("code"), word(PaperForm, asked, "form"), own, caller()
    )
    return office.Told(reader.words("文书已生成并入卷"), is_changed=False)


async def _assign(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    await parts.papers.papers.file_scan(
        asked.text("code"),
        asked.text("file"),
        word(Paper, asked, "item"),
        caller(),
        note=asked.text("note"),
        signed_on=_day(asked),
    )
    return office.Told(reader.words("已入卷"), is_changed=False)


async def _hand_over(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    await parts.papers.papers.hand_over(
        asked.text("code"),
        word(Paper, asked, "item"),
        caller(),
        note=asked.text("note"),
        signed_on=_day(asked),
    )
    return office.Told(reader.words("已入卷"), is_changed=False)


async def _remove(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    await parts.papers.papers.remove(asked.text("code"), asked.text("paper"), caller())
    return office.Told(reader.words("已撤出"), is_changed=False)


async def _number(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    await parts.papers.numbers.record(
        asked.text("code"), asked.text("body"), asked.text("words"), caller()
    )
    return office.Told(reader.words("文号已登记"), is_changed=False)


def _day(asked: office.Asked) -> date | None:
    text = asked.text("signed_on")
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidError(says="field_not_valid", field="signed_on") from None


SECTION = Section(
    NAME,
    load,
    {
        f"{NAME}.freeze": _freeze,
        f"{NAME}.assign": _assign,
        f"{NAME}.hand_over": _hand_over,
        f"{NAME}.remove": _remove,
        f"{NAME}.number": _number,
    },
)
