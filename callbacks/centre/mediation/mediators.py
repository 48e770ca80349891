"""The page of mediators: looked through, opened, corrected, taken from a table."""

from typing import Any, Protocol

from dash import Dash, Output

from callbacks import office
from callbacks.fields import maybe, several, whole, word
from callbacks.guarded import caller
from callbacks.tables import takes_table, template
from domain.access.access import may
from domain.centre.mediation.case_mediation import PoolPage
from domain.centre.mediation.mediators import Mediator, PoolLevel, PoolState, Sex, Source
from domain.centre.mediation.pool_table import COLUMNS
from domain.errors import InvalidError
from domain.words import Catalogues
from layouts.centre.mediation import pool as drawing
from layouts.centre.mediation.pool_ids import FILE, LOADED, PAGE, UPLOAD
from layouts.reader import Reader
from operations.centre.mediation.mediation import Mediation


class Parts(Protocol):
    """What the product is made of, as far as this page asks for it."""

    catalogues: Catalogues
    mediation: Mediation


# What only shows something.
_SHOW = frozenset({"find", "open"})


def register(app: Dash, parts: Parts) -> None:
    """Wire the page to its operations."""

    @office.shows(app, parts, PAGE)
    async def show_pool(reader: Reader) -> Any:
        who = caller()
        page = await parts.mediation.pool.page(who)
        return drawing.pool(page, reader, may_manage=may(who, "mediators.manage"))

    @office.does(app, parts, PAGE, file=Output(FILE, "data"))
    async def do_mediator(asked: office.Asked, reader: Reader) -> office.Told:
        if asked.act in _SHOW:
            return await _shown(parts, asked, reader)
        if asked.act == "template":
            return template("mediators.csv", COLUMNS)
        if asked.act == "save":
            saved = await parts.mediation.pool.save(_told(asked), caller())
            again = office.Asked({"mediator": saved.mediator_id})
            says = reader.words("已保存：{number}", number=saved.mediator_id)
            return office.Told(says, card=await _card(parts, again, reader))
        if asked.act == "state":
            state = word(PoolState, asked, "state")
            number, why = asked.text("mediator"), asked.text("reason")
            await parts.mediation.pool.set_state(number, state, why, caller())
            return office.Told(reader.words("已登记"), card=await _card(parts, asked, reader))
        raise InvalidError(says="field_not_valid", field="act")

    @office.redraws(app, parts, PAGE, _again)
    async def redraw_mediator(asked: office.Asked, reader: Reader) -> office.Told:
        return await _shown(parts, asked, reader)

    @takes_table(app, parts, PAGE, upload=UPLOAD, says=LOADED)
    async def load_pool(raw: bytes, reader: Reader) -> str:
        taken = await parts.mediation.pool.load(raw, caller())
        return reader.words("已导入 {rows} 行，其中新登记 {new} 人", **taken)


async def _shown(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    """Those who were looked for, or one of them."""
    if asked.act == "open":
        return office.Told(card=await _card(parts, asked, reader), is_changed=False)
    page = await parts.mediation.pool.page(caller())
    return office.Told(card=drawing.found(_found(page, asked), page, reader), is_changed=False)


def _again(asked: office.Asked) -> dict[str, str] | None:
    """What shows the same; of somebody who was just registered no question knows the number."""
    if asked.act in _SHOW:
        return asked.same()
    number = asked.text("mediator")
    is_about = asked.act in {"save", "state"} and number
    return {"act": "open", "mediator": number} if is_about else None


async def _card(parts: Parts, asked: office.Asked, reader: Reader) -> Any:
    who = caller()
    held = await parts.mediation.pool.one(asked.text("mediator"), who)
    houses = parts.mediation.pool.houses
    return drawing.mediator(held, houses, reader, may_manage=may(who, "mediators.manage"))


def _found(page: PoolPage, asked: office.Asked) -> list[Mediator]:
    q, skill, town = asked.text("q"), asked.text("skill"), asked.text("town")
    group = asked.text("group")
    source, state = maybe(Source, asked, "source"), maybe(PoolState, asked, "state")
    return [
        one
        for one in page.mediators
        if (not q or q in (one.name or "") or q.upper() == one.mediator_id)
        and (not skill or skill in one.skills)
        and (not town or one.serves(town))
        and (not group or group in one.groups)
        and (source is None or one.source is source)
        and (state is None or one.state is state)
    ]


def _told(asked: office.Asked) -> Mediator:
    return Mediator(
        mediator_id=asked.text("mediator"),
        level=word(PoolLevel, asked, "level"),
        source=word(Source, asked, "source"),
        sex=word(Sex, asked, "sex"),
        birth_year=whole(asked, "birth_year"),
        skills=several(asked, "skills"),
        pool=asked.text("pool") or None,
        dialects=tuple(dict.fromkeys(asked.text("dialects").split())),
        towns=several(asked, "towns"),
        days=several(asked, "days"),
        groups=several(asked, "groups"),
        room=asked.text("room") or None,
        account=asked.text("account") or None,
        term_from=asked.text("term_from") or None,
        term_until=asked.text("term_until") or None,
        works_with_minors=asked.text("works_with_minors") == "yes",
        training_hours=whole(asked, "training_hours"),
        name=asked.text("name"),
        phone=asked.text("phone") or None,
    )
