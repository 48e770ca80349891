"""The queue of cases as its reader asks for it: a view, a search, a page of it."""

from typing import Any, Protocol

from callbacks import office
from callbacks.centre.person.calls import may_call
from callbacks.guarded import address, caller
from domain.access.access import may
from domain.centre.cases.views import Order, View
from domain.fields import as_choice
from layouts.centre.cases.queue import Looked, Queue, queue
from layouts.centre.person.calls import VIEW_NAME
from layouts.reader import Reader
from operations.centre.cases.cases import Cases
from operations.centre.cases.exports import MEDIA
from operations.centre.cases.looking import CaseFilter, looked_for
from operations.centre.person.calling import Calling

LISTED = 50


class Parts(Protocol):
    """What the product is made of, as far as the queue asks for it."""

    calling: Calling
    cases: Cases
    zone_name: str


async def queue_of(parts: Parts, asked: office.Asked, reader: Reader) -> Any:
    """The queue, by what is due first; what is looked for may be closed too: the newest first."""
    who, cases = caller(), parts.cases
    looked = _looked(asked)
    wanted = _wanted(looked)
    takes_in = may(who, "cases.register")
    calls = await parts.calling.due(who) if may_call(who) else None
    return queue(
        Queue(
            page=await cases.looking.page(who, wanted, cursor=looked.cursor or None, limit=LISTED),
            counts=await cases.looking.counts(who),
            looked=looked,
            reminders=await cases.reminders.all(who),
            centre=cases.centre(who),
            takes_in=takes_in,
            calls=calls,
            shows_calls=calls is not None and asked.text("view") == VIEW_NAME and not looked.q,
            has_draft=takes_in and bool(await cases.offering.typed(who)),
        ),
        reader,
        parts.zone_name,
    )


async def export_of(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    """What the queue shows, whole, as a file."""
    kind = as_choice(asked.text("kind"), "kind", MEDIA)
    name, content = await parts.cases.exports.table_for_page(
        kind, _wanted(_looked(asked)), caller(), reader.words, address=address()
    )
    file = office.download(name, content, MEDIA[kind])
    return office.Told(is_changed=False, more={"file": file})


def _looked(asked: office.Asked) -> Looked:
    return Looked(_view(asked.text("view")), asked.text("q"), asked.text("cursor"))


def _wanted(looked: Looked) -> CaseFilter:
    view = View.ALL if looked.q else looked.view
    order = Order.NEWEST if looked.q else Order.DUE
    return looked_for(looked.q, is_open=not looked.q, view=view, order=order)


def _view(text: str) -> View:
    return View(text) if text in {one.value for one in View} else View.ALL
