"""What was agreed, item by item, and its confirmation by a court.

Source: 人民调解法, articles 28 to 33; 人民调解工作若干规定, article 34; 民事诉讼法, article 205.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from domain.calendar.working_time import WorkingCalendar
from domain.centre.cases.agreements import Form
from domain.centre.limits.clocks import Clock, due_of
from domain.errors import ConflictError, InvalidError
from domain.kind import Audience, HangsOn, Kept, Kind, Owned
from domain.kind_fields import Masking, fields_of

CONFIRM_CLOCK = "mediate.confirm"


class Performance(StrEnum):
    """How it is performed (履行方式)."""

    AT_ONCE = "at_once"
    BY_A_DAY = "by_a_day"
    IN_INSTALMENTS = "in_instalments"
    ACT = "act"  # something is done or left undone; nothing is paid


class Confirmation(StrEnum):
    """Where the judicial confirmation stands."""

    NONE = "none"
    ASKED = "asked"  # by some of the parties
    FILED = "filed"  # by all of them, in time
    CONFIRMED = "confirmed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Settlement:
    """The items of an agreement; one of a case.

    Attributes:
        effective_at: since when it binds (`effective_at` below); None while a written one is not
            signed and sealed.
        confirm_until: the last moment both may ask a court together, counted from then.
        asked_by: ids of the parties that have asked.
        court_number: of the court's ruling.
        facts, issues, content, place: the official items (纠纷事实、争议事项、协议内容、履行地点).
    """

    case_code: str
    form: Form
    manner: Performance
    total_fen: int
    effective_at: datetime | None
    parties: tuple[str, ...]
    confirm_until: datetime | None = None
    due: str | None = None
    confirmation: Confirmation = Confirmation.NONE
    asked_by: tuple[str, ...] = ()
    filed_at: datetime | None = None
    court_number: str | None = None
    ruled_at: datetime | None = None
    facts: str | None = None
    issues: str | None = None
    content: str | None = None
    place: str | None = None


_WORDS = {"personal": Masking.WORDS}
SETTLEMENT = Kind(
    name="settlement",
    entity=Settlement,
    fields=fields_of(Settlement, facts=_WORDS, issues=_WORDS, content=_WORDS, place=_WORDS),
    id_field="case_code",
    audience=Audience(("cases.see",), owned=Owned.SUBJECT),
    kept=Kept.WITH_SUBJECT,
    hangs_on=HangsOn(id_field="case_code", kind_field="", kind="case"),
    title="调解协议",
    says={
        "agree": "达成调解协议",
        "in_force": "调解协议生效",
        "unsigned": "调解协议尚未签署齐全",
        "ask": "申请司法确认",
        "file": "共同申请司法确认",
        "rule": "登记了司法确认结果",
        "erased": "个人信息已删除",
    },
)


def effective_at(
    form: Form, agreed_at: datetime | None, signed_at: datetime | None
) -> datetime | None:
    """Since when an agreement binds: an oral one by the word, else by last signature and seal.

    Source: 人民调解法, articles 29 and 30; 人民法院在线调解规则, article 19.
    """
    return agreed_at if form is Form.ORAL else signed_at


def in_force(
    one: Settlement, signed_at: datetime | None, clock: Clock, calendar: WorkingCalendar
) -> Settlement:
    """A written agreement as its signatures stand; the time for its confirmation runs from them.

    One whose confirmation is filed stays as it is, and an oral one always.

    Args:
        one: the agreement.
        signed_at: when the last signature or the seal was set; None while one is missing.
        clock: of the joint application.
        calendar: of the district.

    Source: 人民调解法, article 33.
    """
    if one.form is Form.ORAL or one.confirmation not in {Confirmation.NONE, Confirmation.ASKED}:
        return one
    until = due_of(clock, signed_at, calendar).at if signed_at else None
    return replace(one, effective_at=signed_at, confirm_until=until)


def check_settlement(one: Settlement, promised: Sequence[tuple[date, int]]) -> Settlement:
    """The agreement as it may be made; its form decides what must stand in it.

    Raises:
        InvalidError: an item is missing; the instalments do not fit the manner.
    """
    if not (one.content or "").strip():
        raise InvalidError(says="agreement_incomplete", field="content")
    if one.form is Form.WRITTEN:
        for name in ("facts", "place"):
            if not (getattr(one, name) or "").strip():
                raise InvalidError(says="settlement_item_missing", field=name)
    if one.manner in {Performance.BY_A_DAY, Performance.ACT} and not one.due:
        raise InvalidError(says="settlement_item_missing", field="due")
    if one.manner is Performance.ACT and (one.total_fen or promised):
        raise InvalidError(says="settlement_act_no_sum", field="amount")
    if one.manner is Performance.IN_INSTALMENTS and len(promised) < 2:
        raise InvalidError(says="settlement_two_instalments", field="instalments")
    if one.manner is not Performance.IN_INSTALMENTS and len(promised) > 1:
        raise InvalidError(says="settlement_manner", field="manner")
    return one


def has_same_items(one: Settlement, told: Settlement) -> bool:
    """Whether what is told says the same as an agreement that stands."""
    names = ("form", "manner", "total_fen", "due", "facts", "issues", "content", "place")
    return all(getattr(one, name) == getattr(told, name) for name in names)


def promised_of(one: Settlement, told: Sequence[tuple[date, int]]) -> tuple[tuple[date, int], ...]:
    """The payments promised: those that were told, or the whole sum by its day."""
    if told or not one.total_fen or not one.due:
        return tuple(told)
    return ((date.fromisoformat(one.due), one.total_fen),)


def asked(one: Settlement, party_id: str, at: datetime) -> Settlement:
    """A party asks for judicial confirmation; it is filed when all of them have, in time.

    Raises:
        ConflictError: it is filed already, not in force yet, or the time is over.
        InvalidError: it is no party of the agreement, or it is not on paper.
    """
    if party_id not in one.parties:
        raise InvalidError(says="field_not_valid", field="party_id")
    if one.form is Form.ORAL:
        raise InvalidError(says="confirmation_needs_paper", field="form")
    if one.confirmation not in {Confirmation.NONE, Confirmation.ASKED}:
        raise ConflictError(says="confirmation_filed", field="case_code")
    if one.effective_at is None:
        raise ConflictError(says="agreement_not_in_force", field="case_code")
    if one.confirm_until is not None and at >= one.confirm_until:
        raise ConflictError(says="confirmation_too_late", field="case_code")
    by = tuple(dict.fromkeys((*one.asked_by, party_id)))
    if {*one.parties} <= {*by}:
        return replace(one, asked_by=by, confirmation=Confirmation.FILED, filed_at=at)
    return replace(one, asked_by=by, confirmation=Confirmation.ASKED)


def ruled(one: Settlement, *, is_confirmed: bool, number: str, at: datetime) -> Settlement:
    """What the court has ruled.

    Raises:
        ConflictError: nothing was filed.
        InvalidError: the ruling has no number.
    """
    if one.confirmation is not Confirmation.FILED:
        raise ConflictError(says="confirmation_not_filed", field="case_code")
    if not number.strip():
        raise InvalidError(says="field_missing", field="court_number")
    state = Confirmation.CONFIRMED if is_confirmed else Confirmation.REFUSED
    return replace(one, confirmation=state, court_number=number.strip(), ruled_at=at)
