"""Looks through cameras: a reason first, then the register, then the picture."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.access.access import NotAllowedError
from domain.access.callers import Caller
from domain.access.grants import GRANTS
from domain.errors import InvalidError, NotFoundError
from domain.video.cameras.camera import Camera, CameraClass
from domain.video.looks.looks import CAMERA_LOOK, CameraLook, Ended
from domain.video.looks.question import Asked
from domain.video.looks.reasons import ACTIONS, Look, Reason, Why, checked, reason_of
from operations.threads import Work
from operations.video.looks.looks import Looks, More
from store import Store
from store.video import looks as kept
from tests.store.builders import GRID, an_incident
from tests.support.stores import a_store

NOON = datetime(2026, 1, 1, 4, tzinfo=UTC)
CAMERA_ID = "34060400001320000001"
DESK = Caller("li", "dispatcher")
AUDITOR = Caller("audit-1", "audit_admin")
INCIDENT = Reason(Why.INCIDENT, "LS202601010001")
DUTY = Reason(Why.DUTY, text="夜间巡查")


class Clock:
    """A clock a test moves."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at


class Register:
    """The register over a store with one camera and one incident."""

    def __init__(self, store: Store, work: Work, clock: Clock) -> None:
        self.store, self.work, self.clock = store, work, clock
        self.looks = Looks(store, work, now=clock)

    def all(self, who: Caller = AUDITOR) -> list[CameraLook]:
        return self.store.ask(lambda c: kept.found(c, Asked(), who))[0]

    def one(self, look_id: str) -> CameraLook:
        found = self.store.ask(lambda c: kept.one(c, look_id))
        assert found is not None
        return found


@pytest.fixture
async def register(tmp_path: Path) -> AsyncIterator[Register]:
    clock = Clock()
    store, work = a_store(tmp_path, now=clock), Work()
    with store.transaction() as tx:
        camera = Camera(CAMERA_ID, "东门球机", CameraClass.CROSSING, 33.9, 116.8, GRID)
        tx.put_camera(camera, action="map", actor="map")
        tx.put_incident(an_incident(), action="add", actor="test")
    yield Register(store, work, clock)
    work.close()
    store.close()


@pytest.mark.parametrize(
    ("reason", "what", "says"),
    [
        (Reason(), Look.LIVE, "look_without_reason"),
        (Reason(Why.INCIDENT), Look.LIVE, "look_without_subject"),
        (Reason(Why.DUTY, text=" "), Look.LIVE, "look_without_words"),
        (Reason(Why.LOOKUP, text="失窃案"), Look.PLAYBACK, "look_without_basis"),
        (Reason(Why.LOOKUP, text="失窃案", basis="刑诉法"), Look.PLAYBACK, "look_without_basis"),
        (INCIDENT, Look.EXPORT, "look_without_basis"),
    ],
)
def test_what_a_reason_needs_and_lacks_is_said(reason: Reason, what: Look, says: str):
    with pytest.raises(InvalidError) as refused:
        checked(reason, what)
    assert refused.value.says == says
    assert refused.value.code == "reason_needed"


def test_an_incident_is_reason_enough_to_look_and_a_document_to_export():
    assert checked(INCIDENT, Look.LIVE) == (Why.INCIDENT, INCIDENT)
    paper = replace(INCIDENT, basis="治安管理处罚法", document=" 烈公调〔2026〕1号 ")
    assert checked(paper, Look.EXPORT)[1].document == "烈公调〔2026〕1号"
    assert reason_of({"kind": "duty", "text": "夜间巡查"}) == DUTY
    assert reason_of(None) == Reason()
    with pytest.raises(InvalidError):
        reason_of({"kind": "curiosity"})


def test_no_screen_in_a_hall_and_no_machine_may_look():
    for what in Look:
        assert not GRANTS[ACTIONS[what]] & {"wall", "hall", "kiosk", "machine", "feed", "key"}


async def test_a_look_is_in_the_register_before_and_after(register: Register):
    look_id = await register.looks.begin(CAMERA_ID, Look.LIVE, INCIDENT, DESK, "10.0.0.7")
    [look] = register.all()
    assert (look.by, look.role, look.why, look.about) == (
        *("li", "dispatcher"),
        *(Why.INCIDENT, "LS202601010001"),
    )
    assert (look.camera_name, look.area_code, look.address) == ("东门球机", GRID, "10.0.0.7")
    assert look.ended_at is None
    register.clock.at += timedelta(seconds=40)
    await register.looks.end(look_id)
    assert register.one(look_id).ended_at == NOON + timedelta(seconds=40)
    await register.looks.end(look_id, Ended.FAILED)  # a second end changes nothing
    assert register.one(look_id).ended is Ended.CLOSED


async def test_nothing_is_written_of_a_look_that_is_refused(register: Register):
    refused = [
        (CAMERA_ID, INCIDENT, Caller("hall", "wall"), NotAllowedError),
        (CAMERA_ID, Reason(), DESK, InvalidError),
        ("34060400001320000009", DUTY, DESK, NotFoundError),
        (CAMERA_ID, Reason(Why.INCIDENT, "LS202601019999"), DESK, NotFoundError),
        (CAMERA_ID, DUTY, Caller("far", "dispatcher", area="340604002"), NotFoundError),
        (
            CAMERA_ID,
            Reason(Why.AREA, "340604002"),
            Caller("n", "leader", "340604100"),
            NotFoundError,
        ),
    ]
    for camera_id, why, caller, error in refused:
        with pytest.raises(error):
            await register.looks.begin(camera_id, Look.LIVE, why, caller)
    assert register.all() == []


async def test_a_look_nobody_renews_ends_when_its_token_does(register: Register):
    until = NOON + timedelta(minutes=1)
    look_id = await register.looks.begin(CAMERA_ID, Look.LIVE, DUTY, DESK, None, More(until))
    await register.looks.renew(look_id, until + timedelta(minutes=1))
    register.clock.at = until + timedelta(seconds=1)
    await register.looks.settle()
    assert register.one(look_id).ended_at is None
    register.clock.at = until + timedelta(minutes=5)
    await register.looks.settle()
    look = register.one(look_id)
    assert (look.ended, look.ended_at) == (Ended.EXPIRED, until + timedelta(minutes=1))


async def test_what_was_open_when_the_server_stopped_is_ended(register: Register):
    until = NOON + timedelta(minutes=2)
    look_id = await register.looks.begin(CAMERA_ID, Look.LIVE, DUTY, DESK, None, More(until))
    late = until + timedelta(minutes=11)
    await register.looks.renew(look_id, late)  # written down: it moved by more than ten minutes
    register.clock.at = NOON + timedelta(hours=1)
    again = Looks(register.store, register.work, now=register.clock)
    await again.settle_old()
    look = register.one(look_id)
    assert (look.ended, look.ended_at) == (Ended.RESTARTED, late)


async def test_a_snapshot_and_a_movement_are_over_at_once(register: Register):
    for what in (Look.SNAPSHOT, Look.PTZ):
        more = More(detail="left", sha256="0" * 64)
        look = register.one(await register.looks.begin(CAMERA_ID, what, DUTY, DESK, None, more))
        assert (look.ended_at, look.detail) == (look.at, "left")


async def test_only_the_audit_administrator_reads_the_register(register: Register):
    await register.looks.begin(CAMERA_ID, Look.LIVE, DUTY, DESK)
    assert len(register.all()) == 1
    for role in sorted({"dispatcher", "leader", "department", "system_admin", "wall"}):
        assert register.all(Caller("x", role)) == []
    assert not CAMERA_LOOK.is_streamed or "wall" not in CAMERA_LOOK.audience.roles


async def test_the_register_is_searched(register: Register):
    await register.looks.begin(CAMERA_ID, Look.LIVE, INCIDENT, DESK)
    register.clock.at += timedelta(hours=1)
    await register.looks.begin(CAMERA_ID, Look.PLAYBACK, DUTY, replace(DESK, actor="wang"))

    def by(**asked: object) -> list[str]:
        question = Asked(**asked)  # type: ignore[arg-type]
        return [one.by for one in register.store.ask(lambda c: kept.found(c, question, AUDITOR))[0]]

    assert by() == ["wang", "li"]
    assert by(person="wan") == ["wang"]
    assert by(camera="东门") == ["wang", "li"]
    assert by(camera=CAMERA_ID, about="LS202601010001") == ["li"]
    assert by(what=Look.PLAYBACK) == ["wang"]
    assert by(since=NOON + timedelta(minutes=1)) == ["wang"]
    assert by(until=NOON + timedelta(minutes=1)) == ["li"]
