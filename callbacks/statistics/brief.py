"""The morning brief of the day in the address."""

from typing import Any, Protocol

from dash import Dash, Input, Output

from callbacks.guarded import caller
from domain.access.callers import Caller
from domain.errors import OneScreenError
from domain.pages.pages import page_at
from domain.words import Catalogues, sentence
from layouts import ids as shell
from layouts.reader import read_reader
from layouts.statistics import brief, ids
from layouts.working import problem
from layouts.working_ids import LOCATION, READER


class Briefs(Protocol):
    """The part of operations/statistics/briefs.py that is read."""

    async def page(self, day: str, who: Caller) -> dict[str, Any]:
        """A brief with the days there are; `latest` is the newest."""
        ...


class Parts(Protocol):
    """What the product is made of, as far as this page asks for it."""

    catalogues: Catalogues
    briefs: Briefs


def register(app: Dash, parts: Parts) -> None:
    """Wire the brief to its operation."""

    @app.callback(
        output={
            "page": Output(ids.BRIEF_PAGE, "children"),
            "title": Output(shell.TITLE, "children"),
        },
        inputs={"pathname": Input(LOCATION, "pathname"), "kept": Input(READER, "data")},
    )
    async def show_brief(pathname: str | None, kept: Any) -> Any:
        words = read_reader(kept, parts.catalogues).words
        found = page_at(pathname or "")
        day = found.named.get("day", "latest") if found else "latest"
        try:
            body = await parts.briefs.page(day, caller())
        except OneScreenError as error:
            links = [(words("最近一份"), "/brief"), (words("回到一屏总览"), "/")]
            page = problem(words("没有可看的早报"), sentence(error, words), links)
            return {"page": page, "title": words("早报")}
        return {
            "page": brief.brief(body, body["district"], words),
            "title": brief.title(body["name"], words),
        }
