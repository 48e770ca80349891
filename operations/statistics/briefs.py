"""The morning brief of yesterday: written once at its hour, kept, and caught up after a pause."""

import asyncio
import logging
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

from domain.access.access import may, require
from domain.access.callers import Caller
from domain.access.scope import EVERYTHING, scope_of
from domain.errors import InvalidError, NotFoundError
from domain.moments import to_iso
from domain.statistics.briefs import Brief, days_due
from operations.loops import LoggedOnce
from operations.maps.areas import Areas
from operations.statistics import brief_words
from operations.statistics.area_exports import AreaExports
from operations.statistics.area_statistics import AreaStatistics, Behind, Question
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction

if TYPE_CHECKING:  # imported with the first paper
    from operations.prints import paper as papers

log = logging.getLogger(__name__)
ACTOR = "brief"
LOOK_EVERY_S = 20.0
WRITER = Caller(actor=ACTOR, role="leader")
GRAVE = (1, 2)
LISTED = 60


class Briefs:
    """Writes briefs at their hour and reads them back.

    Args:
        store: where they are kept.
        work: runs reads and writes off the event loop.
        areas: the map, for the names of places.
        statistics: where the figures come from.
        exports: what a paper says at its foot.
        hour: the district's hour at which yesterday's is written; None writes none.
    """

    def __init__(
        self,
        *,
        store: Store,
        work: Work,
        areas: Areas,
        statistics: AreaStatistics,
        exports: AreaExports,
        hour: time | None,
    ) -> None:
        self._store = store
        self._work = work
        self._areas = areas
        self._statistics = statistics
        self._exports = exports
        self._hour = hour
        self._failures = LoggedOnce(
            log,
            "the morning brief cannot be written; trying again until it can",
            "the morning brief is written again",
        )

    async def run(self) -> None:
        """Write what is due until cancelled; a failure is said once and tried again."""
        while True:
            with self._failures:
                await self.make_due()
            await asyncio.sleep(LOOK_EVERY_S)

    async def make_due(self) -> list[date]:
        """Write every brief that is due; the days that were written here."""
        if self._hour is None:
            return []
        made = set(await self._work.read(lambda: self._store.brief_days(LISTED)))
        first = await self._work.read(lambda: self._store.first_day(self._areas.district.code))
        due = days_due(self._statistics.now(), self._hour, self._statistics.zone, made, first)
        return [day for day in due if await self._make(day)]

    async def _make(self, day: date) -> bool:
        """Write the brief of a day unless another process was faster."""
        body = await self._document(day, WRITER)
        brief = Brief(day, self._statistics.now(), body)

        def write(tx: Transaction) -> bool:
            return tx.put_brief(brief, actor=ACTOR)

        is_mine = await in_transaction(self._store, self._work, write)
        if is_mine:
            log.info("the morning brief of %s is written", day)
        return is_mine

    async def _document(self, day: date, reader: Caller) -> dict[str, Any]:
        """What is told of a day, of what the reader sees."""
        code = reader.area or self._areas.district.code
        before = (day - timedelta(days=1)).isoformat()
        question = Question(
            code,
            period="custom",
            since=day.isoformat(),
            until=day.isoformat(),
            versus_since=before,
            versus_until=before,
        )
        figures = await self._statistics.body(question, reader)
        week = await self._statistics.counted(
            code, day - timedelta(days=7), day - timedelta(days=1), reader
        )
        page = await self._statistics.rows(question, Behind(severities=GRAVE), reader, limit=100)
        grave = [(one, self._place(one.area_code)) for one in page.found]
        return brief_words.document(figures, week, grave, day)

    def _place(self, code: str) -> str:
        return " ".join(str(one["name"]) for one in self._areas.path(code)[1:])

    # reading --------------------------------------------------------------------------------

    async def days(self) -> list[str]:
        """The days that have a brief, newest first."""
        return [
            day.isoformat() for day in await self._work.read(lambda: self._store.brief_days(LISTED))
        ]

    async def page(self, text: str, caller: Caller) -> dict[str, Any]:
        """A brief with what its page needs beside it.

        Raises:
            NotAllowedError: the caller may read none.
            InvalidError: not a day.
            NotFoundError: the day has none.
        """
        require(caller, "area.see")
        brief = await self.brief(text, caller)
        return {
            "day": brief.day.isoformat(),
            "made_at": to_iso(brief.made_at),
            "days": await self.days(),
            "is_kept": scope_of(caller) == EVERYTHING,
            "may_export": may(caller, "export"),
            "name": self._areas.district.name,
            "district": self._areas.district.code,
            "zone": str(self._statistics.zone),
            **brief.body,
        }

    async def brief(self, text: str, caller: Caller) -> Brief:
        """The brief of a day, or the newest for `latest`, of what the caller sees.

        The one that was kept is of the whole district. Whoever sees a part of it reads one of
        that part, counted as they ask.

        Raises:
            InvalidError: not a day.
            NotFoundError: the day has none.
        """
        if text == "latest":
            days = await self.days()
            if not days:
                raise NotFoundError(says="no_brief_yet", field="day")
            text = days[0]
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise InvalidError(says="day_wrong", field="day") from None
        found = await self._work.read(lambda: self._store.brief(day))
        if found is None:
            raise NotFoundError(says="no_brief", day=day, field="day")
        if scope_of(caller) == EVERYTHING:
            return found
        return Brief(day, self._statistics.now(), await self._document(day, caller))

    async def paper(self, text: str, caller: Caller) -> tuple[str, bytes]:
        """The brief of a day as a paper: its name and its bytes."""
        brief = await self.brief(text, caller)
        imprint = self._exports.imprint(caller)
        made = await self._work.read(lambda: brief_paper(brief, imprint))
        return f"早报-{brief.day}.pdf", made


def brief_paper(brief: Brief, imprint: "papers.Imprint") -> bytes:
    """A brief as a paper."""
    from operations.prints import paper as papers

    papers.prepare()
    body = brief.body
    # those kept before sentences were patterns are plain words
    story = [
        papers.said([one if isinstance(one, str) else one["text"] for one in body["sentences"]])
    ]
    for section in body["sections"]:
        story.append(papers.heading(section["title"]))
        if section["rows"]:
            story.append(papers.table(section["header"], section["rows"]))
        else:
            story.append(papers.text(section.get("empty", "没有记录。"), is_second=True))
    return papers.paper(body["title"], body["subtitle"], story, imprint)
