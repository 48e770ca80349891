"""A dossier is kept its time, and nobody in it is erased before: each refusal says why."""

import json
import zipfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
import pytest_asyncio

from domain.access.access import NotAllowedError
from domain.access.callers import Caller
from domain.centre.cases.case import ProcedureResult, Result
from domain.centre.cases.stages import Stage
from domain.centre.keeping.rules import RULES, kept_until, rule_of, why_not_erased
from domain.errors import ConflictError, NotFoundError
from domain.upkeep.subjects import Subject, SubjectKind
from geodata.district.district import DistrictError
from geodata.district.kept import load_kept
from store.persons import Asked, Subjects
from tests.centre.the_centre import CLAIM, TheCentre
from tests.support.cases import NOON, a_case

OTHER = "皇甫演示"
DUTY = Caller("duty", "duty_clerk", department="governance")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TheCentre]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ONESCREEN_PUBLIC_ADDRESS", "https://case.example.test")
        made = TheCentre(tmp_path_factory.mktemp("keeping"))
    await made.start()
    yield made
    await made.stop()


def asked(name: str) -> Asked:
    return Asked(Subject(SubjectKind.NAME, name), "secadm", "本人申请")


async def a_case_of(centre: TheCentre, name: str) -> str:
    parties = [{"name": name, "phone": "13700007777"}, {"name": OTHER, "role": "respondent"}]
    return await centre.handled(name, parties=parties)


def close(centre: TheCentre, code: str, years: float) -> None:
    closed_at = datetime.now(UTC) - timedelta(days=years * 366)
    over = {"stage": Stage.CLOSED, "result": Result.SETTLED}
    centre.set_back(code, closed_at=closed_at, procedure_result=ProcedureResult.AGREED, **over)


def test_each_sort_of_dossier_has_its_years_and_a_reason():
    assert all(rule.years >= 1 and rule.reason for rule in RULES.values())
    closed = a_case(stage=Stage.CLOSED, closed_at=NOON)
    assert rule_of(closed, RULES).code == "other"
    until = kept_until(closed, RULES)
    assert until is not None
    assert (until.year, until.month) == (NOON.year + 5, NOON.month)
    assert kept_until(a_case(), RULES) is None
    leap = a_case(stage=Stage.CLOSED, closed_at=datetime(2024, 2, 29, tzinfo=UTC))
    assert kept_until(leap, RULES) == datetime(2029, 2, 28, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ('[[kept]]\ncode = "agreed"\nyears = 0\n', "years"),
        ('[[kept]]\ncode = "agreed"\nreason = ""\n', "reason"),
        ('[[kept]]\ncode = "nobody"\nyears = 3\n', "nobody"),
    ],
)
def test_a_wrong_rule_of_a_district_is_refused(tmp_path: Path, written: str, wrong: str):
    (tmp_path / "centre.toml").write_text(written)
    with pytest.raises(DistrictError, match=wrong):
        load_kept(tmp_path)


def test_a_district_sets_its_own_years(tmp_path: Path):
    (tmp_path / "centre.toml").write_text('[[kept]]\ncode = "agreed"\nyears = 15\n')
    assert load_kept(tmp_path)["agreed"].years == 15


def test_a_refused_erasure_does_not_say_in_which_report_somebody_is():
    for case, is_held in (
        (a_case(is_sealed=True), False),
        (a_case(is_sealed=True, stage=Stage.CLOSED, closed_at=NOON), True),
        (a_case(is_sealed=True, stage=Stage.CLOSED, closed_at=NOON), False),
    ):
        waits = why_not_erased(case, is_held=is_held, rules=RULES, now=NOON)
        assert waits is not None
        assert case.code not in repr(waits)


@pytest.mark.asyncio(loop_scope="module")
async def test_nobody_is_erased_from_a_case_that_is_open_held_or_kept(centre: TheCentre):
    name, store = "宇文演示", centre.parts.store
    code = await a_case_of(centre, name)
    subjects = Subjects(store, None)
    held = subjects.found(asked(name).subject)

    def refused() -> ConflictError:
        with pytest.raises(ConflictError) as told:
            subjects.erase(asked(name), held)
        assert told.value.values["case"] == code
        return told.value

    assert refused().says == "erasure_waits_open"
    close(centre, code, 12)
    await centre.parts.keeping.hold(code, "法院调卷", DUTY)
    assert refused().says == "erasure_waits_hold"
    await centre.parts.keeping.end(code, DUTY)
    close(centre, code, 9)
    kept = refused()
    assert kept.says == "erasure_waits_kept"
    assert str(kept.values["until"]).startswith("20")
    assert (await centre.shown(code))["claim"] == CLAIM  # nothing of it is gone
    close(centre, code, 12)
    subjects.erase(asked(name), subjects.found(asked(name).subject))
    whole = await centre.shown(code)
    assert {one["name"] for one in whole["parties"]} == {None, OTHER}
    assert whole["claim"] is None  # nobody else had brought it
    assert store.verify_chain() is None


@pytest.mark.asyncio(loop_scope="module")
async def test_what_a_person_is_handed_holds_case_story_and_link_and_not_the_other_party(centre):
    name = "令狐演示"
    code = await a_case_of(centre, name)
    await centre.done(code, "mediates", "session", has_consent=True, text="第一次调解")
    [party] = [one for one in (await centre.shown(code))["parties"] if one["name"] == name]
    await centre.parts.party_slips.print(code, party["party_id"], DUTY)
    subjects = Subjects(centre.parts.store, None)
    _, packed = subjects.packed(asked(name), subjects.found(asked(name).subject))
    with zipfile.ZipFile(BytesIO(packed)) as file:
        body = file.read("subject.json").decode()
    kinds = {one["kind"] for one in json.loads(body)["records"]}
    assert {"case", "case_party", "case_entry", "case_link"} <= kinds
    assert CLAIM in body
    assert OTHER not in body


@pytest.mark.asyncio(loop_scope="module")
async def test_who_routes_holds_and_a_stranger_does_not(centre: TheCentre):
    code = await a_case_of(centre, "尉迟演示")
    keeping = centre.parts.keeping
    with pytest.raises(NotAllowedError):
        await keeping.hold(code, "法院调卷", Caller("window", "window_clerk"))
    with pytest.raises(NotFoundError):
        await keeping.of_case(code, Caller("receives", "body_officer", department="visits"))
    await keeping.hold(code, "法院调卷", DUTY)
    with pytest.raises(ConflictError):
        await keeping.hold(code, "再次调卷", DUTY)
    card = await centre.pressed("duty", act="open", code=code)
    assert "法院调卷" in card
    assert RULES["other"].reason in card
    assert "已解除封存" in await centre.pressed("duty", act="keeping.end", code=code)
    with pytest.raises(ConflictError):
        await keeping.end(code, DUTY)
