"""Reading what is typed about party organisations, and finding what it names."""

from typing import TypeVar

from domain.access.access import NotAllowedError
from domain.access.callers import Caller
from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.fields import as_text
from domain.kind import Kind
from domain.net.party.organisations import (
    PARTY_ORGANISATION,
    OrganisationLevel,
    PartyOrganisation,
)
from domain.net.party.rosters import LONGEST_NAME, read_day
from domain.net.party.structure import check_days, check_structure, level_above, standing
from operations.net.party.party_desk import PartyDesk
from store import Transaction
from store.net import party as kept

LONGEST_TEXT, LONGEST_PLACE = 1000, 120
E_ = TypeVar("E_")


def day_of(text: str, name: str) -> str:
    """A day as it is kept.

    Raises:
        InvalidError: it is none.
    """
    found = read_day(text.strip())
    if found is None:
        raise InvalidError(says="field_not_valid", field=name)
    return found


def day_or_none(text: str | None, name: str) -> str | None:
    """The same; None where nothing was typed."""
    return day_of(text, name) if text else None


def name_or_none(text: str | None, name: str) -> str | None:
    """A name; None where nothing was typed."""
    return as_text(text, name, longest=LONGEST_NAME) if text else None


def needed(tx: Transaction, kind: Kind[E_], entity_id: str, caller: Caller) -> E_:
    """An entity its caller may see.

    Raises:
        NotFoundError: there is none, or not for them.
    """
    found = kept.one_of(tx.connection, kind, entity_id, caller)
    if found is None:
        raise NotFoundError(says="party_not_there", field=kind.id_field)
    return found


def admit(kind: Kind[E_], entity: E_, caller: Caller) -> None:
    """Refuse an entity of another place or department.

    Raises:
        NotAllowedError: its caller would not see it.
    """
    if not kind.admits(caller, entity):
        raise NotAllowedError(says="outside_your_area", field="area_code")


def check_organisation(
    tx: Transaction, desk: PartyDesk, one: PartyOrganisation, caller: Caller
) -> None:
    """Whether an organisation may be written as it is.

    Raises:
        InvalidError, NotAllowedError: structure, days or place do not fit.
        ConflictError: its grid, or its community, has one already.
    """
    desk.need_area(one.area_code)
    admit(PARTY_ORGANISATION, one, caller)
    parent = kept.organisation(tx.connection, one.parent_id) if one.parent_id else None
    check_structure(one, parent)
    check_days(one.founded, one.term_end, one.ended, desk.today())
    if one.ended is not None or one.level is OrganisationLevel.BUILDING:
        return
    for other in standing(kept.organisations_in(tx.connection, one.area_code)):
        is_same_place = other.area_code == one.area_code and other.level is one.level
        if is_same_place and other.organisation_id != one.organisation_id:
            raise ConflictError(says="party_place_has_one", name=other.name, field="area_code")


def usual_parent(tx: Transaction, one: PartyOrganisation) -> str | None:
    """The organisation above, where the place has exactly one: nobody need name it."""
    above = level_above(one.level)
    if above is None:
        return None
    return _only(tx, one, above, "")


def parent_named(tx: Transaction, one: PartyOrganisation, name: str) -> str | None:
    """The organisation above that bears a name.

    Raises:
        InvalidError: there is none.
    """
    above = level_above(one.level)
    found = _only(tx, one, above, name) if above else None
    if found is None:
        raise InvalidError(says="party_parent_named", name=name[:64], field="parent")
    return found


def _only(
    tx: Transaction, one: PartyOrganisation, above: OrganisationLevel, name: str
) -> str | None:
    area = one.area_code[:12] if above is OrganisationLevel.COMMUNITY else one.area_code
    found = [
        other.organisation_id
        for other in standing(kept.organisations_in(tx.connection, area))
        if other.level is above and other.area_code == area and name in {"", other.name}
    ]
    return found[0] if len(found) == 1 else None
