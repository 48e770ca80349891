"""One rule, said twice: asked of random records that hang on each other, and of random callers.

Made-up kinds, since none of the present ones names its own audience: a dossier does, a step hangs
on whatever its fields say, a slip on a step, and a memo on anything while it names an audience too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    MetaData,
    Table,
    Text,
    create_engine,
    func,
    select,
)

import domain.kinds
import store.kind_tables
import store.live.visible
from domain.access.callers import Caller
from domain.access.roles import ROLES
from domain.kind import EVERY_FIELD, Audience, HangsOn, Kind, Owned
from domain.kind_fields import AREA, fields_of
from domain.kinds import reach_of
from domain.reach import NamedBy
from domain.subject_key import SubjectKey
from store.live.visible import admitted, counted, visible

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
BY_ALL = NamedBy("bodies", "people", "is_sealed", "never")
SEEN_BY = ("desk.see", "live.see")


@dataclass(frozen=True)
class Dossier:
    dossier_id: str
    area_code: str | None = None
    owner: str | None = None
    shared_with: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    is_sealed: bool = False
    never: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    step_id: str
    subject_kind: str | None = None
    subject_id: str | None = None


@dataclass(frozen=True)
class Slip:
    slip_id: str
    step_id: str | None = None


@dataclass(frozen=True)
class Memo:
    memo_id: str
    subject_kind: str | None = None
    subject_id: str | None = None
    people: tuple[str, ...] = ()
    is_sealed: bool = False


MADE_UP: dict[str, Kind[Any]] = {
    "dossier": Kind(
        "dossier",
        fields_of(Dossier, area_code={"shape": AREA}),
        entity=Dossier,
        id_field="dossier_id",
        audience=Audience(SEEN_BY, area_field="area_code", owned=Owned.ITSELF, named=BY_ALL),
        wall=EVERY_FIELD,
    ),
    "step": Kind(
        "step",
        fields_of(Step),
        entity=Step,
        id_field="step_id",
        audience=Audience(SEEN_BY, owned=Owned.SUBJECT),
        hangs_on=HangsOn(),
    ),
    "slip": Kind(
        "slip",
        fields_of(Slip),
        entity=Slip,
        id_field="slip_id",
        audience=Audience(SEEN_BY, owned=Owned.SUBJECT),
        hangs_on=HangsOn("step_id", "", "step"),
    ),
    "memo": Kind(
        "memo",
        fields_of(Memo),
        entity=Memo,
        id_field="memo_id",
        audience=Audience(SEEN_BY, named=NamedBy(people="people", is_sealed="is_sealed")),
        hangs_on=HangsOn(),
    ),
}


def _column(kind: Kind[Any], name: str) -> Column[Any]:
    [field] = [one for one in kind.fields if one.name == name]
    form = Boolean() if field.shape.name == "flag" else Text()
    return Column(name, form, primary_key=name == kind.id_field, nullable=name != kind.id_field)


METADATA = MetaData()
MADE_UP_TABLES = {
    name: Table(name, METADATA, *(_column(kind, one.name) for one in kind.fields))
    for name, kind in MADE_UP.items()
}
KINDS = MappingProxyType({**domain.kinds.KINDS, **MADE_UP})


@pytest.fixture
def rows(monkeypatch: pytest.MonkeyPatch) -> Iterator[Connection]:
    """A database of the made-up kinds alone."""
    tables = MappingProxyType(MADE_UP_TABLES)
    monkeypatch.setattr(domain.kinds, "KINDS", KINDS)
    monkeypatch.setattr(store.live.visible, "KINDS", KINDS)
    monkeypatch.setattr(store.live.visible, "TABLES", tables)
    monkeypatch.setattr(store.kind_tables, "TABLES", tables)
    engine = create_engine("sqlite://")
    METADATA.create_all(engine)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


AREAS = st.sampled_from([None, "340604", "340604001", "340604001002", "340604002"])
# Names that differ in the size of a letter, lie within each other, or hold what LIKE reads.
NAMES = ("li", "Li", "l", "court", "cou%t", "court_2")
WORDS = st.lists(st.sampled_from(NAMES), max_size=3, unique=True).map(" ".join)
MAYBE_WORDS = st.none() | WORDS
FLAG = st.sampled_from([None, False, True])
KEYS = st.sampled_from(["1", "2", "3", "4", "9", "", None])
SUBJECTS = st.sampled_from([*MADE_UP, "incident", "rumour", "", None])
RECORDS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "dossier": {
        **{"area_code": AREAS, "owner": st.sampled_from([None, *NAMES])},
        **{"shared_with": MAYBE_WORDS, "bodies": MAYBE_WORDS, "people": MAYBE_WORDS},
        **{"is_sealed": FLAG, "never": MAYBE_WORDS},
    },
    "step": {"subject_kind": SUBJECTS, "subject_id": KEYS},
    "slip": {"step_id": KEYS},
    "memo": {
        **{"subject_kind": SUBJECTS, "subject_id": KEYS},
        **{"people": MAYBE_WORDS, "is_sealed": FLAG},
    },
}
HELD = st.fixed_dictionaries(
    {
        name: st.lists(st.fixed_dictionaries(record), min_size=1, max_size=4)
        for name, record in RECORDS.items()
    }
)
VIEWERS = st.builds(
    Caller,
    st.sampled_from([*NAMES, "nobody"]),
    st.sampled_from(sorted(ROLES)),
    AREAS,
    st.sampled_from([None, *NAMES]),
)


def state_of(kind: Kind[Any], row: dict[str, Any]) -> dict[str, Any]:
    words = {one.name for one in kind.fields if one.shape.name == "words"}
    return {name: (value or "").split() if name in words else value for name, value in row.items()}


def put(rows: Connection, held: dict[str, list[dict[str, Any]]]) -> dict[SubjectKey, Any]:
    """The records as rows; answers their states."""
    states = {}
    for name, records in held.items():
        kind = MADE_UP[name]
        rows.execute(MADE_UP_TABLES[name].delete())
        for number, record in enumerate(records, start=1):
            row = {kind.id_field: str(number), **record}
            rows.execute(MADE_UP_TABLES[name].insert(), [row])
            states[SubjectKey(name, str(number))] = state_of(kind, row)
    return states


@pytest.mark.whole
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(held=HELD, viewers=st.lists(VIEWERS, min_size=2, max_size=3))
def test_query_and_rule_let_the_same_through(
    rows: Connection, held: dict[str, list[dict[str, Any]]], viewers: list[Caller]
):
    states = put(rows, held)
    for name, kind in MADE_UP.items():
        table = MADE_UP_TABLES[name]
        reaches = {
            key.id: reach_of(kind, state, states.get)
            for key, state in states.items()
            if key.kind == name
        }
        open_to_all = {one for one, reach in reaches.items() if reach.is_open}
        assert ids(rows, name, counted(kind)) == open_to_all, name
        for viewer in viewers:
            seen = {one for one, reach in reaches.items() if kind.may_be_seen(viewer, reach)}
            assert ids(rows, name, visible(kind, viewer)) == seen, (name, viewer)
            let_in = {
                one
                for one, reach in reaches.items()
                if viewer.role in kind.audience.roles
                and (viewer.role != "wall" or kind.wall)
                and reach.admits(viewer)
            }
            assert ids(rows, name, admitted(kind, viewer)) == let_in, (name, viewer)
            total = rows.scalar(
                select(func.count()).select_from(table).where(visible(kind, viewer))
            )
            assert total == len(seen)


def ids(rows: Connection, name: str, condition: Any) -> set[str]:
    table = MADE_UP_TABLES[name]
    query = select(table.c[MADE_UP[name].id_field]).where(condition)
    return set(rows.scalars(query))
