"""What is found at work: what is read and answered."""

from typing import Annotated

from pydantic import Field

from api.typed import Answer, Body, Longest
from domain.moments import to_iso
from domain.net.tasks.findings import NetFinding


class FindingIn(Body):
    """What somebody found; the same key again is the same report."""

    key: str = Field(max_length=128)
    found: str
    lat: float = Field(ge=-90, le=90)
    lon: float = Field(ge=-180, le=180)
    text: str = Field(max_length=1000)
    severity: int = Field(4, ge=1, le=4)
    task_id: Annotated[str | None, Longest(128)] = None
    party: Annotated[str | None, Longest(64)] = None
    phone: Annotated[str | None, Longest(32)] = None
    item_class: Annotated[str | None, Longest(10)] = None


class FindingOut(Answer):
    """A finding and where it went."""

    finding_id: str
    found: str
    area_code: str
    verdict: str
    of: str | None
    incident: str | None
    case_code: str | None
    item_id: str | None
    task_id: str | None
    needs_look: bool
    at: str


class FindingList(Answer):
    """Findings, newest first."""

    items: list[FindingOut]


def finding_out(one: NetFinding) -> FindingOut:
    """A finding as it is answered."""
    return FindingOut(
        finding_id=one.finding_id, found=one.found.value, area_code=one.area_code,
        verdict=one.verdict.value, of=one.of, incident=one.incident, case_code=one.case_code,
        item_id=one.item_id, task_id=one.task_id, needs_look=one.needs_look, at=to_iso(one.at),
    )  # fmt: skip
