"""Deductions: rule, evidence, notice, appeal within days, and a decision by somebody else."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum

from domain.errors import ConflictError, InvalidError
from domain.kind import Audience, Kept, Kind
from domain.kind_fields import AREA, Masking, fields_of
from domain.net.credit.ledger import CreditEntry, community_of, reversed_entry
from domain.net.credit.rules import CreditRule, Ledger


class DeductionState(StrEnum):
    """How far a deduction is; it counts only when it is final."""

    NOTIFIED = "notified"
    APPEALED = "appealed"
    FINAL = "final"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Deduction:
    """A deduction from a person's credit.

    Attributes:
        points: how many, above zero.
        day: of what it is about.
        evidence: what shows it, by kind and id.
        takes_back: the entry whose points it takes back; None where it stands by itself.
        told_at: when the person was given notice of it; from then on days are counted.
        appeal_until: the first moment at which an appeal is too late.
        admitted_by: who let the person appeal after that, and `admitted_why`.
        reason: why it is made.
        appeal: what the person says against it.
        decision: why it was upheld or revoked.
    """

    deduction_id: str
    person: str
    area_code: str
    grid: str
    rule_id: str
    rule_version: int
    points: int
    day: str
    told_by: str
    told_at: datetime
    appeal_until: datetime
    evidence: tuple[str, ...] = ()
    takes_back: str | None = None
    state: DeductionState = DeductionState.NOTIFIED
    appealed_at: datetime | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    admitted_by: str | None = None
    admitted_at: datetime | None = None
    is_demo: bool = False
    reason: str | None = None
    appeal: str | None = None
    decision: str | None = None
    admitted_why: str | None = None


_TEXTS = {"personal": Masking.WORDS}
CREDIT_DEDUCTION = Kind(
    name="credit_deduction",
    entity=Deduction,
    fields=fields_of(
        Deduction,
        area_code={"shape": AREA},
        grid={"shape": AREA},
        reason=_TEXTS,
        appeal=_TEXTS,
        decision=_TEXTS,
        admitted_why=_TEXTS,
    ),
    id_field="deduction_id",
    audience=Audience(("credit.persons",), area_field="area_code"),
    is_streamed=False,
    kept=Kept.NEWEST,
    title="扣分",
    says={
        "notify": "告知了一项扣分",
        "appeal": "对扣分提出了申诉",
        "admit": "准予逾期申诉",
        "uphold": "维持了扣分",
        "revoke": "撤销了扣分",
        "final": "扣分申诉期满生效",
        "erased": "个人信息已删除",
    },
)


def end_of_days(told_at: datetime, days: int, zone: tzinfo) -> datetime:
    """When so many days are over; the day of the notice is not counted."""
    last = told_at.astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(last + timedelta(days=1), time(), zone)


def notified(
    deduction_id: str,
    rule: CreditRule,
    *,
    person: str,
    grid: str,
    day: str,
    evidence: tuple[str, ...],
    reason: str,
    by: str,
    at: datetime,
    appeal_until: datetime,
    takes_back: CreditEntry | None = None,
) -> Deduction:
    """A deduction its person is told of.

    Raises:
        InvalidError: it names no evidence, or takes back more than the entry holds.
        ConflictError: somebody deducts from themselves, or the entry is of another person.
    """
    if not evidence:
        raise InvalidError(says="credit_needs_evidence", field="evidence")
    if by == person:
        raise ConflictError(says="credit_own_deduction", field="person")
    if takes_back is not None and (takes_back.person != person or takes_back.reverses):
        raise ConflictError(says="credit_entry_of_other", field="entry_id")
    return Deduction(
        deduction_id, person, community_of(grid), grid, rule.rule_id, rule.version, rule.points,
        day, by, at, appeal_until, evidence=evidence, reason=reason,
        takes_back=takes_back.entry_id if takes_back else None,
    )  # fmt: skip


def appealed(one: Deduction, text: str, by: str, at: datetime) -> Deduction:
    """A deduction its person appeals against.

    Raises:
        ConflictError: it is another person's, was appealed against or decided, or the days are
            over; whoever decides may admit an appeal all the same.
    """
    if by != one.person:
        raise ConflictError(says="credit_appeal_of_other", field="deduction_id")
    if one.state is DeductionState.APPEALED:
        raise ConflictError(says="credit_appealed", field="deduction_id")
    if one.state is DeductionState.REVOKED or one.decided_by is not None:
        raise ConflictError(says="credit_decided", field="deduction_id")
    if at >= one.appeal_until:
        raise ConflictError(says="credit_appeal_late", until=one.appeal_until, field="deduction_id")
    return replace(one, state=DeductionState.APPEALED, appealed_at=at, appeal=text)


def admitted(one: Deduction, why: str, by: str, at: datetime, until: datetime) -> Deduction:
    """A deduction whose person may appeal although the days are over.

    Raises:
        ConflictError: they still may, or it was decided on an appeal, or whoever gave notice of it
            or is concerned admits it alone.
    """
    if by in {one.told_by, one.person}:
        raise ConflictError(says="credit_needs_other", field="deduction_id")
    if one.decided_by is not None or one.state is DeductionState.REVOKED:
        raise ConflictError(says="credit_decided", field="deduction_id")
    if one.state is DeductionState.APPEALED or at < one.appeal_until:
        raise ConflictError(says="credit_still_open", field="deduction_id")
    return replace(
        one, state=DeductionState.NOTIFIED, appeal_until=until, admitted_by=by, admitted_at=at,
        admitted_why=why,
    )  # fmt: skip


def decided(one: Deduction, by: str, at: datetime, *, is_upheld: bool, reason: str) -> Deduction:
    """An appeal that is decided, by neither who gave notice nor who appeals.

    Raises:
        ConflictError: there is no appeal, or it is not for this person to decide.
    """
    if one.state is not DeductionState.APPEALED:
        raise ConflictError(says="credit_no_appeal", field="deduction_id")
    if by in {one.told_by, one.person}:
        raise ConflictError(says="credit_needs_other", field="deduction_id")
    state = DeductionState.FINAL if is_upheld else DeductionState.REVOKED
    return replace(one, state=state, decided_by=by, decided_at=at, decision=reason)


def run_out(one: Deduction, at: datetime) -> bool:
    """Whether a deduction becomes final because nobody has appealed in time."""
    return one.state is DeductionState.NOTIFIED and at >= one.appeal_until


def entries_of(
    one: Deduction,
    known: tuple[CreditEntry, ...],
    taken_from: CreditEntry | None,
    *,
    month: str,
    at: datetime,
    by: str,
) -> list[CreditEntry]:
    """The entries that are missing so that the ledger tells of a decided deduction.

    A final one stands in it; a revoked one stands in it and is taken back at once, so that both
    are facts. One that is open is in no ledger.

    Args:
        one: the deduction.
        known: entries that name it.
        taken_from: the entry it takes points back from, with the entries that did so among `known`.
        month: in which they count: an open one.
        at: now.
        by: who has it done.

    Raises:
        ConflictError: the entry it takes points back from holds no more.
    """
    if one.state not in {DeductionState.FINAL, DeductionState.REVOKED}:
        return []
    own = [entry for entry in known if entry.deduction_id == one.deduction_id]
    made: list[CreditEntry] = []
    first = next((entry for entry in own if _is_the_deduction(entry, one)), None)
    if first is None and not (one.state is DeductionState.REVOKED and taken_from is not None):
        first = _first(one, known, taken_from, month=month, at=at, by=by)
        made.append(first)
    if one.state is DeductionState.REVOKED and first is not None:
        back = [entry for entry in own if entry is not first and entry.entry_id != first.entry_id]
        if not back:
            made.append(_given_back(first, one, month=month, at=at, by=by))
    return made


def _is_the_deduction(entry: CreditEntry, one: Deduction) -> bool:
    return entry.entry_id == f"{one.deduction_id}-E" or entry.reverses == one.takes_back is not None


def _first(
    one: Deduction,
    known: tuple[CreditEntry, ...],
    taken_from: CreditEntry | None,
    *,
    month: str,
    at: datetime,
    by: str,
) -> CreditEntry:
    if taken_from is not None:
        return reversed_entry(
            taken_from, known, month=month, at=at, by=by, points=one.points,
            deduction_id=one.deduction_id,
        )  # fmt: skip
    return CreditEntry(
        entry_id=f"{one.deduction_id}-E", ledger=Ledger.PENALTY, person=one.person,
        area_code=one.area_code, grid=one.grid, month=month, day=one.day, rule_id=one.rule_id,
        rule_version=one.rule_version, outcome="deduction", points=one.points, at=at, by=by,
        outcomes=one.evidence, deduction_id=one.deduction_id, is_demo=one.is_demo,
    )  # fmt: skip


def _given_back(
    entry: CreditEntry, one: Deduction, *, month: str, at: datetime, by: str
) -> CreditEntry:
    """What gives back what an entry took; also of an entry that itself has taken points back."""
    return replace(
        entry, entry_id=f"{one.deduction_id}-B", month=month, points=-entry.points, at=at, by=by,
        outcomes=(), left_out=(), reverses=entry.entry_id, deduction_id=one.deduction_id,
    )  # fmt: skip
