"""What the forms of a case are filled from, and what may be read out of an identity number."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from types import MappingProxyType

from domain.centre.cases.case import Case, CaseEntry, Flag
from domain.centre.cases.parties import CaseParty, PartyRole
from domain.centre.cases.stages import Step
from domain.centre.keeping.rules import RULES, KeepingRule
from domain.centre.loop.said import SYSTEM
from domain.centre.mediation.sessions import MediationSession, SessionState
from domain.centre.mediation.settlements import Settlement, effective_at
from domain.centre.papers.filed import CaseNumber, CasePaper, agreement_signed_at
from domain.centre.premises.places import Centre

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
APPLYING = frozenset({PartyRole.APPLICANT, PartyRole.REPRESENTATIVE})


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Whose papers they are, from the district's folder.

    Attributes:
        place: the district.
        centre: the name over every form.
        committee: the people's mediation committee that sets its seal.
        court: to which joint applications go.
        short: the district's one letter in statutory numbers (烈).
        series: body → the word of its numbers (人调).
        kept: how long dossiers are kept, and why, for the cover.
    """

    place: str
    centre: str
    committee: str = ""
    court: str = ""
    short: str = ""
    series: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    kept: Mapping[str, KeepingRule] = field(default_factory=lambda: RULES)


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the forms of a case may say.

    Attributes:
        at: now.
        account: who prints.
        sessions: of mediation, whatever became of them.
        settlement: the items of the agreement, where they were told one by one.
        mediators: names by their number in the pool.
        people: what accounts are called, by the name they sign in with.
    """

    case: Case
    parties: Sequence[CaseParty]
    entries: Sequence[CaseEntry]
    centre: Centre
    letterhead: Letterhead
    at: datetime
    zone: tzinfo
    account: str
    numbers: Sequence[CaseNumber] = ()
    papers: Sequence[CasePaper] = ()
    sessions: Sequence[MediationSession] = ()
    settlement: Settlement | None = None
    mediators: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    people: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def called(self, account: str) -> str:
        """Who acted, as a paper names them: a person by name, time by the system it is."""
        return "系统" if account == SYSTEM.actor else self.people.get(account, account)

    @property
    def sat(self) -> list[MediationSession]:
        """The sessions that took place, or that a side ended by refusing, in their order."""
        over = {SessionState.HELD, SessionState.REFUSED}
        return sorted(
            (one for one in self.sessions if one.state in over), key=lambda one: one.begins_at
        )

    @property
    def mediator_names(self) -> list[str]:
        """Who mediated, each once: those who sat, else were chosen, else handled it."""
        chosen = [one for sat in self.sat for one in sat.mediators]
        chosen = chosen or list(self.case.mediators or self.case.handlers)
        return list(dict.fromkeys(self.mediators.get(one) or self.called(one) for one in chosen))

    @property
    def undisputed(self) -> str:
        """What the sessions wrote down as in dispute by nobody; empty where they wrote nothing."""
        return "\n".join(one.undisputed for one in self.sat if one.undisputed)

    def of(self, *roles: PartyRole) -> list[CaseParty]:
        """The parties of some roles."""
        return [one for one in self.parties if one.role in roles]

    @property
    def applicants(self) -> list[CaseParty]:
        """Who claims, and who speaks for them."""
        return self.of(*APPLYING)

    @property
    def respondents(self) -> list[CaseParty]:
        """Who is claimed against."""
        return self.of(PartyRole.RESPONDENT)

    @property
    def is_guarded(self) -> bool:
        """Whether no party may learn from a paper where the other lives (violence)."""
        return Flag.VIOLENCE in self.case.flags

    def steps(self, *steps: Step) -> list[CaseEntry]:
        """The lines of the story that tell of some steps."""
        return [one for one in self.entries if one.step in steps]

    def number_of(self, body: str | None) -> str:
        """The newest statutory number of a body in this case; empty where there is none."""
        its = [one for one in self.numbers if one.body == body]
        return max(its, key=lambda one: one.at).words if its else ""

    def day(self, moment: datetime | None) -> date | None:
        """A moment's day in the district."""
        return moment.astimezone(self.zone).date() if moment else None


def effective_on(
    case: Case, entries: Iterable[CaseEntry], papers: Sequence[CasePaper], zone: tzinfo
) -> date | None:
    """The day the agreement of a case takes effect.

    None while there is no agreement, or a written one is not signed and sealed.
    """
    agreed = [one.at for one in entries if one.step is Step.AGREE]
    if not agreed or case.form is None:
        return None
    at = effective_at(case.form, agreed[-1], agreement_signed_at(papers, zone))
    return at.astimezone(zone).date() if at else None


def sex_and_birth(id_number: str | None) -> tuple[str, date] | None:
    """What a citizen's identity number says of its bearer; None where it is none.

    Source: GB 11643-1999: the check digit must fit.
    """
    number = (id_number or "").strip().upper()
    if len(number) != 18 or not (number[:17].isascii() and number[:17].isdigit()):
        return None
    weighed = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    if _CHECKS[weighed % 11] != number[17]:
        return None
    try:
        born = date.fromisoformat(f"{number[6:10]}-{number[10:12]}-{number[12:14]}")
    except ValueError:
        return None
    return ("男" if int(number[16]) % 2 else "女"), born


def age_on(born: date, today: date) -> int:
    """Full years."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def last_day(due_at: datetime, zone: tzinfo) -> date:
    """The last day of a limit, which is kept until before `due_at`."""
    return (due_at - timedelta(seconds=1)).astimezone(zone).date()
