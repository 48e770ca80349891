"""`/api/v1/admin/privacy/*`: what is held about a person. Nobody's phone stands in an address."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.callers import address_of, caller_of
from api.errors import answer
from api.sentences import SENTENCES
from api.statistics.area_statistics import file_answer
from api.typed import body_as, file_told, told
from api.upkeep.bodies import SubjectAsked, SubjectErased, SubjectFound
from domain.upkeep.subjects import Subject, subject_of
from operations.upkeep.privacy import Asked, Privacy, reason_of

ZIP = "application/zip"


def router(privacy: Privacy) -> APIRouter:
    """Finding, handing out and erasing."""
    routes = APIRouter(prefix="/api/v1/admin/privacy")

    @routes.post("/find", **told(SubjectAsked, SubjectFound))
    async def find(request: Request) -> Response:
        asked = await _asked(request)
        return answer(await privacy.find(caller_of(request.scope), asked))

    @routes.post("/export", **file_told(ZIP, SubjectAsked))
    async def export(request: Request) -> Response:
        asked = await _asked(request)
        return file_answer(await privacy.export(caller_of(request.scope), asked), ZIP)

    @routes.post("/erase", **told(SubjectAsked, SubjectErased))
    async def erase(request: Request) -> Response:
        asked = await _asked(request)
        return answer(await privacy.erase(caller_of(request.scope), asked))

    return routes


def _subject(body: Mapping[str, Any]) -> Subject:
    return subject_of(str(body.get("kind") or ""), str(body.get("value") or ""))


async def _asked(request: Request) -> Asked:
    body = await body_as(request, SubjectAsked)
    return Asked(
        _subject(body),
        caller_of(request.scope).actor,
        reason_of(str(body.get("reason") or "")),
        address_of(request.scope),
        note=SENTENCES.words().of("document", "subject_export"),
    )
