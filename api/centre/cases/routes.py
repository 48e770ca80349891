"""`/api/v1/cases`: cases of the dispute centre, taken in, listed, shown and stepped on.

Source: docs/centre.md
"""

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.bodies import who
from api.callers import address_of
from api.centre.cases.answering import centre_out, line, list_out, whole
from api.centre.cases.models import (
    CaseIn,
    CaseList,
    CaseOut,
    CaseTaken,
    CentreOut,
    StepIn,
    StepTaken,
    iso,
)
from api.centre.cases.reading import (
    EXPORT_FIELDS,
    LIST_FIELDS,
    filter_of,
    new_case,
    said_with,
    word,
)
from api.centre.reasons import reason_of, with_reason
from api.exports import exports_of
from api.reading import Query
from api.sentences import SENTENCES
from api.typed import file_told, read, said, told
from domain.centre.cases.case import CASE
from domain.centre.cases.case_codes import read_case_code
from domain.centre.cases.stages import Step
from domain.subject_key import SubjectKey
from operations.centre.cases.cases import Cases
from operations.centre.cases.exports import MEDIA
from operations.centre.cases.looking import LONGEST_PAGE

PAGE, PDF = 50, "application/pdf"


def router(cases: Cases) -> APIRouter:
    """The routes of cases and of the centre they belong to."""
    routes = APIRouter(prefix="/api/v1")

    @routes.get("/centre", **told(answers=CentreOut))
    async def centre(request: Request) -> Response:
        return said(centre_out(cases.centre(who(request))))

    _add_looking(routes, cases)
    _add_exports(routes, cases)
    _add_slip(routes, cases)
    _add_acting(routes, cases)
    return routes


def _add_acting(routes: APIRouter, cases: Cases) -> None:
    """A case is taken in, and a step of it is taken."""

    @routes.post("/cases", **told(CaseIn, CaseTaken, 201))
    async def take_in(request: Request) -> Response:
        body, caller = await read(request, CaseIn), who(request)
        taken = await cases.intake.register(new_case(body, caller), caller)
        answer = CaseTaken(
            code=taken.case.code,
            stage=taken.case.stage.value,
            registered_at=iso(taken.case.registered_at) or "",
            is_new=taken.is_new,
            earlier=taken.earlier,
        )
        return said(answer, 201 if taken.is_new else 200)

    @routes.post("/cases/{code_of_case}/steps", **told(StepIn, StepTaken))
    async def step(code_of_case: str, request: Request) -> Response:
        body = await read(request, StepIn)
        after = await cases.steps.step(
            code_of_case,
            word(Step, body.step, "step"),
            said_with(body),
            who(request),
            version=body.version,
        )
        steps = [one.value for one in after.steps]
        return said(StepTaken(**line(after.case, []), steps=steps, version=after.version))


def _add_looking(routes: APIRouter, cases: Cases) -> None:
    """The list of cases, and one of them."""

    @routes.get("/cases", **told(answers=CaseList))
    async def listed(request: Request) -> Response:
        query = Query(request, LIST_FIELDS)
        page = await cases.looking.page(
            who(request),
            filter_of(query),
            cursor=query.text("cursor"),
            limit=query.whole("limit", 1, LONGEST_PAGE, PAGE),
        )
        return said(list_out(page))

    @routes.get("/cases/{code_of_case}", **with_reason(told(answers=CaseOut)))
    async def shown(code_of_case: str, request: Request) -> Response:
        reason, address = reason_of(request), address_of(request.scope)
        found = await cases.looking.one(code_of_case, who(request), reason=reason, address=address)
        return said(whole(found, cases.centre(who(request))))


def _add_slip(routes: APIRouter, cases: Cases) -> None:
    """The slip of a case, as a file."""

    @routes.get("/cases/{code_of_case}/slip.pdf", **with_reason(file_told(PDF)))
    async def slip(code_of_case: str, request: Request) -> Response:
        reason, address = reason_of(request), address_of(request.scope)
        exports_of(request.scope, SubjectKey(CASE.name, read_case_code(code_of_case)))
        name, content = await cases.slips.slip(
            code_of_case, who(request), reason=reason, address=address
        )
        disposition = f'inline; filename="{name}"'
        return Response(content, media_type=PDF, headers={"content-disposition": disposition})


def _add_exports(routes: APIRouter, cases: Cases) -> None:
    """The list as a file of each sort; `Exported` has written it down before it leaves."""

    def add(kind: str, media: str) -> None:
        @routes.get(f"/cases.{kind}", name=f"cases_{kind}", **file_told(media))
        async def export(request: Request) -> Response:
            wanted = filter_of(Query(request, EXPORT_FIELDS))
            words = SENTENCES.words()
            name, content = await cases.exports.table(kind, wanted, who(request), words)
            disposition = f'attachment; filename="{name}"'
            headers = {"content-disposition": disposition}
            return Response(content, media_type=media, headers=headers)

    for kind, media in MEDIA.items():
        add(kind, media)
