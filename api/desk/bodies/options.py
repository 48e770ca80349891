"""Every list the forms offer."""

from api.desk.bodies.search import ClassFound
from api.typed import Answer


class ClassOption(ClassFound):
    """A class of the form, with the words it is found by."""

    words: list[str]


class DispositionOption(Answer):
    """A way an incident ends, and in which status."""

    code: str
    name: str
    ends: str


class DepartmentOption(Answer):
    """A department, its classes and its grids."""

    code: str
    name: str
    duty: str | None
    classes: list[str]
    grids: dict[str, list[str]]


class EscalationOption(Answer):
    """After how many seconds an unanswered notice goes to whom."""

    after_s: list[float]
    steps: list[str]


class Asker(Answer):
    """Who asks."""

    role: str
    department: str | None
    area: str | None


class Options(Answer):
    """Every list the forms offer, in order."""

    classes: list[ClassOption]
    severities: list[int]
    unit_statuses: list[str]
    dispositions: list[DispositionOption]
    departments: list[DepartmentOption]
    targets: dict[str, float]
    escalation: EscalationOption
    caller: Asker
