"""Party organisations and what hangs on them: as far as somebody may see them, and counted."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Table, func, or_, select

from domain.access.callers import Caller
from domain.kind import Kind
from domain.net.party.activities import (
    HOUSEHOLD_LINK,
    MEETINGS,
    PARTY_ACTIVITY,
    HouseholdLink,
    PartyActivity,
)
from domain.net.party.figures import Counts
from domain.net.party.on_wall import VillageCounts
from domain.net.party.organisations import (
    PARTY_MEMBER,
    PARTY_ORGANISATION,
    PartyMember,
    PartyOrganisation,
    Roll,
)
from domain.net.party.self_governance import (
    COMMUNITY_ACTIVITY,
    SELF_GOVERNANCE_PLACE,
    CommunityActivity,
    SelfGovernancePlace,
)
from store.kind_tables import TABLES, key_of
from store.live.visible import visible
from store.rows import reader

E_ = TypeVar("E_")
ORGANISATIONS, MEMBERS = TABLES[PARTY_ORGANISATION.name], TABLES[PARTY_MEMBER.name]
LINKS, ACTIVITIES = TABLES[HOUSEHOLD_LINK.name], TABLES[PARTY_ACTIVITY.name]
PLACES, EVENTS = TABLES[SELF_GOVERNANCE_PLACE.name], TABLES[COMMUNITY_ACTIVITY.name]
# An activity that was not called off.
GOES_ON = EVENTS.c.called_off.is_(None)
# Where words are looked for; in a row of a member or an activity also by its organisation.
SEARCHED: Mapping[str, Sequence[str]] = {
    PARTY_ORGANISATION.name: ("name", "secretary", "deputy"),
    PARTY_MEMBER.name: ("name", "trade", "duty_post"),
    HOUSEHOLD_LINK.name: ("household",),
    PARTY_ACTIVITY.name: ("place", "note"),
    SELF_GOVERNANCE_PLACE.name: ("name", "place", "head"),
    COMMUNITY_ACTIVITY.name: ("title", "place", "note"),
}
# Whether it goes on: the column that is null while it does.
ENDS: Mapping[str, str] = {
    PARTY_ORGANISATION.name: "ended",
    PARTY_MEMBER.name: "left",
    HOUSEHOLD_LINK.name: "ended",
    SELF_GOVERNANCE_PLACE.name: "ended",
}


def inside(table: Table, area: str | None) -> ColumnElement[bool]:
    """Whether a row lies in an area; every row where none is named."""
    code = table.c.area_code
    return (code >= (area or "")) & (code < f"{area or ''}~")


def matching(kind: Kind[Any], who: Caller, area: str | None, q: str) -> list[ColumnElement[bool]]:
    """The conditions of a list: seen by this caller, in this area, with these words in it."""
    table = TABLES[kind.name]
    found = [visible(kind, who), inside(table, area)]
    if q:
        places = [table.c[name].icontains(q, autoescape=True) for name in SEARCHED[kind.name]]
        if "organisation_id" in table.c and table is not ORGANISATIONS:
            named = ORGANISATIONS.c.name.icontains(q, autoescape=True)
            of = select(ORGANISATIONS.c.organisation_id).where(named)
            places.append(table.c.organisation_id.in_(of))
        found.append(or_(*places))
    if ends := ENDS.get(kind.name):
        found.append(table.c[ends].is_(None))
    return found


def column(kind: Kind[Any], name: str) -> ColumnElement[Any]:
    """A column of a kind's rows."""
    return TABLES[kind.name].c[name]


def counted(connection: Connection, kind: Kind[Any], conditions: Iterable[Any]) -> int:
    """How many rows fit."""
    query = select(func.count()).select_from(TABLES[kind.name]).where(*conditions)
    return connection.scalar(query) or 0


def listed(
    connection: Connection,
    kind: Kind[E_],
    conditions: Iterable[Any],
    order: Sequence[str],
    *,
    at: int = 0,
    most: int = 50,
) -> list[E_]:
    """A page of rows that fit, by these columns; `-` before one for the newest first."""
    table = TABLES[kind.name]
    by = [
        table.c[name.removeprefix("-")].desc() if name.startswith("-") else table.c[name]
        for name in (*order, key_of(kind.name).name)
    ]
    query = select(table).where(*conditions).order_by(*by).offset(at).limit(most)
    return _read(connection, kind, query)


def one_of(connection: Connection, kind: Kind[E_], entity_id: str, who: Caller) -> E_ | None:
    """One of a kind, for a caller who may see it."""
    query = select(TABLES[kind.name]).where(key_of(kind.name) == entity_id, visible(kind, who))
    found = _read(connection, kind, query)
    return found[0] if found else None


def any_one(connection: Connection, kind: Kind[E_], entity_id: str) -> E_ | None:
    """One of a kind, whoever may see it: for what a rule of its own lets be shown."""
    query = select(TABLES[kind.name]).where(key_of(kind.name) == entity_id)
    found = _read(connection, kind, query)
    return found[0] if found else None


def _read(connection: Connection, kind: Kind[E_], query: Any) -> list[E_]:
    read = reader(kind)
    return [read(row) for row in connection.execute(query).mappings()]


# whoever may see them: for rules and figures ------------------------------------------------------


def is_empty(connection: Connection) -> bool:
    """Whether no organisation was ever founded."""
    return connection.execute(select(ORGANISATIONS.c.seq).limit(1)).first() is None


def organisations_in(connection: Connection, area: str | None) -> list[PartyOrganisation]:
    """Every organisation of an area, ended ones too."""
    query = select(ORGANISATIONS).where(inside(ORGANISATIONS, area))
    return _read(connection, PARTY_ORGANISATION, query.order_by(ORGANISATIONS.c.area_code))


def organisation(connection: Connection, organisation_id: str) -> PartyOrganisation | None:
    """An organisation, whoever may see it."""
    query = select(ORGANISATIONS).where(ORGANISATIONS.c.organisation_id == organisation_id)
    found = _read(connection, PARTY_ORGANISATION, query)
    return found[0] if found else None


def organisations_named(connection: Connection, codes: Iterable[str]) -> dict[str, str]:
    """The names of these organisations."""
    query = select(ORGANISATIONS.c.organisation_id, ORGANISATIONS.c.name)
    rows = connection.execute(query.where(ORGANISATIONS.c.organisation_id.in_(list(codes))))
    return {row.organisation_id: row.name for row in rows}


def member_named(connection: Connection, organisation_id: str, name: str) -> PartyMember | None:
    """The member of an organisation who bears a name and has not left."""
    query = select(MEMBERS).where(
        MEMBERS.c.organisation_id == organisation_id, MEMBERS.c.name == name,
        MEMBERS.c.left.is_(None),
    )  # fmt: skip
    found = _read(connection, PARTY_MEMBER, query.limit(1))
    return found[0] if found else None


def members_of(connection: Connection, organisation_id: str) -> int:
    """How many belong to an organisation."""
    query = select(func.count()).select_from(MEMBERS)
    here = (MEMBERS.c.organisation_id == organisation_id, MEMBERS.c.left.is_(None))
    return connection.scalar(query.where(*here)) or 0


def links_of(connection: Connection, member_id: str) -> list[HouseholdLink]:
    """The households a member is linked with now."""
    query = select(LINKS).where(LINKS.c.member_id == member_id, LINKS.c.ended.is_(None))
    return _read(connection, HOUSEHOLD_LINK, query)


def members_named(connection: Connection, codes: Iterable[str], who: Caller) -> dict[str, str]:
    """The names of these members, as far as the caller may see them."""
    query = select(MEMBERS.c.member_id, MEMBERS.c.name).where(
        MEMBERS.c.member_id.in_(list(codes)), visible(PARTY_MEMBER, who)
    )
    return {row.member_id: row.name or "" for row in connection.execute(query)}


def members_of_links(connection: Connection, links: Iterable[str], who: Caller) -> dict[str, str]:
    """Who looks after each of these households, as far as the caller may see it."""
    query = (
        select(LINKS.c.link_id, MEMBERS.c.name)
        .join(MEMBERS, MEMBERS.c.member_id == LINKS.c.member_id)
        .where(LINKS.c.link_id.in_(list(links)), visible(HOUSEHOLD_LINK, who))
        .where(visible(PARTY_MEMBER, who))
    )
    return {row.link_id: row.name or "" for row in connection.execute(query)}


def links_to_contact(
    connection: Connection, area: str | None, before: str, most: int = 2000
) -> list[HouseholdLink]:
    """Links of an area whose last contact, or beginning, lies before a day; bounded."""
    last = func.coalesce(LINKS.c.last_contact, LINKS.c.since)
    query = select(LINKS).where(inside(LINKS, area), LINKS.c.ended.is_(None), last < before)
    return _read(connection, HOUSEHOLD_LINK, query.order_by(last).limit(most))


def last_meetings(connection: Connection, area: str | None, today: str) -> dict[str, str]:
    """The newest day of a meeting that was, by organisation."""
    query = (
        select(ACTIVITIES.c.organisation_id, func.max(ACTIVITIES.c.day).label("day"))
        .where(
            inside(ACTIVITIES, area), ACTIVITIES.c.day <= today,
            ACTIVITIES.c.activity.in_([one.value for one in MEETINGS]),
        )
        .group_by(ACTIVITIES.c.organisation_id)
    )  # fmt: skip
    return {row.organisation_id: row.day for row in connection.execute(query)}


def counts_in(connection: Connection, area: str | None, since: str, today: str) -> Counts:
    """What figures are made of, of an area.

    Args:
        connection: to the facts.
        area: None for the whole district.
        since: the first day activities are counted from.
        today: what is later is planned.
    """
    here = (inside(MEMBERS, area), MEMBERS.c.left.is_(None))
    by = (MEMBERS.c.roll, MEMBERS.c.duty_post)
    query = (
        select(*by, func.count(), func.sum(MEMBERS.c.volunteer_hours)).where(*here).group_by(*by)
    )
    members = connection.execute(query).all()
    linked = select(func.count()).select_from(LINKS)
    links = connection.scalar(linked.where(inside(LINKS, area), LINKS.c.ended.is_(None)))
    month = func.substr(ACTIVITIES.c.day, 1, 7)
    activities = connection.execute(
        select(month, ACTIVITIES.c.activity, func.count(), func.sum(ACTIVITIES.c.attendance))
        .where(inside(ACTIVITIES, area), ACTIVITIES.c.day.between(since, today))
        .group_by(month, ACTIVITIES.c.activity)
    ).all()
    month = func.substr(EVENTS.c.day, 1, 7)
    events = connection.execute(
        select(month, func.count(), func.sum(EVENTS.c.cost_fen))
        .where(inside(EVENTS, area), EVENTS.c.day.between(since, today), GOES_ON)
        .group_by(month)
    ).all()
    standing = select(func.count()).select_from(PLACES)
    places = connection.scalar(standing.where(inside(PLACES, area), PLACES.c.ended.is_(None)))
    return Counts(
        members={(Roll(row[0]), row[1]): row[2] for row in members},
        hours=sum(row[3] or 0 for row in members),
        links=links or 0,
        activities={(row[0], row[1]): row[2] for row in activities},
        attended=sum(row[3] or 0 for row in activities),
        places=places or 0,
        community_activities={row[0]: row[1] for row in events},
        spent_fen=sum(row[2] or 0 for row in events),
        next_day=_next_day(connection, area, today),
    )


def _next_day(connection: Connection, area: str | None, today: str) -> str | None:
    days = [
        connection.scalar(
            select(func.min(table.c.day)).where(inside(table, area), table.c.day > today, *more)
        )
        for table, more in ((ACTIVITIES, ()), (EVENTS, (GOES_ON,)))
    ]
    return min((day for day in days if day), default=None)


def places_in(connection: Connection, area: str) -> list[SelfGovernancePlace]:
    """Self-governance organisations of an area that stand."""
    query = select(PLACES).where(inside(PLACES, area), PLACES.c.ended.is_(None))
    return _read(connection, SELF_GOVERNANCE_PLACE, query.order_by(PLACES.c.name).limit(50))


def next_events(
    connection: Connection, area: str, today: str, most: int = 5
) -> list[CommunityActivity]:
    """What residents of an area have planned, the nearest first."""
    query = select(EVENTS).where(inside(EVENTS, area), EVENTS.c.day >= today, GOES_ON)
    return _read(connection, COMMUNITY_ACTIVITY, query.order_by(EVENTS.c.day).limit(most))


def with_shown_photos(
    connection: Connection, since: str, area: str | None, most: int
) -> list[PartyActivity | CommunityActivity]:
    """Activities since a day of which photos may be shown, of either kind, the newest first."""
    found: list[PartyActivity | CommunityActivity] = []
    kinds: Sequence[Kind[Any]] = (PARTY_ACTIVITY, COMMUNITY_ACTIVITY)
    for kind in kinds:
        table = TABLES[kind.name]
        query = select(table).where(
            inside(table, area), table.c.day >= since, table.c.shown_photos.is_not(None)
        )
        found += _read(connection, kind, query.order_by(table.c.day.desc()).limit(most))
    found = [one for one in found if one.shown_photos]
    return sorted(found, key=lambda one: (one.day, one.activity_id), reverse=True)[:most]


def organisations_with_members(connection: Connection, area: str | None) -> set[str]:
    """The organisations of an area to which somebody belongs who has not left."""
    query = select(MEMBERS.c.organisation_id).where(inside(MEMBERS, area), MEMBERS.c.left.is_(None))
    return set(connection.scalars(query.distinct()))


def by_village(connection: Connection, since: str, today: str) -> dict[str, VillageCounts]:
    """What each village and community has, by its code; activities from a day to today."""
    found: dict[str, VillageCounts] = {}

    def add(table: Table, name: str, value: Any, *conditions: Any) -> None:
        village = func.substr(table.c.area_code, 1, 12)
        query = select(village, value).where(*conditions).group_by(village)
        for code, count in connection.execute(query):
            told = VillageCounts(**{name: int(count or 0)})
            found[code] = found.get(code, VillageCounts()) + told

    count = func.count()
    add(ORGANISATIONS, "organisations", count, ORGANISATIONS.c.ended.is_(None))
    add(MEMBERS, "members", count, MEMBERS.c.left.is_(None))
    add(LINKS, "links", count, LINKS.c.ended.is_(None))
    add(PLACES, "places", count, PLACES.c.ended.is_(None))
    add(ACTIVITIES, "activities", count, ACTIVITIES.c.day.between(since, today))
    was = EVENTS.c.day.between(since, today) & GOES_ON
    add(EVENTS, "community_activities", count, was)
    add(EVENTS, "spent_fen", func.sum(EVENTS.c.cost_fen), was)
    return found
