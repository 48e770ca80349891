"""What the routes of help in cases read and answer: at the centre, and on phones."""

from typing import Annotated

from pydantic import Field

from api.field.talk.bodies import Key
from api.typed import Answer, Body
from domain.centre.helping.helps import LONGEST_REASON, LONGEST_TASK, HelpsOfCase
from domain.moments import to_iso


class CaseHelpIn(Body):
    """A unit that is asked to help with a case: with what, and why."""

    key: Key
    unit_id: str = Field(min_length=1, max_length=64)
    task: str = Field(max_length=LONGEST_TASK)
    reason: str = Field(max_length=LONGEST_REASON)


class CaseHelpAskedOut(Answer):
    """A help, by its id."""

    help_id: str


class CaseHelpOut(Answer):
    """A unit that was asked to help with a case."""

    help_id: str
    unit_id: str
    call_sign: str
    is_on_duty: bool
    by: str
    at: str
    ended_at: str | None
    ended_by: str | None
    ending: str | None
    task: str | None
    reason: str | None
    result: str | None


class HelpOfferedOut(Answer):
    """A unit that may be asked."""

    unit_id: str
    call_sign: str
    kind: str
    home_area: str | None


class CaseHelpsOut(Answer):
    """Who helps with a case, and who may be asked."""

    helps: list[CaseHelpOut]
    offered: list[HelpOfferedOut]
    may_ask: bool


class OwnHelpOut(Answer):
    """A case somebody in the field is asked to help with; `task` null while the phone hides it."""

    help_id: str
    number: str
    category: str
    area: str
    by: str
    at: str
    task: str | None


class OwnHelpsOut(Answer):
    """The cases somebody in the field helps with now."""

    items: list[OwnHelpOut]
    is_hidden: bool


class HelpDoneIn(Body):
    """What came of a help."""

    key: Annotated[str, Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
    age_ms: float = Field(0, ge=0)
    result: str = Field(max_length=LONGEST_TASK)


class UnreadCaseOut(Answer):
    """A case whose talk somebody has not read to its end."""

    code: str
    unread: int


class UnreadCasesOut(Answer):
    """What of the talk about cases waits for whoever asks."""

    items: list[UnreadCaseOut]


def helps_out(found: HelpsOfCase | None) -> CaseHelpsOut:
    """Who helps with a case; of a sealed one nobody."""
    if found is None:
        return CaseHelpsOut(helps=[], offered=[], may_ask=False)
    return CaseHelpsOut(
        helps=[
            CaseHelpOut(
                help_id=one.held.help_id,
                unit_id=one.held.unit_id,
                call_sign=one.call_sign,
                is_on_duty=one.is_on_duty,
                by=one.held.by,
                at=to_iso(one.held.at),
                ended_at=to_iso(one.held.ended_at) if one.held.ended_at else None,
                ended_by=one.held.ended_by,
                ending=one.held.ending.value if one.held.ending else None,
                task=one.held.task,
                reason=one.held.reason,
                result=one.held.result,
            )
            for one in found.helps
        ],
        offered=[
            HelpOfferedOut(
                unit_id=one.unit_id,
                call_sign=one.call_sign,
                kind=str(one.kind),
                home_area=one.home_area,
            )
            for one in found.offered
        ],
        may_ask=found.may_ask,
    )
