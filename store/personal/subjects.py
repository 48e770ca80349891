"""Everything held about one person: found, handed out whole, and erased."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import orjson
from sqlalchemy import Connection, Engine, delete, or_, select

from domain.access.accounts import Account, Session
from domain.centre.cases.case import CASE
from domain.centre.cases.parties import CASE_PARTY, PartyRole
from domain.kinds import DEEPEST, KINDS, names_where
from domain.live.records import Record
from domain.subject_key import SubjectKey
from domain.upkeep.subjects import Subject, SubjectKind, is_about
from store.access.accounts import AccountRows
from store.engine import reading
from store.live.heads import any_subject
from store.live.journal import read_records
from store.tables import CASE_PARTY as PARTIES
from store.tables import ENTITY_HEAD, JOURNAL, PRIVATE, UNIT

# Kinds that hang on an entity and tell of people; they go and are handed out with it. Who is a
# person by themselves is found by who they are: the other party of a case is somebody else.
ATTACHED = sorted(
    kind.name
    for kind in KINDS.values()
    if kind.hangs_on and kind.personal and not kind.is_one_person
)
# By way of these the rest is found: the photos of what was said about a case, the film of a call.
_BETWEEN = sorted(kind.name for kind in KINDS.values() if kind.hangs_on and not kind.is_one_person)
# Kinds whose ids many people share: of these single records are meant, never the entity.
SHARED = names_where(ids_are_shared=True)
_WITH_BYTES = names_where(has_bytes=True)
_SPEAKS = PARTIES.c.role.in_([PartyRole.APPLICANT.value, PartyRole.REPRESENTATIVE.value])
_CHUNK = 5_000
_AT_ONCE = 400


@dataclass(slots=True)
class Held:
    """What is held about a subject.

    `entities` are (kind, id), `shared` numbers of single records, `units` ids whose tracks are
    theirs.
    """

    entities: dict[tuple[str, str], None] = field(default_factory=dict)
    shared: list[int] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)

    @property
    def files(self) -> list[str]:
        """Ids of files, which lie outside the database."""
        return [entity_id for kind, entity_id in self.entities if kind in _WITH_BYTES]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found."""
        return not (self.entities or self.shared or self.accounts)


class SubjectReads:
    """Reads about one person; each chunk of the journal in a short transaction of its own."""

    _engine: Engine

    def find_subject(self, subject: Subject) -> Held:
        """Everything held about a person.

        Phones and names are looked for in all personal fields there are: seconds for a million.
        """
        held = Held()
        if subject.kind in {SubjectKind.PHONE, SubjectKind.NAME}:
            self._find_in_fields(subject, held)
        with reading(self._engine) as connection:
            _find_unit(connection, subject, held)
            _find_account(connection, subject, held)
            for code in _own_cases(connection, held):
                held.entities[CASE.name, code] = None
            for kind, entity_id in _attached(connection, list(held.entities)):
                held.entities[kind, entity_id] = None
        held.units = [entity_id for kind, entity_id in held.entities if kind == "unit"]
        return held

    def _find_in_fields(self, subject: Subject, held: Held) -> None:
        after = 0
        while True:
            query = (
                select(PRIVATE.c.seq, PRIVATE.c.body, JOURNAL.c.kind, JOURNAL.c.entity_id)
                .join_from(PRIVATE, JOURNAL, JOURNAL.c.seq == PRIVATE.c.seq)
                .where(PRIVATE.c.seq > after)
                .order_by(PRIVATE.c.seq)
                .limit(_CHUNK)
            )
            with reading(self._engine) as connection:
                rows = connection.execute(query).all()
            for seq, body, kind, entity_id in rows:
                if not is_about(subject, orjson.loads(body)):
                    continue
                if kind in SHARED:
                    held.shared.append(seq)
                else:
                    held.entities[kind, entity_id] = None
            if len(rows) < _CHUNK:
                return
            after = rows[-1].seq

    def records_about(self, held: Held) -> list[Record]:
        """Every record of what was found, personal fields and all, in order."""
        found: list[Record] = []
        with reading(self._engine) as connection:
            for kind, entity_id in held.entities:
                of_entity = (JOURNAL.c.kind == kind) & (JOURNAL.c.entity_id == entity_id)
                found += read_records(connection, of_entity)
            for some in _chunks(held.shared):
                found += read_records(connection, JOURNAL.c.seq.in_(some))
        return sorted(found, key=lambda record: record.seq)

    def sessions_about(self, held: Held) -> list[Session]:
        """The sessions of the accounts that were found."""
        with reading(self._engine) as connection:
            rows = AccountRows(connection)
            return [one for who in held.accounts for one in rows.sessions_of(who.account_id)]


def _find_unit(connection: Connection, subject: Subject, held: Held) -> None:
    if subject.kind is SubjectKind.UNIT:
        named = or_(UNIT.c.unit_id == subject.value, UNIT.c.call_sign == subject.value)
        for unit_id in connection.scalars(select(UNIT.c.unit_id).where(named)):
            held.entities["unit", unit_id] = None


def _find_account(connection: Connection, subject: Subject, held: Held) -> None:
    rows = AccountRows(connection)
    if subject.kind is SubjectKind.NAME:
        held.accounts = [one for one in rows.accounts() if one.display_name == subject.value]
    elif subject.kind is SubjectKind.ACCOUNT:
        named = rows.account_named(subject.value)
        held.accounts = [named] if named else []
    for account in held.accounts:
        done = select(JOURNAL.c.seq).where(JOURNAL.c.actor == account.name)
        with_fields = done.where(JOURNAL.c.kind.in_(SHARED), JOURNAL.c.private_hash.is_not(None))
        held.shared = sorted({*held.shared, *connection.scalars(with_fields)})


def _own_cases(connection: Connection, held: Held) -> list[str]:
    """Cases that nobody else has brought: their words, story, files and bookings are theirs."""
    parties = [entity_id for kind, entity_id in held.entities if kind == CASE_PARTY.name]
    found: list[str] = []
    for some in _text_chunks(parties):
        mine = select(PARTIES.c.case_code).where(PARTIES.c.party_id.in_(some), _SPEAKS).distinct()
        for code in connection.scalars(mine).all():
            others = select(PARTIES.c.party_id).where(
                PARTIES.c.case_code == code,
                _SPEAKS,
                PARTIES.c.name.is_not(None),
                PARTIES.c.party_id.not_in(parties),
            )
            if connection.scalar(others.limit(1)) is None:
                found.append(code)
    return found


def _attached(
    connection: Connection, entities: Sequence[tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    """What hangs on these entities, on what hangs on them, and so on."""
    known, newest = set(entities), list(entities)
    for _ in range(DEEPEST):
        found: list[tuple[str, str]] = []
        for about in (SubjectKey(kind, entity_id) for kind, entity_id in newest):
            query = select(ENTITY_HEAD.c.kind, ENTITY_HEAD.c.entity_id).where(
                ENTITY_HEAD.c.kind.in_(_BETWEEN), any_subject([about])
            )
            found += [(kind, entity_id) for kind, entity_id in connection.execute(query)]
        newest = [one for one in dict.fromkeys(found) if one not in known]
        known.update(newest)
        yield from (one for one in newest if one[0] in ATTACHED)


def erase_shared(connection: Connection, numbers: Sequence[int], before: datetime) -> list[int]:
    """Erase the personal fields of single records written before a moment; which they were."""
    gone: list[int] = []
    for some in _chunks(numbers):
        old = select(JOURNAL.c.seq).where(JOURNAL.c.seq.in_(some), JOURNAL.c.at < before)
        held = select(PRIVATE.c.seq).where(PRIVATE.c.seq.in_(old)).order_by(PRIVATE.c.seq)
        found = list(connection.scalars(held))
        connection.execute(delete(PRIVATE).where(PRIVATE.c.seq.in_(found)))
        gone += found
    return gone


def _chunks(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(numbers), _AT_ONCE):
        yield numbers[start : start + _AT_ONCE]


def _text_chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]
