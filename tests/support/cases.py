"""Cases as tests need them."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from domain.centre.cases.case import Case, Channel
from domain.centre.cases.categories import Category
from domain.centre.cases.parties import CaseParty, PartyKind, PartyRole
from domain.centre.cases.petitions import Matter
from domain.centre.cases.stages import Stage
from domain.centre.keeping.disposals import CaseDisposal

NOON = datetime(2026, 1, 5, 4, tzinfo=UTC)


def a_case(code: str = "LS20260105-01-0001-9", **more: Any) -> Case:
    """A dispute registered at window 01, with whatever a test says otherwise."""
    made = Case(
        code=code,
        source="window",
        source_id=code,
        serial=1,
        registered_at=NOON,
        channel=Channel.VISIT,
        matter=Matter.DISPUTE,
        category=Category.MIGRANT_WAGES,
        window="01",
        first_clerk="window-1",
        stage=Stage.REGISTERED,
        people_count=1,
        bodies=("governance",),
        people=("window-1",),
        claim="拖欠工资",
    )
    return replace(made, **more)


def a_party(party_id: str, case_code: str, **more: Any) -> CaseParty:
    """Somebody who claims, with whatever a test says otherwise."""
    made = CaseParty(
        party_id, case_code, PartyRole.APPLICANT, PartyKind.PERSON, "欧阳演示", "13700004170"
    )
    return replace(made, **more)


def a_disposal(**more: Any) -> CaseDisposal:
    """A dossier that was just listed, with whatever a test says otherwise."""
    made = CaseDisposal("LS20260105-01-0001-9", "list-1", "other", NOON, 2, 1, NOON, "somebody")
    return replace(made, **more)
