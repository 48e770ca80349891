"""The demo's disputes joined: cases of the centre that law partners and joint mediation settled.

Each is a case that was settled together, so it counts there and not a second time.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from domain.net.fusion.joint import (
    JOINT_ACTION,
    LAW_SERVICE,
    JointAction,
    JointKind,
    LawKind,
    LawPartner,
    LawService,
)
from feeds.simulator.net.fusion import DEMO, Ground, Told, demo_law

DISPUTES, MEDIATED = 36, 24
# A case's code tells the day it was registered after the district's prefix.
_PREFIX, _DAY = 2, 8
_LASTS = timedelta(days=12)


def tell_joined(ground: Ground, settled: Sequence[tuple[str, str]]) -> Iterator[Told]:
    """Disputes law partners joined, and joint mediations, of settled cases.

    Args:
        ground: where the demo plays.
        settled: code and area of the cases that were settled together, in the order of the codes.
    """
    partners = [one for _, one, _ in demo_law(ground) if isinstance(one, LawPartner)]
    chosen = settled[:: max(1, len(settled) // (DISPUTES + MEDIATED))][: DISPUTES + MEDIATED]
    for number, (code, area) in enumerate(chosen, 1):
        day = min(_day_of(code) + _LASTS, ground.until.date())
        if number % 5 in {2, 4}:
            yield JOINT_ACTION, _mediated(ground, number, code, area, day), "add"
        else:
            yield LAW_SERVICE, _joined(ground, number, code, area, day, partners), "add"


def _day_of(code: str) -> date:
    return date.fromisoformat(code[_PREFIX : _PREFIX + _DAY])


def _mediated(ground: Ground, number: int, code: str, area: str, day: date) -> JointAction:
    return JointAction(
        f"J-DEMO-C{number:02d}", JointKind.MEDIATION, day.isoformat(), area,
        ground.settings.police, ground.until, DEMO,
        is_resolved=True, case_code=code, is_demo=True, place="化解中心调解室（演示）",
        police_people=f"演示-{2001 + number:04d}", grid_people=f"演示-{100 + number:04d}",
        found="（演示）矛盾纠纷", result="（演示）当事人达成一致",
    )  # fmt: skip


def _joined(
    ground: Ground, number: int, code: str, area: str, day: date, partners: Sequence[LawPartner]
) -> LawService:
    near = [one for one in partners if any(grid.startswith(area) for grid in one.grids)]
    partner = (near or partners)[number % len(near or partners)]
    return LawService(
        f"F-DEMO-C{number:02d}", LawKind.DISPUTE, day.isoformat(), area,
        ground.settings.justice, ground.until, DEMO,
        partners=(partner.partner_id,), case_code=code, is_demo=True,
        topic="（演示）矛盾纠纷", people=f"演示-{5100 + number:04d}",
        opinion="（演示）依法调解，已达成一致",
    )  # fmt: skip
