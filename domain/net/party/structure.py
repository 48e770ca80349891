"""How organisations hang together: which type fits where, which days fit, which grids are covered.

Source: the district's report, "Organisation in four levels".
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain.codes.area_codes import Level, contains, level_of
from domain.errors import InvalidError
from domain.net.party.organisations import OrganisationLevel, OrganisationType, PartyOrganisation

_TYPES: Mapping[OrganisationLevel, Collection[OrganisationType]] = {
    OrganisationLevel.COMMUNITY: (
        OrganisationType.COMMITTEE,
        OrganisationType.GENERAL_BRANCH,
        OrganisationType.BRANCH,
    ),
    OrganisationLevel.GRID: (
        OrganisationType.BRANCH,
        OrganisationType.FUNCTIONAL_BRANCH,
        OrganisationType.GROUP,
    ),
    OrganisationLevel.BUILDING: (OrganisationType.GROUP,),
}
_ABOVE = {
    OrganisationLevel.GRID: OrganisationLevel.COMMUNITY,
    OrganisationLevel.BUILDING: OrganisationLevel.GRID,
}
# The types an organisation may stand under; nothing stands under a group.
_UNDER: Mapping[OrganisationType, Collection[OrganisationType]] = {
    OrganisationType.BRANCH: (OrganisationType.COMMITTEE, OrganisationType.GENERAL_BRANCH),
    OrganisationType.FUNCTIONAL_BRANCH: (
        OrganisationType.COMMITTEE,
        OrganisationType.GENERAL_BRANCH,
        OrganisationType.BRANCH,
    ),
    OrganisationType.GROUP: (
        OrganisationType.COMMITTEE,
        OrganisationType.GENERAL_BRANCH,
        OrganisationType.BRANCH,
        OrganisationType.FUNCTIONAL_BRANCH,
    ),
}
LONGEST_PLAN = timedelta(days=366)
EARLIEST = "1921-07-01"
_COMMUNITY = 12  # digits of its code


def types_of(level: OrganisationLevel) -> Collection[OrganisationType]:
    """The types an organisation of a level may be of."""
    return _TYPES[level]


def level_above(level: OrganisationLevel) -> OrganisationLevel | None:
    """The level a parent must be of; None for a community's, which has none here."""
    return _ABOVE.get(level)


def check_structure(one: PartyOrganisation, parent: PartyOrganisation | None) -> None:
    """Whether an organisation may stand where it says it does.

    Args:
        one: the organisation.
        parent: the organisation `parent_id` names; None where it names none.

    Raises:
        InvalidError: its type does not fit its level, its area is of another level, or the
            parent does not fit.
    """
    if one.type not in _TYPES[one.level]:
        raise InvalidError(says="party_type_level", field="type")
    wanted = Level.VILLAGE if one.level is OrganisationLevel.COMMUNITY else Level.GRID
    if level_of(one.area_code) is not wanted:
        raise InvalidError(says="party_area_level", field="area_code")
    above = level_above(one.level)
    if above is None:
        if parent is not None:
            raise InvalidError(says="party_no_parent", field="parent")
        return
    if parent is None or parent.ended is not None:
        raise InvalidError(says="party_parent_missing", field="parent")
    if parent.level is not above or not contains(parent.area_code, one.area_code):
        raise InvalidError(says="party_parent_place", field="parent")
    if parent.type not in _UNDER[one.type]:
        raise InvalidError(says="party_parent_type", field="parent")


def check_days(founded: str | None, term_end: str | None, ended: str | None, today: date) -> None:
    """Whether the days of an organisation follow each other.

    Raises:
        InvalidError: founded or ended in the future, or a term or an end before the founding.
    """
    now = today.isoformat()
    if founded and not EARLIEST <= founded <= now:
        raise InvalidError(says="party_founded", field="founded")
    if term_end and founded and term_end <= founded:
        raise InvalidError(says="party_term_before", field="term_end")
    if ended and (ended > now or (founded and ended < founded)):
        raise InvalidError(says="party_ended", field="ended")


def check_activity(day: str, attendance: int | None, today: date, founded: str | None) -> None:
    """Whether an activity may have been on a day, or be planned for it.

    Raises:
        InvalidError: before the founding, more than a year ahead, or people counted who are yet
            to come.
    """
    if (founded and day < founded) or day > (today + LONGEST_PLAN).isoformat() or day < EARLIEST:
        raise InvalidError(says="party_activity_day", field="day")
    if day > today.isoformat() and attendance is not None:
        raise InvalidError(says="party_attendance_early", field="attendance")


def months_from(day: date, months: int) -> date:
    """The same day some months later, or before; the last of a shorter month."""
    at = day.year * 12 + day.month - 1 + months
    year, month = divmod(at, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many grids have an organisation, and how many there are."""

    covered: int
    grids: int

    @property
    def percent(self) -> float | None:
        """Of one hundred; None where there are no grids."""
        return 100 * self.covered / self.grids if self.grids else None


def standing(organisations: Iterable[PartyOrganisation]) -> list[PartyOrganisation]:
    """Those that were not ended."""
    return [one for one in organisations if one.ended is None]


def branches(
    column: Mapping[str, str | None], organisations: Iterable[PartyOrganisation]
) -> dict[str, str]:
    """The organisation of each grid that has one, by the grid's code.

    Where organisations of a community are known, they answer for all its grids; for the others
    the map's column does.

    Args:
        column: what the map says of each grid; None where it says nothing.
        organisations: those that are known, ended ones too.
    """
    held = list(organisations)
    answered = {one.area_code[:_COMMUNITY] for one in held}
    own = {one.area_code: one.name for one in standing(held) if one.level is OrganisationLevel.GRID}
    named = {
        code: own.get(code) if code[:_COMMUNITY] in answered else said
        for code, said in column.items()
    }
    return {code: name for code, name in named.items() if name}


def coverage(
    grids: Collection[str], covered: Collection[str], length: int = 0
) -> dict[str, Coverage]:
    """How far the grids are covered, by the first `length` digits of their codes.

    Args:
        grids: codes of all grids of the map.
        covered: codes of those with an organisation; see `branches`.
        length: of the part of the code: 9 for towns; 0 for all in one, under "".
    """
    all_of = Counter(code[:length] for code in grids)
    held = Counter(code[:length] for code in grids if code in covered)
    return {part: Coverage(held[part], count) for part, count in sorted(all_of.items())}


def doubled(organisations: Sequence[PartyOrganisation]) -> list[str]:
    """Grids that have more than one organisation of their own."""
    held = Counter(
        one.area_code for one in standing(organisations) if one.level is OrganisationLevel.GRID
    )
    return sorted(code for code, count in held.items() if count > 1)
