"""How the log reads: expected trouble is a line, what nobody expected is told with its stack."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson

from api.requests import REQUEST
from domain.errors import OneScreenError
from domain.moments import to_iso

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
SAID_AGAIN_S = 60.0
MOST_REMEMBERED = 500


@dataclass(slots=True)
class _Said:
    at: float
    untold: int = 0


class ExpectedTrouble(logging.Filter):
    """Takes the stack from errors the project raises itself, and counts what comes again.

    A full disk or a database that is away makes every part fail in the same few ways, hundreds of
    times a minute: each way is said once a minute, with how often it came meanwhile.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._said: dict[tuple[str, str, str], _Said] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Shorten a record, or leave it out."""
        error = record.exc_info[1] if record.exc_info else None
        if not isinstance(error, OneScreenError):
            return True
        key = (record.name, str(record.msg), type(error).__name__)
        now, said = self._clock(), self._said.get(key)
        if said is not None and now - said.at < SAID_AGAIN_S:
            said.untold += 1
            return False
        if len(self._said) >= MOST_REMEMBERED:
            self._said.clear()
        self._said[key] = _Said(now)
        more = f" ({said.untold} more like this before)" if said and said.untold else ""
        record.msg = f"{record.getMessage()}: {error}{more}".replace("\n", " ")
        record.args, record.exc_info, record.exc_text = (), None, None
        return True


def set_up_logging() -> None:
    """Log to standard error, one line for what is expected."""
    logging.basicConfig(level=logging.INFO, format=FORMAT)
    for handler in logging.getLogger().handlers:
        handler.addFilter(ExpectedTrouble())
    logging.getLogger("alembic").setLevel(logging.WARNING)


class JsonLines(logging.Formatter):
    """One JSON object a line: `at, level, logger, message`, and `request`, `fault`, `asked`.

    `request` is the number of the request that was being answered, as its answer's header
    `X-Request-Id` names it; `fault` is the stack of what nobody expected; `asked` is told by
    api/requests.py: route, status and milliseconds, never a path, a query or a name.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        line: dict[str, object] = {
            "at": to_iso(datetime.fromtimestamp(record.created, UTC)),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request := REQUEST.get():
            line["request"] = request
        if record.exc_info:
            line["fault"] = self.formatException(record.exc_info)
        if asked := getattr(record, "asked", None):
            line["asked"] = asked
        return orjson.dumps(line, default=str).decode()


def log_as_json() -> None:
    """Every line of the log from here on is a JSON object."""
    for handler in logging.getLogger().handlers:
        handler.setFormatter(JsonLines())
