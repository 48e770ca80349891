"""`/api/v1/desk/…`: board, handover, figures, roster, checklists, files and paper."""

from datetime import date

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.bodies import Versions, who
from api.desk.bodies.card import FileOnCard
from api.desk.bodies.checklists import (
    AnsweredChecklist,
    ChecklistAnswer,
    ChecklistAnswered,
    ChecklistWritten,
)
from api.desk.bodies.paper import PrintedDesk, Written
from api.desk.bodies.roster import Duties, RosterLoaded
from api.desk.bodies.shift import Board, Figures, Handover
from api.errors import answer, error_body
from api.kept_files import file_answer
from api.reading import Query
from api.sentences import sentence_of
from api.typed import body_as, file_told, told
from domain.errors import InvalidError
from domain.fields import as_choice, as_text, as_whole, required
from domain.incidents.checklists import ChecklistMistakesError
from domain.incidents.incidents import IncidentClass
from domain.statistics.figures import By
from domain.tables import TableError
from operations.desk.checklists import DeskChecklists
from operations.desk.files import DeskFiles
from operations.desk.paper import DeskPaper
from operations.desk.roster import DeskRoster
from operations.desk.shift import DeskShift
from operations.prints import sheets


def router(
    shift: DeskShift,
    roster: DeskRoster,
    checklists: DeskChecklists,
    files: DeskFiles,
    paper: DeskPaper,
) -> APIRouter:
    """The routes of the shift and of what is kept beside incidents."""
    routes = APIRouter(prefix="/api/v1/desk")
    _add_figures(routes, shift)
    _add_roster(routes, roster)
    _add_checklists(routes, checklists)
    _add_files(routes, files)

    @routes.get("/print", **told(answers=PrintedDesk))
    async def print_desk(request: Request) -> Response:
        return answer(await paper.desk(caller=who(request)))

    @routes.post("/print", **told(answers=Written, status=201))
    async def printed() -> Response:
        return answer({"written_down": True}, 201)

    return routes


def _add_figures(routes: APIRouter, shift: DeskShift) -> None:
    @routes.get("/board", **told(answers=Board))
    async def board(request: Request) -> Response:
        return answer({"statuses": await shift.board(caller=who(request))})

    @routes.get("/handover", **told(answers=Handover))
    async def handover(request: Request) -> Response:
        query = Query(request, ["since", "until"])
        since, until = query.moment("since"), query.moment("until")
        return answer(await shift.handover(since, until, caller=who(request)))

    @routes.get("/figures", **told(answers=Figures))
    async def figures(request: Request) -> Response:
        query = Query(request, ["by", "since", "until"])
        span = query.moment("since"), query.moment("until")
        return answer(await shift.figures(_by(query), *span, caller=who(request)))

    @routes.get("/figures.{kind}", **file_told("*/*"))
    async def export(kind: str, request: Request) -> Response:
        query = Query(request, ["by", "since", "until"])
        as_choice(kind, "kind", ("csv", "xlsx"))
        span = query.moment("since"), query.moment("until")
        body = await shift.export(kind, _by(query), *span, caller=who(request))
        media = sheets.XLSX if kind == "xlsx" else sheets.CSV
        return _download(body, media, f"figures.{kind}")


def _add_roster(routes: APIRouter, roster: DeskRoster) -> None:
    @routes.get("/roster/template", **file_told("text/csv"))
    async def roster_template(request: Request) -> Response:
        return _download(await roster.template(caller=who(request)), sheets.CSV, "roster.csv")

    @routes.get("/roster", **told(answers=Duties))
    async def read_roster(request: Request) -> Response:
        query = Query(request, ["day"])
        day = query.read("day", _day)
        if day is None:
            raise InvalidError(says="day_missing", field="day", code="missing")
        return answer({"items": await roster.day(day, caller=who(request))})

    @routes.post("/roster", **told(answers=RosterLoaded, media="*/*"))
    async def load_roster(request: Request) -> Response:
        is_check = Query(request, ["name", "check"]).text("check") == "true"
        raw = await request.body()
        try:
            return answer(await roster.load(raw, caller=who(request), is_check=is_check))
        except TableError as error:
            body = error_body(error.code, error.field, sentence_of(error))
            return answer({**body, "rows": [one.body(sentence_of) for one in error.rows]}, 422)


def _add_checklists(routes: APIRouter, checklists: DeskChecklists) -> None:
    @routes.get("/checklists/{word}", **told(answers=ChecklistAnswer))
    async def read_checklist(word: str, request: Request) -> Response:
        wanted = Query(request, ["version"]).whole("version", 1, 100_000, default=0)
        if not wanted:
            return answer(await checklists.read(_class(word)))
        return answer(await checklists.version(_class(word), wanted))

    @routes.get("/checklists/{word}/versions", **told(answers=Versions))
    async def checklist_versions(word: str) -> Response:
        return answer({"items": await checklists.versions(_class(word))})

    @routes.put("/checklists/{word}", **told(ChecklistWritten, ChecklistAnswer))
    async def write_checklist(word: str, request: Request) -> Response:
        body = await body_as(request, ChecklistWritten)
        version = as_whole(required(body, "version"), "version", low=1, high=100_000)
        try:
            items = body.get("items")
            made = await checklists.write(_class(word), version, items, caller=who(request))
        except ChecklistMistakesError as error:
            refused = error_body(error.code, error.field, sentence_of(error))
            return answer(
                {**refused, "rows": [one.body(sentence_of) for one in error.mistakes]}, 422
            )
        return answer(made)

    @routes.put("/incidents/{number}/checklist", **told(ChecklistAnswered, AnsweredChecklist))
    async def answer_checklist(number: str, request: Request) -> Response:
        body = await body_as(request, ChecklistAnswered)
        version = as_whole(required(body, "version"), "version", low=1, high=100_000)
        answers, asked = required(body, "answers"), body.get("class")
        made = await checklists.answer(
            number,
            version,
            answers,
            caller=who(request),
            incident_class=None if asked is None else _class(asked),
        )
        return answer(made)


def _add_files(routes: APIRouter, files: DeskFiles) -> None:
    @routes.post("/incidents/{number}/files", **told(answers=FileOnCard, status=201, media="*/*"))
    async def add_file(number: str, request: Request) -> Response:
        query = Query(request, ["name", "key"])
        name = as_text(query.text("name") or "文件", "name", longest=120)
        key = query.text("key")
        made = await files.add(number, name, await request.body(), caller=who(request), key=key)
        return answer(made, 201)

    @routes.get("/incidents/{number}/files/{file_id}", **file_told("*/*"))
    async def read_file(number: str, file_id: str, request: Request) -> Response:
        kept = await files.read(number, file_id, caller=who(request))
        return file_answer(kept, file_id)


def _by(query: Query) -> By:
    return By(as_choice(query.text("by") or By.CLASS.value, "by", By))


def _class(word: str) -> IncidentClass:
    return IncidentClass(as_choice(word, "class", IncidentClass))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidError(says="day_wrong", field="day") from None


def _download(body: bytes, media_type: str, name: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type=media_type, headers=headers)
