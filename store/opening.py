"""Opening the store: the database a setting names, its schema of today, and its epoch."""

import logging
import secrets
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL, Engine, select, update
from sqlalchemy.exc import DBAPIError

from domain.statistics.statistics import FigureRules
from store.engine import connect, facts_url, reading, writing
from store.errors import StoreError, translated
from store.live.high_water import HighWaterFile, Mark
from store.live.journal import Head, read_head
from store.one_server import one_server
from store.schema import migrate
from store.statistics.rollups import Progress, ensure
from store.store import Clock, Store
from store.tables import HEAD, JOURNAL
from store.upkeep.seals import SealFile

logger = logging.getLogger(__name__)
QUARANTINE_LIMIT = 1_000
PENDING_DEVICE_LIMIT = 500


def _utc_now() -> datetime:
    return datetime.now(UTC)


def open_store(
    url: str | None,
    data_dir: Path,
    *,
    now: Clock | None = None,
    quarantine_limit: int = QUARANTINE_LIMIT,
    pending_device_limit: int = PENDING_DEVICE_LIMIT,
    high_water: Path | None = None,
    seals: Path | None = None,
    rules: FigureRules | None = None,
    progress: Progress | None = None,
    is_server: bool = False,
) -> Store:
    """Open the database a setting names, bring its schema up to date, and check its epoch.

    Args:
        url: postgresql+psycopg://…, or None for `facts.db` in the data folder.
        data_dir: made if it is missing, readable by its owner only; keeps the mark as well.
        now: the clock, aware; the system's by default.
        quarantine_limit: most refused messages kept.
        pending_device_limit: most devices held for adoption.
        high_water: the file of the mark; `high_water.json` in the data folder by default. Kept
            outside it, the mark survives when the whole folder is put back.
        seals: the file of the seals; `seals.jsonl` in the data folder by default.
        rules: by which the figures of areas are kept; when they have changed, every incident is
            counted anew here. None: by the rules they were kept by so far.
        progress: called while they are counted anew.
        is_server: refuse to open a PostgreSQL database another server runs on.

    Raises:
        StoreError: it cannot be reached, is damaged, or was made by a newer program. Nothing
            was changed.
    """
    _make(data_dir)
    address = facts_url(url, data_dir)
    marked = HighWaterFile(high_water or data_dir / "high_water.json", _file_of(address))
    facts = connect(address)
    beside = connect(_beside_url(address, data_dir), synchronous="NORMAL")
    held = None
    try:
        held = one_server(address) if is_server else None
        in_force = _brought_up(facts, beside, marked, rules, progress)
    except (DBAPIError, StoreError) as error:
        facts.dispose()
        beside.dispose()
        if held is not None:
            held.release()
        raise (translated(error) if isinstance(error, DBAPIError) else error) from error
    return Store(
        facts,
        beside,
        marked,
        seals=SealFile(seals or data_dir / "seals.jsonl"),
        now=now or _utc_now,
        quarantine_limit=quarantine_limit,
        pending_device_limit=pending_device_limit,
        rules=in_force,
        held=held,
    )


def _make(data_dir: Path) -> None:
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"the data folder {data_dir} cannot be made: {error}") from error


def _brought_up(
    facts: Engine,
    beside: Engine,
    marked: HighWaterFile,
    rules: FigureRules | None,
    progress: Progress | None,
) -> FigureRules | None:
    """Bring both schemas up to date, check the epoch; the rules the figures are kept by."""
    mark = marked.read()  # before the head: another process may be writing
    migrate(facts, "facts")
    migrate(beside, "positions")
    marked.write(_named(facts, mark, marked.file_now()))
    return ensure(facts, rules, progress)


def _beside_url(facts: URL, data_dir: Path) -> URL:
    if facts.get_backend_name() == "sqlite":
        return URL.create("sqlite", database=str(data_dir / "positions.db"))
    return facts


def _file_of(facts: URL) -> Path | None:
    return Path(str(facts.database)) if facts.get_backend_name() == "sqlite" else None


def _named(engine: Engine, mark: Mark | None, file: str | None) -> Head:
    """The head, under a new name if the journal is not known to be the one that was marked."""
    with reading(engine) as connection:
        head = read_head(connection)
        marked = select(JOURNAL.c.hash).where(JOURNAL.c.seq == (mark.seq if mark else 0))
        found = connection.scalar(marked)
    if head.seq == 0 and mark is None:
        return head
    if mark is not None and mark.file == file and _continues(head, mark, found):
        return head
    with writing(engine) as connection:
        read_head(connection, lock=True)
        connection.execute(update(HEAD).values(epoch=secrets.token_hex(8)))
        renamed = read_head(connection)
    logger.warning(
        "the journal at %d is not known to follow %s: restored or moved; it is now epoch %s",
        head.seq,
        mark.seq if mark else "any mark",
        renamed.epoch,
    )
    return renamed


def _continues(head: Head, mark: Mark, found: bytes | None) -> bool:
    if head.epoch != mark.epoch:
        return False
    return mark.seq == 0 or (found is not None and bytes(found).hex() == mark.hash)
