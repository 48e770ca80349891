"""The register: organisations are founded, changed and ended; members, households, activities."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TypeVar

from domain.access.callers import Caller
from domain.errors import ConflictError, InvalidError
from domain.fields import as_text
from domain.kind import Kind
from domain.net.party.activities import (
    HOUSEHOLD_LINK,
    PARTY_ACTIVITY,
    HouseholdLink,
    PartyActivity,
)
from domain.net.party.organisations import (
    PARTY_MEMBER,
    PARTY_ORGANISATION,
    PartyMember,
    PartyOrganisation,
)
from domain.net.party.rosters import LONGEST_NAME
from domain.net.party.structure import check_activity, standing
from operations.net.party.entries import (
    LONGEST_PLACE,
    LONGEST_TEXT,
    admit,
    check_organisation,
    day_of,
    day_or_none,
    name_or_none,
    needed,
    usual_parent,
)
from operations.net.party.party_desk import PartyDesk, new_id
from store import Transaction
from store.net import party as kept

MOST_PEOPLE, MOST_HOURS = 100_000, 100_000
E_ = TypeVar("E_")


class PartyRegister:
    """What is written about organisations and those who belong to them.

    Every method refuses (NotAllowedError) whoever keeps no party data, or not of this place, and
    (NotFoundError) what is not there for them.

    Args:
        desk: what the operations share.
    """

    def __init__(self, desk: PartyDesk) -> None:
        self._desk = desk

    # organisations --------------------------------------------------------------------------------

    async def found(self, told: PartyOrganisation, caller: Caller) -> PartyOrganisation:
        """Found an organisation; the parent may be left out where the place has only one.

        Raises:
            InvalidError, ConflictError: it does not fit, or the place has one already.
        """
        self._desk.need_members(caller)
        return await self._desk.write(lambda tx: self.put(tx, told, caller, "found"))

    async def change(self, told: PartyOrganisation, caller: Caller) -> PartyOrganisation:
        """Change the name, type, parent, days or deputy of an organisation.

        Raises:
            InvalidError, ConflictError: it does not fit.
        """
        self._desk.need_members(caller)

        def steps(tx: Transaction) -> PartyOrganisation:
            held = needed(tx, PARTY_ORGANISATION, told.organisation_id, caller)
            made = replace(
                told,
                area_code=held.area_code,
                level=held.level,
                secretary=held.secretary,
                is_demo=held.is_demo,
                shared_with=held.shared_with,
                ended=held.ended,
            )
            return self.put(tx, made, caller, "change")

        return await self._desk.write(steps)

    async def set_secretary(
        self, organisation_id: str, name: str, term_end: str, caller: Caller
    ) -> None:
        """Name another secretary, or nobody; with the end of the term, where it is a new one.

        Raises:
            InvalidError: a name or a day does not do.
        """
        self._desk.need_members(caller)
        end, who = day_or_none(term_end, "term_end"), name_or_none(name, "secretary")

        def steps(tx: Transaction) -> None:
            held = needed(tx, PARTY_ORGANISATION, organisation_id, caller)
            made = replace(held, secretary=who, term_end=end or held.term_end)
            self.put(tx, made, caller, "secretary")

        await self._desk.write(steps)

    async def end(self, organisation_id: str, day: str, caller: Caller) -> None:
        """End an organisation nothing and nobody belongs to any more.

        Raises:
            ConflictError: organisations below it stand, or members have not left.
            InvalidError: the day is none, or does not fit.
        """
        self._desk.need_members(caller)
        last = day_of(day, "ended")

        def steps(tx: Transaction) -> None:
            held = needed(tx, PARTY_ORGANISATION, organisation_id, caller)
            if held.ended is not None:
                raise ConflictError(says="party_has_ended", field="organisation_id")
            below = standing(kept.organisations_in(tx.connection, held.area_code))
            if any(one.parent_id == organisation_id for one in below):
                raise ConflictError(says="party_has_below", field="organisation_id")
            if kept.members_of(tx.connection, organisation_id):
                raise ConflictError(says="party_has_members", field="organisation_id")
            self.put(tx, replace(held, ended=last), caller, "end")

        await self._desk.write(steps)

    def put(
        self, tx: Transaction, told: PartyOrganisation, caller: Caller, action: str
    ) -> PartyOrganisation:
        """Write an organisation within a transaction, once it fits.

        Raises:
            InvalidError, ConflictError, NotAllowedError: it does not.
        """
        made = replace(
            told,
            organisation_id=told.organisation_id or new_id("PO"),
            owner=self._desk.rules.owner,
            name=as_text(told.name, "name", longest=LONGEST_NAME),
            founded=day_or_none(told.founded, "founded"),
            term_end=day_or_none(told.term_end, "term_end"),
            secretary=name_or_none(told.secretary, "secretary"),
            deputy=name_or_none(told.deputy, "deputy_secretary"),
        )
        if made.parent_id is None:
            made = replace(made, parent_id=usual_parent(tx, made))
        check_organisation(tx, self._desk, made, caller)
        tx.put(PARTY_ORGANISATION, made, action=action, actor=caller.actor)
        return made

    # members --------------------------------------------------------------------------------------

    async def put_member(self, told: PartyMember, caller: Caller) -> PartyMember:
        """Register a member, or correct one, also to move them to another organisation.

        Raises:
            InvalidError, ConflictError: a text or number does not do; the organisation was ended.
        """
        self._desk.need_members(caller)

        def steps(tx: Transaction) -> PartyMember:
            if told.member_id:
                needed(tx, PARTY_MEMBER, told.member_id, caller)
            return self.add_member(tx, told, caller)

        return await self._desk.write(steps)

    def add_member(self, tx: Transaction, told: PartyMember, caller: Caller) -> PartyMember:
        """Write a member within a transaction.

        Raises:
            InvalidError, ConflictError, NotFoundError: as `put_member`.
        """
        above = self._standing(tx, told.organisation_id, caller)
        if not 0 <= told.volunteer_hours <= MOST_HOURS:
            raise InvalidError(says="field_not_valid", field="volunteer_hours")
        name = as_text(told.name or "", "name", longest=LONGEST_NAME)
        known = kept.member_named(tx.connection, above.organisation_id, name)
        if known is not None and told.member_id not in {"", known.member_id}:
            raise ConflictError(says="party_member_twice", name=name, field="name")
        member_id = told.member_id or (known.member_id if known else new_id("PM"))
        made = replace(
            told,
            member_id=member_id,
            owner=self._desk.rules.owner,
            area_code=above.area_code,
            name=name,
            trade=name_or_none(told.trade, "trade"),
            duty_post=name_or_none(told.duty_post, "duty_post"),
            phone=as_text(told.phone, "phone", longest=32) if told.phone else None,
        )
        is_known = bool(told.member_id) or known is not None
        action = "change" if is_known else "add"
        tx.put(PARTY_MEMBER, made, action=action, actor=caller.actor)
        return made

    async def leave(self, member_id: str, day: str, caller: Caller) -> None:
        """A member leaves; the links with households end that day.

        Raises:
            InvalidError: the day is none, or to come.
        """
        self._desk.need_members(caller)
        last = self._past(day, "left")

        def steps(tx: Transaction) -> None:
            held = needed(tx, PARTY_MEMBER, member_id, caller)
            for link in kept.links_of(tx.connection, member_id):
                made = replace(link, ended=last)
                tx.put(HOUSEHOLD_LINK, made, action="end", actor=caller.actor)
            tx.put(PARTY_MEMBER, replace(held, left=last), action="leave", actor=caller.actor)

        await self._desk.write(steps)

    # households -----------------------------------------------------------------------------------

    async def link(self, member_id: str, household: str, caller: Caller) -> None:
        """Link a household with a member.

        Raises:
            InvalidError, ConflictError: no household is named; the member has left.
        """
        self._desk.need_members(caller)
        await self._desk.write(lambda tx: self.add_household(tx, member_id, household, caller))

    def add_household(
        self,
        tx: Transaction,
        member_id: str,
        household: str,
        caller: Caller,
        *,
        since: str | None = None,
        last_contact: str | None = None,
    ) -> None:
        """Link a household within a transaction; one the member has already is told of a contact.

        Raises:
            NotFoundError, InvalidError, ConflictError: as `link`.
        """
        said = as_text(household, "household", longest=LONGEST_PLACE)
        member = needed(tx, PARTY_MEMBER, member_id, caller)
        if member.left is not None:
            raise ConflictError(says="party_member_left", field="member_id")
        known = next(
            (one for one in kept.links_of(tx.connection, member_id) if one.household == said), None
        )
        if known is None:
            made = HouseholdLink(
                link_id=new_id("HL"),
                owner=self._desk.rules.owner,
                member_id=member_id,
                area_code=member.area_code,
                since=since or last_contact or self._desk.today().isoformat(),
                last_contact=last_contact,
                household=said,
            )
            tx.put(HOUSEHOLD_LINK, made, action="link", actor=caller.actor)
        elif last_contact is not None and last_contact > (known.last_contact or ""):
            made = replace(known, last_contact=last_contact)
            tx.put(HOUSEHOLD_LINK, made, action="contact", actor=caller.actor)

    async def contact(self, link_id: str, day: str, caller: Caller) -> None:
        """A member was in contact with a household on a day.

        Raises:
            InvalidError: the day is none, or to come.
        """
        when = self._past(day, "day")

        def made(_tx: Transaction, held: HouseholdLink) -> HouseholdLink:
            return replace(held, last_contact=max(when, held.last_contact or when))

        await self._changed(HOUSEHOLD_LINK, link_id, "contact", caller, made)

    async def end_link(self, link_id: str, day: str, caller: Caller) -> None:
        """End a link.

        Raises:
            InvalidError: the day is none, or to come.
        """
        last = self._past(day, "ended")

        def made(_tx: Transaction, held: HouseholdLink) -> HouseholdLink:
            return replace(held, ended=last)

        await self._changed(HOUSEHOLD_LINK, link_id, "end", caller, made)

    # activities -----------------------------------------------------------------------------------

    async def hold(self, told: PartyActivity, caller: Caller) -> PartyActivity:
        """Write down an activity that was, or plan one.

        Raises:
            InvalidError, ConflictError: a day or number does not fit; the organisation was ended.
        """
        self._desk.need_members(caller)

        def steps(tx: Transaction) -> PartyActivity:
            above = self._standing(tx, told.organisation_id, caller)
            day = day_of(told.day, "day")
            check_activity(day, told.attendance, self._desk.today(), above.founded)
            check_people(told.attendance)
            made = replace(
                told,
                activity_id=new_id("PA"),
                owner=self._desk.rules.owner,
                area_code=above.area_code,
                day=day,
                place=as_text(told.place, "activity_place", longest=LONGEST_PLACE),
                note=note_of(told.note),
                by=caller.actor,
            )
            tx.put(PARTY_ACTIVITY, made, action="add", actor=caller.actor)
            return made

        return await self._desk.write(steps)

    async def was_held(self, activity_id: str, attendance: int, caller: Caller) -> None:
        """How many came to an activity that was planned.

        Raises:
            InvalidError: it is yet to come, or it is no number.
        """
        check_people(attendance)

        def made(_tx: Transaction, held: PartyActivity) -> PartyActivity:
            check_activity(held.day, attendance, self._desk.today(), None)
            return replace(held, attendance=attendance)

        await self._changed(PARTY_ACTIVITY, activity_id, "change", caller, made)

    # what they share ------------------------------------------------------------------------------

    def _standing(self, tx: Transaction, organisation_id: str, caller: Caller) -> PartyOrganisation:
        found = needed(tx, PARTY_ORGANISATION, organisation_id, caller)
        if found.ended is not None:
            raise ConflictError(says="party_has_ended", field="organisation_id")
        return found

    async def _changed(
        self,
        kind: Kind[E_],
        entity_id: str,
        action: str,
        caller: Caller,
        make: Callable[[Transaction, E_], E_],
    ) -> None:
        self._desk.need_members(caller)

        def steps(tx: Transaction) -> None:
            made = make(tx, needed(tx, kind, entity_id, caller))
            admit(kind, made, caller)
            tx.put(kind, made, action=action, actor=caller.actor)

        await self._desk.write(steps)

    def _past(self, text: str, name: str) -> str:
        return past_day(text, name, self._desk.today())


def past_day(text: str, name: str, today: date) -> str:
    """A day that was, or today.

    Raises:
        InvalidError: it is none, or to come.
    """
    day = day_of(text, name) if text else today.isoformat()
    if day > today.isoformat():
        raise InvalidError(says="party_day_ahead", field=name)
    return day


def check_people(count: int | None) -> None:
    """Whether so many can have come.

    Raises:
        InvalidError: they cannot.
    """
    if count is not None and not 0 <= count <= MOST_PEOPLE:
        raise InvalidError(says="field_not_valid", field="attendance")


def note_of(text: str | None) -> str | None:
    """A note of some lines; None where nothing was typed."""
    return as_text(text, "note", longest=LONGEST_TEXT, lines=True) if text else None
