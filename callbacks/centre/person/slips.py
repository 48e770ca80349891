"""The section of the parties' own slips on the card of a case."""

from typing import Protocol

from callbacks import office
from callbacks.centre.cases.section import Section
from callbacks.guarded import address, caller
from domain.access.access import may
from domain.access.callers import Caller
from domain.centre.cases.case_file import CaseFile
from layouts.centre.person.slips import NAME, PartyLinks
from layouts.reader import Reader
from operations.centre.person.party_slips import PartySlips


class Parts(Protocol):
    """What the product is made of, as far as this section asks for it."""

    party_slips: PartySlips


async def load(parts: Parts, found: CaseFile, who: Caller) -> PartyLinks:
    """The links and ratings of a case its caller may see."""
    code, slips = found.case.code, parts.party_slips
    return PartyLinks(
        links=await slips.links(code, who),
        ratings=await slips.ratings(code, who),
        has_address=slips.has_address,
        may_print=may(who, "cases.step"),
    )


async def _print(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    slip = await parts.party_slips.print(
        asked.text("code"),
        asked.text("party"),
        caller(),
        with_pin=asked.text("with_pin") == "yes",
        reason=asked.text("reason"),
        address=address(),
    )
    words = reader.words
    if slip.revoked:
        says = words("已打印；先前打印的二维码已失效")
    elif slip.printed:
        says = words("已打印")
    else:
        says = words("已打印；未设置公网地址，回执只印可读编码")
    file = office.download(slip.name, slip.content, "application/pdf")
    return office.Told(says, is_changed=False, more={"file": file})


async def _revoke(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    revoked = await parts.party_slips.revoke(
        asked.text("code"), asked.text("party"), caller(), reason=asked.text("reason")
    )
    words = reader.words
    return office.Told(words("二维码已作废") if revoked else words("没有有效的二维码"))


SECTION = Section(NAME, load, {f"{NAME}.print": _print, f"{NAME}.revoke": _revoke})
