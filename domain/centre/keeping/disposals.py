"""Dossiers whose years are over: listed, confirmed by somebody else, and erased (销毁清册)."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.errors import ConflictError
from domain.kind import Audience, HangsOn, Kept, Kind, Owned
from domain.kind_fields import fields_of


class DisposalState(StrEnum):
    """How far the disposal of a dossier is."""

    LISTED = "listed"
    CONFIRMED = "confirmed"
    ERASED = "erased"
    SPARED = "spared"  # taken off its list; it may be listed again


class Spared(StrEnum):
    """Why a dossier was taken off its list."""

    WITHDRAWN = "withdrawn"
    WAITS = "waits"  # held, taken up again, or its years were made longer meanwhile


@dataclass(frozen=True, slots=True)
class CaseDisposal:
    """The disposal of one dossier; a dossier stands on one list at a time.

    Attributes:
        list_id: what was listed together is confirmed and withdrawn together.
        rule: the code of the rule of keeping it was kept by.
        until: until when it was kept.
        people, files: how much there was in it when it was listed.
        confirmed_by: somebody other than `listed_by`, or the system where the setting says so.
        ended_at: when it was erased, or taken off the list.
    """

    case_code: str
    list_id: str
    rule: str
    until: datetime
    people: int
    files: int
    listed_at: datetime
    listed_by: str
    state: DisposalState = DisposalState.LISTED
    confirmed_at: datetime | None = None
    confirmed_by: str | None = None
    ended_at: datetime | None = None
    why: Spared | None = None


CASE_DISPOSAL = Kind(
    name="case_disposal",
    entity=CaseDisposal,
    fields=fields_of(CaseDisposal),
    id_field="case_code",
    audience=Audience(("cases.see",), owned=Owned.SUBJECT),
    kept=Kept.WITH_SUBJECT,
    hangs_on=HangsOn(id_field="case_code", kind_field="", kind="case"),
    title="案卷销毁",
    says={
        "list": "列入了案卷销毁清册",
        "confirm": "确认了案卷销毁",
        "erase": "案卷已按期销毁",
        "spare": "移出了案卷销毁清册",
    },
)


def confirmed(one: CaseDisposal, by: str, at: datetime, *, by_time: bool = False) -> CaseDisposal:
    """A listed dossier, confirmed.

    Args:
        one: the dossier on its list.
        by: who confirms it.
        at: when.
        by_time: the setting confirms it, and nobody in person.

    Raises:
        ConflictError: it is no longer listed, or whoever drew up the list confirms it alone.
    """
    if one.state is not DisposalState.LISTED:
        raise ConflictError(says="disposal_decided", field="list_id")
    if not by_time and by == one.listed_by:
        raise ConflictError(says="disposal_needs_two", field="list_id")
    return replace(one, state=DisposalState.CONFIRMED, confirmed_at=at, confirmed_by=by)


def spared(one: CaseDisposal, why: Spared, at: datetime) -> CaseDisposal:
    """A dossier that is taken off its list.

    Raises:
        ConflictError: it was erased, or taken off, already.
    """
    if one.state not in {DisposalState.LISTED, DisposalState.CONFIRMED}:
        raise ConflictError(says="disposal_decided", field="list_id")
    return replace(one, state=DisposalState.SPARED, ended_at=at, why=why)


def erased(one: CaseDisposal, at: datetime) -> CaseDisposal:
    """A confirmed dossier of which nothing is left but its numbers and dates.

    Raises:
        ConflictError: nobody has confirmed it.
    """
    if one.state is not DisposalState.CONFIRMED:
        raise ConflictError(says="disposal_not_confirmed", field="list_id")
    return replace(one, state=DisposalState.ERASED, ended_at=at)


@dataclass(frozen=True, slots=True)
class DueDossier:
    """A dossier whose years are over, as it would be listed."""

    code: str
    rule: str
    closed_at: datetime
    until: datetime
    people: int
    files: int
