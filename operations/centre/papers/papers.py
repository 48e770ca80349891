"""Papers come into a dossier: frozen forms, their signatures, scans, what was handed over.

Each asks the case's own audience for the case and the table of steps for filing.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import uuid4

from domain.access.callers import Caller
from domain.centre.cases.case import CASE, Case
from domain.centre.cases.case_codes import read_case_code
from domain.centre.cases.stages import Step
from domain.centre.loop.said import Said
from domain.centre.loop.written import written
from domain.centre.papers.dossier import ITEMS, Paper
from domain.centre.papers.filed import (
    CASE_PAPER,
    CasePaper,
    How,
    Signature,
    Slot,
)
from domain.centre.papers.forms import FORMS, PaperForm
from domain.errors import ConflictError, InvalidError, NotFoundError, RefusedError
from domain.subject_key import SubjectKey
from operations.centre.cases.centre_desk import CentreDesk
from operations.centre.cases.telling import tell
from operations.centre.mediation.taking_effect import keep_effect
from operations.centre.papers.dossiers import Dossiers, check_form, own_words
from operations.centre.papers.numbering import Numbers, fileable
from operations.centre.papers.strokes import Stroke, check_strokes
from operations.files.shelf import Shelf
from operations.transactions import in_transaction
from store import Transaction
from store.centre import papers as kept

LONGEST_NOTE, LONGEST_NUMBER = 200, 60
PDF = "application/pdf"
# Why the bytes of a file went, as the record of the file tells it.
REPLACED, TAKEN_OUT = "已由新的签名版代替", "文书已撤出卷宗"


class CasePapers:
    """Files papers of cases.

    Args:
        desk: what the operations of the centre share.
        dossiers: reads what is there, for whom.
        numbers: gives each procedure its number.
        shelf: where frozen forms and scans lie.
    """

    def __init__(
        self, desk: CentreDesk, dossiers: Dossiers, numbers: Numbers, shelf: Shelf
    ) -> None:
        self._desk, self._dossiers, self._numbers, self._shelf = desk, dossiers, numbers, shelf

    # filing -----------------------------------------------------------------------------------

    async def freeze(
        self, code: str, form: PaperForm, own: Mapping[str, str], caller: Caller
    ) -> CasePaper:
        """Print a form, keep its bytes as they are, and file it; it may be signed from then on.

        Its procedure is given its statutory number first, where its body counts and there is none.

        Raises:
            NotAllowedError: the caller files no papers of this case.
            NotFoundError: no such case, or not for this caller.
            ConflictError: the case has nothing yet to print on it, or is closed.
        """
        from operations.centre.papers.drawing import form_pdf

        code = read_case_code(code)
        await self._numbers.give(code, caller)
        facts = self._dossiers.facts_of(await self._dossiers.to_file(code, caller), caller)
        check_form(facts, form)
        words = own_words(own)
        made = await self._desk.work.read(lambda: form_pdf(facts, form, words))
        number = facts.number_of(facts.case.body) or None
        held = await self._keep(code, f"{FORMS[form].name}.pdf", made.content, caller)
        paper = CasePaper(
            paper_id=_new_id(),
            case_code=code,
            item=FORMS[form].item,
            how=How.PRINTED,
            at=self._desk.now(),
            by=caller.actor,
            form=form,
            file_id=held["file_id"],
            media_type=PDF,
            sha256=held["sha256"],
            frozen_sha256=held["sha256"],
            pages=made.pages,
            number=number,
            slots=made.slots,
        )
        return await self._file(paper, caller)

    async def file_scan(
        self,
        code: str,
        file_id: str,
        item: Paper,
        caller: Caller,
        *,
        note: str = "",
        signed_on: date | None = None,
    ) -> CasePaper:
        """Say to which item of the dossier a file belongs that was brought.

        Raises:
            NotAllowedError: the caller files no papers of this case.
            NotFoundError: no such case or file.
            ConflictError: it is in the dossier already, or the case is closed.
            InvalidError: it is neither a picture nor a PDF, or signed on a day to come.
        """
        view = await self._dossiers.to_file(read_case_code(code), caller)
        found = {one.id: one for one in view.dossier.files if one.id not in view.dossier.lost}
        if file_id not in found:
            raise NotFoundError(says="file_gone", field="file_id")
        if file_id not in view.loose:
            raise ConflictError(says="paper_filed_already", field="file_id")
        state = found[file_id].state
        if not (state["type"] == PDF or state["type"].startswith("image/")):
            raise InvalidError(says="scan_no_pages", field="file_id")
        paper = CasePaper(
            paper_id=_new_id(),
            case_code=view.found.case.code,
            item=item,
            how=How.SCAN,
            at=self._desk.now(),
            by=caller.actor,
            file_id=file_id,
            media_type=state["type"],
            sha256=state.get("sha256"),
            pages=None if state["type"] == PDF else 1,
            signed_on=self._past(signed_on),
            note=written(note, "note", LONGEST_NOTE),
        )
        return await self._file(paper, caller)

    async def hand_over(
        self,
        code: str,
        item: Paper,
        caller: Caller,
        *,
        note: str = "",
        signed_on: date | None = None,
    ) -> CasePaper:
        """Write down that a paper was handed over and lies in the dossier on paper.

        Raises:
            NotAllowedError: the caller files no papers of this case.
            NotFoundError: no such case, or not for this caller.
            ConflictError: the case is closed.
            InvalidError: it is signed on a day to come.
        """
        paper = CasePaper(
            paper_id=_new_id(),
            case_code=read_case_code(code),
            item=item,
            how=How.HANDED_OVER,
            at=self._desk.now(),
            by=caller.actor,
            signed_on=self._past(signed_on),
            note=written(note, "note", LONGEST_NOTE),
        )
        return await self._file(paper, caller)

    def _past(self, day: date | None) -> date | None:
        if day is not None and day > self._desk.now().astimezone(self._desk.zone).date():
            raise InvalidError(says="signed_in_future", field="signed_on")
        return day

    async def remove(self, code: str, paper_id: str, caller: Caller) -> CasePaper:
        """Take a paper out of the dossier; that it was there stays told.

        A scan stays, to be filed elsewhere; the bytes of a frozen form go.

        Raises:
            NotAllowedError: the caller files no papers of this case.
            NotFoundError: no such case or paper.
            ConflictError: the case is closed.
        """
        code = read_case_code(code)

        def steps(tx: Transaction) -> CasePaper:
            case, paper = self._paper(tx, code, paper_id, caller)
            gone = replace(paper, is_removed=True)
            tx.put(CASE_PAPER, gone, action="remove", actor=caller.actor)
            self._write(tx, case, caller, f"撤出：{_called(paper)}")
            return gone

        gone = await in_transaction(self._desk.store, self._desk.work, steps)
        if gone.how is How.PRINTED and gone.file_id is not None:
            await self._shelf.remove(gone.file_id, TAKEN_OUT, caller=caller)
        return gone

    async def sign(
        self,
        code: str,
        paper_id: str,
        slot_name: str,
        strokes: Sequence[Stroke],
        aspect: float,
        caller: Caller,
    ) -> CasePaper:
        """Place a signature from the pad in a frozen form; the file with it is kept instead.

        Raises:
            NotAllowedError: the caller files no papers of this case.
            NotFoundError: no such case, paper or line.
            ConflictError: the line is signed, somebody else signed meanwhile, the case is closed.
            InvalidError: what was drawn is no signature.
        """
        code = read_case_code(code)
        check_strokes(strokes)
        if not 0.2 <= aspect <= 20:
            raise InvalidError(says="signature_outside", field="aspect")
        paper, slot = await self._to_sign(code, paper_id, slot_name, caller)
        at = self._desk.now()
        made = await self._drawn(paper, slot, strokes, aspect, at)
        held = await self._keep(code, f"{_called(paper)}.pdf", made, caller)
        signature = Signature(slot.name, at, caller.actor, held["sha256"])

        def steps(tx: Transaction) -> CasePaper:
            case, now = self._paper(tx, code, paper_id, caller)
            if now.sha256 != paper.sha256:
                raise ConflictError(says="paper_changed", field="paper_id")
            after = replace(
                now,
                file_id=held["file_id"],
                sha256=held["sha256"],
                signatures=(*now.signatures, signature),
            )
            tx.put(CASE_PAPER, after, action="sign", actor=caller.actor)
            self._write(tx, case, caller, f"签署：{_called(after)}")
            return after

        try:
            after = await in_transaction(self._desk.store, self._desk.work, steps)
        except RefusedError:
            await self._shelf.remove(held["file_id"], REPLACED, caller=caller)
            raise
        await self._shelf.remove(str(paper.file_id), REPLACED, caller=caller)
        return after

    async def _to_sign(
        self, code: str, paper_id: str, slot_name: str, caller: Caller
    ) -> tuple[CasePaper, Slot]:
        view = await self._dossiers.to_file(code, caller)
        for paper in view.dossier.papers:
            if paper.paper_id == paper_id and not paper.is_removed and paper.file_id is not None:
                return paper, _open_slot(paper, slot_name)
        raise NotFoundError(says="no_paper", field="paper_id")

    async def _drawn(
        self,
        paper: CasePaper,
        slot: Slot,
        strokes: Sequence[Stroke],
        aspect: float,
        at: datetime,
    ) -> bytes:
        opened = await self._shelf.opened(str(paper.file_id))

        def draw() -> bytes:
            # What draws on paper is imported after the start (bootstrap/warm_up.py).
            from operations.centre.papers.signing import with_signature

            content = opened.path.read_bytes()
            if hashlib.sha256(content).hexdigest() != paper.sha256:
                raise ConflictError(says="paper_bytes_changed", field="paper_id")
            return with_signature(
                content, slot, strokes, aspect=aspect, at=at, zone=self._desk.zone,
                frozen_sha256=paper.frozen_sha256 or "",
            )  # fmt: skip

        return await self._desk.work.read(draw)

    # under it ---------------------------------------------------------------------------------

    async def _keep(self, code: str, name: str, content: bytes, caller: Caller) -> dict[str, str]:
        file_id = f"paper-{uuid4().hex}"
        about = SubjectKey(CASE.name, code)
        url = f"/api/v1/cases/{code}/files/{file_id}"
        return await self._shelf.keep_made(about, file_id, name, content, url=url, caller=caller)

    async def _file(self, paper: CasePaper, caller: Caller) -> CasePaper:
        def steps(tx: Transaction) -> CasePaper:
            case = fileable(tx, paper.case_code, caller)
            filed = replace(paper, at=tx.at)
            tx.put(CASE_PAPER, filed, action="file", actor=caller.actor)
            self._write(tx, case, caller, f"入卷：{_called(filed)}")
            return filed

        return await in_transaction(self._desk.store, self._desk.work, steps)

    def _paper(
        self, tx: Transaction, code: str, paper_id: str, caller: Caller
    ) -> tuple[Case, CasePaper]:
        case = fileable(tx, code, caller)
        paper = kept.paper_of(tx, paper_id)
        if paper is None or paper.case_code != code or paper.is_removed:
            raise NotFoundError(says="no_paper", field="paper_id")
        return case, paper

    def _write(self, tx: Transaction, case: Case, caller: Caller, says: str) -> None:
        """The story tells it, the case what is in its dossier, and the agreement since when."""
        keep_effect(self._desk, tx, case.code, caller)
        papers = kept.papers_there(tx, case)
        tx.put(CASE, replace(case, papers=papers), action=Step.PAPER.value, actor=caller.actor)
        tell(tx, case, Step.PAPER, caller, Said(text=says))


def _open_slot(paper: CasePaper, name: str) -> Slot:
    for slot in paper.slots:
        if slot.name == name:
            if any(one.slot == name for one in paper.signatures):
                raise ConflictError(says="slot_signed", field="slot")
            return slot
    raise NotFoundError(says="no_slot", field="slot")


def _called(paper: CasePaper) -> str:
    """What a paper is called, without a word of what is in it."""
    return FORMS[paper.form].name if paper.form else ITEMS[paper.item].name


def _new_id() -> str:
    return f"paper-{uuid4().hex[:20]}"
