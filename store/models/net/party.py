"""Tables of party organisations, members, household links, activities, and self-governance."""

from sqlalchemy import BigInteger, Index, Integer, String, Text

from store.columns import key_text, sequence
from store.models.declared import Mapped, mapped_column
from store.models.facts import Base


class PartyOrganisationRow(Base):
    """A party organisation; ended ones stay."""

    __tablename__ = "party_organisation"
    __table_args__ = (Index("party_organisation_by_area", "area_code"),)

    organisation_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    owner: Mapped[str | None] = mapped_column(Text)
    area_code: Mapped[str] = mapped_column(key_text())
    type: Mapped[str] = mapped_column(String(32))
    level: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(Text)
    parent_id: Mapped[str | None] = mapped_column(key_text())
    founded: Mapped[str | None] = mapped_column(String(10))
    term_end: Mapped[str | None] = mapped_column(String(10))
    ended: Mapped[str | None] = mapped_column(String(10))
    is_demo: Mapped[bool]
    shared_with: Mapped[str | None] = mapped_column(Text)
    secretary: Mapped[str | None] = mapped_column(Text)
    deputy: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())


class PartyMemberRow(Base):
    """A member; name and phone are emptied when they are erased."""

    __tablename__ = "party_member"
    __table_args__ = (
        Index("party_member_of_organisation", "organisation_id"),
        Index("party_member_by_area", "area_code"),
    )

    member_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    owner: Mapped[str | None] = mapped_column(Text)
    organisation_id: Mapped[str] = mapped_column(key_text())
    area_code: Mapped[str] = mapped_column(key_text())
    roll: Mapped[str] = mapped_column(String(32))
    trade: Mapped[str | None] = mapped_column(Text)
    duty_post: Mapped[str | None] = mapped_column(Text)
    volunteer_hours: Mapped[int] = mapped_column(Integer)
    left: Mapped[str | None] = mapped_column(String(10))
    is_demo: Mapped[bool]
    shared_with: Mapped[str | None] = mapped_column(Text)
    name: Mapped[str | None] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())


class HouseholdLinkRow(Base):
    """A household a member looks after."""

    __tablename__ = "household_link"
    __table_args__ = (
        Index("household_link_of_member", "member_id"),
        Index("household_link_by_area", "area_code"),
    )

    link_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    owner: Mapped[str | None] = mapped_column(Text)
    member_id: Mapped[str] = mapped_column(key_text())
    area_code: Mapped[str] = mapped_column(key_text())
    since: Mapped[str] = mapped_column(String(10))
    last_contact: Mapped[str | None] = mapped_column(String(10))
    ended: Mapped[str | None] = mapped_column(String(10))
    is_demo: Mapped[bool]
    shared_with: Mapped[str | None] = mapped_column(Text)
    household: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())


class PartyActivityRow(Base):
    """An activity of an organisation."""

    __tablename__ = "party_activity"
    __table_args__ = (
        Index("party_activity_of_organisation", "organisation_id", "day"),
        Index("party_activity_by_day", "day"),
        Index("party_activity_by_area", "area_code", "day"),
    )

    activity_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    owner: Mapped[str | None] = mapped_column(Text)
    organisation_id: Mapped[str] = mapped_column(key_text())
    area_code: Mapped[str] = mapped_column(key_text())
    activity: Mapped[str] = mapped_column(String(32))
    day: Mapped[str] = mapped_column(String(10))
    place: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(Text)
    attendance: Mapped[int | None] = mapped_column(Integer)
    is_demo: Mapped[bool]
    shared_with: Mapped[str | None] = mapped_column(Text)
    shown_photos: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())


class SelfGovernancePlaceRow(Base):
    """A self-governance organisation and its place."""

    __tablename__ = "self_governance_place"
    __table_args__ = (Index("self_governance_place_by_area", "area_code"),)

    place_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    owner: Mapped[str | None] = mapped_column(Text)
    area_code: Mapped[str] = mapped_column(key_text())
    name: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(Text)
    opened: Mapped[str | None] = mapped_column(String(10))
    ended: Mapped[str | None] = mapped_column(String(10))
    is_demo: Mapped[bool]
    shared_with: Mapped[str | None] = mapped_column(Text)
    head: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())


class CommunityActivityRow(Base):
    """An activity of residents; what it cost, in fen."""

    __tablename__ = "community_activity"
    __table_args__ = (
        Index("community_activity_by_day", "day"),
        Index("community_activity_by_area", "area_code", "day"),
    )

    activity_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    owner: Mapped[str | None] = mapped_column(Text)
    area_code: Mapped[str] = mapped_column(key_text())
    title: Mapped[str] = mapped_column(Text)
    day: Mapped[str] = mapped_column(String(10))
    place: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(Text)
    place_id: Mapped[str | None] = mapped_column(key_text())
    attendance: Mapped[int | None] = mapped_column(Integer)
    cost_fen: Mapped[int | None] = mapped_column(BigInteger)
    is_demo: Mapped[bool]
    shared_with: Mapped[str | None] = mapped_column(Text)
    shown_photos: Mapped[str | None] = mapped_column(Text)
    cost_by: Mapped[str | None] = mapped_column(Text)
    cost_checked_by: Mapped[str | None] = mapped_column(Text)
    called_off: Mapped[str | None] = mapped_column(String(10))
    note: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())
