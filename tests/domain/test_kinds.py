"""Every kind of fact is asked about everything that is derived from its declaration."""

import json
import tarfile
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.access.callers import Caller
from domain.access.grants import GRANTS
from domain.access.roles import ROLES
from domain.contract import contract
from domain.kind import ANY_SUBJECT, DEPARTMENT, PUBLIC, Audience, Kept, Kind, Live, Owned
from domain.kind_fields import TEXT, WORDS, Field, Masking, fields_of
from domain.kinds import IN_PICTURE, KINDS, UnknownKindError, kind_of, reach_of
from domain.picture.fold import is_live
from domain.private import mask
from domain.reach import Named, NamedBy, Reach
from domain.subject_key import SubjectKey, of_incident

NOON = datetime(2026, 1, 1, 4, tzinfo=UTC)
VILLAGE, GRID = "340604101006", "340604101006007"


def of(kinds):
    return pytest.mark.parametrize("kind", list(kinds), ids=lambda kind: kind.name)


each = of(KINDS.values())


@each
def test_its_fields_are_named_once_and_its_marks_name_fields(kind: Kind):
    names = [one.name for one in kind.fields]
    assert len(names) == len(set(names))
    hangs = kind.hangs_on
    keys = (hangs.id_field, hangs.kind_field) if hangs else ()
    for named in (kind.id_field, kind.audience.area_field, *keys):
        assert not named or named in kind.state_names
    if kind.audience.named:
        assert {*kind.audience.named.fields} <= kind.state_names
    assert kind.on_walls <= kind.state_names | {*kind.on_screens}
    if kind.ends:
        assert kind.ends.at in kind.state_names
        assert kind.ends.when is None or kind.ends.when[0] in kind.state_names


@each
def test_somebody_is_named_who_may_see_it_and_by_words_of_the_access_table(kind: Kind):
    assert kind.audience.actions
    assert set(kind.audience.actions) <= GRANTS.keys()
    assert kind.audience.roles <= set(ROLES)


def check_what_hangs_on_what_names_its_audience(kind, role, state, about):
    named = KINDS[about.kind].audience.named
    held = {"area_code": GRID, "bodies": ["housing"], "people": ["li"]}
    held |= {} if named.bodies else {named.is_sealed: True}
    ours = reach_of(kind, state, lambda key: held if key == about else None)
    assert kind.may_be_seen(Caller("a", role, department="housing"), ours) is bool(named.bodies)
    assert kind.may_be_seen(Caller("li", role), ours)
    assert not kind.may_be_seen(Caller("a", role, department="police"), ours)
    assert not kind.may_be_seen(Caller("a", role), ours)
    unknown = reach_of(kind, state, lambda _: None)
    assert not kind.may_be_seen(Caller("li", role, department="housing"), unknown)


@of(kind for kind in KINDS.values() if kind.hangs_on)
def test_what_hangs_on_an_entity_is_seen_by_its_departments_only(kind: Kind):
    assert kind.audience.owned is Owned.SUBJECT
    role = next(iter(sorted(kind.audience.roles - {PUBLIC, DEPARTMENT})))
    assert kind.hangs_on is not None
    state = {"number": "LS1", "subject_kind": "incident", "subject_id": "LS1"}
    state[kind.hangs_on.id_field] = "LS1"
    about = kind.subject_of(state)
    assert about is not None
    above = KINDS[about.kind]
    if above.hangs_on is not None and above.audience.named is None:
        return  # asked of what it hangs on, one step further
    if above.audience.named is not None:
        check_what_hangs_on_what_names_its_audience(kind, role, state, about)
        return
    assert about == of_incident("LS1")
    incident = {"owner": "housing", "area_code": GRID}
    ours = reach_of(kind, state, lambda key: incident if key == about else None)
    assert kind.may_be_seen(Caller("a", role), ours)
    assert kind.may_be_seen(Caller("a", DEPARTMENT, department="housing"), ours)
    assert not kind.may_be_seen(Caller("a", DEPARTMENT, department="police"), ours)
    unknown = reach_of(kind, state, lambda _: None)
    assert not kind.may_be_seen(Caller("a", DEPARTMENT, department="housing"), unknown)


@of(kind for kind in KINDS.values() if kind.hangs_on == ANY_SUBJECT)
def test_what_may_be_about_anything_is_about_a_standby_too(kind: Kind):
    about = SubjectKey("standby", "S1")
    assert about.stated()["number"] == ""
    assert kind.subject_of(about.stated()) == about
    reach = reach_of(kind, about.stated(), lambda _: {"area_code": GRID})
    assert not kind.may_be_seen(Caller("a", DEPARTMENT, department="housing"), reach)


def test_what_hangs_on_a_sealed_entity_is_as_sealed():
    sealed = Named(people=frozenset({"li"}), is_sealed=True)
    reach = KINDS["note"].reach_of({}, Reach(GRID, frozenset({"court"}), sealed))
    assert KINDS["note"].may_be_seen(Caller("li", "dispatcher"), reach)
    assert not KINDS["note"].may_be_seen(Caller("zhao", "dispatcher"), reach)


@each
def test_a_figure_counts_what_keeps_nobody_out(kind: Kind):
    audiences = [
        *(None, Named(), Named(people=frozenset({"li"})), Named(is_sealed=True)),
        *(Named(bodies=frozenset({"court"})), Named(never=frozenset({"li"}))),
    ]
    states = [{}, {"owner": "housing"}, {"bodies": ["court"]}, {"is_sealed": True}]
    states += [{"never": ["li"]}, {"people": ["li"]}]
    subjects = [Reach(GRID, named=one, above=(two,)) for one in audiences for two in audiences[1:]]
    for state in states:
        for subject in (None, Reach(is_lost=True), *subjects):
            wanted = kind.reach_of(state, subject).is_open
            assert kind.counts(state, subject) is wanted, (state, subject)


def test_what_hangs_on_itself_is_nobodys():
    state = SubjectKey("note", "N1").stated()
    assert reach_of(KINDS["note"], state, lambda _: state).owners == frozenset()


@each
def test_nobody_sees_it_whose_role_is_not_named(kind: Kind):
    for role in set(ROLES) - kind.audience.roles:
        assert not kind.may_be_seen(Caller("a", role), Reach())


@each
def test_a_public_wall_shows_nothing_that_is_not_declared_for_it(kind: Kind):
    may = kind.may_be_seen(Caller("hall", PUBLIC), Reach())
    assert may == bool(kind.wall and PUBLIC in kind.audience.roles)
    for one in kind.fields:
        if one.personal is not None and not one.is_on_screens:
            assert one.name not in kind.on_walls


@each
def test_an_area_sees_what_lies_in_it(kind: Kind):
    rule = kind.audience
    role = next(iter(sorted(rule.roles - {PUBLIC, DEPARTMENT})))
    there, elsewhere = Caller("a", role, area=VILLAGE), Caller("a", role, area="340604102")
    if rule.area_field:
        reach = kind.reach_of({rule.area_field: GRID}, None)
        assert kind.may_be_seen(there, reach)
        assert not kind.may_be_seen(elsewhere, reach)
        below = Caller("a", role, area=GRID)
        wider = kind.reach_of({rule.area_field: VILLAGE}, None)
        assert kind.may_be_seen(below, wider) == rule.serves_below


@each
def test_every_personal_field_is_masked(kind: Kind):
    told = dict.fromkeys(kind.personal, "张三丰 13812345678")
    for shown in mask(kind.name, told).values():
        assert "2345" not in shown
    assert mask(kind.name, told).keys() == kind.personal.keys()


@each
def test_its_place_in_the_picture_and_its_end_agree(kind: Kind):
    assert (kind.name in IN_PICTURE) == (kind.live is not Live.NEVER)
    assert (kind.live is Live.UNTIL_ENDED) <= (kind.ends is not None)
    assert not (kind.live is Live.NEVER and kind.wall)


@each
def test_an_old_state_rises_to_todays_version(kind: Kind):
    assert set(kind.upcasters) == set(range(1, kind.version))


@of(kind for kind in KINDS.values() if kind.entity is not None)
def test_its_class_and_its_fields_are_the_same(kind: Kind):
    assert is_dataclass(kind.entity)
    attributes = {one.attribute for one in kind.fields if one.derived is None}
    assert attributes == {one.name for one in fields(kind.entity)}


# The versions of the states in the recorded data folder.
WRITTEN_AS = {"incident": 2, "unit": 2}


def states() -> dict[str, list[tuple[dict, dict]]]:
    """States and personal fields of every kind, as a running server wrote them."""
    folder = Path(__file__).parents[1] / "recordings" / "data_folders"
    with tarfile.open(folder / "first_desk.tar.xz") as packed:
        body = packed.extractfile("expected.json")
        assert body is not None
        told = json.loads(body.read())
    found: dict[str, list[tuple[dict, dict]]] = {}
    for name in ("incident", "unit", "camera", "assignment"):
        kind = KINDS[name]
        for whole in told[f"{name}s"].values():
            private = {key: value for key, value in whole.items() if key in kind.personal}
            state = {key: value for key, value in whole.items() if key not in kind.personal}
            for version in range(WRITTEN_AS.get(name, 1), kind.version):
                state = kind.upcasters[version](state)
            found.setdefault(name, []).append((state, private))
    return found


@pytest.mark.parametrize("name", ["incident", "unit", "camera", "assignment"])
def test_what_was_written_has_the_declared_shapes_and_comes_back_whole(name):
    kind = KINDS[name]
    for state, private in states()[name]:
        for one in kind.stated:
            assert one.accepts(state.get(one.name, one.default)), one.name
        entity = kind.entity_of(state, private)
        assert kind.state_of(entity) == state
        assert {**dict.fromkeys(kind.personal), **private} == kind.private_of(entity)


def test_what_nobody_declared_is_refused_and_shown_to_nobody():
    with pytest.raises(UnknownKindError, match="rumour"):
        kind_of("rumour")
    assert not is_live("rumour", {}, NOON)
    hidden = Kind("rumour", (Field("text"),), live=Live.ALWAYS)
    for role in ROLES:
        assert not hidden.may_be_seen(Caller("a", role), Reach())


def test_a_record_may_name_its_own_audience():
    kind = Kind(
        "case",
        (Field("text"), *(Field(name, WORDS) for name in ("bodies", "people", "never"))),
        audience=Audience(("desk.see",), named=NamedBy("bodies", "people", "is_sealed", "never")),
    )
    li, zhao = Caller("li", "dispatcher"), Caller("zhao", "dispatcher")
    court = Caller("judge", DEPARTMENT, department="court")
    of_bodies = {"bodies": ["court"], "people": ["li"]}
    for state, admitted in (
        ({}, {li, zhao, court}),
        ({"people": ["li"], "is_sealed": True}, {li}),
        (of_bodies, {li, court}),
        (of_bodies | {"never": ["court", "zhao"]}, {li}),
        ({"never": ["zhao"]}, {li, court}),
    ):
        assert {one for one in (li, zhao, court) if kind.is_seen_by(one, state)} == admitted


def test_an_end_is_a_moment_and_a_day_longer_is_live():
    kind = KINDS["standby"]
    ended = {"ended_at": "2026-01-01T04:00:00.000Z"}
    assert kind.is_live(ended, NOON + timedelta(hours=23, minutes=59))
    assert not kind.is_live(ended, NOON + timedelta(hours=24))
    assert kind.is_live({"ended_at": None}, NOON + timedelta(days=400))


def test_a_dataclass_declares_its_fields():
    @dataclass(frozen=True)
    class Visit:
        visit_id: str
        at: datetime
        who: str | None = None
        seen: tuple[str, ...] = ()

    made = fields_of(Visit, who={"personal": Masking.PERSON}, visit_id={"is_needed": True})
    assert [one.shape.name for one in made] == ["text", "moment", "text", "words"]
    assert [one.may_be_null for one in made] == [False, False, True, False]
    kind = Kind("visit", made, entity=Visit)
    visit = Visit("V1", NOON, "张三", ("a", "b"))
    state = kind.state_of(visit)
    assert state == {"visit_id": "V1", "at": "2026-01-01T04:00:00.000Z", "seen": ["a", "b"]}
    assert kind.entity_of(state, kind.private_of(visit)) == visit
    with pytest.raises(TypeError, match="no field"):
        fields_of(Visit, whom={})


def test_a_shape_refuses_what_it_is_not():
    incident = {one.name: one for one in KINDS["incident"].fields}
    for name, value in (
        ("lat", 91),
        ("severity", 5),
        ("status", "lost"),
        ("area_code", "34"),
        ("reported_at", "yesterday"),
        ("reached_at", {"lost": "2026-01-01T04:00:00Z"}),
        ("is_demo", 1),
        ("number", None),
    ):
        assert not incident[name].accepts(value), name
    assert Field("x", TEXT, may_be_null=True).accepts(None)


def test_what_the_law_keeps_is_kept():
    assert KINDS["audit"].kept is Kept.SIX_MONTHS


def test_the_browser_is_told_every_kind_a_screen_is_sent_and_how_it_ends():
    told = json.loads(json.dumps(contract()))
    sent = {name for name in IN_PICTURE if KINDS[name].is_streamed}
    assert told["kinds"].keys() == sent
    for name in sent:
        kind, seen = KINDS[name], told["kinds"][name]
        hidden = kind.personal.keys() - {*kind.on_screens}
        assert seen["fields"].keys() == kind.state_names | {*kind.on_screens}
        assert not hidden & seen["fields"].keys()
        assert ("ends" in seen) == (kind.live is Live.UNTIL_ENDED)
    assert told["incident"]["next_steps"]["resolved"] == ["closed"]
    assert told["incident"]["open"] + ["closed", "cancelled"] == told["incident"]["statuses"]


@each
def test_what_administration_is_told_of_are_rights_and_actions_there_are(kind: Kind):
    assert kind.changes.keys() <= GRANTS.keys()
    for actions in kind.changes.values():
        assert set(actions) <= kind.says.keys()
