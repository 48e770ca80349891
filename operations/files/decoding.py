"""Files of others are read in a process of their own, with limits of time and memory.

A picture of a few kilobytes may take minutes to unpack, and a table gigabytes: whatever a file
does, it does to a process that is ended, never to the server, its threads or its other callers.
"""

import asyncio
import contextlib
import json
import logging
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from domain.errors import FullError, InvalidError
from operations.files import decoding_tasks
from operations.files.decoding_tasks import PROGRESS, Decoded

log = logging.getLogger(__name__)

WITHIN_S = 30.0
AT_ONCE = 2
MOST_WAITING = 24
MOST_OF_ONE = 6
# The cells of the largest table as JSON, or the largest file.
MOST_ANSWERED = 64 * 1024 * 1024
_LONGEST_LINE = 32 * 1024 * 1024
_PIECE = 1024 * 1024
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many files are read at once, and how many may wait, in all and of one account."""

    at_once: int = AT_ONCE
    waiting: int = MOST_WAITING
    of_one: int = MOST_OF_ONE
    within_s: float = WITHIN_S


class Decoding:
    """Reads files one by one for each account, a few at a time for all."""

    def __init__(self, bounds: Bounds | None = None) -> None:
        self._bounds = bounds or Bounds()
        self._places = asyncio.Semaphore(self._bounds.at_once)
        self._turns: dict[str, asyncio.Lock] = {}
        self._asked: Counter[str] = Counter()

    async def run(
        self,
        task: str,
        raw: bytes,
        *,
        actor: str,
        progress: Progress | None = None,
        most_answered: int = MOST_ANSWERED,
    ) -> Decoded:
        """Do one of the tasks of operations/files/decoding_tasks.py with a file.

        Args:
            task: which.
            raw: the file.
            actor: whose it is.
            progress: told how far a long task is, where it tells that.
            most_answered: how many bytes the answer may have.

        Raises:
            InvalidError: the file is refused, damaged, or costs too much; field `file`.
            FullError: too many files wait, of this account or in all.
        """
        async with self._turn(actor), self._places:
            decoded = await self._in_process(task, raw, progress, most_answered)
        if refused := decoded.facts.get("refused"):
            raise InvalidError(
                refused["message"],
                field=refused["field"],
                code=refused["code"],
                says=refused["says"],
                **refused["values"],
            )
        if failed := decoded.facts.get("failed"):
            log.info("a file could not be read: %s", failed)
            if failed == "MemoryError":
                raise InvalidError(says="file_too_costly", field="file", code="wrong_file")
            raise InvalidError(says="file_damaged", field="file", code="wrong_file")
        return decoded

    @asynccontextmanager
    async def _turn(self, actor: str) -> AsyncIterator[None]:
        """One file of an account at a time; the next ones wait, but not many."""
        of_one, waiting = self._asked[actor], self._asked.total()
        if of_one >= self._bounds.of_one:
            raise FullError(says="files_of_yours_wait", field="file", code="busy")
        if waiting >= self._bounds.waiting:
            raise FullError(says="too_many_files_wait", field="file", code="busy")
        self._asked[actor] += 1
        lock = self._turns.setdefault(actor, asyncio.Lock())
        try:
            async with lock:
                yield
        finally:
            self._asked[actor] -= 1
            if not self._asked[actor]:
                del self._asked[actor], self._turns[actor]

    async def _in_process(
        self, task: str, raw: bytes, progress: Progress | None, most_answered: int
    ) -> Decoded:
        try:
            process = await asyncio.create_subprocess_exec(
                *_command(task),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env={"LANG": "C.UTF-8", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
                start_new_session=True,
                limit=_LONGEST_LINE,
            )
        except OSError as error:
            log.warning("no process to read a file in: %s", error)
            raise FullError(says="files_not_read_now", field="file", code="busy") from None
        try:
            async with asyncio.timeout(self._bounds.within_s):
                return await _exchange(process, raw, progress, most_answered)
        except (TimeoutError, EOFError, ValueError) as error:
            # Out of time, or ended by its own limits before it had answered.
            log.info("a file took too much to read: %s", type(error).__name__)
            raise InvalidError(says="file_too_costly", field="file", code="wrong_file") from None
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await asyncio.shield(process.wait())


async def _exchange(
    process: asyncio.subprocess.Process,
    raw: bytes,
    progress: Progress | None,
    most_answered: int,
) -> Decoded:
    """Hand over the file and take the answer.

    Raises:
        EOFError: the process ended without one.
        ValueError: what it said is no answer.
    """
    assert process.stdin is not None and process.stdout is not None  # noqa: S101 - pipes
    with contextlib.suppress(ConnectionError):
        for at in range(0, len(raw), _PIECE):  # a copy of all of it would hold the loop
            process.stdin.write(raw[at : at + _PIECE])
            await process.stdin.drain()
    process.stdin.close()
    line = await _answer(process.stdout, progress)
    parts, length = [], 0
    while part := await process.stdout.read(1024 * 1024):
        length += len(part)
        if length > most_answered:
            raise ValueError("the answer has no end")
        parts.append(part)
    if await process.wait() != 0:
        raise EOFError
    facts = json.loads(line)
    if not isinstance(facts, dict):
        raise ValueError("no facts")
    return Decoded(facts, b"".join(parts))


async def _answer(stdout: asyncio.StreamReader, progress: Progress | None) -> bytes:
    """The line that answers; those before it tell how far the task is."""
    beginning = json.dumps({PROGRESS: 0})[:-2].encode()
    while True:
        line = await stdout.readline()
        if not line.endswith(b"\n"):
            raise EOFError
        if not line.startswith(beginning):
            return line
        done, of = json.loads(line)[PROGRESS]
        if progress is not None:
            progress(int(done), int(of))


def _command(task: str) -> list[str]:
    """This Python, shut off from the environment and the user's own folders, on our code."""
    name = decoding_tasks.__name__
    root = Path(decoding_tasks.__file__).resolve().parents[name.count(".")]
    code = f"import sys; sys.path.insert(0, {str(root)!r}); from {name} import main; main({task!r})"
    return [sys.executable, "-I", "-c", code]
