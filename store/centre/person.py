"""Links of parties to their cases, and what parties said of how they were handled."""

from sqlalchemy import Connection, select

from domain.centre.cases.parties import CASE_PARTY, CaseParty
from domain.centre.person.case_links import CASE_LINK, CaseLink
from domain.centre.person.ratings import CASE_RATING, CaseRating
from store.rows import reader
from store.tables import CASE_LINK as LINKS
from store.tables import CASE_PARTY as PARTIES
from store.tables import CASE_RATING as RATINGS

_link = reader(CASE_LINK)
_rating = reader(CASE_RATING)
_party = reader(CASE_PARTY)


def link_of_token(connection: Connection, token_hash: str) -> CaseLink | None:
    """The link a token opens, also one that was revoked."""
    row = connection.execute(select(LINKS).where(LINKS.c.token_hash == token_hash)).mappings()
    found = row.first()
    return _link(found) if found else None


def open_links_of(connection: Connection, case_code: str) -> dict[str, CaseLink]:
    """The open links of a case, by party."""
    query = select(LINKS).where(LINKS.c.case_code == case_code, LINKS.c.revoked_at.is_(None))
    links = [_link(row) for row in connection.execute(query).mappings()]
    return {link.party_id: link for link in links}


def party_of(connection: Connection, party_id: str) -> CaseParty | None:
    """One party."""
    query = select(PARTIES).where(PARTIES.c.party_id == party_id)
    row = connection.execute(query).mappings().first()
    return _party(row) if row else None


def rating_of(connection: Connection, rating_id: str) -> CaseRating | None:
    """What a party said of one end."""
    query = select(RATINGS).where(RATINGS.c.rating_id == rating_id)
    row = connection.execute(query).mappings().first()
    return _rating(row) if row else None


def ratings_of(connection: Connection, case_code: str) -> list[CaseRating]:
    """All that was said of a case by its parties, oldest first."""
    query = select(RATINGS).where(RATINGS.c.case_code == case_code)
    rows = connection.execute(query.order_by(RATINGS.c.at, RATINGS.c.rating_id)).mappings()
    return [_rating(row) for row in rows]
