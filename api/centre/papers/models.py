"""What the routes of a case's papers read and answer."""

from typing import Annotated

from pydantic import Field

from api.typed import Answer, Body, Longest

LONGEST_OWN = 2000
Point = Annotated[list[float], Field(min_length=2, max_length=2)]
_Short = Annotated[str | None, Longest(64)]


class OwnWords(Body):
    """Words for a form alone, besides what is in the case; left out they are lines to write on."""

    text: Annotated[str | None, Longest(LONGEST_OWN)] = None
    place: Annotated[str | None, Longest(200)] = None
    person: Annotated[str | None, Longest(200)] = None
    manner: Annotated[str | None, Longest(200)] = None
    to: Annotated[str | None, Longest(200)] = None
    party: _Short = None
    basis: Annotated[str | None, Longest(400)] = None


class PaperIn(Body):
    """A paper that comes into the dossier.

    `how`: `printed` with a `form`; `scan` with a `file_id` and an `item`; `handed_over` with an
    `item`. `signed_on`: the day of the last signature on paper.
    """

    how: str = Field(max_length=32)
    form: _Short = None
    item: _Short = None
    file_id: Annotated[str | None, Longest(80)] = None
    note: Annotated[str | None, Longest(200)] = None
    signed_on: Annotated[str | None, Longest(10)] = None
    own: OwnWords = OwnWords()


class SignatureIn(Body):
    """A signature as it was drawn: strokes of points, from 0 to 1 across and down the pad.

    `aspect`: width of the pad over its height.
    """

    slot: str = Field(max_length=40)
    strokes: list[list[Point]] = Field(max_length=400)
    aspect: float = Field(gt=0, le=100)


class NumberIn(Body):
    """A number that another body gave to its procedure."""

    body: str = Field(max_length=64)
    words: str = Field(max_length=60)


class SlotOut(Answer):
    """A line to be signed, by which party, and whether it is."""

    name: str
    party_id: str
    page: int
    is_signed: bool


class SignatureOut(Answer):
    """A signature on the pad: `sha256` of the file with it."""

    slot: str
    at: str
    by: str
    sha256: str


class PaperOut(Answer):
    """A paper of the dossier."""

    paper_id: str
    item: str
    how: str
    form: str | None
    at: str
    by: str
    file_id: str | None
    sha256: str | None
    frozen_sha256: str | None
    pages: int | None
    number: str | None
    slots: list[SlotOut]
    signatures: list[SignatureOut]
    signed_on: str | None
    is_removed: bool
    note: str | None


class ItemOut(Answer):
    """One of the 13 items: must it be there, is it."""

    number: int
    item: str
    name: str
    is_must: bool
    is_there: bool


class NumberOut(Answer):
    """A statutory number of a procedure."""

    body: str
    words: str
    at: str


class ExportedOut(Answer):
    """A dossier that was exported: the hash of what left."""

    at: str
    by: str
    pages: int
    size: int
    sha256: str


class LooseOut(Answer):
    """A file that belongs to no item yet."""

    file_id: str
    type: str
    size: int


class DossierOut(Answer):
    """A dossier: what must be there, what is, and what can be printed now."""

    items: list[ItemOut]
    papers: list[PaperOut]
    loose: list[LooseOut]
    numbers: list[NumberOut]
    exports: list[ExportedOut]
    forms: list[str]
    effective_on: str | None


class ExportOut(Answer):
    """An export under way: fetched at `url` when it is `done`."""

    export_id: str
    state: str
    percent: int
    url: str | None = None
    pages: int | None = None
    sha256: str | None = None
    refused: str | None = None
