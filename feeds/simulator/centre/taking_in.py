"""What comes to the demo's windows: when, by whom, about what. Everybody is visibly invented."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from domain.calendar.working_time import WorkingCalendar
from domain.centre.cases.case import Case, Channel, Flag
from domain.centre.cases.case_codes import case_code
from domain.centre.cases.categories import Category
from domain.centre.cases.parties import CaseParty, PartyKind, PartyRole, check_parties
from domain.centre.cases.petitions import Matter, Way
from domain.centre.cases.stages import Stage
from feeds.simulator.centre.matters import CHANNELS, SEASONS, SUBJECTS
from feeds.simulator.centre.staff import of_role

SOURCE = "demo"
CONSULTS = 30
_PEOPLE_KNOWN, _FIRMS_KNOWN = 7000, 180
_OPENS, _OPEN_MINUTES = time(8, 30), 9 * 60


@dataclass(frozen=True, slots=True)
class Visit:
    """A case as it is taken in, and what decides its course.

    Attributes:
        number: counts all of them, from 1; the source's id.
        way: of a request, as the duty clerk will sort it.
        is_consult: somebody asks for legal advice.
    """

    number: int
    case: Case
    parties: tuple[CaseParty, ...]
    way: Way | None
    is_consult: bool


@dataclass(slots=True)
class Windows:
    """Takes cases in, in the order of time.

    Args:
        prefix: of codes.
        lead: the body that receives.
        places: codes of villages and how many people live there.
        clerks: accounts at the windows.
        accused: bodies a report may name.
    """

    prefix: str
    lead: str
    places: Sequence[tuple[str, int]]
    clerks: Sequence[str]
    accused: Sequence[str]
    calendar: WorkingCalendar
    seed: int
    _serials: Counter[tuple[date, str]] = field(default_factory=Counter)

    def visits(self, first: date, last: date, count: int) -> Iterator[Visit]:
        """So many cases, taken in on the working days from `first` to `last`."""
        chance = Random(f"{self.seed}-days")  # noqa: S311 - not a secret
        spread = self._days(first, last)
        # more of them towards the end: a centre that becomes known
        weights = [1 + 0.5 * n / len(spread) for n in range(len(spread))]
        days = sorted(chance.choices(spread, weights, k=count))
        minutes = sorted((day, chance.randrange(_OPEN_MINUTES), chance.random()) for day in days)
        consults = {*chance.sample(range(1, count + 1), min(CONSULTS, count))}
        for number, (day, minute, _) in enumerate(minutes, 1):
            at = datetime.combine(day, _OPENS, self.calendar.zone) + timedelta(minutes=minute)
            yield self._visit(number, at, is_consult=number in consults)

    def _days(self, first: date, last: date) -> list[date]:
        days = [first + timedelta(n) for n in range((last - first).days + 1)]
        return [day for day in days if self.calendar.is_working_day(day)] or [last]

    def _visit(self, number: int, at: datetime, *, is_consult: bool) -> Visit:
        chance = Random(f"{self.seed}-{number}")  # noqa: S311 - not a secret
        matter = Matter.DISPUTE if is_consult else _matter(number)
        category = Category.OTHER if is_consult else _category(chance, at)
        channel = chance.choices([*CHANNELS], [*CHANNELS.values()])[0]
        window = f"{chance.randint(1, 10):02}"
        clerk = chance.choice(self.clerks)
        size = _size(chance, matter, is_consult=is_consult)
        day = at.date()
        self._serials[day, window] += 1
        serial = self._serials[day, window]
        is_sealed = matter is Matter.REPORT
        subject = SUBJECTS[category]
        has_sum = not is_consult and not is_sealed and chance.random() < subject.has_sum
        area = chance.choices([one for one, _ in self.places], [n for _, n in self.places])[0]
        case = Case(
            code=case_code(self.prefix, day, int(window), serial),
            source=SOURCE,
            source_id=str(number),
            serial=serial,
            registered_at=at,
            channel=channel,
            matter=matter,
            category=category,
            window=window,
            first_clerk=clerk,
            stage=Stage.REGISTERED,
            people_count=size,
            amount_fen=_amount(chance) if has_sum else None,
            flags=_flags(chance, category, channel),
            area_code=area,
            bodies=(self.lead,),
            people=(clerk, *(one.name for one in of_role("discipline_officer") if is_sealed)),
            is_sealed=is_sealed,
            never=(chance.choice(self.accused),) if is_sealed else (),
            claim=f"（演示）{_claim(matter, subject.claim, is_consult=is_consult)}",
        )
        parties = _parties(chance, case, size)
        check_parties([one.role for one in parties], size)
        ways = [*Way]
        way = ways[number // 17 % len(ways)] if matter is Matter.REQUEST else None
        return Visit(number, case, parties, way, is_consult)


def _matter(number: int) -> Matter:
    """Every seventeenth is a request, so that all six ways come by; some propose, few accuse."""
    if number % 17 == 0:
        return Matter.REQUEST
    if number % 97 == 5:
        return Matter.REPORT
    return Matter.SUGGESTION if number % 83 == 7 else Matter.DISPUTE


def _category(chance: Random, at: datetime) -> Category:
    weights = [
        subject.weight * SEASONS.get(one, {}).get(at.month, 1.0)
        for one, subject in SUBJECTS.items()
    ]
    return chance.choices([*SUBJECTS], weights)[0]


def _size(chance: Random, matter: Matter, *, is_consult: bool) -> int:
    if matter is Matter.REPORT or is_consult:
        return 1
    kind = chance.random()
    if kind < 0.025:
        return chance.randint(6, 48)
    return chance.randint(2, 5) if kind < 0.12 else 1


def _flags(chance: Random, category: Category, channel: Channel) -> tuple[str, ...]:
    found = []
    if category is Category.MARRIAGE_FAMILY:
        found += [Flag.MINORS] * (chance.random() < 0.2)
        found += [Flag.VIOLENCE] * (chance.random() < 0.12)
    found += [Flag.URGENT_LIMIT] * (chance.random() < 0.02)
    found += [Flag.ESCALATION] * (
        chance.random() < (0.1 if channel is Channel.POLICE_110 else 0.02)
    )
    return tuple(one.value for one in found)


def _claim(matter: Matter, usual: str, *, is_consult: bool) -> str:
    if is_consult:
        return "法律咨询：应当走哪一种程序"
    return {
        Matter.REQUEST: f"申诉求决：{usual}",
        Matter.SUGGESTION: "建议：公共设施维护",
        Matter.REPORT: "检举控告（内容密封）",
    }.get(matter, usual)


def _amount(chance: Random) -> int:
    """A sum in fen: most of some thousand yuan, few of hundreds of thousands."""
    yuan = min(800_000.0, max(300.0, chance.lognormvariate(9.4, 1.0)))
    return int(yuan // 50 * 50) * 100


def _parties(chance: Random, case: Case, size: int) -> tuple[CaseParty, ...]:
    side = PartyRole.REPRESENTATIVE if size > 5 else PartyRole.APPLICANT
    speak = min(size, chance.randint(2, 5) if size > 5 else size)
    first = chance.randrange(1, _PEOPLE_KNOWN)
    made = [_person(case, side, first + n, n) for n in range(speak)]
    if case.matter is Matter.DISPUTE:
        made.append(_other_side(chance, case, len(made)))
    return tuple(made)


def _other_side(chance: Random, case: Case, nth: int) -> CaseParty:
    by_firm = {
        Category.MIGRANT_WAGES, Category.OTHER_LABOUR, Category.OTHER_CONSUMER, Category.E_COMMERCE,
        Category.PROPERTY_SERVICE, Category.TOURISM, Category.MEDICAL, Category.CONTRACT,
    }  # fmt: skip
    if case.category in by_firm:
        firm = f"演示企业-{chance.randrange(1, _FIRMS_KNOWN):04}"
        return CaseParty(
            f"P-demo-{case.source_id}-{nth}", case.code, PartyRole.RESPONDENT, PartyKind.FIRM, firm
        )
    return _person(case, PartyRole.RESPONDENT, chance.randrange(1, _PEOPLE_KNOWN), nth)


def _person(case: Case, role: PartyRole, number: int, nth: int) -> CaseParty:
    return CaseParty(
        f"P-demo-{case.source_id}-{nth}",
        case.code,
        role,
        PartyKind.PERSON,
        f"演示-{number:04}",
        f"1380000{number:04}",
    )
