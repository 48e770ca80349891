"""`/api/v1/cases/{code}/papers`, `/files`, `/numbers`, `/dossier`: the papers of a case.

Source: docs/centre.md
"""

from datetime import date
from enum import StrEnum
from typing import TypeVar

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.bodies import who
from api.callers import address_of
from api.centre.cases.models import iso
from api.centre.papers.models import (
    DossierOut,
    ExportedOut,
    ExportOut,
    ItemOut,
    LooseOut,
    NumberIn,
    NumberOut,
    PaperIn,
    PaperOut,
    SignatureIn,
    SignatureOut,
    SlotOut,
)
from api.centre.reasons import reason_of, with_reason
from api.exports import exports_of
from api.kept_files import file_answer
from api.sentences import sentence_of
from api.typed import Nothing, file_told, read, said, told
from domain.access.callers import Caller
from domain.centre.cases.case import CASE
from domain.centre.cases.case_codes import read_case_code
from domain.centre.papers.dossier import ITEMS, Paper
from domain.centre.papers.filed import CasePaper, How
from domain.centre.papers.forms import PaperForm
from domain.errors import InvalidError
from domain.fields import as_choice
from domain.subject_key import SubjectKey
from operations.centre.papers.dossiers import Dossiers, DossierView
from operations.centre.papers.exports import DossierExports, Export, ExportState
from operations.centre.papers.numbering import Numbers
from operations.centre.papers.papers import CasePapers

PDF = "application/pdf"
_CASE = "/cases/{code_of_case}"
W = TypeVar("W", bound=StrEnum)


def router(
    dossiers: Dossiers, papers: CasePapers, numbers: Numbers, exports: DossierExports
) -> APIRouter:
    """The routes of the papers of cases."""
    routes = APIRouter(prefix="/api/v1")
    _reading(routes, dossiers)
    _filing(routes, papers, numbers)
    _exporting(routes, exports)
    return routes


def _reading(routes: APIRouter, dossiers: Dossiers) -> None:
    @routes.get(f"{_CASE}/papers", **with_reason(told(answers=DossierOut)))
    async def listed(code_of_case: str, request: Request) -> Response:
        reason, address = reason_of(request), address_of(request.scope)
        view = await dossiers.dossier(code_of_case, who(request), reason=reason, address=address)
        return said(_dossier(view))

    @routes.get(_CASE + "/papers/{form}.pdf", **with_reason(file_told(PDF)))
    async def printed(code_of_case: str, form: str, request: Request) -> Response:
        reason, address = reason_of(request), address_of(request.scope)
        wanted = _word(PaperForm, form, "form")
        exports_of(request.scope, SubjectKey(CASE.name, read_case_code(code_of_case)))
        content = await dossiers.printed(
            code_of_case, wanted, {}, who(request), reason=reason, address=address
        )
        return _pdf(content, f"{read_case_code(code_of_case)}-{wanted.value}.pdf")

    @routes.get(_CASE + "/files/{file_id}", **with_reason(file_told("*/*")))
    async def file(code_of_case: str, file_id: str, request: Request) -> Response:
        reason, address = reason_of(request), address_of(request.scope)
        exports_of(request.scope, SubjectKey(CASE.name, read_case_code(code_of_case)))
        kept = await dossiers.content(
            code_of_case, file_id, who(request), reason=reason, address=address
        )
        return file_answer(kept, file_id)


def _filing(routes: APIRouter, papers: CasePapers, numbers: Numbers) -> None:
    @routes.post(f"{_CASE}/papers", **told(PaperIn, PaperOut, 201))
    async def file(code_of_case: str, request: Request) -> Response:
        body = await read(request, PaperIn)
        made = await _filed(papers, code_of_case, body, who(request))
        return said(_paper(made), 201)

    @routes.post(_CASE + "/papers/{paper_id}/removal", **told(Nothing, PaperOut))
    async def remove(code_of_case: str, paper_id: str, request: Request) -> Response:
        await read(request, Nothing)
        return said(_paper(await papers.remove(code_of_case, paper_id, who(request))))

    @routes.post(_CASE + "/papers/{paper_id}/signatures", **told(SignatureIn, PaperOut, 201))
    async def sign(code_of_case: str, paper_id: str, request: Request) -> Response:
        body = await read(request, SignatureIn)
        strokes = [[(x, y) for x, y in stroke] for stroke in body.strokes]
        signed = await papers.sign(
            code_of_case, paper_id, body.slot, strokes, body.aspect, who(request)
        )
        return said(_paper(signed), 201)

    @routes.post(f"{_CASE}/numbers", **told(NumberIn, NumberOut, 201))
    async def number(code_of_case: str, request: Request) -> Response:
        body = await read(request, NumberIn)
        made = await numbers.record(code_of_case, body.body, body.words, who(request))
        return said(NumberOut(body=made.body, words=made.words, at=iso(made.at) or ""), 201)


def _exporting(routes: APIRouter, exports: DossierExports) -> None:
    @routes.post(f"{_CASE}/dossier", **with_reason(told(Nothing, ExportOut, 202)))
    async def begin(code_of_case: str, request: Request) -> Response:
        reason, address = reason_of(request), address_of(request.scope)
        await read(request, Nothing)
        begun = await exports.begin(code_of_case, who(request), reason=reason, address=address)
        return said(_export(begun), 202)

    @routes.get(_CASE + "/dossier/{export_id}", **told(answers=ExportOut))
    async def state(code_of_case: str, export_id: str, request: Request) -> Response:
        found = await exports.state(code_of_case, export_id, who(request))
        return said(_export(found))

    @routes.get(_CASE + "/dossier/{export_id}/dossier.pdf", **with_reason(file_told(PDF)))
    async def fetch(code_of_case: str, export_id: str, request: Request) -> Response:
        reason, address = reason_of(request), address_of(request.scope)
        exports_of(request.scope, SubjectKey(CASE.name, read_case_code(code_of_case)))
        kept = await exports.content(
            code_of_case, export_id, who(request), reason=reason, address=address
        )
        return file_answer(kept, read_case_code(code_of_case))


async def _filed(papers: CasePapers, code: str, body: PaperIn, caller: Caller) -> CasePaper:
    how = _word(How, body.how, "how")
    if how is How.PRINTED:
        own = {name: value for name, value in body.own.model_dump().items() if value}
        return await papers.freeze(code, _word(PaperForm, body.form or "", "form"), own, caller)
    item, note = _word(Paper, body.item or "", "item"), body.note or ""
    signed_on = _day(body.signed_on)
    if how is How.SCAN:
        return await papers.file_scan(
            code, body.file_id or "", item, caller, note=note, signed_on=signed_on
        )
    return await papers.hand_over(code, item, caller, note=note, signed_on=signed_on)


def _word(words: type[W], value: str, name: str) -> W:
    return words(as_choice(value, name, [word.value for word in words]))


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidError(says="field_not_valid", field="signed_on") from None


def _pdf(content: bytes, name: str) -> Response:
    headers = {
        "content-disposition": f'inline; filename="{name}"',
        "cache-control": "private, no-store",
    }
    return Response(content, media_type=PDF, headers=headers)


# answers -----------------------------------------------------------------------------------------


def _dossier(view: DossierView) -> DossierOut:
    held = view.dossier
    files = {one.id: one.state for one in held.files}
    return DossierOut(
        items=[
            ItemOut(
                number=line.number,
                item=line.paper.value,
                name=ITEMS[line.paper].name,
                is_must=line.is_must,
                is_there=line.is_there,
            )
            for line in view.lines
        ],
        papers=[_paper(one) for one in held.papers],
        loose=[
            LooseOut(file_id=one, type=files[one]["type"], size=files[one]["size"])
            for one in view.loose
        ],
        numbers=[
            NumberOut(body=one.body, words=one.words, at=iso(one.at) or "") for one in held.numbers
        ],
        exports=[
            ExportedOut(
                at=iso(one.at) or "", by=one.by, pages=one.pages, size=one.size, sha256=one.sha256
            )
            for one in held.exports
        ],
        forms=[form.value for form in view.forms],
        effective_on=view.effective_on.isoformat() if view.effective_on else None,
    )


def _paper(one: CasePaper) -> PaperOut:
    unsigned = {slot.name for slot in one.unsigned}
    return PaperOut(
        paper_id=one.paper_id,
        item=one.item.value,
        how=one.how.value,
        form=one.form.value if one.form else None,
        at=iso(one.at) or "",
        by=one.by,
        file_id=one.file_id,
        sha256=one.sha256,
        frozen_sha256=one.frozen_sha256,
        pages=one.pages,
        number=one.number,
        slots=[
            SlotOut(
                name=slot.name,
                party_id=slot.party_id,
                page=slot.page,
                is_signed=slot.name not in unsigned,
            )
            for slot in one.slots
        ],
        signatures=[
            SignatureOut(slot=s.slot, at=iso(s.at) or "", by=s.by, sha256=s.sha256)
            for s in one.signatures
        ],
        signed_on=one.signed_on.isoformat() if one.signed_on else None,
        is_removed=one.is_removed,
        note=one.note,
    )


def _export(one: Export) -> ExportOut:
    is_done = one.state is ExportState.DONE
    where = f"/api/v1/cases/{one.code}/dossier/{one.export_id}/dossier.pdf"
    return ExportOut(
        export_id=one.export_id,
        state=one.state.value,
        percent=one.percent,
        url=where if is_done else None,
        pages=one.fact.pages if one.fact else None,
        sha256=one.fact.sha256 if one.fact else None,
        refused=sentence_of(one.refused) if one.refused else None,
    )
