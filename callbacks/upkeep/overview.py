"""The overview of administration, asked again every half minute."""

from typing import Any, Protocol

from dash import Dash, Input, Output

from callbacks.guarded import caller
from domain.access.access import granted
from domain.access.callers import Caller
from domain.errors import OneScreenError
from domain.words import Catalogues, sentence
from layouts.office import ids as office_ids
from layouts.reader import read_reader
from layouts.upkeep import ids, overview
from layouts.working import problem
from layouts.working_ids import READER
from operations.upkeep.journal_words import sentence as record_sentence
from operations.upkeep.overview import Seen

PAGE = "overview"


class Overview(Protocol):
    """The part of operations/upkeep/overview.py that is read."""

    async def tell(self, caller: Caller) -> Seen:
        """Everything of the page that concerns the caller."""
        ...


class Parts(Protocol):
    """What the product is made of, as far as this page asks for it."""

    catalogues: Catalogues
    overview: Overview
    zone_name: str


def register(app: Dash, parts: Parts) -> None:
    """Wire the overview to its operation."""

    @app.callback(
        Output(office_ids.body(PAGE), "children"),
        Input(ids.OVERVIEW_CLOCK, "n_intervals"),
        Input(READER, "data"),
    )
    async def show_overview(_count: Any, kept: Any) -> Any:
        reader = read_reader(kept, parts.catalogues)
        who = caller()
        try:
            seen = await parts.overview.tell(who)
        except OneScreenError as error:
            return problem(
                reader.words("这一页现在看不了"), sentence(error, reader.words), [("/", "/")]
            )
        says = [(one.record.at, record_sentence(one.record, reader.words)) for one in seen.changed]
        view = overview.View(seen, says, frozenset(granted(who)), reader, parts.zone_name)
        return overview.overview(view)
