"""`/api/v1/files`: files of any subject, sent in pieces that can be resumed."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from api.bodies import who
from api.kept_files import file_answer
from api.typed import Refusal, file_told
from domain.subject_key import SubjectKey
from operations.files.chunked import ChunkedUploads
from operations.files.shelf import Shelf

Kind = Annotated[str, Field(min_length=1, max_length=32)]
Id = Annotated[str, Field(min_length=1, max_length=200)]


_BYTES: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


class NewUpload(BaseModel):
    """A file that is to come: `size` in bytes, `sha256` of the whole in hexadecimal digits."""

    model_config = ConfigDict(extra="forbid")

    subject_kind: Kind
    subject_id: Id
    name: Annotated[str, Field(min_length=1, max_length=200)]
    size: Annotated[int, Field(ge=1)]
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")] | None = None


class Upload(BaseModel):
    """How far an upload has come: the next piece begins at `offset`, and has `piece` at most."""

    upload_id: str
    subject_kind: str
    subject_id: str
    size: int
    offset: int
    piece: int
    expires_at: str


class File(BaseModel):
    """A kept file: hashes of the bytes that were received and of those that are kept."""

    file_id: str
    subject_kind: str
    subject_id: str
    number: str
    name: str | None = None
    type: str
    size: int
    width: int | None = None
    height: int | None = None
    received_sha256: str | None = None
    sha256: str | None = None
    photo_hash: str | None = None
    taken_at: str | None = None
    url: str
    at: str
    actor: str
    is_removed: bool = False
    reason: str | None = None


class Removal(BaseModel):
    """Why a file is taken away."""

    model_config = ConfigDict(extra="forbid")

    reason: Annotated[str, Field(min_length=2, max_length=200)]


class Files(BaseModel):
    """The files of one subject."""

    items: list[File]


def router(shelf: Shelf, uploads: ChunkedUploads) -> APIRouter:
    """The routes of files."""
    routes = APIRouter(
        prefix="/api/v1/files",
        tags=["files"],
        responses={"default": {"model": Refusal, "description": "refused"}},
    )

    @routes.post("/uploads", status_code=201, response_model=Upload)
    async def begin(wanted: NewUpload, request: Request) -> dict[str, Any]:
        about = SubjectKey(wanted.subject_kind, wanted.subject_id)
        return await uploads.begin(
            about, wanted.name, wanted.size, wanted.sha256, caller=who(request)
        )

    @routes.get("/uploads/{upload_id}", response_model=Upload)
    async def state(upload_id: str, request: Request) -> dict[str, Any]:
        return await uploads.state(upload_id, caller=who(request))

    @routes.put("/uploads/{upload_id}", response_model=Upload, openapi_extra=_BYTES)
    async def add(
        upload_id: str, request: Request, offset: Annotated[int, Query(ge=0)]
    ) -> dict[str, Any]:
        return await uploads.add(upload_id, offset, await request.body(), caller=who(request))

    @routes.delete("/uploads/{upload_id}", response_model=Upload)
    async def drop(upload_id: str, request: Request) -> dict[str, Any]:
        return await uploads.drop(upload_id, caller=who(request))

    @routes.post("/uploads/{upload_id}/finish", status_code=201, response_model=File)
    async def finish(upload_id: str, request: Request) -> dict[str, Any]:
        return await uploads.finish(upload_id, caller=who(request))

    @routes.get("", response_model=Files)
    async def items(subject_kind: Kind, subject_id: Id, request: Request) -> dict[str, Any]:
        about = SubjectKey(subject_kind, subject_id)
        return {"items": await shelf.items(about, caller=who(request))}

    @routes.post("/{file_id}/removal", status_code=201, response_model=File)
    async def remove(file_id: str, wanted: Removal, request: Request) -> dict[str, Any]:
        return await shelf.remove(file_id, wanted.reason, caller=who(request))

    @routes.get("/{file_id}", **file_told("*/*"))
    async def read(file_id: str, request: Request) -> Response:
        kept = await shelf.read(file_id, caller=who(request))
        return file_answer(kept, file_id)

    return routes
