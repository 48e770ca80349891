"""What figures need to know of a case: kept beside it, folded from one state to the next.

A case as it stands forgets (a limit that is over, an objection before a reopening, how long its
clock stood); its measure keeps that. Pure: the same states give the same measure, so a recount of
the journal proves what is kept.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from domain.centre.cases.agreements import Form, Instalment, are_paid, paid_fen
from domain.centre.cases.case import Case
from domain.centre.papers.dossier import Paper

_TOWN = 9


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured of one case.

    Attributes:
        town: the first nine digits of its area; empty where it has none.
        accepted_first_at: when a body first took it, whatever came later.
        objections: over its whole life; `objections_now` since it was last taken up.
        dispatched: to how many bodies it was given, one after the other, over its whole life.
        paused_s: how long its clock has stood since it was last accepted.
        decided_at: when it was settled, failed, handed on, withdrawn, refused or joined.
        is_in_time: whether that was within its limit, with what was added to it by law; None where
            no limit ran.
        promised_fen, paid_fen: of its agreement.
        perform_by: the last day on which something was promised.
        performed_at: when the last of it was paid.
    """

    code: str
    registered_at: datetime
    town: str
    category: str
    matter: str
    channel: str
    stage: str
    people_count: int
    is_sealed: bool
    body: str | None = None
    level: str | None = None
    leader: str | None = None
    clock: str | None = None
    has_escalation: bool = False
    routed_at: datetime | None = None
    accepted_first_at: datetime | None = None
    accepted_at: datetime | None = None
    objections: int = 0
    objections_now: int = 0
    dispatched: int = 0
    paused_from: datetime | None = None
    paused_s: int = 0
    due_at: datetime | None = None
    is_extended: bool = False
    decided_at: datetime | None = None
    is_in_time: bool | None = None
    procedure_result: str | None = None
    result: str | None = None
    is_written: bool = False
    is_confirmed: bool = False
    promised_fen: int = 0
    paid_fen: int = 0
    perform_by: date | None = None
    performed_at: datetime | None = None
    breached_at: datetime | None = None
    called_back_at: datetime | None = None
    satisfaction: int | None = None
    closed_at: datetime | None = None
    reopened: int = 0


def measured(before: Measure | None, case: Case, at: datetime) -> Measure:
    """The measure of a case after a change.

    Args:
        before: its measure until then; None where it is new.
        case: as it stands now.
        at: when it changed.
    """
    held = before or _begun(case)
    promised = case.instalments or ()
    now = replace(
        held,
        category=case.category.value,
        matter=case.matter.value,
        stage=case.stage.value,
        people_count=case.people_count,
        is_sealed=case.is_sealed,
        body=case.body,
        level=case.level.value if case.level else None,
        leader=case.leader,
        clock=case.clock,
        has_escalation="escalation" in case.flags,
        routed_at=held.routed_at or case.routed_at,
        accepted_first_at=held.accepted_first_at or case.accepted_at,
        accepted_at=case.accepted_at,
        dispatched=held.dispatched + _is_given_anew(held, case),
        objections=held.objections + max(0, case.objections - held.objections_now),
        objections_now=case.objections,
        is_extended=case.has_been_extended,
        is_written=case.form is Form.WRITTEN,
        is_confirmed=Paper.JUDICIAL_CONFIRMATION.value in case.papers,
        promised_fen=sum(one.fen for one in promised),
        paid_fen=paid_fen(promised),
        perform_by=max((one.due for one in promised), default=None),
        performed_at=_performed_at(promised),
        breached_at=case.breached_at,
        satisfaction=case.satisfaction,
        closed_at=case.closed_at,
        reopened=case.reopened,
    )
    return _called(_decided(_clocked(now, held, case, at), held, case, at), held, case, at)


def _begun(case: Case) -> Measure:
    return Measure(
        code=case.code,
        registered_at=case.registered_at,
        town=(case.area_code or "")[:_TOWN] if len(case.area_code or "") >= _TOWN else "",
        category=case.category.value,
        matter=case.matter.value,
        channel=case.channel.value,
        stage=case.stage.value,
        people_count=case.people_count,
        is_sealed=case.is_sealed,
    )


def _is_given_anew(held: Measure, case: Case) -> bool:
    """Whether another body has it now than was the last to have it."""
    return case.body is not None and case.body != held.body


def _performed_at(promised: tuple[Instalment, ...]) -> datetime | None:
    if not promised or not are_paid(promised):
        return None
    return max(one.paid_at for one in promised if one.paid_at is not None)


def _clocked(now: Measure, held: Measure, case: Case, at: datetime) -> Measure:
    """How long its clock has stood, and until when it runs; a new run begins anew."""
    if case.accepted_at != held.accepted_at:
        held = replace(held, paused_s=0, paused_from=None)
    paused_s = held.paused_s
    if held.paused_from is not None and case.paused_at is None:
        paused_s += max(0, int((at - held.paused_from).total_seconds()))
    return replace(now, paused_from=case.paused_at, paused_s=paused_s, due_at=case.due_at)


def _decided(now: Measure, held: Measure, case: Case, at: datetime) -> Measure:
    """When it was decided and whether in time; what was settled and broken stays decided then."""
    result = case.result.value if case.result else None
    procedure = case.procedure_result.value if case.procedure_result else None
    now = replace(now, result=result, procedure_result=procedure)
    if result is None:
        return replace(now, decided_at=None, is_in_time=None)
    if held.result is not None:
        return now
    in_time = None
    if held.due_at is not None:
        in_time = held.paused_from is not None or at < held.due_at
    return replace(now, decided_at=at, is_in_time=in_time)


def _called(now: Measure, held: Measure, case: Case, at: datetime) -> Measure:
    called = (held.called_back_at or at) if case.called_back_by else None
    return replace(now, called_back_at=called)
