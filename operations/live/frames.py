"""The messages of the live socket, encoded once for all screens that are in step. No I/O."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, NamedTuple

import orjson

from domain.dispatch.units import Fix
from domain.incidents.incidents import INCIDENT
from domain.incidents.ties import has_ties, state_ties_seen
from domain.kind import DEPARTMENT, Owned
from domain.kinds import KINDS
from domain.live.records import Record, to_wire
from domain.moments import to_iso, to_ms
from domain.reach import State
from operations.live.picture import Picture
from operations.live.positions import PositionBoard
from operations.live.ring import Entry, Ring
from operations.live.views import Followed, ViewClass, kinds_of, reach_of, sees, state_for

logger = logging.getLogger(__name__)
MOST_RECORDS = 1000
MOST_STATES = 40_000


class Step(NamedTuple):
    """A message, and how far it brings a client; `text` is None when there is nothing to say."""

    text: str | None
    seq: int
    tick: int | None


class Frames:
    """Encodes what a view class may see of the picture, the ring and the board.

    Screens in step ask the same question and are handed the very same text. Answers are kept
    until the journal or the board moves on, snapshots for `snapshot_shared_s` at most, because
    they carry the server's clock.

    Args:
        picture: the present state of every live entity.
        ring: the newest records.
        board: the newest fixes.
        clock: the present moment, aware UTC.
        snapshot_shared_s: how long joiners share one snapshot.
    """

    def __init__(
        self,
        picture: Picture,
        ring: Ring,
        board: PositionBoard,
        *,
        clock: Callable[[], datetime],
        snapshot_shared_s: float = 1.0,
    ) -> None:
        self.encodings = 0
        self._picture = picture
        self._ring = ring
        self._board = board
        self._clock = clock
        self._snapshot_shared_s = snapshot_shared_s
        self._basis: tuple[str | None, int] = (None, 0)
        self._stamp = (0, 0)
        self._frames: dict[tuple[ViewClass, int, int | None], Step] = {}
        self._positions: dict[tuple[ViewClass, int | None], list[orjson.Fragment]] = {}
        self._snapshots: dict[ViewClass, tuple[datetime, Step]] = {}
        self._beat: tuple[int, int, str] = (0, 0, "")
        # (role, is_masked, seq) → the state as that audience sees it.
        self._states: dict[tuple[str, bool, int], bytes | None] = {}
        self._followed = Followed()

    def _freshen(self) -> None:
        """Let go of what the journal, an erasure or the board has made void."""
        basis = (self._picture.epoch, self._ring.erasures)
        if basis != self._basis:
            self._basis = basis
            self._snapshots.clear()
            self._states.clear()
            self._followed.clear()
            self._stamp = (-1, -1)
        stamp = (self._ring.seq, self._board.closed_tick)
        if stamp != self._stamp:
            self._stamp = stamp
            self._frames.clear()
            self._positions.clear()

    def snapshot(self, view: ViewClass) -> Step:
        """All that is live, for a screen that holds nothing."""
        self._freshen()
        now = self._clock()
        kept = self._snapshots.get(view)
        if kept and kept[1].seq == self._ring.seq and self._is_young(kept[0], now):
            return kept[1]
        step = Step(self._encode_snapshot(view, now), self._ring.seq, self._board.closed_tick)
        self._snapshots = {
            other: held for other, held in self._snapshots.items() if self._is_young(held[0], now)
        }
        self._snapshots[view] = (now, step)
        return step

    def _is_young(self, made_at: datetime, now: datetime) -> bool:
        return 0 <= (now - made_at).total_seconds() < self._snapshot_shared_s

    def _encode_snapshot(self, view: ViewClass, now: datetime) -> str:
        body = {
            "epoch": self._picture.epoch,
            "seq": self._ring.seq,
            "at": to_iso(now),
            "entities": {kind: self._states_of(view, kind) for kind in kinds_of(view)},
            "positions": self._rows(view, None),
        }
        return self._encode({"snapshot": body})

    def _states_of(self, view: ViewClass, kind: str) -> dict[str, orjson.Fragment]:
        return {
            entity_id: orjson.Fragment(state)
            for entity_id, record in self._picture.entities.get(kind, {}).items()
            if self._sees(view, record) and (state := self._state(view, record))
        }

    def _sees(self, view: ViewClass, record: Record) -> bool:
        return sees(view, record.kind, reach_of(record, self._picture.entities))

    def _saw(self, view: ViewClass, entry: Entry) -> bool:
        """Whether the entity was in the view before this record, as far as one knows."""
        return entry.had_past and sees(view, entry.record.kind, entry.reach_before)

    def frame(self, view: ViewClass, from_seq: int, from_tick: int | None) -> Step:
        """What is new after a cursor, at most `MOST_RECORDS` records of it.

        Args:
            view: who asks.
            from_seq: the last record the client has; the ring must hold it.
            from_tick: the last position tick it has been told; None: send every newest fix.

        Returns:
            The step to the newest record and tick, or, where records are left over, to the last
            one of this frame; positions come with the last frame.
        """
        self._freshen()
        key = (view, from_seq, from_tick)
        step = self._frames.get(key)
        if step is None:
            step = self._frames[key] = self._make_frame(view, from_seq, from_tick)
        return step

    def _make_frame(self, view: ViewClass, from_seq: int, from_tick: int | None) -> Step:
        entries = self._ring.after(from_seq, MOST_RECORDS)
        if self._hands_over(view, entries):
            return self.snapshot(view)
        seq = from_seq + len(entries)
        is_last = seq == self._ring.seq
        rows = self._rows(view, from_tick) if is_last else []
        tick = self._board.closed_tick if is_last else from_tick
        if not entries and not rows and from_tick is not None:
            return Step(None, seq, self._board.closed_tick)
        records = [wire for entry in entries if (wire := self._wire(view, entry)) is not None]
        text = self._encode({"from": from_seq, "seq": seq, "records": records, "positions": rows})
        return Step(text, seq, tick)

    def _hands_over(self, view: ViewClass, entries: Iterable[Entry]) -> bool:
        """Whether what says itself who sees it comes or leaves: what hangs on it goes too."""
        return any(
            self._saw(view, entry) != self._sees(view, entry.record)
            for entry in entries
            if entry.had_past and _is_handed(view, entry.record.kind)
        )

    def beat(self, number: int) -> str:
        """The sign of life `number`, for a client that has every record."""
        if self._beat[:2] != (number, self._ring.seq):
            text = self._encode({"beat": to_iso(self._clock()), "seq": self._ring.seq})
            self._beat = (number, self._ring.seq, text)
        return self._beat[2]

    def _encode(self, message: dict[str, Any]) -> str:
        self.encodings += 1
        return orjson.dumps(message).decode()

    def _rows(self, view: ViewClass, from_tick: int | None) -> list[orjson.Fragment]:
        """Position rows a view may see, encoded, as a list of none or one joined piece."""
        key = (view, from_tick)
        rows = self._positions.get(key)
        if rows is None:
            rows = self._positions[key] = self._make_rows(view, from_tick)
        return rows

    def _make_rows(self, view: ViewClass, from_tick: int | None) -> list[orjson.Fragment]:
        board, units = self._board, self._picture.entities["unit"]
        may_follow = self._followed.by(view)
        fixes: Iterable[Fix] = (
            board.newest.values()
            if from_tick is None
            else board.changed(from_tick, board.closed_tick)
        )
        told = [
            to_row(fix)
            for fix in fixes
            if (unit := units.get(fix.unit_id)) is not None and may_follow(unit)
        ]
        # One fragment holding "a,b,c": orjson writes it between the brackets of the list.
        return [orjson.Fragment(orjson.dumps(told)[1:-1])] if told else []

    def _wire(self, view: ViewClass, entry: Entry) -> dict[str, Any] | None:
        """A record as a view is told it: its state, that it is gone, or (None) not at all."""
        record = entry.record
        if self._sees(view, record):
            state = self._state(view, record)
            return to_wire(record, {}) | {"state": orjson.Fragment(state)} if state else None
        if self._saw(view, entry):
            return to_wire(record, {}) | {"action": "gone", "state": None}
        return None

    def _with_ties(self, view: ViewClass, record: Record) -> bytes | None:
        """The state of an incident that names others: those this very view sees."""

        def state_of(number: str) -> State | None:
            held = self._picture.entities[record.kind].get(number)
            return held.state if held else None

        state = state_for(view, record)
        return orjson.dumps(state_ties_seen(state, view, state_of)) if state else None

    def _state(self, view: ViewClass, record: Record) -> bytes | None:
        """The encoded state for an audience, the same everywhere; None when it cannot be told."""
        if _has_ties(record):
            return self._with_ties(view, record)
        key = (view.role, view.is_masked, record.seq)
        if key not in self._states:
            if len(self._states) >= MOST_STATES:
                self._states.clear()
            self._states[key] = _encode_state(ViewClass(view.role, None, view.is_masked), record)
        return self._states[key]


def _has_ties(record: Record) -> bool:
    return record.kind == INCIDENT.name and has_ties(record.state)


def _is_handed(view: ViewClass, kind: str) -> bool:
    """Whether a record of a kind decides for the view who sees what hangs on it."""
    declared = KINDS.get(kind)
    if declared is None:
        return False
    rule = declared.audience
    is_owned = view.role == DEPARTMENT and rule.owned is Owned.ITSELF
    return is_owned or rule.named is not None


def _encode_state(view: ViewClass, record: Record) -> bytes | None:
    """One record nobody can read must not stop the others: it is left out, and named."""
    try:
        return orjson.dumps(state_for(view, record))
    except (KeyError, TypeError, ValueError, AttributeError):
        logger.exception("record %d (%s) cannot be sent to screens", record.seq, record.kind)
        return None


def to_row(fix: Fix) -> tuple[Any, ...]:
    """A fix as the socket sends it: ~0.1 m, 0.1 km/h, 0.1°; a 1 at the end marks invented ones."""
    row = (
        fix.unit_id,
        round(fix.lat, 6),
        round(fix.lon, 6),
        to_ms(fix.at),
        None if fix.speed_kmh is None else round(fix.speed_kmh, 1),
        None if fix.bearing_deg is None else round(fix.bearing_deg, 1),
    )
    return (*row, 1) if fix.is_mock else row
