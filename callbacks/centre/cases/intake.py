"""Taking a case in by the page's form."""

from typing import Protocol
from uuid import uuid4

from callbacks import office
from callbacks.centre.cases.asked import fen, named, several, whole, word
from callbacks.centre.cases.people import people_of
from callbacks.guarded import caller
from domain.centre.cases.case import Channel, Flag
from domain.centre.cases.categories import Category
from domain.centre.cases.parties import PartyRole
from domain.centre.cases.petitions import Matter
from layouts.reader import Reader
from operations.centre.cases.cases import Cases
from operations.centre.cases.new_case import NewCase


class Parts(Protocol):
    """What the product is made of, as far as intake asks for it."""

    cases: Cases


async def take_in(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    """Take in what the form says; what came of it, with earlier cases of the same people."""
    sides = (
        (PartyRole.APPLICANT, "applicants"),
        (PartyRole.REPRESENTATIVE, "representatives"),
        (PartyRole.RESPONDENT, "respondents"),
    )
    people = [one for role, name in sides for one in people_of(asked.text(name), role, name)]
    applicants = sum(one.role is PartyRole.APPLICANT for one in people)
    new = NewCase(
        source="window",
        source_id=f"page-{asked.text('key') or uuid4().hex}",
        window=asked.text("window"),
        channel=word(Channel, asked, "channel"),
        matter=word(Matter, asked, "matter"),
        category=word(Category, asked, "category"),
        claim=asked.text("claim"),
        parties=tuple(people),
        people_count=whole(asked, "people_count") or max(1, applicants),
        amount_fen=fen(asked.text("amount"), "amount"),
        flags=tuple(named(Flag, one, "flags") for one in several(asked, "flags")),
        accused=several(asked, "accused"),
        incident=asked.text("incident") or None,
    )
    taken = await parts.cases.intake.register(new, caller())
    words = reader.words
    says = words("已登记：{code}", code=taken.case.code)
    if taken.earlier:
        says += words("；同一当事人或同一事件的其他案件：{codes}", codes="、".join(taken.earlier))
    return office.Told(says, card=None)
