"""Care visits (关爱走访): to people who need them, seen by those who visit and who assigned them.

There is no other list of persons: who is visited stands here, for how long, and how often.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.errors import InvalidError
from domain.kind import Audience, HangsOn, Kept, Kind, Owned
from domain.kind_fields import AREA, Masking, fields_of
from domain.net.tasks.schedules import IsWorked, period_of
from domain.net.tasks.task_types import Every
from domain.reach import NamedBy


class CareGroup(StrEnum):
    """Why somebody is visited."""

    LIVING_ALONE = "living_alone"  # 80 and older, alone
    GRAVE_ILLNESS = "grave_illness"
    DISABLED = "disabled"
    ORPHAN = "orphan"
    MENTAL_ILLNESS = "mental_illness"
    RELEASED = "released"
    CORRECTION = "correction"
    TREATMENT = "treatment"
    OTHER = "other"


class Companion(StrEnum):
    """Who comes along."""

    POLICE = "police"
    DOCTOR = "doctor"
    JUSTICE = "justice"


class CareOutcome(StrEnum):
    """What came of a visit."""

    MET = "met"
    DECLINED = "declined"  # did not wish it: no penalty for anybody
    NOT_AT_HOME = "not_at_home"


@dataclass(frozen=True, slots=True)
class CareRules:
    """How often each group is visited, and which never by one alone (`[tasks.care]`)."""

    every: Mapping[str, str]
    accompanied: tuple[str, ...]

    def of(self, group: CareGroup) -> tuple[Every, bool]:
        """How often, and whether somebody must come along."""
        return Every(self.every.get(group.value, "monthly")), group.value in self.accompanied


USUAL_CARE = CareRules(
    every={
        "living_alone": "weekly",
        "grave_illness": "weekly",
        "disabled": "monthly",
        "orphan": "monthly",
        "mental_illness": "fortnightly",
        "released": "monthly",
        "correction": "fortnightly",
        "treatment": "monthly",
        "other": "quarterly",
    },
    accompanied=("mental_illness", "released", "correction", "treatment"),
)


@dataclass(frozen=True, slots=True)
class CarePerson:
    """Somebody who is visited.

    Attributes:
        people: its audience: the accounts that visit, and the one that assigned them.
        is_sealed: always: nobody else sees it, whatever their role.
        from_day: since when, as `2026-12-31`.
        ended_on: the day it ended; None while it goes on.
    """

    care_id: str
    area_code: str
    group: CareGroup
    every: Every
    needs_companion: bool
    people: tuple[str, ...]
    assigned_by: str
    from_day: str
    ended_on: str | None = None
    is_sealed: bool = True
    is_demo: bool = False
    name: str | None = None
    address: str | None = None


CARE_PERSON = Kind(
    name="care_person",
    entity=CarePerson,
    fields=fields_of(
        CarePerson,
        area_code={"shape": AREA},
        name={"personal": Masking.PERSON},
        address={"personal": Masking.WORDS},
    ),
    id_field="care_id",
    audience=Audience(
        ("care.see",),
        area_field="area_code",
        named=NamedBy(people="people", is_sealed="is_sealed"),
    ),
    is_streamed=False,
    kept=Kept.NEWEST,
    title="关爱对象",
    says={
        "assign": "安排了关爱走访",
        "end": "结束了关爱走访",
        "erased": "个人信息已删除",
    },
)


@dataclass(frozen=True, slots=True)
class CareVisit:
    """A visit that was made; `companions` are words of `Companion`."""

    visit_id: str
    care_id: str
    due_on: str
    at: datetime
    by: str
    outcome: CareOutcome
    companions: tuple[str, ...] = ()
    is_demo: bool = False
    note: str | None = None


CARE_VISIT = Kind(
    name="care_visit",
    entity=CareVisit,
    fields=fields_of(CareVisit, note={"personal": Masking.WORDS}),
    id_field="visit_id",
    audience=Audience(("care.see",), owned=Owned.SUBJECT),
    is_streamed=False,
    kept=Kept.WITH_SUBJECT,
    hangs_on=HangsOn(id_field="care_id", kind_field="", kind="care_person"),
    title="关爱走访记录",
    says={"visit": "记录了关爱走访", "erased": "个人信息已删除"},
)


@dataclass(frozen=True, slots=True)
class CareDue:
    """A visit that is due: may be made from `opens` on, is late after `due`."""

    visit_id: str
    person: CarePerson
    opens: date
    due: date


@dataclass(frozen=True, slots=True)
class CareLine:
    """A visit that is due, and the one that was made of it."""

    due: CareDue
    visit: CareVisit | None = None


def care_due(
    people: Iterable[CarePerson], first: date, last: date, is_worked: IsWorked
) -> Iterator[CareDue]:
    """The visits due from `first` to `last`, both counted: one in each turn, by its last day."""
    for person in people:
        begins = date.fromisoformat(person.from_day)
        ends = date.fromisoformat(person.ended_on) if person.ended_on else last
        day = max(first, begins)
        while day <= last:
            turn = period_of(person.every, day)
            days = [turn.first + timedelta(n) for n in range((turn.last - turn.first).days + 1)]
            due = max((one for one in days if is_worked(one)), default=turn.last)
            if first <= due <= last and turn.first <= ends:
                name = f"{person.care_id}.{turn.first:%Y%m%d}"
                yield CareDue(name, person, max(turn.first, begins), due)
            day = turn.last + timedelta(days=1)


def check_companion(person: CarePerson, companions: Sequence[str]) -> None:
    """Refuse a visit by one alone where somebody must come along.

    Raises:
        InvalidError: nobody did; a closed door was still a visit of two.
    """
    known = {one.value for one in Companion}
    if set(companions) - known:
        raise InvalidError(says="field_not_valid", field="companions")
    if person.needs_companion and not companions:
        raise InvalidError(says="care_never_alone", field="companions")
