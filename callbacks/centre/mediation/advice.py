"""The page of advice: partners answer, opinions are asked for, given and archived."""

from typing import Any, Protocol

from dash import Dash

from callbacks import office
from callbacks.fields import word
from callbacks.guarded import caller
from domain.access.access import may
from domain.centre.mediation.opinions import Followed, Risk
from domain.errors import InvalidError
from domain.words import Catalogues
from layouts.centre.mediation import advice as drawing
from layouts.reader import Reader
from operations.centre.mediation.mediation import Mediation


class Parts(Protocol):
    """What the product is made of, as far as this page asks for it."""

    catalogues: Catalogues
    mediation: Mediation
    zone_name: str


def register(app: Dash, parts: Parts) -> None:
    """Wire the page to its operations."""

    @office.shows(app, parts, drawing.PAGE)
    async def show_advice(reader: Reader) -> Any:
        who = caller()
        opinions = await parts.mediation.opinions.all(who)
        if not may(who, "advice.give"):
            return drawing.for_askers(opinions, reader, parts.zone_name)
        asked = await parts.mediation.partners.mine(who)
        return drawing.for_partner(asked, opinions, reader, parts.zone_name)

    @office.does(app, parts, drawing.PAGE)
    async def do_advice(asked: office.Asked, reader: Reader) -> office.Told:
        who, words = caller(), reader.words
        opinions = parts.mediation.opinions
        if asked.act == "ask":
            subject, question = asked.text("subject"), asked.text("question")
            code = asked.text("case_code") or None
            await opinions.ask(subject, question, asked.text("adviser"), who, case_code=code)
        elif asked.act == "opine":
            risk = word(Risk, asked, "risk")
            await opinions.answer(asked.text("opinion"), asked.text("answer"), risk, who)
        elif asked.act == "archive":
            followed = word(Followed, asked, "followed")
            await opinions.archive(asked.text("opinion"), asked.text("decision"), followed, who)
        elif asked.act == "answer":
            text = asked.text("answer")
            await parts.mediation.partners.answer(asked.text("involvement"), text, who)
        else:
            raise InvalidError(says="field_not_valid", field="act")
        return office.Told(words("已登记"))
