"""A firm, and what hangs on it: visits, requests, enforcement, penalties waived."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.kind import Audience, HangsOn, Kept, Kind, Owned
from domain.kind_fields import AREA, Masking, fields_of
from domain.reach import NamedBy


class FirmRisk(StrEnum):
    """How likely a firm is to need help soon."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


class VisitKind(StrEnum):
    """How a firm was reached."""

    CONTACT = "contact"  # 每周联系
    VISIT = "visit"  # 每月走访, 访企解难


class RequestType(StrEnum):
    """What a firm asks for help with."""

    FINANCE = "finance"
    LABOUR = "labour"
    LAND = "land"
    LICENCE = "licence"
    ARREARS = "arrears"
    INFRINGEMENT = "infringement"
    SAFETY = "safety"
    ENFORCEMENT = "enforcement"
    POLICY = "policy"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm the station cares for.

    Attributes:
        credit_code: its unified social credit code.
        marks: what else policies ask of it, such as `high_tech`.
        founded: the year it was founded in.
        bodies, people: its audience: the centre's lead, units with a request of it; contacts.
        contact, phone: whom to call there.
    """

    credit_code: str
    name: str
    industry: str
    staff: int
    risk: FirmRisk
    bodies: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    founded: int | None = None
    area_code: str | None = None
    is_demo: bool = False
    contact: str | None = None
    phone: str | None = None


FIRM = Kind(
    name="firm",
    entity=Firm,
    fields=fields_of(
        Firm,
        area_code={"shape": AREA},
        contact={"personal": Masking.PERSON},
        phone={"personal": Masking.PHONE},
    ),
    id_field="credit_code",
    audience=Audience(
        ("firms.see",), area_field="area_code", named=NamedBy(bodies="bodies", people="people")
    ),
    kept=Kept.NEWEST,
    title="企业",
    says={"add": "登记了企业", "change": "更改了企业信息", "erased": "个人信息已删除"},
)
_OF_FIRM = HangsOn(id_field="credit_code", kind_field="", kind="firm")
_SEEN_WITH_FIRM = Audience(("firms.see",), owned=Owned.SUBJECT)


@dataclass(frozen=True, slots=True)
class FirmVisit:
    """A firm was called or visited; what was said there stands in `text`."""

    visit_id: str
    credit_code: str
    visit: VisitKind
    at: datetime
    by: str
    text: str | None = None


FIRM_VISIT = Kind(
    name="firm_visit",
    entity=FirmVisit,
    fields=fields_of(FirmVisit, text={"personal": Masking.WORDS}),
    id_field="visit_id",
    audience=_SEEN_WITH_FIRM,
    kept=Kept.WITH_SUBJECT,
    hangs_on=_OF_FIRM,
    title="企业走访",
    says={"add": "记录了企业走访", "erased": "个人信息已删除"},
)


@dataclass(frozen=True, slots=True)
class FirmRequest:
    """What a firm asks for.

    Attributes:
        lead: the body or unit that answers.
        due: the last day, as `2026-12-31`.
        satisfied: from 1 to 5; None before the firm was asked.
        case_code: the case it became, where it did.
    """

    request_id: str
    credit_code: str
    request: RequestType
    lead: str
    due: str
    at: datetime
    by: str
    answered_at: datetime | None = None
    satisfied: int | None = None
    case_code: str | None = None
    is_demo: bool = False
    text: str | None = None
    answer: str | None = None


FIRM_REQUEST = Kind(
    name="firm_request",
    entity=FirmRequest,
    fields=fields_of(
        FirmRequest, text={"personal": Masking.WORDS}, answer={"personal": Masking.WORDS}
    ),
    id_field="request_id",
    audience=_SEEN_WITH_FIRM,
    kept=Kept.WITH_SUBJECT,
    hangs_on=_OF_FIRM,
    title="企业诉求",
    says={
        "add": "登记了企业诉求",
        "answer": "答复了企业诉求",
        "satisfied": "记录了企业满意度",
        "to_case": "企业诉求转为案件",
        "erased": "个人信息已删除",
    },
)


@dataclass(frozen=True, slots=True)
class FirmEnforcement:
    """What is enforced for a firm: what is owed to it, and what it was paid, in fen.

    `number` is the court's; `paid_at` the day of the last payment.
    """

    enforcement_id: str
    credit_code: str
    number: str
    due_fen: int
    paid_fen: int
    at: datetime
    paid_at: datetime | None = None
    is_demo: bool = False


FIRM_ENFORCEMENT = Kind(
    name="firm_enforcement",
    entity=FirmEnforcement,
    fields=fields_of(FirmEnforcement),
    id_field="enforcement_id",
    audience=_SEEN_WITH_FIRM,
    kept=Kept.WITH_SUBJECT,
    hangs_on=_OF_FIRM,
    title="涉企执行",
    says={"add": "登记了涉企执行", "pay": "登记了执行到账"},
)


@dataclass(frozen=True, slots=True)
class FirmWaiver:
    """A slight breach that was not punished (轻微违法免罚): what, by which item of the list."""

    waiver_id: str
    credit_code: str
    item: str
    basis: str
    at: datetime
    by: str


FIRM_WAIVER = Kind(
    name="firm_waiver",
    entity=FirmWaiver,
    fields=fields_of(FirmWaiver),
    id_field="waiver_id",
    audience=_SEEN_WITH_FIRM,
    kept=Kept.WITH_SUBJECT,
    hangs_on=_OF_FIRM,
    title="轻微免罚",
    says={"add": "登记了免罚"},
)
