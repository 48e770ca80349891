"""The store: facts with their journal, and beside them positions and refused messages."""

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import Engine, text

from domain.dispatch.units import Fix
from domain.live.records import Record
from domain.statistics.statistics import FigureRules
from domain.upkeep.subjects import Subject
from store.access.told_rows import row_hashes
from store.engine import empty_log, fault_of, reading, writing
from store.errors import StoreError
from store.group_commit import Outcome, Step, commit_together
from store.ingest.positions import Positions
from store.ingest.refusals import PendingDevice, PendingDevices, Quarantine, Quarantined
from store.live.high_water import HighWaterFile
from store.live.journal import Checked, read_head
from store.one_server import OneServer
from store.reads import FactReads
from store.transaction import Transaction
from store.upkeep import trimming
from store.upkeep.rows_check import first_strange
from store.upkeep.seals import Fault, Seal, SealFile, first_fault
from store.upkeep.telling import tell_first
from store.upkeep.thinning import Thinned, Thinning
from store.upkeep.trimming import Trimmed

logger = logging.getLogger(__name__)
Clock = Callable[[], datetime]
# Told the last number of a commit and its records; no records: the journal is to be read.
Heard = Callable[[int, Sequence[Record]], None]
T = TypeVar("T")


class Store(FactReads):
    """Everything kept. Made by `open_store`; synchronous; every method is safe from any thread."""

    def __init__(
        self,
        facts: Engine,
        beside: Engine,
        high_water: HighWaterFile,
        *,
        seals: SealFile,
        now: Clock,
        quarantine_limit: int,
        pending_device_limit: int,
        rules: FigureRules | None = None,
        held: OneServer | None = None,
    ) -> None:
        super().__init__(facts, rules)
        self._beside = beside
        self._high_water = high_water
        self._seals = seals
        self._sealing = threading.Lock()
        self._now = now
        self._writer = threading.Lock()
        self._writing_thread: int | None = None
        self._listeners: list[Heard] = []
        self._timers: list[Callable[[float], None]] = []
        self._positions = Positions(beside)
        self._thinning = Thinning(beside)
        self._quarantine = Quarantine(beside, quarantine_limit)
        self._devices = PendingDevices(beside, pending_device_limit)
        self._held = held
        self._is_closed = False

    # writing facts -------------------------------------------------------------------------

    @contextmanager
    def transaction(self, now: datetime | None = None) -> Iterator[Transaction]:
        """Rows and journal records, all or none; committed (and on disk) when the block ends.

        Args:
            now: what the records carry as `at`, for demo history and tests; never earlier than
                the last record.

        Raises:
            ConflictError: a constraint refused it; nothing was written.
            FullError: the disk is full; nothing was written.
            StoreError: the database failed or stayed locked by another process.
            RuntimeError: this thread is already in a transaction.
        """
        if self._writing_thread == threading.get_ident():
            raise RuntimeError("a transaction is open in this thread already")
        with self._writer:
            if self._held is not None and self._held.is_lost:
                raise StoreError("another server has taken the database: this one writes no more")
            self._writing_thread = threading.get_ident()
            try:
                with writing(self._engine, self._commit_took) as connection:
                    clock = self._now if now is None else lambda: now
                    tx = Transaction(connection, clock, self._rules)
                    yield tx
                    tx.finish()
            finally:
                self._writing_thread = None
            if tx.has_written:
                self._high_water.note(tx.head)
        if tx.has_written:
            self._announce(tx)

    def on_commit_time(self, callback: Callable[[float], None]) -> None:
        """Call back with the seconds every commit of facts took, from the thread that committed."""
        self._timers.append(callback)

    def _commit_took(self, seconds: float) -> None:
        for timer in self._timers:
            timer(seconds)

    def write_together(self, steps: Sequence[Step[T]]) -> list[Outcome[T]]:
        """Commit what several callers want at once; each has an outcome of its own.

        Args:
            steps: each reads and writes in the transaction it is handed, and may be run twice.

        Returns:
            An outcome a step, in their order. A value is handed out only when it is on disk.
        """
        return commit_together(self.transaction, steps)

    def on_commit(self, callback: Heard) -> None:
        """Call back with the last number and the records of every commit, on its thread.

        Not a promise: calls of two threads may overtake each other, and a large commit, or one
        that erases, comes without its records.
        """
        self._listeners.append(callback)

    def _announce(self, tx: Transaction) -> None:
        # The fact is committed: nothing from here on may make it look refused.
        try:
            records = tx.records if self._listeners else []
        except Exception:
            logger.exception("the records of commit %d cannot be handed on", tx.seq)
            records = []
        for listener in self._listeners:
            try:
                listener(tx.seq, records)
            except Exception:
                logger.exception("a listener failed after commit %d", tx.seq)

    def erase_private(self, kind: str, entity_id: str, actor: str) -> Record:
        """Erase the personal fields of an entity everywhere; returns the record that says so.

        Raises:
            NotFoundError: no such entity.
        """
        with self.transaction() as tx:
            record = tx.erase(kind, entity_id, actor=actor)
        self.empty_logs()
        return record

    def empty_logs(self) -> None:
        """Fold what was written into the files, so that what was erased is nowhere (SQLite)."""
        for engine in (self._engine, self._beside):
            if engine.dialect.name == "sqlite":
                empty_log(engine)

    def tell_sign_ins(self) -> None:
        """Tell every account and device once, in a journal older than their hashes.

        For whoever is about to change some: a server at its start, the command line.
        """
        with self.accounts() as rows:
            if not row_hashes(rows) or self.tells_sign_ins():
                return
        with self.transaction() as tx:
            tell_first(tx)

    # proof ---------------------------------------------------------------------------------

    def seal(self) -> bool:
        """Write down outside the database where the journal stands; False: it has not moved.

        Raises:
            OSError: the file of the seals cannot be written.
        """
        with self._sealing, reading(self._engine) as connection:
            return self._seals.add(read_head(connection), self._now())

    def first_fault(self, progress: Checked | None = None) -> Fault | None:
        """The first record, seal or row that is missing or was changed; None when all are sound.

        Reads the whole journal: for an administrator, not for a request. `progress` is told now
        and then the number of the record that was checked last.
        """
        with reading(self._engine) as connection:
            fault = first_fault(connection, self._seals, progress)
            return fault or first_strange(connection, None)

    # letting go ----------------------------------------------------------------------------

    def seal_before(self, moment: datetime) -> Seal | None:
        """The newest seal older than a moment; None when there is none."""
        return self._seals.newest_before(moment)

    def trim_to(self, seal: Seal) -> None:
        """Announce that everything up to a seal will go; what is still needed is written anew.

        Raises:
            ValueError: the seal is younger than the law allows.
        """
        with self.transaction() as tx:
            trimming.announce(tx, seal)

    def trim_step(self) -> Trimmed:
        """Remove the next few records that were announced to go."""
        with self._writer, writing(self._engine) as connection:
            read_head(connection, lock=True)
            return trimming.step(connection)

    # positions -----------------------------------------------------------------------------

    def save_fixes(self, fixes: Sequence[tuple[Fix, bool, str]]) -> None:
        """Keep (fix, is_demo, source): the newest of each unit, and a thinned track."""
        self._positions.save(fixes)

    def save_late_fixes(self, fixes: Sequence[tuple[Fix, bool, str]]) -> None:
        """Put fixes into the tracks that came after newer ones of their unit; no marker moves."""
        self._positions.save_late(fixes)

    def fixes(self) -> list[tuple[Fix, str]]:
        """The newest fix of each unit and its source, by unit."""
        return self._positions.newest()

    def track(self, unit_id: str, since: datetime, until: datetime) -> list[Fix]:
        """Where a unit was in [since, until), oldest first: one fix per 10 s or 50 m."""
        return self._positions.track(unit_id, since, until)

    def prune_tracks(self, now: datetime, demo_hours: int = 48, real_days: int = 30) -> int:
        """Delete tracks beyond their retention; returns how many rows went."""
        return self._positions.prune(now, demo_hours, real_days)

    def thin_tracks(self, before: datetime, every: timedelta) -> Thinned:
        """Keep one real fix a unit of the next `every` older than `before`; one small step."""
        return self._thinning.step(before, every)

    def forget_track(self, unit_id: str) -> int:
        """Delete where a unit was and is; returns how many fixes went."""
        return self._positions.forget(unit_id)

    # the door ------------------------------------------------------------------------------

    def quarantine(
        self, feed: str, reason: str, field: str | None, payload: bytes, at: datetime
    ) -> None:
        """Keep a refused message (its first 4 KB); only the newest are kept."""
        self._quarantine.add(feed, reason, field, payload, at)

    def quarantined(self, limit: int = 100) -> list[Quarantined]:
        """The newest refused messages, newest first."""
        return self._quarantine.newest(limit)

    def forget_quarantined(self, subject: Subject) -> int:
        """Delete refused messages that name a person; returns how many went."""
        return self._quarantine.forget(subject)

    def hold_device(self, device_id: str, fix: Fix | None, at: datetime) -> None:
        """Remember a device that belongs to no unit; when full, the longest silent one goes."""
        self._devices.hold(device_id, fix, at)

    def pending_devices(self) -> list[PendingDevice]:
        """Devices held for adoption, last heard first."""
        return self._devices.all()

    def release_device(self, device_id: str) -> PendingDevice | None:
        """Forget a held device; returns what was held of it."""
        return self._devices.release(device_id)

    # life ----------------------------------------------------------------------------------

    def check(self) -> None:
        """Ask both databases for one row, and see that this is still the only server.

        Raises:
            StoreError: one of them does not answer, or another server has taken the database.
        """
        if self._held is not None:
            self._held.keep()
        with reading(self._engine) as connection:
            read_head(connection)
        with reading(self._beside) as connection:
            connection.execute(text("SELECT unit_id FROM position LIMIT 1")).all()

    def fault(self) -> object:
        """Why writing fails of late, though reading works: a full disk above all; None: it works.

        Known by what was tried; `check` alone finds a full disk well.
        """
        return fault_of(self._engine) or fault_of(self._beside)

    def close(self) -> None:
        """Let the files go, after the transaction under way. Closing twice is no error."""
        with self._writer:
            if self._is_closed:
                return
            self._is_closed = True
            with contextlib.suppress(StoreError, OSError), reading(self._engine) as connection:
                head = read_head(connection)
                self._high_water.write(head)
                self._seals.add(head, self._now())
            if self._held is not None:
                self._held.release()
            self._engine.dispose()
            self._beside.dispose()
