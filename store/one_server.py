"""One server on a PostgreSQL database: a second one is refused with a sentence.

Two would give the journal another name under each other's feet: each keeps a mark of its own in
its own data folder. Command lines may open the database beside a server. On SQLite the lock of the
data folder does the same (data_folder.py).
"""

import contextlib
import logging
import threading
import time

from sqlalchemy import URL, Connection, NullPool, create_engine, func, select
from sqlalchemy.exc import DBAPIError

from store.errors import StoreError, translated

logger = logging.getLogger(__name__)
# The number of the lock a server holds; any, but always the same.
_ONE_SERVER = 0x6F6E6573
# PostgreSQL lets go of the lock of a server that was killed a moment later.
PATIENCE_S = 5.0
_AGAIN_S = 0.2


class OneServer:
    """Holds a database from its making until `release`, on a connection of its own.

    Attributes:
        is_lost: another server was found to hold it; this one must write no more.
    """

    def __init__(self, url: URL, patience_s: float | None = None) -> None:
        """Take the lock.

        Raises:
            StoreError: another server holds it, or the database does not answer.
        """
        self._engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        self._turn = threading.Lock()
        self.is_lost = False
        self._connection: Connection | None = self._taken(
            PATIENCE_S if patience_s is None else patience_s
        )

    def keep(self) -> None:
        """Take the lock again when its connection broke, as after a restart of the database.

        Raises:
            StoreError: another server has taken it meanwhile, or the database does not answer.
        """
        with self._turn:
            if self._connection is not None:
                try:
                    self._connection.scalar(select(1))
                except DBAPIError:
                    self._close()
            if self._connection is None:
                self._connection = self._taken(0)
                self.is_lost = False
                logger.warning("the lock of the database is held again")

    def release(self) -> None:
        """Let another server begin. Releasing twice is no error."""
        self._close()

    def _close(self) -> None:
        held, self._connection = self._connection, None
        if held is not None:
            with contextlib.suppress(DBAPIError):
                held.close()

    def _taken(self, patience_s: float) -> Connection:
        try:
            connection = self._engine.connect()
            until = time.monotonic() + patience_s
            while not connection.scalar(select(func.pg_try_advisory_lock(_ONE_SERVER))):
                if time.monotonic() > until:
                    connection.close()
                    self.is_lost = True
                    raise StoreError(
                        "another server is running on this PostgreSQL database: stop it first, "
                        "or give this one a database of its own in ONESCREEN_DATABASE_URL"
                    )
                time.sleep(_AGAIN_S)
        except DBAPIError as error:
            raise translated(error) from error
        return connection


def one_server(url: URL) -> OneServer | None:
    """The lock of a PostgreSQL database; None for SQLite.

    Raises:
        StoreError: another server holds it, or the database does not answer.
    """
    return OneServer(url) if url.get_backend_name() == "postgresql" else None
