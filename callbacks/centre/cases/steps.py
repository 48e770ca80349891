"""Taking a step of a case by its form."""

from callbacks import office
from callbacks.centre.cases.asked import fen, instalments, maybe, whole
from domain.centre.cases.agreements import Form
from domain.centre.cases.case import Level, Remedy
from domain.centre.cases.petitions import Way
from domain.centre.limits.clocks import Ground
from domain.centre.loop.said import Said
from domain.centre.papers.dossier import Paper


def said(asked: office.Asked) -> Said:
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
        mediators=tuple(dict.fromkeys(asked.text("mediators").split())),
        remedy=maybe(Remedy, asked, "remedy"),
        has_consent=asked.text("has_consent") == "yes",
        is_apart=asked.text("is_apart") == "yes",
        room=asked.text("room") or None,
        form=maybe(Form, asked, "form"),
        agreement=asked.text("agreement"),
        amount_fen=fen(asked.text("amount"), "amount"),
        instalments=instalments(asked.text("instalments")),
        instalment=whole(asked, "instalment"),
        proof=asked.text("proof"),
        ground=maybe(Ground, asked, "ground"),
        longer=whole(asked, "longer"),
        paper=maybe(Paper, asked, "paper"),
        satisfaction=whole(asked, "satisfaction") or None,
        joined_to=asked.text("joined_to") or None,
    )
