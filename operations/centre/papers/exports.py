"""A dossier exported whole: cover, index, papers and scans in one PDF, as a job with progress.

The job reads and joins beside everything else (operations/files/joining.py, in a process of its
own); what leaves is written into the record with its hash before anybody can fetch it.
"""

import asyncio
import contextlib
import hashlib
import logging
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from uuid import uuid4

from domain.access.callers import Caller
from domain.centre.cases.case_codes import read_case_code
from domain.centre.papers.dossier import ITEMS
from domain.centre.papers.facts import Facts
from domain.centre.papers.filed import CASE_EXPORT, CaseExport, CasePaper
from domain.centre.papers.forms import FORMS
from domain.errors import FullError, InvalidError, NotFoundError, OneScreenError, RefusedError
from operations.centre.cases.centre_desk import CentreDesk
from operations.centre.cases.seen import seen_case
from operations.centre.papers.dossiers import Dossiers, DossierView
from operations.files.decoding import Decoding
from operations.files.packing import Part, packed
from operations.files.shelf import KeptFile, Shelf
from operations.transactions import in_transaction
from store import Transaction

log = logging.getLogger(__name__)

PDF = "application/pdf"
KEPT_FOR_S = 30 * 60.0
MOST_OPEN, MOST_OF_ONE = 12, 3
LARGEST_IN = 200 * 1024 * 1024
LARGEST_OUT = 128 * 1024 * 1024
# Of the bar: reading and counting, then joining.
_READ, _JOIN = 20, 80


class ExportState(StrEnum):
    """How an export stands."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(slots=True)
class Export:
    """An export under way or done, its account's alone.

    `percent` of the work; `refused`: why it failed; `fact`: what the record says of it.
    """

    export_id: str
    code: str
    actor: str
    state: ExportState = ExportState.RUNNING
    percent: int = 0
    refused: RefusedError | None = None
    fact: CaseExport | None = None
    done_at: float | None = None
    path: Path | None = field(default=None, repr=False)


class DossierExports:
    """Exports dossiers, one after the other for each account.

    Args:
        desk: what the operations of the centre share.
        dossiers: what is in a dossier, for whom.
        shelf: where its files lie.
        decoding: joins files in a process of its own.
        folder: where what is ready waits to be fetched; None where there is none.
        clock: seconds, for what waits too long.
    """

    def __init__(
        self,
        desk: CentreDesk,
        dossiers: Dossiers,
        shelf: Shelf,
        decoding: Decoding,
        folder: Path | None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._desk, self._dossiers = desk, dossiers
        self._shelf, self._decoding, self._folder = shelf, decoding, folder
        self._clock = clock
        self._held: dict[str, Export] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def begin(
        self, code: str, caller: Caller, *, reason: str = "", address: str | None = None
    ) -> Export:
        """Begin to export a dossier.

        Raises:
            NotAllowedError: a sealed case, and no reason is given.
            NotFoundError: no such case, or not for this caller.
            FullError: too many are under way, or there is no folder.
        """
        view = await self._dossiers.dossier(code, caller, reason=reason, address=address)
        await self._forget_old()
        own = [one for one in self._held.values() if one.actor == caller.actor]
        running = [one for one in own if one.state is ExportState.RUNNING]
        if len(running) >= MOST_OF_ONE or len(self._held) >= MOST_OPEN:
            raise FullError(says="exports_busy", field="dossier", code="busy")
        if self._folder is None:
            raise FullError(says="no_file_folder", field="dossier")
        made = Export(uuid4().hex, view.found.case.code, caller.actor)
        self._held[made.export_id] = made
        task = asyncio.create_task(self._run(made, view, caller))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return made

    async def state(self, code: str, export_id: str, caller: Caller) -> Export:
        """How an export stands.

        Raises:
            NotFoundError: none of this caller's, or the case is no longer theirs to see.
        """
        found = self._own(code, export_id, caller)
        await self._desk.work.read(
            lambda: self._desk.store.ask(
                lambda connection: seen_case(connection, found.code, caller)
            )
        )
        return found

    async def content(
        self,
        code: str,
        export_id: str,
        caller: Caller,
        *,
        reason: str = "",
        address: str | None = None,
    ) -> KeptFile:
        """A finished dossier; each fetch is a look at the case like any.

        Raises:
            NotAllowedError: a sealed case, and no reason is given.
            NotFoundError: none of this caller's, not ready, or fetched too late.
        """
        found = self._own(code, export_id, caller)
        await self._dossiers.dossier(code, caller, reason=reason, address=address)
        path = found.path
        if path is None or found.state is not ExportState.DONE:
            raise NotFoundError(says="no_export", field="export_id")
        try:
            stat = await self._desk.work.read(path.stat)
        except FileNotFoundError:
            raise NotFoundError(says="no_export", field="export_id") from None
        return KeptFile(path, stat, PDF, ".pdf")

    def _own(self, code: str, export_id: str, caller: Caller) -> Export:
        found = self._held.get(export_id)
        is_theirs = found is not None and found.actor == caller.actor
        if found is None or not is_theirs or found.code != read_case_code(code):
            raise NotFoundError(says="no_export", field="export_id")
        return found

    async def stop(self) -> None:
        """End what is under way; what is ready is forgotten."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # the job ----------------------------------------------------------------------------------

    async def _run(self, export: Export, view: DossierView, caller: Caller) -> None:
        try:
            content, pages = await self._made(export, view, caller)
            await self._finish(export, content, pages, caller)
            export.state, export.percent = ExportState.DONE, 100
        except RefusedError as error:
            export.state, export.refused = ExportState.FAILED, error
        except OneScreenError:
            log.exception("the dossier of a case could not be exported")
            export.state = ExportState.FAILED
        finally:
            if export.state is ExportState.RUNNING:  # a fault of ours; the loop's handler logs it
                export.state = ExportState.FAILED
            export.done_at = self._clock()

    async def _made(self, export: Export, view: DossierView, caller: Caller) -> tuple[bytes, int]:
        from operations.centre.papers.whole import Whole, whole_parts

        facts = self._dossiers.facts_of(view, caller)
        lost = view.dossier.lost
        papers = [
            one
            for one in view.dossier.papers
            if not one.is_removed and (one.file_id is None or one.file_id not in lost)
        ]
        parts = await self._parts(export, papers)
        counts = await self._counts(export, papers, parts, caller)
        lacks = [line for line in view.lines if line.is_missing]
        whole = Whole(facts, papers, counts, lacks)
        made = await self._desk.work.read(lambda: whole_parts(whole, parts))
        said = {"mark": _mark(facts), "first": made.first, "title": f"{export.code} 卷宗"}

        def tell(done: int, of: int) -> None:
            export.percent = _READ + _JOIN * done // max(of, 1) - 1

        raw = await self._desk.work.read(lambda: packed(said, made.parts))
        joined = await self._decoding.run(
            "join", raw, actor=caller.actor, progress=tell, most_answered=LARGEST_OUT
        )
        return joined.body, made.pages

    async def _parts(self, export: Export, papers: list[CasePaper]) -> dict[str, Part]:
        """The bytes of each paper that has any, by its id."""
        found: dict[str, Part] = {}
        size = 0
        for at, paper in enumerate(papers, 1):
            export.percent = _READ * at // (2 * len(papers))
            if paper.file_id is None:
                continue
            opened = await self._shelf.opened(paper.file_id)
            size += opened.stat.st_size
            if size > LARGEST_IN:
                raise InvalidError(
                    says="dossier_too_large", most=LARGEST_IN // 2**20, field="dossier"
                )
            content = await self._desk.work.read(opened.path.read_bytes)
            found[paper.paper_id] = Part(_name(paper), opened.media_type, content)
        return found

    async def _counts(
        self, export: Export, papers: list[CasePaper], parts: dict[str, Part], caller: Caller
    ) -> dict[str, int]:
        """How many pages each paper has; PDFs of others are counted where they are read."""
        known = {p.paper_id: p.pages or 0 for p in papers if p.paper_id in parts}
        asked = [name for name, count in known.items() if not count]
        if asked:
            raw = await self._desk.work.read(lambda: packed({}, [parts[name] for name in asked]))
            told = await self._decoding.run("page_counts", raw, actor=caller.actor)
            known |= dict(zip(asked, told.facts["pages"], strict=True))
        export.percent = _READ
        return known

    async def _finish(self, export: Export, content: bytes, pages: int, caller: Caller) -> None:
        """On disk, and in the record: only then it can be fetched."""
        folder = self._folder
        assert folder is not None  # noqa: S101  (asked in `begin`)
        path = folder / f"{export.export_id}.pdf"
        digest = await self._desk.work.read(lambda: _write(path, content))

        def steps(tx: Transaction) -> CaseExport:
            seen_case(tx.connection, export.code, caller)
            made = CaseExport(
                f"export-{export.export_id}", export.code, tx.at, caller.actor,
                pages, len(content), digest,
            )  # fmt: skip
            tx.put(CASE_EXPORT, made, action="export", actor=caller.actor)
            return made

        try:
            export.fact = await in_transaction(self._desk.store, self._desk.work, steps)
        except BaseException:
            await self._desk.work.read(lambda: path.unlink(missing_ok=True))
            raise
        export.path = path

    async def _forget_old(self) -> None:
        """What waited too long goes, and whatever a restart left in the folder."""
        for export in list(self._held.values()):
            if export.done_at is not None and self._clock() - export.done_at > KEPT_FOR_S:
                del self._held[export.export_id]
        folder = self._folder
        if folder is not None:
            known = {f"{one}.pdf" for one in self._held}
            await self._desk.work.read(lambda: _sweep(folder, known))


def _name(paper: CasePaper) -> str:
    return FORMS[paper.form].name if paper.form else ITEMS[paper.item].name


def _mark(facts: Facts) -> str:
    moment = f"{facts.at.astimezone(facts.zone):%Y-%m-%d %H:%M}"
    return f"导出 {facts.account} {moment}"


def _write(path: Path, content: bytes) -> str:
    """The hash of what lies on disk from now on; readable by the server's user only."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise FullError(says="disk_full", field="dossier") from error
    return hashlib.sha256(content).hexdigest()


def _sweep(folder: Path, known: set[str]) -> None:
    for path in folder.glob("*.pdf"):
        if path.name not in known:
            with contextlib.suppress(FileNotFoundError):
                path.unlink()
