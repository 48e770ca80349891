"""What is missing in the organisations: grids, secretaries, terms, meetings, contacts."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.net.party.activities import HouseholdLink
from domain.net.party.organisations import OrganisationLevel, PartyOrganisation
from domain.net.party.structure import months_from, standing


class PartyGap(StrEnum):
    """What is missing."""

    NO_ORGANISATION = "no_organisation"
    NO_SECRETARY = "no_secretary"
    TERM_ENDED = "term_ended"
    TERM_ENDING = "term_ending"
    NO_MEMBERS = "no_members"
    NO_MEETING = "no_meeting"
    NO_CONTACT = "no_contact"


LONGEST_MONTHS = 60


@dataclass(frozen=True, slots=True)
class Terms:
    """What the district asks for.

    Attributes:
        ending_months: a term that ends within so many months is told of.
        contact_months: a household is to be contacted within so many months.
    """

    ending_months: int = 3
    contact_months: int = 3


@dataclass(frozen=True, slots=True)
class PartyRules:
    """What a district decides about its party data.

    Attributes:
        owner: the department that keeps it.
        terms: after how long something is told as a gap.
    """

    owner: str = "organisation"
    terms: Terms = Terms()


@dataclass(frozen=True, slots=True)
class Gap:
    """Something missing.

    Attributes:
        area_code: where.
        about_id: the organisation or link; the grid's code where it has no organisation.
        since: since when, or when a term ends, as a day; None for never or not known.
    """

    gap: PartyGap
    area_code: str
    about_id: str
    since: str | None = None


def quarter_start(today: date) -> date:
    """The first day of the quarter a day lies in."""
    return date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)


def gaps_of(
    uncovered: Iterable[str],
    organisations: Sequence[PartyOrganisation],
    with_members: Collection[str],
    last_meetings: Mapping[str, str],
    links: Iterable[HouseholdLink],
    today: date,
    terms: Terms,
) -> list[Gap]:
    """Everything that is missing, by kind and place.

    Args:
        uncovered: codes of the grids without an organisation.
        organisations: those of the same places, ended ones too.
        with_members: the organisations to which somebody belongs.
        last_meetings: the newest day of a meeting, by organisation.
        links: of households, ended ones too.
        today: of the district.
        terms: what the district asks for.
    """
    found = [Gap(PartyGap.NO_ORGANISATION, code, code) for code in uncovered]
    held = standing(organisations)
    above = {one.parent_id for one in held}
    for one in held:
        # members of an organisation with others below it may all belong to these
        if one.organisation_id not in above and one.organisation_id not in with_members:
            found.append(Gap(PartyGap.NO_MEMBERS, one.area_code, one.organisation_id))
        found += _of(one, last_meetings.get(one.organisation_id), today, terms)
    found += _not_contacted(links, today, terms)
    order = list(PartyGap)
    return sorted(found, key=lambda gap: (order.index(gap.gap), gap.area_code, gap.about_id))


def _of(
    one: PartyOrganisation, last_meeting: str | None, today: date, terms: Terms
) -> Iterable[Gap]:
    def gap(kind: PartyGap, since: str | None = None) -> Gap:
        return Gap(kind, one.area_code, one.organisation_id, since)

    if not one.secretary:
        yield gap(PartyGap.NO_SECRETARY)
    if one.term_end and one.term_end < today.isoformat():
        yield gap(PartyGap.TERM_ENDED, one.term_end)
    elif one.term_end and one.term_end <= months_from(today, terms.ending_months).isoformat():
        yield gap(PartyGap.TERM_ENDING, one.term_end)
    # a group of a few buildings meets with its branch
    owes = one.level is not OrganisationLevel.BUILDING
    first = quarter_start(today).isoformat()
    is_new = one.founded is not None and one.founded >= first
    if owes and not is_new and (last_meeting is None or last_meeting < first):
        yield gap(PartyGap.NO_MEETING, last_meeting)


def _not_contacted(links: Iterable[HouseholdLink], today: date, terms: Terms) -> Iterable[Gap]:
    last = months_from(today, -terms.contact_months).isoformat()
    for link in links:
        if link.ended is None and (link.last_contact or link.since) < last:
            yield Gap(PartyGap.NO_CONTACT, link.area_code, link.link_id, link.last_contact)
