"""Beats over grids, items pushed, joint resolutions: the rules."""

from datetime import UTC, datetime

import pytest

from domain.errors import ConflictError, InvalidError
from domain.net.fusion.beat_table import COLUMNS, read_beats
from domain.net.fusion.beats import (
    Beat,
    beats_of,
    check_shares,
    common_area,
    cover,
    without_officer,
)
from domain.net.fusion.joint import (
    JointAction,
    JointKind,
    LawKind,
    LawService,
    check_law_service,
    resolutions_of,
)
from domain.net.fusion.pushes import (
    Direction,
    GridPush,
    PushState,
    decide,
    finish,
    packed,
    receive,
)
from domain.tables import sheet_of

AT = datetime(2026, 11, 29, tzinfo=UTC)
ONE, TWO, THREE = "340604001001001", "340604001001002", "340604001002001"
GRIDS = {ONE, TWO, THREE}


def a_beat(code: str, officers: str | None = "演示-0001", **shares: int) -> Beat:
    covers = tuple(cover({"one": ONE, "two": TWO, "three": THREE}[k], v) for k, v in shares.items())
    return Beat(code, "烈山所", "340604001", "public_security", covers, officers=officers)


def test_the_officer_of_a_grid_is_the_one_with_the_largest_share():
    beats = [a_beat("A", one=30, two=100), a_beat("B", one=70)]
    assert [beat.code for beat in beats_of(ONE, beats)] == ["B", "A"]
    assert beats_of(THREE, beats) == []
    assert without_officer(GRIDS, [*beats, a_beat("C", None, three=100)]) == [THREE]


def test_the_shares_of_a_grid_add_up_to_the_whole():
    check_shares([a_beat("A", one=30), a_beat("B", one=70)])
    with pytest.raises(InvalidError) as refused:
        check_shares([a_beat("A", one=30), a_beat("B", one=60)])
    assert refused.value.values == {"grid": ONE, "total": 90}


def test_the_narrowest_area_that_holds_all_grids():
    assert common_area([ONE]) == ONE
    assert common_area([ONE, TWO]) == "340604001001"
    assert common_area([ONE, THREE]) == "340604001"
    assert common_area([ONE, "340604002001001"]) == "340604"


def read(*rows: list[str]):
    sheet = sheet_of([list(COLUMNS), *rows])
    return read_beats(sheet, owner="public_security", is_grid=GRIDS.__contains__)


def test_a_table_of_beats_is_read_by_its_rows():
    beats, errors = read(
        ["JG-01", "烈山所", ONE, "40%", "甲", "乙", "138"],
        ["JG-02", "烈山所", ONE, "60", "丙", "", ""],
        ["JG-02", "烈山所", TWO, "", "丙", "", ""],
    )
    assert errors == []
    assert [(one.code, dict(one.shares)) for one in beats] == [
        ("JG-01", {ONE: 40}),
        ("JG-02", {ONE: 60, TWO: 100}),
    ]
    assert beats[1].area_code == "340604001001"


def test_what_is_wrong_is_told_row_by_row():
    _, errors = read(
        ["警 格", "烈山所", ONE, "100", "", "", ""],
        ["JG-01", "烈山所", "340604001001999", "100", "", "", ""],
        ["JG-01", "烈山所", TWO, "140", "", "", ""],
        ["JG-03", "烈山所", THREE, "100", "", "", ""],
        ["JG-03", "杨庄所", ONE, "100", "", "", ""],
        ["JG-03", "烈山所", THREE, "100", "", "", ""],
    )
    assert [(one.row, one.field) for one in errors] == [
        (2, "警格编码"), (3, "网格编码"), (4, "占比"), (6, "派出所"), (7, "网格编码"),
    ]  # fmt: skip


def test_shares_that_do_not_add_up_are_told_in_the_last_row_of_the_grid():
    _, errors = read(["A", "所", ONE, "40", "", "", ""], ["B", "所", ONE, "50", "", "", ""])
    assert [(one.row, one.wrong.says) for one in errors] == [(3, "beat_shares")]


def test_only_the_fields_of_the_list_are_sent():
    told = {"what": "噪音", "place": "演示路", "source": "走访", "contact": ""}
    fields, content = packed(Direction.TO_POLICE, told)
    assert fields == ("what", "place", "source")
    assert "噪音" in content
    for more in ({"register": "全册"}, {"criminal_record": "前科"}, {"advice": "x"}):
        with pytest.raises(InvalidError) as refused:
            packed(Direction.TO_POLICE, told | more)
        assert refused.value.says == "push_field_refused"
    with pytest.raises(InvalidError):
        packed(Direction.TO_GRID, {"what": "x", "place": "y", "criminal_record": "z"})
    with pytest.raises(InvalidError):
        packed(Direction.TO_POLICE, {"what": "x", "place": " "})


def a_push() -> GridPush:
    return GridPush("P", Direction.TO_POLICE, ONE, "public_security", "x", ("what",), AT, "li")


def test_a_push_from_receipt_to_outcome():
    push = receive(a_push(), "police", AT)
    assert push.state is PushState.RECEIVED
    assert receive(push, "other", AT) is push
    push = decide(push, is_accepted=True, reason=None, by="police", at=AT)
    assert push.state is PushState.ACCEPTED
    push = finish(push, "已处理", AT)
    assert push.state is PushState.DONE
    assert finish(push, "已处理", AT) is push
    with pytest.raises(ConflictError):
        finish(push, "别的", AT)


def test_what_is_returned_says_why_and_is_over():
    with pytest.raises(InvalidError):
        decide(a_push(), is_accepted=False, reason=None, by="p", at=AT)
    back = decide(a_push(), is_accepted=False, reason="不属公安", by="p", at=AT)
    assert (back.state, back.received_by) == (PushState.RETURNED, "p")
    with pytest.raises(ConflictError):
        decide(back, is_accepted=True, reason=None, by="p", at=AT)
    with pytest.raises(ConflictError):
        finish(back, "x", AT)


def an_action(number: int, case: str | None = None, *, resolved: bool = True) -> JointAction:
    return JointAction(
        f"J{number}", JointKind.MEDIATION, "2026-11-01", ONE, "public_security", AT, "li",
        is_resolved=resolved, case_code=case,
    )  # fmt: skip


def test_a_joint_resolution_counts_once_and_is_credited_to_both():
    actions = [an_action(1), an_action(2, "LS-1"), an_action(3, "LS-1"), an_action(4)]
    of = resolutions_of([*actions, an_action(1), an_action(5, resolved=False)], 2240)
    assert (of.count, of.actions, of.cases) == (2242, 2, 2240)
    assert of.credited == 3  # two of their own, and one that is a case of the centre


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        (LawKind.CONSULT, {"opinion": "依法"}),
        (LawKind.TALK, {"audience": 30}),
        (LawKind.DISPUTE, {"case_code": "LS-1"}),
    ],
)
def test_a_legal_service_tells_what_its_kind_needs(kind: LawKind, more: dict):
    check_law_service(LawService("F", kind, "2026-11-01", ONE, "justice", AT, "li", **more))
    with pytest.raises(InvalidError):
        check_law_service(LawService("F", kind, "2026-11-01", ONE, "justice", AT, "li"))
