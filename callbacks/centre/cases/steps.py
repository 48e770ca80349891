"""Taking a step of a case by its form."""

import re

from callbacks import office
from callbacks.centre.cases.asked import day, fen
from callbacks.fields import maybe, several, whole
from domain.centre.cases.case import Level, Remedy
from domain.centre.cases.categories import Category
from domain.centre.cases.parties import Succession
from domain.centre.cases.petitions import Way
from domain.centre.limits.clocks import Ground
from domain.centre.loop.said import Said
from domain.centre.papers.dossier import Paper


def said(asked: office.Asked, zone_name: str) -> Said:
    """What is said with a step.

    Raises:
        InvalidError: a word, a number, a sum or a day is none.
    """
    return Said(
        text=asked.text("text"),
        body=asked.text("body") or None,
        clock=asked.text("clock") or None,
        way=maybe(Way, asked, "way"),
        level=maybe(Level, asked, "level"),
        leader=asked.text("leader") or None,
        remedy=maybe(Remedy, asked, "remedy"),
        amount_fen=fen(asked.text("amount"), "amount"),
        instalment=whole(asked, "instalment"),
        proof=asked.text("proof"),
        ground=maybe(Ground, asked, "ground"),
        longer=whole(asked, "longer"),
        paper=maybe(Paper, asked, "paper"),
        satisfaction=whole(asked, "satisfaction") or None,
        joined_to=asked.text("joined_to") or None,
        co_bodies=several(asked, "co_bodies"),
        clock_from=day(asked.text("clock_from"), "clock_from", zone_name),
        deputy=asked.text("deputy") or None,
        plan=asked.text("plan"),
        review_by=asked.text("review_by"),
        claim=asked.text("claim"),
        category=maybe(Category, asked, "category"),
        party_id=asked.text("party_id"),
        heirs=tuple(filter(None, re.split(r"[,，、;；\s]+", asked.text("heirs")))),
        succession=maybe(Succession, asked, "succession"),
    )
