"""Connections: SQLite through pysqlite3, or PostgreSQL through psycopg.

Reads begin a deferred transaction, writes an immediate one, so that a writer waits for the
other writer before it has read anything it would later act upon.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pysqlite3 import dbapi2 as sqlite_driver
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from domain.errors import FullError, OneScreenError
from store.errors import StoreError, translated
from store.outage import Outage, outage_of

BUSY_TIMEOUT_MS = 15_000
# A checkpoint copies pages back inside some commit. At 4,000 pages (16 MB) that is one commit
# in several hundred, beyond the 99th percentile.
CHECKPOINT_PAGES = 4_000
Took = Callable[[float], None]
_WRITES, _REBUILDS = "onescreen_writes", "onescreen_rebuilds"
_refused = threading.local()


def _unheard(_seconds: float) -> None:
    """Nobody asks how long a commit took."""


def facts_url(url: str | None, data_dir: Path) -> URL:
    """The database a setting names; none means a file in the data folder.

    Raises:
        StoreError: the setting names something else than SQLite or PostgreSQL.
    """
    if url is None:
        return URL.create("sqlite", database=str(data_dir / "facts.db"))
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreError("ONESCREEN_DATABASE_URL is not a database address") from error
    if parsed.drivername in {"postgresql", "postgres", "postgresql+psycopg"}:
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername == "sqlite" and parsed.database:
        return parsed
    raise StoreError(
        f"ONESCREEN_DATABASE_URL: {parsed.drivername} is not supported; "
        "use postgresql+psycopg://… or leave it empty for SQLite"
    )


def connect(url: URL, *, synchronous: str = "FULL") -> Engine:
    """An engine whose transactions are safe from any thread.

    Args:
        url: as `facts_url` gives it.
        synchronous: FULL for facts, NORMAL for what a kill may lose a second of.

    Raises:
        StoreError: the driver is not installed.
    """
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, synchronous)
    try:
        return _postgresql(url, synchronous)
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise StoreError("PostgreSQL needs the package psycopg[binary]") from error


def _sqlite(url: URL, synchronous: str) -> Engine:
    engine = create_engine(
        url,
        module=sqlite_driver,
        pool_size=8,
        max_overflow=32,
        connect_args={"timeout": BUSY_TIMEOUT_MS / 1000, "cached_statements": 256},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # BEGIN is ours, see below
        for pragma in (
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            "journal_mode=WAL",
            f"synchronous={synchronous}",
            "foreign_keys=ON",
            "secure_delete=ON",  # an erased person is gone from the file, not only from the table
            f"wal_autocheckpoint={CHECKPOINT_PAGES}",
            "cache_size=-16000",
        ):
            connection.execute(f"PRAGMA {pragma}").fetchall()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get(_REBUILDS, False):
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        writes = connection.get_execution_options().get(_WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def read_only(path: Path) -> Engine:
    """An engine that cannot write to the SQLite file at a path."""
    query = {"mode": "ro", "uri": "true"}
    url = URL.create("sqlite", database=f"file:{path.absolute()}", query=query)
    return create_engine(url, module=sqlite_driver)


def empty_log(engine: Engine) -> None:
    """Fold SQLite's write-ahead log into the file, so that what was erased is in neither."""
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def _postgresql(url: URL, synchronous: str) -> Engine:
    engine = create_engine(url, pool_size=8, max_overflow=32, pool_pre_ping=True)
    commit = "on" if synchronous == "FULL" else "off"

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {BUSY_TIMEOUT_MS}")
            cursor.execute(f"SET synchronous_commit = {commit}")
            # What a caller may see is said in one long condition: compiling it took PostgreSQL
            # 7.7 s of the 7.8 s of a list of notices, for rows by the dozen.
            cursor.execute("SET jit = off")
        connection.commit()

    return engine


@contextmanager
def reads_refused(engine: Engine) -> Iterator[None]:
    """This thread reads nothing beside its transaction: it would miss what its group wrote."""
    before = getattr(_refused, "engine", None)
    _refused.engine = engine
    try:
        yield
    finally:
        _refused.engine = before


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One consistent snapshot for as many statements as the caller likes.

    Raises:
        RuntimeError: inside a step of a transaction, see `reads_refused`.
    """
    if getattr(_refused, "engine", None) is engine:
        raise RuntimeError("a step reads facts through the transaction it is handed")
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "postgresql":
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection
    except DBAPIError as error:
        raise _told(engine, error) from error
    _outage(engine).answered()


@contextmanager
def writing(engine: Engine, took: Took = _unheard) -> Iterator[Connection]:
    """One transaction that holds SQLite's write lock from its first moment.

    Args:
        engine: made by `connect`.
        took: told how many seconds the commit took, once it is on disk.

    Raises:
        ConflictError: a constraint refused what was written.
        FullError: the disk is full.
        StoreError: the database failed or stayed locked.
    """
    with _transaction(engine, took, **{_WRITES: True}) as connection:
        yield connection


@contextmanager
def rebuilding(engine: Engine) -> Iterator[Connection]:
    """Like `writing`, and SQLite may build tables anew: it looks at no foreign key meanwhile.

    Raises:
        StoreError: as `writing`.
    """
    try:
        with _transaction(engine, _unheard, **{_WRITES: True, _REBUILDS: True}) as connection:
            yield connection
    finally:
        engine.dispose()  # the next connection looks at foreign keys again


@contextmanager
def _transaction(engine: Engine, took: Took, **options: bool) -> Iterator[Connection]:
    try:
        with engine.connect().execution_options(**options) as connection:
            with connection.begin():
                yield connection
                begun = time.perf_counter()
            took(time.perf_counter() - begun)
    except DBAPIError as error:
        raise _told(engine, error, in_writing=True) from error
    _outage(engine).answered(in_writing=True)


def fault_of(engine: Engine) -> object:
    """Why calls of late failed though the database answers others; None where none did."""
    return _outage(engine).newest


def _outage(engine: Engine) -> Outage:
    return outage_of(engine.url.render_as_string(hide_password=True).partition("?")[0])


def _told(engine: Engine, error: DBAPIError, *, in_writing: bool = False) -> OneScreenError:
    """The project's own error; one that is no refusal is counted as an outage."""
    meant = translated(error)
    if isinstance(meant, StoreError | FullError):
        _outage(engine).failed(meant, in_writing=in_writing)
    return meant
