"""Whistle and report (吹哨报到): a community calls departments, they come, it rates them.

A whistle is one matter at one place; each department called has a call of its own, so that one may
be in time and another late. Nothing here reads a clock: moments are the store's.

Source: docs/net.md, "Whistle and report"
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from domain.calendar.working_time import WorkingCalendar
from domain.errors import ConflictError, InvalidError
from domain.kind import Audience, Kept, Kind, Owned
from domain.kind_fields import AREA, Masking, fields_of

MOST_CALLED = 8
MOST_STARS = 5


class Urgency(StrEnum):
    """How soon the departments must be there."""

    URGENT = "whistle_urgent"
    USUAL = "whistle_usual"
    NEXT_DAY = "whistle_next_day"


class CallState(StrEnum):
    """How far a call has come, told by its moments."""

    CALLED = "call_called"
    COMING = "call_coming"
    ARRIVED = "call_arrived"
    REPORTED = "call_reported"
    RATED = "call_rated"
    WITHDRAWN = "call_withdrawn"


@dataclass(frozen=True, slots=True)
class Whistle:
    """One matter for which departments are called.

    Attributes:
        area_code: of the community or town that called; `owner` and `shared_with` are the
            departments called, the first one first: nobody else's officers see it.
    """

    whistle_id: str
    area_code: str
    urgency: Urgency
    at: datetime
    by: str
    owner: str | None
    shared_with: tuple[str, ...] = ()
    withdrawn_at: datetime | None = None
    is_demo: bool = False
    issue: str | None = None
    place: str | None = None
    reason: str | None = None

    @property
    def departments(self) -> tuple[str, ...]:
        """All that were called."""
        return tuple(one for one in (self.owner, *self.shared_with) if one)


WHISTLE = Kind(
    name="whistle",
    entity=Whistle,
    fields=fields_of(
        Whistle,
        area_code={"shape": AREA},
        issue={"personal": Masking.WORDS},
        place={"personal": Masking.WORDS},
        reason={"personal": Masking.WORDS},
    ),
    id_field="whistle_id",
    audience=Audience(("net.whistles.see",), area_field="area_code", owned=Owned.ITSELF),
    kept=Kept.NEWEST,
    title="吹哨报到",
    says={"blow": "吹哨呼叫了部门", "withdraw": "撤回了吹哨", "erased": "个人信息已删除"},
)


@dataclass(frozen=True, slots=True)
class WhistleCall:
    """One department called by a whistle: when it must be there, was there, and what came of it.

    `owner` is the department: it sees its own call and not those of the others. `supervised_at`:
    since when its being late is supervised. `stars` are the community's, 1 to 5.
    """

    call_id: str
    whistle_id: str
    area_code: str
    owner: str | None
    at: datetime
    due_at: datetime
    shared_with: tuple[str, ...] = ()
    coming_at: datetime | None = None
    arrived_at: datetime | None = None
    arrived_by: str | None = None
    reported_at: datetime | None = None
    supervised_at: datetime | None = None
    stars: int | None = None
    rated_at: datetime | None = None
    rated_by: str | None = None
    withdrawn_at: datetime | None = None
    is_demo: bool = False
    result: str | None = None
    words: str | None = None

    @property
    def state(self) -> CallState:
        """How far it has come."""
        if self.withdrawn_at is not None:
            return CallState.WITHDRAWN
        steps = (
            (self.rated_at, CallState.RATED),
            (self.reported_at, CallState.REPORTED),
            (self.arrived_at, CallState.ARRIVED),
            (self.coming_at, CallState.COMING),
        )
        return next((state for at, state in steps if at is not None), CallState.CALLED)

    def is_late(self, now: datetime) -> bool:
        """Whether the department was, or by now is, not there in time."""
        if self.withdrawn_at is not None and self.arrived_at is None:
            return self.withdrawn_at > self.due_at
        return (self.arrived_at or now) > self.due_at


WHISTLE_CALL = Kind(
    name="whistle_call",
    entity=WhistleCall,
    fields=fields_of(
        WhistleCall,
        area_code={"shape": AREA},
        result={"personal": Masking.WORDS},
        words={"personal": Masking.WORDS},
    ),
    id_field="call_id",
    audience=Audience(("net.whistles.see",), area_field="area_code", owned=Owned.ITSELF),
    kept=Kept.NEWEST,
    title="部门报到",
    says={
        "call": "被呼叫到场",
        "coming": "回复将到场",
        "arrive": "已到场报到",
        "report": "报告了办理结果",
        "supervise": "超时未到，已督办",
        "rate": "评价了报到部门",
        "withdraw": "呼叫已撤回",
        "erased": "个人信息已删除",
    },
)


@dataclass(frozen=True, slots=True)
class WhistleLimits:
    """By when the departments must be there, as the district sets it."""

    urgent: timedelta = timedelta(minutes=30)
    usual: timedelta = timedelta(hours=2)
    working_days: int = 1

    def due(self, urgency: Urgency, at: datetime, calendar: WorkingCalendar) -> datetime:
        """The moment until which a department is in time."""
        if urgency is Urgency.NEXT_DAY:
            return calendar.after_working_days(at, self.working_days).at
        return at + (self.urgent if urgency is Urgency.URGENT else self.usual)


def check_called(departments: tuple[str, ...], known: Mapping[str, object]) -> tuple[str, ...]:
    """The departments a whistle calls, each once.

    Raises:
        InvalidError: none, too many, or one there is not.
    """
    called = tuple(dict.fromkeys(departments))
    if not 1 <= len(called) <= MOST_CALLED:
        raise InvalidError(says="whistle_departments", most=MOST_CALLED, field="departments")
    for code in called:
        if code not in known:
            raise InvalidError(says="no_department", department=code[:64], field="departments")
    return called


def call_id(whistle_id: str, department: str) -> str:
    """The id of a department's call."""
    return f"{whistle_id}.{department}"


# What may be done with a call ---------------------------------------------------------------------


def come(call: WhistleCall, at: datetime) -> WhistleCall:
    """The department says that it comes; said again it changes nothing.

    Raises:
        ConflictError: the call was withdrawn.
    """
    _check_open(call)
    return call if call.coming_at or call.arrived_at else replace(call, coming_at=at)


def arrive(call: WhistleCall, by: str, at: datetime) -> WhistleCall:
    """The department is there; `at` is the server's. Said again it changes nothing.

    Raises:
        ConflictError: the call was withdrawn.
    """
    _check_open(call)
    return call if call.arrived_at else replace(call, arrived_at=at, arrived_by=by)


def report(call: WhistleCall, result: str, at: datetime) -> WhistleCall:
    """What came of it; the same words again change nothing.

    Raises:
        ConflictError: withdrawn, nobody was there yet, or another result was reported.
    """
    _check_open(call)
    if call.arrived_at is None:
        raise ConflictError(says="whistle_not_arrived", field="call")
    if call.reported_at is not None:
        if call.result != result:
            raise ConflictError(says="whistle_reported", field="call")
        return call
    return replace(call, reported_at=at, result=result)


def rate(call: WhistleCall, stars: int, words: str | None, by: str, at: datetime) -> WhistleCall:
    """What the community says of it, once; the same again changes nothing.

    A department that never came may be rated once its time is over.

    Raises:
        InvalidError: no such number of stars.
        ConflictError: withdrawn, rated otherwise, or too early to say.
    """
    _check_open(call)
    if not 1 <= stars <= MOST_STARS:
        raise InvalidError(says="stars_wrong", most=MOST_STARS, field="stars")
    if call.rated_at is not None:
        if (call.stars, call.words) != (stars, words):
            raise ConflictError(says="whistle_rated", field="stars")
        return call
    never_came = call.arrived_at is None and call.due_at <= at
    if call.reported_at is None and not never_came:
        raise ConflictError(says="whistle_too_early", field="stars")
    return replace(call, stars=stars, words=words, rated_by=by, rated_at=at)


def supervise(call: WhistleCall, at: datetime) -> WhistleCall | None:
    """A late call as it is supervised; None where there is nothing to supervise, or it was done."""
    is_settled = call.arrived_at or call.withdrawn_at or call.supervised_at or call.rated_at
    return None if is_settled or at < call.due_at else replace(call, supervised_at=at)


def withdraw(call: WhistleCall, at: datetime) -> WhistleCall:
    """Nobody is asked to come any more; who has been there keeps what they did."""
    return call if call.arrived_at or call.withdrawn_at else replace(call, withdrawn_at=at)


def _check_open(call: WhistleCall) -> None:
    if call.withdrawn_at is not None:
        raise ConflictError(says="whistle_withdrawn", field="call")


# Figures by department ----------------------------------------------------------------------------


@dataclass(slots=True)
class Attendance:
    """How a department came when it was called.

    `called` counts calls whose outcome is known: it was there, or its time is over. A call that was
    withdrawn in time counts nowhere.
    """

    department: str
    called: int = 0
    in_time: int = 0
    late: int = 0
    waiting: int = 0
    rated: int = 0
    stars: int = 0

    @property
    def mean_stars(self) -> float | None:
        """Of those who were rated; None where nobody was."""
        return self.stars / self.rated if self.rated else None


def attendance_of(calls: list[WhistleCall], now: datetime) -> list[Attendance]:
    """How each department came, by its code: an order that says nothing of better or worse."""
    found: dict[str, Attendance] = {}
    for call in calls:
        code = call.owner or ""
        of = found.setdefault(code, Attendance(code))
        if call.stars is not None:
            of.rated += 1
            of.stars += call.stars
        if call.withdrawn_at is not None and not call.is_late(now):
            continue
        if call.arrived_at is None and now <= call.due_at:
            of.waiting += 1
        else:
            of.called += 1
            of.in_time += not call.is_late(now)
            of.late += call.is_late(now)
    return [found[code] for code in sorted(found)]
