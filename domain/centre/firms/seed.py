"""The policy library the district's report names, and the demo's firms, visibly invented.

Thirteen requests, 21 million yuan enforced and 10 million of it paid to 11 firms are the report's
sums; how they are spread over firms is invented.
"""

from datetime import datetime, timedelta

from domain.centre.firms.credit_codes import check_character
from domain.centre.firms.firms import (
    Firm,
    FirmEnforcement,
    FirmRequest,
    FirmRisk,
    FirmVisit,
    RequestType,
    VisitKind,
)
from domain.centre.firms.station import FirmPolicy, ReceptionDay, TechnologyEnvoy

REQUESTS, ENFORCED_FEN, PAID_FEN, FIRMS_PAID = 13, 2_100_000_000, 1_000_000_000, 11
FIRMS, LOOKED_AFTER = 24, 16  # the others have no contact: the station's clerks see them
CONTACT = "firm-contact"  # the account by which the demo's firms are looked after
_REPORT = "区营商环境文件汇编"
POLICIES = (
    FirmPolicy("POL-01", "创建一流营商环境的三十条措施", _REPORT, "全区企业"),
    FirmPolicy("POL-02", "创优营商环境提升行动方案", _REPORT, "全区企业"),
    FirmPolicy("POL-03", "政法单位营商环境突出问题专项治理行动方案", _REPORT, "涉法涉诉企业"),
    FirmPolicy("POL-04", "三办五个一", _REPORT, "全区企业"),
    FirmPolicy(
        "POL-05", "惠企惠民免申即享细则", _REPORT, "小微企业（演示规则：职工不超过 100 人）",
        is_automatic=True, most_staff=100,
    ),
    FirmPolicy("POL-06", "轻微违法违规行为免罚清单", _REPORT, "首次轻微违法并及时改正的企业"),
    FirmPolicy(
        "POL-07", "科技特派员制度", _REPORT, "高新技术企业（演示规则：带“高新”标签）",
        is_automatic=True, marks=("高新",),
    ),
)  # fmt: skip
_INDUSTRIES = ("煤电化工", "机械制造", "食品加工", "新型建材", "现代物流", "商贸服务")


def demo_code(number: int) -> str:
    """A credit code of a demo firm, whose check character fits: `91340604DEM…`."""
    first = f"91340604DEM{number:06d}"
    return first + check_character(first)


def demo_firms(lead: str, contact: str) -> list[Firm]:
    """Invented firms: small and large, old and young."""
    risks = (FirmRisk.LOW, FirmRisk.LOW, FirmRisk.MIDDLE, FirmRisk.HIGH)
    return [
        Firm(
            credit_code=demo_code(number),
            name=f"演示企业-{number:02d}",
            industry=_INDUSTRIES[number % len(_INDUSTRIES)],
            staff=(12, 45, 80, 160, 420, 36)[number % 6],
            risk=risks[number % 4],
            bodies=(lead,),
            people=(contact,) if number <= LOOKED_AFTER else (),
            marks=("高新",) if number % 5 == 0 else (),
            founded=2004 + number % 20,
            is_demo=True,
            contact=f"演示-{number:04d}",
            phone=f"138-0000-{number:04d}",
        )
        for number in range(1, FIRMS + 1)
    ]


def demo_requests(lead: str, contact: str, now: datetime) -> list[FirmRequest]:
    """The thirteen requests, of every type, all of them answered."""
    kinds = list(RequestType)
    made = []
    for number in range(1, REQUESTS + 1):
        at = now - timedelta(days=14 * number)
        made.append(
            FirmRequest(
                request_id=f"REQ-DEMO-{number:02d}",
                credit_code=demo_code(number),
                request=kinds[number % len(kinds)],
                lead=lead,
                due=(at + timedelta(days=15)).date().isoformat(),
                at=at,
                by=contact,
                answered_at=at + timedelta(days=3 + number % 6),
                satisfied=4 + number % 2,
                is_demo=True,
                text="演示诉求",
                answer="演示答复",
            )
        )
    return made


def demo_enforcements(now: datetime) -> list[FirmEnforcement]:
    """What is enforced: the sums of the report, to the fen, over fifteen cases."""
    cases = 15
    due, paid = ENFORCED_FEN // cases, PAID_FEN // FIRMS_PAID
    made = []
    for number in range(1, cases + 1):
        is_paid, at = number <= FIRMS_PAID, now - timedelta(days=20 * number)
        last_due = ENFORCED_FEN - due * (cases - 1) if number == cases else due
        last_paid = PAID_FEN - paid * (FIRMS_PAID - 1) if number == FIRMS_PAID else paid
        made.append(
            FirmEnforcement(
                enforcement_id=f"ENF-DEMO-{number:02d}",
                credit_code=demo_code(number),
                number=f"（演示）执{number:02d}号",
                due_fen=last_due,
                paid_fen=last_paid if is_paid else 0,
                at=at,
                paid_at=at + timedelta(days=10) if is_paid else None,
                is_demo=True,
            )
        )
    return made


def demo_visits(contact: str, now: datetime) -> list[FirmVisit]:
    """Most firms were seen of late, some are due."""
    return [
        FirmVisit(
            f"VIS-DEMO-{number:02d}",
            demo_code(number),
            VisitKind.VISIT if number % 2 else VisitKind.CONTACT,
            now - timedelta(days=(number * 3) % 40),
            contact,
            "演示走访",
        )
        for number in range(1, FIRMS - 2)
    ]


def demo_reception(now: datetime) -> ReceptionDay:
    """The next reception day."""
    day = (now + timedelta(days=9)).date().isoformat()
    firms = (demo_code(3), demo_code(8))
    return ReceptionDay("REC-DEMO-1", day, "演示领导", "演示接待室", firms, "演示安排")


def demo_envoy() -> TechnologyEnvoy:
    """One technology envoy."""
    return TechnologyEnvoy("ENV-DEMO-1", "新型建材工艺", None, (demo_code(5),), "演示-0905")
