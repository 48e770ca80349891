"""A legal hold: a dossier that must stay whole, whatever its time, until somebody ends it."""

from dataclasses import dataclass
from datetime import datetime

from domain.centre.keeping.rules import KeepingRule
from domain.kind import Audience, HangsOn, Kept, Kind, Owned
from domain.kind_fields import Masking, fields_of


@dataclass(frozen=True, slots=True)
class CaseHold:
    """A hold on one case; at most one of a case is open.

    Attributes:
        reason: for which lawsuit, inspection or audit.
        ended_at: since when it holds no more.
    """

    hold_id: str
    case_code: str
    at: datetime
    by: str
    ended_at: datetime | None = None
    ended_by: str | None = None
    reason: str | None = None


CASE_HOLD = Kind(
    name="case_hold",
    entity=CaseHold,
    fields=fields_of(CaseHold, reason={"personal": Masking.WORDS}),
    id_field="hold_id",
    audience=Audience(("cases.see",), owned=Owned.SUBJECT),
    kept=Kept.WITH_SUBJECT,
    hangs_on=HangsOn(id_field="case_code", kind_field="", kind="case"),
    title="案卷封存",
    says={"hold": "封存了案卷", "end": "解除了案卷封存", "erased": "个人信息已删除"},
)


@dataclass(frozen=True, slots=True)
class KeptCase:
    """How a dossier is kept: by which rule, until when, and whether something holds it.

    `until` is None while the case is open.
    """

    rule: KeepingRule
    until: datetime | None
    hold: CaseHold | None
