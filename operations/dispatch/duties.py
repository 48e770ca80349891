"""The roster around now, held in memory for those who choose units."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo

from domain.dispatch.shifts import THREE_SHIFTS, Shift, Stretch, shift_span, stretches
from operations.clock import utc_now
from operations.threads import Work
from store import Store

Duties = Mapping[str, Sequence[Stretch]]
# A stretch that runs since the day before yesterday is longer than any duty may be.
DAYS = (-1, 0, 1)


class DutyBoard:
    """Reads the roster again when it has changed, or another day has begun."""

    def __init__(
        self,
        store: Store,
        work: Work,
        zone: tzinfo,
        *,
        shifts: Sequence[Shift] = THREE_SHIFTS,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store = store
        self._work = work
        self._zone = zone
        self._shifts = shifts
        self._now = now
        self._read: tuple[date, int] | None = None
        self.duties: Duties = {}

    async def refresh(self) -> None:
        """Bring `duties` up to date; one small question when nothing has changed."""
        await self._work.read(self._refresh)

    def _refresh(self) -> None:
        today = self._now().astimezone(self._zone).date()
        days = [today + timedelta(days=step) for step in DAYS]
        first, last = days[0], days[-1]
        newest = self._store.newest_seq("duty", first, last)
        if self._read == (today, newest):
            return
        found: dict[str, list[Stretch]] = defaultdict(list)
        for record in self._store.newest_of_days("duty", first, last) if newest else ():
            if not record.state.get("is_removed"):
                day = date.fromisoformat(record.state["day"])
                span = shift_span(day, record.state["shift"], self._zone, self._shifts)
                if span is not None:
                    found[record.state["unit_id"]].append(span)
        self.duties = {unit_id: stretches(spans) for unit_id, spans in found.items()}
        self._read = today, newest
