"""Where everybody is: the newest fix of each unit, cheap to change and saved beside the facts."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import NamedTuple, Protocol

from domain.dispatch.units import SIMULATOR, Fix, simulator_may_move
from operations.live.late_fixes import LateFixes
from operations.loops import LoggedOnce
from operations.threads import Work

logger = logging.getLogger(__name__)
AHEAD_AT_MOST = timedelta(minutes=5)
SAVED_AT_ONCE = 500

SavedFix = tuple[Fix, bool, str]


class FixKeeper(Protocol):
    """The part of the store that keeps positions."""

    def save_fixes(self, fixes: Sequence[SavedFix]) -> None:
        """Keep the newest fix of each unit: (fix, made by the demo, source)."""

    def save_late_fixes(self, fixes: Sequence[SavedFix]) -> None:
        """Put fixes into the tracks that came after newer ones of their unit."""

    def fixes(self) -> list[tuple[Fix, str]]:
        """The newest fix of each unit with its source."""


class Moved(NamedTuple):
    """What became of a batch of fixes.

    Attributes:
        taken: fixes that became a unit's newest.
        ignored: older than what is held, from the future, or simulated for a unit that is real.
        unknown: fixes of ids that are no unit; the caller may hold them for adoption.
    """

    taken: int
    ignored: int
    unknown: list[Fix]


class PositionBoard:
    """The newest fix of each unit; latest wins, nothing is numbered, nothing queues.

    Touched on the event loop only. A *tick* groups changes between two position frames: every
    change carries the open tick's number, `close_tick` ends it, and `changed` names the units
    that changed in a span of ticks, newest fix only.

    Args:
        keeper: where fixes are saved.
        work: saves off the event loop, in a lane of its own.
        units: the ids that are units; usually `picture.entities["unit"]`.
        clock: the present moment, aware UTC.
        save_every_s: seconds between two savings.
    """

    def __init__(
        self,
        keeper: FixKeeper,
        work: Work,
        units: Collection[str],
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        save_every_s: float = 1.0,
    ) -> None:
        self.newest: dict[str, Fix] = {}
        self._keeper = keeper
        self._work = work
        self._units = units
        self._clock = clock
        self._save_every_s = save_every_s
        self._origins: dict[str, tuple[bool, str]] = {}
        self._last_real_at: dict[str, datetime] = {}
        # unit_id → tick of its last change, in the order of change: a frame walks it backwards
        # and stops at the first unit it has told before.
        self._ticks: dict[str, int] = {}
        self._tick = 1
        self._has_news = False
        self._unsaved: dict[str, Fix] = {}
        self.late = LateFixes()
        self._watched: list[set[str]] = []
        self._on_news: Callable[[], None] = lambda: None
        self._saver: asyncio.Task[None] | None = None
        self._saving = LoggedOnce(
            logger,
            "positions cannot be saved; trying again until they can",
            "positions are saved again",
        )

    def watch(self) -> set[str]:
        """The units whose newest fix changes from now on, and all that have one.

        The caller empties it; it never holds more than the ids of all units.
        """
        moved = set(self.newest)
        self._watched.append(moved)
        return moved

    def on_news(self, notify: Callable[[], None]) -> None:
        """Call `notify` when an open tick gets its first change."""
        self._on_news = notify

    def update(self, fixes: Iterable[Fix], *, source: str, simulated: bool = False) -> Moved:
        """Take fixes in, on the event loop; about a microsecond each.

        An older fix never moves a marker back; a real one waits for the track, as does one that
        a newer one overtakes before it is saved. A simulated fix is ignored for ten minutes after
        a real one; a real fix of the last ten minutes replaces a simulated one of any age.
        """
        now = self._clock()
        latest = now + AHEAD_AT_MOST
        origin = (simulated, source)
        taken = ignored = 0
        unknown: list[Fix] = []
        moved: list[str] = []
        units, newest, ticks, tick = self._units, self.newest, self._ticks, self._tick
        unsaved = self._unsaved
        for fix in fixes:
            unit_id = fix.unit_id
            if unit_id not in units:
                unknown.append(fix)
                continue
            held = newest.get(unit_id)
            if fix.at > latest or (held and not self._may_move(held, fix, simulated, now)):
                ignored += 1
                if held is not None and fix.at < held.at and not simulated:
                    self.late.add(fix, source, now)
                continue
            taken += 1
            moved.append(unit_id)
            if unit_id in unsaved:
                self._overtake(unit_id, fix, now)
            newest[unit_id] = unsaved[unit_id] = fix
            self._origins[unit_id] = origin
            if not simulated:
                self._last_real_at[unit_id] = now
            ticks.pop(unit_id, None)
            ticks[unit_id] = tick
        if taken:
            for watched in self._watched:
                watched.update(moved)
            self._say_moved()
        return Moved(taken, ignored, unknown)

    def _may_move(self, held: Fix, fix: Fix, simulated: bool, now: datetime) -> bool:
        if simulated:
            real_at = self._last_real_at.get(fix.unit_id)
            return fix.at >= held.at and (real_at is None or simulator_may_move(real_at, now))
        return fix.at >= held.at or (
            self.is_simulated(fix.unit_id) and not simulator_may_move(fix.at, now)
        )

    def _overtake(self, unit_id: str, fix: Fix, now: datetime) -> None:
        """A newer fix comes before the last one is saved: of a real one the track is kept."""
        before, (was_simulated, source) = self._unsaved[unit_id], self._origins[unit_id]
        if not was_simulated and before.at < fix.at:
            self.late.add(before, source, now)

    def _mark(self, unit_id: str) -> None:
        self._ticks.pop(unit_id, None)
        self._ticks[unit_id] = self._tick
        self._say_moved()

    def _say_moved(self) -> None:
        if not self._has_news:
            self._has_news = True
            self._on_news()

    def is_simulated(self, unit_id: str) -> bool:
        """True when a unit's newest fix was invented by the demo."""
        return self._origins.get(unit_id, (False, ""))[0]

    def is_held(self, unit_id: str) -> bool:
        """True for ten minutes after a unit's last real fix: the simulator keeps away."""
        return not simulator_may_move(self._last_real_at.get(unit_id), self._clock())

    def tell_again(self, unit_id: str) -> None:
        """Send a unit's newest fix once more, as when it comes on duty and may be seen again."""
        if unit_id in self.newest:
            self._mark(unit_id)

    def forget(self, unit_id: str) -> None:
        """Let go of a unit's position, here; what is saved stays saved."""
        for held in (
            self.newest, self._origins, self._last_real_at, self._ticks, self._unsaved,
        ):  # fmt: skip
            held.pop(unit_id, None)
        self.late.forget(unit_id)
        for watched in self._watched:
            watched.add(unit_id)

    @property
    def closed_tick(self) -> int:
        """The newest tick whose changes may be told; 0 before the first."""
        return self._tick - 1

    def close_tick(self) -> int:
        """End the open tick and return its number; without changes the last number stays."""
        if self._has_news:
            self._has_news = False
            self._tick += 1
        return self.closed_tick

    def changed(self, after: int, until: int) -> list[Fix]:
        """The newest fix of units that last changed in ticks (after, until], newest first.

        A unit that changed again since `until` is left to the frame that tells its newer fix.
        """
        fixes: list[Fix] = []
        for unit_id, tick in reversed(self._ticks.items()):
            if tick <= after:
                break
            if tick <= until:
                fixes.append(self.newest[unit_id])
        return fixes

    async def start(self) -> None:
        """Read what was saved, then save what changes until `stop`."""
        for fix, source in await self._work.save(self._keeper.fixes):
            held = self.newest.get(fix.unit_id)
            if held is None or held.at < fix.at:
                self._restore(fix, source)
        self._saver = asyncio.create_task(self._keep_saving(), name="save positions")

    def _restore(self, fix: Fix, source: str) -> None:
        is_simulated = source == SIMULATOR
        self.newest[fix.unit_id] = fix
        self._origins[fix.unit_id] = (is_simulated, source)
        if not is_simulated:
            self._last_real_at[fix.unit_id] = fix.at
        for watched in self._watched:
            watched.add(fix.unit_id)
        self._mark(fix.unit_id)

    async def stop(self) -> None:
        """Save what is still unsaved and end."""
        if self._saver is not None:
            self._saver.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._saver
            self._saver = None
        await self.save()

    async def _keep_saving(self) -> None:
        while True:
            await asyncio.sleep(self._save_every_s)
            await self.save()

    async def save(self) -> bool:
        """Save every unsaved fix, in small batches; False when the store would not take them.

        What failed stays unsaved and is tried again: one fix for each unit, and what has come
        late, as far as it may wait.
        """
        waiting = list(self._unsaved)
        for start in range(0, len(waiting), SAVED_AT_ONCE):
            ids = waiting[start : start + SAVED_AT_ONCE]
            batch = [self._unsaved[unit_id] for unit_id in ids if unit_id in self._unsaved]
            rows = [(fix, *self._origins[fix.unit_id]) for fix in batch]
            with self._saving:
                await self._work.save(partial(self._keeper.save_fixes, rows))
            if self._saving.is_failing:
                return False
            self._saved(batch)
        return await self._save_late()

    async def _save_late(self) -> bool:
        """Put what came late into the tracks; behind what is newest."""
        for _ in range(len(self.late) // SAVED_AT_ONCE + 1):
            if not (rows := self.late.next(SAVED_AT_ONCE)):
                break
            with self._saving:
                await self._work.save(partial(self._keeper.save_late_fixes, rows))
            if self._saving.is_failing:
                return False
            self.late.saved(rows)
        return True

    def _saved(self, batch: Sequence[Fix]) -> None:
        """Cross off what was saved, unless a newer fix came meanwhile."""
        for fix in batch:
            if self._unsaved.get(fix.unit_id) is fix:
                del self._unsaved[fix.unit_id]

    def health(self) -> dict[str, int | bool]:
        """Units with a position, fixes not yet saved, and whether saving works."""
        return {
            "units": len(self.newest),
            "unsaved": len(self._unsaved),
            "late": len(self.late),
            "late_left_out": self.late.left_out,
            "is_saving": not self._saving.is_failing,
        }
