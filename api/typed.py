"""Typed routes: what a route reads and answers is a pydantic model, and `/openapi.json` tells it.

Hot paths (positions, live frames) stay hand-made. A body that does not fit is refused in the same
words as everywhere: the field is named, and what is wrong with it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    ValidationError,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core.core_schema import CoreSchema, with_info_before_validator_function
from starlette.requests import Request
from starlette.responses import Response

from api.errors import answer
from api.reading import json_body
from domain.errors import InvalidError
from domain.fields import check_known, check_object, missing, optional_text

# What checks a body is built when the first comes: of three hundred a start needs none.


class Body(BaseModel):
    """What a request says; a field nobody reads is refused."""

    model_config = ConfigDict(extra="forbid", strict=True, defer_build=True)


class Answer(BaseModel):
    """What a route answers."""

    model_config = ConfigDict(extra="forbid", defer_build=True)


class Wrong(Answer):
    """One wrong field of several."""

    code: str
    field: str | None
    message: str


class RefusalDetail(Wrong):
    """Why a request was refused: a word for machines, the field, a sentence for people."""

    fault: str = Field(default="", description="the number the log knows a failure by")
    fields: list[Wrong] = Field(default=[], description="every wrong field, where there are more")


class Refusal(Answer):
    """The body of every refusal."""

    error: RefusalDetail


B = TypeVar("B", bound=Body)


@dataclass(frozen=True, slots=True)
class Longest:
    """Beside the type of an optional text: trimmed, blank is None, at most so many characters."""

    characters: int

    def __get_pydantic_core_schema__(self, source: Any, of: GetCoreSchemaHandler) -> CoreSchema:
        """How it is read."""
        return with_info_before_validator_function(self._read, of(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, of: Any) -> dict[str, Any]:
        """What `/openapi.json` says of it."""
        return {**of(schema), "maxLength": self.characters}

    def _read(self, value: object, info: ValidationInfo) -> str | None:
        name = info.field_name or ""
        return optional_text({name: value}, name, longest=self.characters)


def _plain(value: object, info: ValidationInfo) -> object:
    if value is not None and (not isinstance(value, str) or "\x00" in value):
        raise InvalidError(says="field_no_text", field=info.field_name)
    return value


# As it was written, an empty one too: by which a caller takes a value back.
Written = Annotated[str | None, BeforeValidator(_plain)]


# What a field of a body holds where the rules of the domain read it (domain/fields.py): documented
# here, refused there in its own words.
Text = Annotated[Any, WithJsonSchema({"type": "string"})]
Moment = Annotated[Any, WithJsonSchema({"type": "string", "format": "date-time"})]
Number = Annotated[Any, WithJsonSchema({"type": "number"})]
Whole = Annotated[Any, WithJsonSchema({"type": "integer"})]
Flag = Annotated[Any, WithJsonSchema({"type": "boolean"})]
Texts = Annotated[Any, WithJsonSchema({"type": "array", "items": {"type": "string"}})]
Objects = Annotated[Any, WithJsonSchema({"type": "array", "items": {"type": "object"}})]
Mapped = Annotated[Any, WithJsonSchema({"type": "object"})]


class Nothing(Body):
    """A body without a field: empty, or an empty object."""


# By name, as api/docs.py writes the model: told of two hundred routes, it would be built at each of
# them at the start.
_REFUSED: Mapping[str, Any] = {
    "description": "refused",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}},
}


def file_told(media_type: str, reads: type[Body] | None = None) -> dict[str, Any]:
    """What the decorator of a route is given that hands out a file.

    Args:
        media_type: of the file; `*/*` where it may be of several.
        reads: the body of the route, None where it has none.
    """
    content = {media_type: {"schema": {"type": "string", "format": "binary"}}}
    held = told(reads)
    responses: dict[int | str, Any] = {200: {"description": "a file", "content": content}}
    responses.update(held["responses"])
    return held | {"responses": responses, "response_class": Response}


def told(
    reads: type[Body] | None = None,
    answers: Any = None,
    status: int = 200,
    *,
    also: int | None = None,
    media: str = "application/json",
) -> dict[str, Any]:
    """What the decorator of a route is given: the models of its body and of its answers.

    They are told, and a test holds every answer to them; a route that makes its answer by hand is
    not slowed by them.

    Args:
        reads: its body, None where it has none.
        answers: what it answers when it does what was asked, a model or several with `|`; None
            where that is no JSON.
        status: with which status.
        also: another status of the same answer.
        media: the type of the body where it is no JSON.
    """
    more: Mapping[str, Any] = {}
    if media != "application/json":
        binary = {"schema": {"type": "string", "format": "binary"}}
        more = {"requestBody": {"content": {media: binary}}}
    if reads is not None:
        more = _Reads(reads)
    responses: dict[int | str, Any] = {"default": _REFUSED}
    if also is not None:
        responses[also] = {"model": answers, "description": "done"}
    return {
        "response_model": answers,
        "status_code": status,
        "responses": responses,
        "openapi_extra": more,
    }


class _Reads(Mapping[str, Any]):
    """What a route's operation says of its body, written when somebody asks for the schema.

    Written at the start, those of all routes together take a thirtieth of it.
    """

    def __init__(self, reads: type[Body]) -> None:
        self._reads = reads

    @cached_property
    def _told(self) -> dict[str, Any]:
        shape = _whole(self._reads.model_json_schema())
        return {"requestBody": {"content": {"application/json": {"schema": shape}}}}

    def __getitem__(self, key: str) -> Any:
        return self._told[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._told)

    def __len__(self) -> int:
        return len(self._told)

    def __bool__(self) -> bool:
        return True


def _whole(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of a body with the models inside it written out: it refers to nothing outside."""
    inside = schema.pop("$defs", {})

    def written_out(part: Any) -> Any:
        if isinstance(part, list):
            return [written_out(one) for one in part]
        if not isinstance(part, dict):
            return part
        if named := str(part.get("$ref", "")).removeprefix("#/$defs/"):
            return written_out(inside[named])
        return {key: written_out(value) for key, value in part.items()}

    return {key: written_out(value) for key, value in schema.items()}


def said(content: Answer, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """An answer of a typed route."""
    return answer(content.model_dump(mode="json"), status, headers)


def fields_of(model: type[Body]) -> list[str]:
    """The fields of a body as a request calls them."""
    return [one.alias or name for name, one in model.model_fields.items()]


async def body_as(request: Request, model: type[Body]) -> Mapping[str, Any]:
    """The body of a request with no field but those of the model, unread; empty where it is empty.

    For bodies the rules of the domain read.

    Raises:
        InvalidError: no object, or a field nobody reads.
    """
    if not await request.body():
        return {}
    raw = check_object(await json_body(request))
    check_known(raw, fields_of(model))
    return raw


async def read(request: Request, model: type[B]) -> B:
    """The body of a request as its model; an empty body is an empty object.

    Raises:
        InvalidError: no object, a field nobody reads, one that is missing or does not fit.
    """
    raw = check_object(await json_body(request)) if await request.body() else {}
    try:
        return model.model_validate(dict(raw))
    except ValidationError as error:
        raise _refusal(error) from None


def _refusal(error: ValidationError) -> InvalidError:
    first = error.errors(include_url=False, include_input=False)[0]
    name = str(first["loc"][0])[:64] if first["loc"] else "body"
    kind = first["type"]
    if kind == "missing":
        return missing(name)
    if kind == "extra_forbidden":
        return InvalidError(says="field_unknown", field=name, code="unknown_field")
    if kind == "string_type":
        return InvalidError(says="field_no_text", field=name)
    return InvalidError(says="field_not_valid", field=name)
