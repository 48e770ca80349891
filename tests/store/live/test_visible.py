"""The rule of who may see a record, asked of rows by a query and of records one by one."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from domain.access.callers import Caller
from domain.access.roles import ROLES
from domain.centre.cases.case import CASE, Case
from domain.centre.cases.parties import CASE_PARTY
from domain.incidents.incidents import INCIDENT, Incident
from domain.kind import Kind
from domain.kinds import KINDS, reach_of
from domain.reach import Reach
from domain.subject_key import SubjectKey
from store.kind_tables import TABLES
from store.live.visible import visible
from store.rows import reader, row_of
from tests.store.builders import a_unit, an_incident
from tests.store.conftest import Place
from tests.support.cases import a_case, a_party

DISTRICT, TOWN, VILLAGE, OTHER = "340604", "340604001", "340604001002", "340604002"
SAMPLES = {
    "text": "x", "whole": 1, "number": 1.5, "flag": False, "moment": "2026-01-01T04:00:00.000Z",
    "lat": 33.8, "lon": 116.7, "area": TOWN, "words": [], "moments": {}, "any": None,
}  # fmt: skip
VIEWERS = [
    Caller("li", role, area, department, unit_id)
    for role in ROLES
    for area in (None, TOWN, VILLAGE)
    for department, unit_id in ((None, None), ("housing", None), (None, "U1"))
]


def states(kind: Kind[Any]) -> Iterator[dict[str, Any]]:
    """States that differ in everything the rule looks at."""
    rule = kind.audience
    plain = {
        one.name: next(iter(one.shape.one_of))
        if one.shape.name == "code"
        else SAMPLES[one.shape.name]
        for one in kind.stated
        if one.derived is None
    }
    may_be_null = {one.name: one.may_be_null for one in kind.stated}
    choices: dict[str, list[Any]] = {}
    if rule.area_field:
        choices[rule.area_field] = [DISTRICT, TOWN, VILLAGE, OTHER]
        choices[rule.area_field] += [None] if may_be_null[rule.area_field] else []
    if "owner" in plain:
        choices |= {"owner": [None, "housing", "fire"], "shared_with": [[], ["fire", "housing"]]}
    if kind.hangs_on:
        choices[kind.hangs_on.id_field] = ["LS1", "LS2"]
    if kind.hangs_on and kind.hangs_on.kind_field:
        choices[kind.hangs_on.kind_field] = ["incident", "standby"]
    if "unit_id" in plain and kind.id_field != "unit_id":
        choices["unit_id"] = ["U1", "U2"]
    for field in rule.named.fields if rule.named else ():
        is_flag = plain[field] is False
        choices[field] = [False, True] if is_flag else [[], ["housing"], ["li", "fire"]]
    for number, chosen in enumerate(itertools.product(*choices.values())):
        named = dict(zip(choices, chosen, strict=True))
        ids = {
            field: f"K{number}" if isinstance(plain[field], str | None) else number
            for field in {kind.id_field, *unique_in(kind)} & plain.keys()
        }
        yield plain | ids | named


def unique_in(kind: Kind[Any]) -> set[str]:
    """The columns of which no two rows may hold the same."""
    unique = [index for index in TABLES[kind.name].indexes if index.unique]
    last = {[*index.columns][-1].name for index in unique}
    return last - ({kind.hangs_on.id_field} if kind.hangs_on else set())


@pytest.mark.whole
@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_query_and_the_rule_let_the_same_through(place: Place, name: str):
    kind, table = KINDS[name], TABLES[name]
    base = an_incident("LS1", area=VILLAGE)
    its = {
        "LS1": replace(base, owner="housing"),
        "LS2": replace(base, number="LS2", source_id="2", area_code=OTHER, owner="fire"),
    }
    cases = {
        "LS1": a_case("LS1", area_code=VILLAGE, bodies=("housing",)),
        "LS2": a_case("LS2", area_code=OTHER, people=("li",), is_sealed=True),
    }
    entities = [kind.entity_of(state) for state in states(kind)]
    with place.open().transaction() as tx:
        for unit_id in ("U1", "U2"):
            tx.put_unit(a_unit(unit_id), action="add", actor="test")
        for incident in its.values():
            tx.put_incident(incident, action="report", actor="test")
        for case in cases.values() if kind is not CASE else ():
            tx.put(CASE, case, action="register", actor="test")
        for code in cases if kind is not CASE_PARTY else ():
            tx.put(CASE_PARTY, a_party(code, code), action="add", actor="test")
        tx.flush()
        rows = [row_of(kind, entity, 1) for entity in entities]
        tx.connection.execute(table.insert(), rows)
        # Whom a record reaches is asked once of each, whoever looks.
        keys = [*table.primary_key.columns]
        known = {
            tuple(row[key] for key in keys): reach(kind, reader(kind)(row), its, cases)
            for row in tx.connection.execute(select(table)).mappings()
        }
        assert len(known) >= len(rows)
        for viewer in VIEWERS:
            query = select(*keys).where(visible(kind, viewer))
            found = [tuple(row) for row in tx.connection.execute(query)]
            let_in = {key for key, one in known.items() if kind.may_be_seen(viewer, one)}
            assert len(found) == len(set(found)), viewer
            assert set(found) == let_in, viewer


def reach(
    kind: Kind[Any], entity: Any, incidents: dict[str, Incident], cases: dict[str, Case]
) -> Reach:
    state = kind.state_of(entity)

    def state_of(key: SubjectKey) -> dict[str, Any] | None:
        if key.kind == CASE_PARTY.name and key.id in cases and kind is not CASE_PARTY:
            return CASE_PARTY.state_of(a_party(key.id, key.id))
        if key.kind == CASE.name and key.id in cases:
            return CASE.state_of(cases[key.id])
        known = incidents.get(key.id) if key.kind == "incident" else None
        return INCIDENT.state_of(known) if known else None

    return reach_of(kind, state, state_of)
