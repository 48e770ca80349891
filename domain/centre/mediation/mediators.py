"""A mediator of the pool: what they know, where and when they are there, and whether they work.

Source: 人民调解法, articles 13 to 16; a deputy mediates only within the term of office.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from domain.centre.cases.categories import IN_USE
from domain.errors import InvalidError
from domain.kind import Audience, Kept, Kind
from domain.kind_fields import Masking, fields_of

YOUNGEST, OLDEST = 18, 90


class PoolLevel(StrEnum):
    """Whose pool somebody belongs to."""

    DISTRICT = "district"
    TOWN = "town"


class Source(StrEnum):
    """Where a mediator comes from."""

    COMMUNITY = "community"  # 社区工作者
    FIVE_ELDERS = "five_elders"  # 五老
    JUDGE = "judge"
    LAWYER = "lawyer"
    TEACHER = "teacher"
    DOCTOR = "doctor"
    POLICE = "police"
    PSYCHOLOGIST = "psychologist"
    TRADE = "trade"  # 行业商会
    DEPUTY = "deputy"  # 两代表一委员: with a term of office


class Sex(StrEnum):
    """As it stands in the register."""

    FEMALE = "female"
    MALE = "male"


class PoolState(StrEnum):
    """Whether somebody mediates."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    RESIGNED = "resigned"


class Weekday(StrEnum):
    """A day of the week somebody is there, Monday first."""

    MONDAY = "mon"
    TUESDAY = "tue"
    WEDNESDAY = "wed"
    THURSDAY = "thu"
    FRIDAY = "fri"
    SATURDAY = "sat"
    SUNDAY = "sun"


SOURCE_NAMES: Mapping[Source, str] = MappingProxyType(
    {
        Source.COMMUNITY: "社区工作者",
        Source.FIVE_ELDERS: "五老",
        Source.JUDGE: "法官",
        Source.LAWYER: "律师",
        Source.TEACHER: "教师",
        Source.DOCTOR: "医生",
        Source.POLICE: "民警",
        Source.PSYCHOLOGIST: "心理咨询师",
        Source.TRADE: "行业商会",
        Source.DEPUTY: "两代表一委员",
    }
)


@dataclass(frozen=True, slots=True)
class Mediator:
    """Somebody of the pool.

    Attributes:
        mediator_id: `M0001`: large letters, so that no account is ever called so.
        pool: the code of the town pool; None for the district's.
        skills: words of `Category`.
        towns: codes of the towns they serve; none are all.
        days: words of `Weekday`.
        groups, room: codes of mediation groups and of a brand room (`mediation.toml`).
        account: by which they sign in; None for who has none.
        term_from, term_until: of a deputy, first and last day (`2026-03-01`).
        works_with_minors: whether a matter with minors may be theirs.
        state_since: the day of the suspension or resignation.
        reason: why they were suspended.
    """

    mediator_id: str
    level: PoolLevel
    source: Source
    sex: Sex
    birth_year: int
    skills: tuple[str, ...]
    pool: str | None = None
    dialects: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    room: str | None = None
    account: str | None = None
    term_from: str | None = None
    term_until: str | None = None
    works_with_minors: bool = False
    training_hours: int = 0
    state: PoolState = PoolState.ACTIVE
    state_since: str | None = None
    is_demo: bool = False
    name: str | None = None
    phone: str | None = None
    reason: str | None = None

    @property
    def key(self) -> str:
        """By which a case names them: their account, else their number in the pool."""
        return self.account or self.mediator_id

    def is_in_term(self, day: date) -> bool:
        """Whether a term of office covers a day; without one every day is covered."""
        today = day.isoformat()
        after = self.term_from is None or self.term_from <= today
        return after and (self.term_until is None or today <= self.term_until)

    def serves(self, town: str | None) -> bool:
        """Whether a town is theirs; a matter of no town is everybody's."""
        return not town or not self.towns or town in self.towns


def check_mediator(one: Mediator, today: date) -> Mediator:
    """The mediator, as it may be kept.

    Raises:
        InvalidError: nothing is mediated, an age that cannot be, a deputy without a term, a
            suspension without its reason, a town pool that is not named.
    """
    if not one.skills:
        raise InvalidError(says="mediator_no_skill", field="skills")
    if not {*one.skills} <= {*IN_USE}:
        raise InvalidError(says="field_not_valid", field="skills")
    if not YOUNGEST <= today.year - one.birth_year <= OLDEST:
        raise InvalidError(
            says="mediator_age", youngest=YOUNGEST, oldest=OLDEST, field="birth_year"
        )
    _check_term(one)
    if one.level is PoolLevel.TOWN and not one.pool:
        raise InvalidError(says="mediator_no_pool", field="pool")
    if one.state is PoolState.SUSPENDED and not (one.reason or "").strip():
        raise InvalidError(says="suspension_no_reason", field="reason")
    if one.state is not PoolState.ACTIVE and not one.state_since:
        raise InvalidError(says="field_missing", field="state_since")
    return one


def _check_term(one: Mediator) -> None:
    if one.source is Source.DEPUTY and not (one.term_from and one.term_until):
        raise InvalidError(says="deputy_no_term", field="term_until")
    if one.term_from and one.term_until and one.term_until < one.term_from:
        raise InvalidError(says="term_backwards", field="term_until")


MEDIATOR = Kind(
    name="mediator",
    entity=Mediator,
    fields=fields_of(
        Mediator,
        name={"personal": Masking.PERSON},
        phone={"personal": Masking.PHONE},
        reason={"personal": Masking.WORDS},
    ),
    id_field="mediator_id",
    audience=Audience(("mediators.see",)),
    kept=Kept.NEWEST,
    title="调解员",
    says={
        "add": "登记了调解员",
        "correct": "更正了调解员信息",
        "suspend": "暂停了调解员",
        "restore": "恢复了调解员",
        "resign": "登记了调解员离任",
        "erased": "个人信息已删除",
    },
)
