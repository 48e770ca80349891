"""The queue of cases as its reader asks for it: a view, a search, a page of it."""

from typing import Any, Protocol

from callbacks import office
from callbacks.centre.person.calls import may_call
from callbacks.guarded import caller
from domain.access.access import may
from domain.centre.cases.views import Order, View
from layouts.centre.cases.queue import Looked, Queue, queue
from layouts.centre.person.calls import VIEW_NAME
from layouts.reader import Reader
from operations.centre.cases.cases import Cases
from operations.centre.cases.looking import looked_for
from operations.centre.person.calling import Calling

LISTED = 50


class Parts(Protocol):
    """What the product is made of, as far as the queue asks for it."""

    calling: Calling
    cases: Cases
    zone_name: str


async def queue_of(parts: Parts, asked: office.Asked, reader: Reader) -> Any:
    """The queue, by what is due first; what is looked for may be closed as well."""
    who, cases = caller(), parts.cases
    looked = Looked(_view(asked.text("view")), asked.text("q"), asked.text("cursor"))
    wanted = looked_for(
        looked.q, is_open=not looked.q, view=View.ALL if looked.q else looked.view, order=Order.DUE
    )
    takes_in = may(who, "cases.register")
    calls = may_call(who) and asked.text("view") == VIEW_NAME and not looked.q
    return queue(
        Queue(
            page=await cases.looking.page(who, wanted, cursor=looked.cursor or None, limit=LISTED),
            counts=await cases.looking.counts(who),
            looked=looked,
            reminders=await cases.reminders.all(who),
            centre=cases.centre(who),
            takes_in=takes_in,
            may_call=may_call(who),
            calls=await parts.calling.due(who) if calls else None,
            has_draft=takes_in and bool(await cases.offering.typed(who)),
        ),
        reader,
        parts.zone_name,
    )


def _view(text: str) -> View:
    return View(text) if text in {one.value for one in View} else View.ALL
