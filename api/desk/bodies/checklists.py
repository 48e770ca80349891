"""Checklists and what was answered to them."""

from pydantic import Field

from api.typed import Answer, Body, Mapped, Objects, Text, Whole


class ItemAnswer(Answer):
    """A line of a checklist; `class` and `version` say which list of an answered one it is of."""

    id: str
    kind: str
    text: str
    options: list[str]
    text_en: str | None
    options_en: list[str]
    incident_class: str | None = Field(default=None, alias="class")
    version: int | None = None


class ListOfClass(Answer):
    """The lines of a version of the checklist of a class."""

    incident_class: str = Field(alias="class")
    version: int
    items: list[ItemAnswer]


class ChecklistAnswer(ListOfClass):
    """A checklist of a class."""


class AnsweredChecklist(ListOfClass):
    """What was answered to the checklist of an incident."""

    number: str
    changed: list[str]
    answers: dict[str, str | bool | None]
    at: str
    actor: str | None


class ChecklistWritten(Body):
    """A new checklist, made from a version."""

    version: Whole
    items: Objects


class ChecklistAnswered(Body):
    """Answers to a version of a checklist, by the id of the line."""

    version: Whole
    answers: Mapped
    incident_class: Text = Field(default=None, alias="class")
