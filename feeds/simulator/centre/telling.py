"""A year of cases, each told from the window to where it stands, by the rules everybody works by.

Every step is taken through `domain.centre.loop.steps.take`: what the rules refuse cannot be told.
Pure and deterministic: the same plan tells the same cases.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from domain.access.callers import Caller
from domain.calendar.working_time import WorkingCalendar
from domain.centre.cases.case import Case
from domain.centre.cases.stages import Stage, Step
from domain.centre.loop.reminders import AMBER, RED, runs
from domain.centre.loop.said import SYSTEM, Said
from domain.centre.loop.steps import take
from domain.centre.loop.told_cases import Told, ToldStep
from domain.centre.premises.places import Centre
from domain.upkeep.history import HistoryPlan
from feeds.simulator.centre.course import Course
from feeds.simulator.centre.staff import STAFF, of_role
from feeds.simulator.centre.taking_in import Visit, Windows

# Changes when these files would tell another story from the same seed.
TELLER = "3"
CASES_A_YEAR = 2940
_YEAR = 365


def tell_cases(
    centre: Centre,
    calendar: WorkingCalendar,
    plan: HistoryPlan,
    places: Sequence[tuple[str, int]],
    prefix: str,
    count: int = CASES_A_YEAR,
) -> Iterator[Told]:
    """The cases taken in during `plan.days` before `plan.until`, in the order they came.

    Args:
        centre: with the bodies of `staff`.
        calendar: of the district.
        plan: `until` is the midnight that ends the last day told of.
        places: village codes and how many people live there.
        prefix: of codes.
        count: how many in a year.
    """
    last = (plan.until - timedelta(seconds=1)).astimezone(calendar.zone).date()
    windows = Windows(
        prefix=prefix,
        lead=centre.lead,
        places=places,
        clerks=[one.name for one in of_role("window_clerk")],
        accused=[one for member in STAFF if (one := member.department) and one in centre.units],
        calendar=calendar,
        seed=plan.seed,
    )
    before: Case | None = None
    wanted = max(1, count * plan.days // _YEAR)
    for visit in windows.visits(last - timedelta(days=plan.days - 1), last, wanted):
        telling = _Telling(visit, centre, calendar, plan, before)
        told = telling.run()
        before = told.steps[-1].case
        yield told


@dataclass(slots=True)
class _Telling:
    """One case on its way."""

    visit: Visit
    centre: Centre
    calendar: WorkingCalendar
    plan: HistoryPlan
    before: Case | None
    steps: list[ToldStep] = field(default_factory=list)

    def run(self) -> Told:
        """Tell it until its end, or until the day the plan ends."""
        case = self.visit.case
        at = case.registered_at
        self.steps.append(ToldStep(at, Step.REGISTER, case, case.first_clerk, Said()))
        chance = Random(f"{self.plan.seed}-{self.visit.number}-course")  # noqa: S311 - not a secret
        course = Course(self.visit, chance)
        for wait, step, by, said in course.steps(self, self.centre, self.before):
            at = self._later(at, wait, step)
            if not self._pass_until(at) or at >= self.plan.until:
                break
            self.take(step, said, by, at)
        else:
            self._pass_until(self.plan.until)
        return Told(self.visit.parties, tuple(self.steps))

    @property
    def case(self) -> Case:
        """As it stands."""
        return self.steps[-1].case

    @property
    def at(self) -> datetime:
        """When its last step was taken."""
        return self.steps[-1].at

    @property
    def local(self) -> datetime:
        """The same, by the district's clock."""
        return self.at.astimezone(self.calendar.zone)

    def take(self, step: Step, said: Said, by: Caller, at: datetime) -> None:
        """Take a step by the rules."""
        after = take(
            self.case, step, said, by=by, at=at, centre=self.centre, calendar=self.calendar
        )
        self.steps.append(ToldStep(at, step, after, by.actor, said))

    def _later(self, at: datetime, wait: timedelta, step: Step) -> datetime:
        """A moment so much later at which the centre works."""
        found = max(at, self.at) + wait
        if step in {Step.PAPER, Step.ASSIGN} or self.calendar.is_open(found):
            return found
        day = self.calendar.next_working_day(found.astimezone(self.calendar.zone).date())
        opened = datetime(day.year, day.month, day.day, 9, 5, tzinfo=self.calendar.zone)
        minutes = found.minute + 60 * (found.hour % 2)
        moved = opened + timedelta(minutes=minutes)
        return moved if moved > found else found

    def _pass_until(self, moment: datetime) -> bool:
        """What time does by itself before a moment; False when it is the end of the story."""
        while (due := self._next_by_time(moment)) is not None:
            at, step, said = due
            if at >= self.plan.until:
                return False
            self.take(step, said, SYSTEM, at)
        return True

    def _next_by_time(self, moment: datetime) -> tuple[datetime, Step, Said] | None:
        case = self.case
        if case.stage is Stage.ROUTED and not case.has_objection and case.answer_by is not None:
            is_silent = not self.centre.body(case.body).is_judicial
            if is_silent and case.answer_by <= moment:
                return max(case.answer_by, self.at), Step.ACCEPT, Said()
        if not runs(case) or case.due_at is None or case.amber_at is None:
            return None
        if case.supervision < AMBER and case.amber_at <= moment:
            level = RED if case.due_at <= case.amber_at else AMBER
            return max(case.amber_at, self.at), Step.SUPERVISE, Said(supervision=level)
        if case.supervision < RED and case.due_at <= moment:
            return max(case.due_at, self.at), Step.SUPERVISE, Said(supervision=RED)
        return None
