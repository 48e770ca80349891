"""What somebody sees of the party: figures without names, and, if they may, the books."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from domain.access.access import narrowed
from domain.access.callers import Caller
from domain.errors import InvalidError
from domain.fields import as_text
from domain.kind import Kind
from domain.net.party.activities import HOUSEHOLD_LINK, PARTY_ACTIVITY
from domain.net.party.books import LISTED, Book, Looked
from domain.net.party.figures import PartyFigures, figures_of
from domain.net.party.gaps import Gap, PartyGap, gaps_of
from domain.net.party.organisations import PARTY_MEMBER, PARTY_ORGANISATION, PartyOrganisation
from domain.net.party.photos import ShownPhoto
from domain.net.party.self_governance import (
    COMMUNITY_ACTIVITY,
    SELF_GOVERNANCE_PLACE,
    SelfGovernancePlace,
)
from domain.net.party.structure import branches, months_from, standing
from operations.net.party.party_desk import PartyDesk
from operations.net.party.photos import PartyPhotos
from store.net import party as kept

LONGEST_SEARCH = 64
# What each book lists, and in which order.
KINDS: Mapping[Book, tuple[Kind[Any], Sequence[str]]] = {
    Book.ORGANISATIONS: (PARTY_ORGANISATION, ("area_code", "level")),
    Book.MEMBERS: (PARTY_MEMBER, ("area_code", "organisation_id")),
    Book.HOUSEHOLDS: (HOUSEHOLD_LINK, ("last_contact", "since")),
    Book.ACTIVITIES: (PARTY_ACTIVITY, ("-day",)),
    Book.PLACES: (SELF_GOVERNANCE_PLACE, ("area_code", "name")),
    Book.COMMUNITY: (COMMUNITY_ACTIVITY, ("-day",)),
}
# The column `Looked.only` narrows a book by.
NARROWED: Mapping[Book, str] = {
    Book.ORGANISATIONS: "type",
    Book.MEMBERS: "roll",
    Book.ACTIVITIES: "activity",
}


@dataclass(frozen=True, slots=True)
class PartyPage:
    """What the page shows its reader.

    Attributes:
        figures: of the area; no name in them.
        at: when they were counted.
        photos: of the area that may be shown to anybody.
        sees_members: whether the books are shown at all.
        rows: of the open book; `counts`: how many each book has.
        names: of organisations, `people`: of members, by id, as far as rows name them.
        organisations: to choose from in a form: those that stand.
        places: the same of self-governance organisations, where an area is looked at.
    """

    figures: PartyFigures
    at: datetime
    photos: Sequence[ShownPhoto] = ()
    sees_members: bool = False
    rows: Sequence[Any] = ()
    counts: Mapping[Book, int] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    organisations: Sequence[PartyOrganisation] = ()
    places: Sequence[SelfGovernancePlace] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """What figures and gaps are made from."""

    figures: PartyFigures
    gaps: Sequence[Gap]
    organisations: Sequence[PartyOrganisation]
    photos: Sequence[ShownPhoto]


class PartyLooking:
    """Answers what the page and the wall ask for.

    Args:
        desk: what the operations share.
        photos: which of them may be shown.
    """

    def __init__(self, desk: PartyDesk, photos: PartyPhotos) -> None:
        self._desk, self._photos = desk, photos

    async def page(self, looked: Looked, caller: Caller) -> PartyPage:
        """The figures of an area, and what of the open book its reader may see.

        Raises:
            NotAllowedError: the caller reads no figures here.
            InvalidError: the area or the words do not do.
        """
        self._desk.need_figures(caller)
        if looked.area:
            self._desk.need_area(looked.area)
        area = narrowed(caller, looked.area or None)
        q = as_text(looked.q, "q", longest=LONGEST_SEARCH) if looked.q else ""
        return await self._desk.work.read(
            lambda: self._desk.store.ask(lambda one: self._page(one, looked, area, q, caller))
        )

    def _page(
        self, one: Connection, looked: Looked, area: str | None, q: str, caller: Caller
    ) -> PartyPage:
        held = self.held(one, area)
        if not self._desk.sees_members(caller):
            return PartyPage(held.figures, self._desk.now(), held.photos)
        # whoever sees only part of an area is shown no gap of the rest of it
        gaps = [gap for gap in held.gaps if looked.only in {"", gap.gap.value} or
                looked.book is not Book.GAPS]  # fmt: skip
        counts = {Book.GAPS: len(gaps)}
        wanted = {book: self._conditions(book, looked, area, q, caller) for book in KINDS}
        for book, conditions in wanted.items():
            counts[book] = kept.counted(one, KINDS[book][0], conditions)
        at = looked.at if looked.at < counts[looked.book] else 0
        if looked.book is Book.GAPS:
            rows: Sequence[Any] = gaps[at : at + LISTED]
        else:
            kind, order = KINDS[looked.book]
            rows = kept.listed(one, kind, wanted[looked.book], order, at=at, most=LISTED)
        of_links = kept.members_of_links(one, _links(rows), caller)
        return PartyPage(
            figures=held.figures,
            at=self._desk.now(),
            photos=held.photos,
            sees_members=True,
            rows=rows,
            counts=counts,
            names=kept.organisations_named(one, _organisations(rows)),
            people={**kept.members_named(one, _members(rows), caller), **of_links},
            organisations=standing(held.organisations),
            places=kept.places_in(one, area) if area else (),
        )

    def _conditions(
        self, book: Book, looked: Looked, area: str | None, q: str, caller: Caller
    ) -> list[Any]:
        kind, _ = KINDS[book]
        found = kept.matching(kind, caller, area, q)
        if looked.only and book is looked.book and (column := NARROWED.get(book)):
            found.append(kept.column(kind, column) == looked.only)
        return found

    def held(self, one: Connection, area: str | None) -> Held:
        """Figures and gaps of an area, whoever asks; blocks."""
        desk, today = self._desk, self._desk.today()
        column = desk.grids(area)
        organisations = kept.organisations_in(one, area)
        covered = branches(column, organisations)
        late = months_from(today, -desk.rules.terms.contact_months).isoformat()
        gaps = gaps_of(
            [code for code in column if code not in covered],
            organisations,
            kept.organisations_with_members(one, area),
            kept.last_meetings(one, area, today.isoformat()),
            kept.links_to_contact(one, area, late),
            today,
            desk.rules.terms,
        )
        since = months_from(today, -11).replace(day=1).isoformat()
        counts = kept.counts_in(one, area, since, today.isoformat())
        told = figures_of(list(column), covered, organisations, gaps, counts, today)
        photos = self._photos.standing(one, since, area)
        return Held(told, gaps, organisations, photos)

    async def one(self, book: Book, entity_id: str, caller: Caller) -> Any:
        """One row of a book, for whoever may see it.

        Raises:
            NotAllowedError, InvalidError: the caller sees no books; there is none for them.
        """
        self._desk.need_members(caller)
        kind, _ = KINDS[book]
        found = await self._desk.work.read(
            lambda: self._desk.store.ask(lambda one: kept.one_of(one, kind, entity_id, caller))
        )
        if found is None:
            raise InvalidError(says="party_not_there", field=kind.id_field)
        return found


def _organisations(rows: Sequence[Any]) -> set[str]:
    """The organisations rows name."""
    fields = ("organisation_id", "parent_id", "about_id")
    return {str(getattr(row, name)) for row in rows for name in fields if getattr(row, name, None)}


def _members(rows: Sequence[Any]) -> set[str]:
    return {str(row.member_id) for row in rows if hasattr(row, "member_id")}


def _links(rows: Sequence[Any]) -> list[str]:
    return [row.about_id for row in rows if getattr(row, "gap", None) is PartyGap.NO_CONTACT]
