"""Editing the centre on a page: each press is one change, and each change one version."""

from typing import Any, Protocol

from dash import Dash

from callbacks import office
from callbacks.guarded import caller
from domain.access.access import may
from domain.centre.premises.edits import Entry, General, Part
from domain.errors import InvalidError
from domain.fields import as_choice
from domain.words import Catalogues
from layouts.centre.premises import editing as drawing
from layouts.reader import Reader
from operations.centre.premises.centres import Centres

MOST_VERSIONS = 20


class Parts(Protocol):
    """What the product is made of, as far as this page asks for it."""

    catalogues: Catalogues
    centres: Centres
    zone_name: str


def register(app: Dash, parts: Parts) -> None:
    """Wire the page to its operations."""

    @office.shows(app, parts, drawing.PAGE)
    async def show_premises(reader: Reader) -> Any:
        who = caller()
        standing = parts.centres.standing(who)
        versions = await parts.centres.versions(who)
        return drawing.premises(
            standing.version,
            parts.centres.its(),
            versions[:MOST_VERSIONS],
            reader,
            parts.zone_name,
            edits=may(who, "centre.edit"),
            seals=may(who, "centre.seal"),
        )

    @office.does(app, parts, drawing.PAGE)
    async def do_premises(asked: office.Asked, reader: Reader) -> office.Told:
        standing = await _change(parts.centres, asked)
        return office.Told(reader.words("已存为第 {version} 版", version=standing.version))


async def _change(centres: Centres, asked: office.Asked) -> Any:
    version, who, code = asked.whole("version"), caller(), asked.text("code")
    if asked.act == "general":
        return await centres.put_general(version, _general(asked), who)
    if asked.act == "seal":
        return await centres.seal_to(version, tuple(asked.text("sealed_to").split()), who)
    part = Part(as_choice(asked.text("part"), "part", [one.value for one in Part]))
    if asked.act == "put":
        return await centres.put(version, part, _entry(asked), who)
    if asked.act in {"close", "reopen"}:
        is_closed = asked.act == "close"
        return await centres.close(version, part, code, is_closed=is_closed, caller=who)
    if asked.act == "remove":
        return await centres.remove(version, part, code, who)
    raise InvalidError(says="field_not_valid", field="act")


def _entry(asked: office.Asked) -> Entry:
    return Entry(
        code=asked.text("code"),
        name=asked.text("name"),
        zone=asked.text("zone"),
        staffing=asked.text("staffing"),
        clock=asked.text("clock"),
        phone=asked.text("phone"),
        is_judicial=asked.text("judicial") == "yes",
    )


def _general(asked: office.Asked) -> General:
    days = asked.text("reopened_within_days")
    if not (days.isascii() and days.isdigit() and len(days) <= 4):
        raise InvalidError(says="field_not_valid", field="reopened_within_days")
    return General(
        phone=asked.text("phone"),
        opens=asked.text("opens"),
        closes=asked.text("closes"),
        is_open_on_days_off=asked.text("open_on_days_off") == "yes",
        reopened_within_days=int(days),
    )
