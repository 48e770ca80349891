"""Recordings that leave the house: two people, a watermark, the register, and an end."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from domain.access.access import NotAllowedError
from domain.access.callers import Caller
from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.video.cameras.camera import Camera, CameraClass
from domain.video.exports.requests import Purpose, Relation, RequestState, VideoRequest
from domain.video.looks.question import Asked
from domain.video.looks.reasons import Look, Reason, Why
from operations.threads import Work
from operations.video.exports.asked import NewRequest, Rules
from operations.video.exports.requests import VideoRequests
from operations.video.looks.looks import Looks, More
from store.video import looks as kept
from tests.store.builders import GRID
from tests.support.stores import a_store

NOON = datetime(2026, 1, 1, 4, tzinfo=UTC)
CAMERA_ID = "34060400001320000001"
LI, WANG = Caller("li", "dispatcher"), Caller("wang", "leader")
AUDITOR = Caller("audit-1", "audit_admin")
SPAN = (NOON - timedelta(minutes=2), NOON - timedelta(minutes=1))
TAKE = NewRequest(Purpose.TAKE, CAMERA_ID, *SPAN, "失窃案", "治安管理处罚法", "烈公调〔2026〕1号")
CITIZEN = NewRequest(
    Purpose.CITIZEN, CAMERA_ID, *SPAN, "寻找走失老人", applicant="王某", relation=Relation.KIN
)


class Film:
    """Makes films of the lines it is given."""

    def __init__(self) -> None:
        self.marks: list[Sequence[str]] = []

    async def made(
        self, camera_id: str, start: datetime, end: datetime, caller: Caller, mark: Sequence[str]
    ) -> bytes:
        self.marks.append(mark)
        return " ".join(mark).encode()


class House:
    """Requests over a store with one camera, and a clock a test moves."""

    def __init__(self, folder: Path) -> None:
        self.at = NOON
        self.folder = folder / "video"
        self.store, self.work = a_store(folder, now=lambda: self.at), Work()
        with self.store.transaction() as tx:
            camera = Camera(CAMERA_ID, "东门球机", CameraClass.CROSSING, 33.9, 116.8, GRID)
            tx.put_camera(camera, action="map", actor="map")
        self.looks = Looks(self.store, self.work, now=lambda: self.at)
        self.requests = self.over(Rules())
        self.film = Film()
        self.requests.clips = self.film

    def over(self, rules: Rules) -> VideoRequests:
        return VideoRequests(
            self.store, self.work, self.looks, self.folder, rules=rules, now=lambda: self.at
        )

    async def approved(self, new: NewRequest = TAKE) -> VideoRequest:
        asked = await self.requests.ask(new, LI)
        return await self.requests.decide(asked.request_id, WANG, is_approved=True)

    def exports(self) -> list[str | None]:
        found = self.store.ask(lambda c: kept.found(c, Asked(what=Look.EXPORT), AUDITOR))[0]
        return [one.sha256 for one in found]


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    made = House(tmp_path)
    yield made
    made.work.close()
    made.store.close()


async def test_whoever_asks_does_not_approve(house: House):
    asked = await house.requests.ask(TAKE, LI)
    with pytest.raises(ConflictError) as refused:
        await house.requests.decide(asked.request_id, LI, is_approved=True)
    assert refused.value.code == "two_people"
    with pytest.raises(NotAllowedError):
        await house.requests.decide(
            asked.request_id, Caller("clerk", "department", department="x"), is_approved=True
        )
    with pytest.raises(ConflictError):
        await house.requests.make(asked.request_id, LI, None)  # not approved yet
    assert house.film.marks == []
    done = await house.requests.decide(asked.request_id, WANG, is_approved=True)
    assert done.state is RequestState.APPROVED
    with pytest.raises(ConflictError):
        await house.requests.decide(asked.request_id, WANG, is_approved=False, answer="不再需要")


async def test_a_district_may_let_one_person_do_both(house: House):
    alone = house.over(Rules(needs_two=False))
    asked = await alone.ask(TAKE, LI)
    assert (await alone.decide(asked.request_id, LI, is_approved=True)).is_approved


async def test_the_file_says_who_why_and_which_camera_and_stands_in_the_register(house: House):
    request = await house.approved()
    made = await house.requests.make(request.request_id, LI, "10.0.0.7")
    mark = " ".join(house.film.marks[0])
    for told in ("li", "2026-01-01", "东门球机", CAMERA_ID, "失窃案", "烈公调〔2026〕1号"):
        assert told in mark
    name, body = await house.requests.file(made.request_id, LI, "10.0.0.7")
    assert name == f"{made.request_id}.mp4"
    assert sha256(body).hexdigest() == made.sha256
    assert house.exports() == [made.sha256, made.sha256]  # made once, taken once
    [path] = house.folder.iterdir()
    assert path.stat().st_mode & 0o077 == 0
    path.write_bytes(b"another film")
    with pytest.raises(NotFoundError):
        await house.requests.file(made.request_id, LI, None)


async def test_what_a_request_lacks_is_said(house: House):
    ahead = NOON + timedelta(minutes=1)
    wrong = [
        (replace(TAKE, document=""), "look_without_basis"),
        (replace(TAKE, purpose=Purpose.PUBLISH, basis=""), "look_without_basis"),
        (replace(TAKE, start=SPAN[1], end=SPAN[0]), "video_span_wrong"),
        (replace(TAKE, end=ahead), "video_span_wrong"),
        (replace(TAKE, start=NOON - timedelta(hours=2)), "video_span_long"),
        (replace(CITIZEN, relation=None), "video_citizen_who"),
        (replace(CITIZEN, applicant=" "), "video_citizen_who"),
    ]
    for new, says in wrong:
        with pytest.raises(InvalidError) as refused:
            await house.requests.ask(new, LI)
        assert refused.value.says == says
    with pytest.raises(NotFoundError):
        await house.requests.ask(replace(TAKE, camera_id="1"), LI)
    assert list(await house.requests.page(LI)) == []


async def test_a_citizen_looks_with_the_owners_consent_and_takes_nothing_away(house: House):
    asked = await house.requests.ask(CITIZEN, LI)
    why = Reason(Why.CITIZEN, asked.request_id)
    asked_for = More(start=SPAN[0], end=SPAN[1])
    with pytest.raises(InvalidError) as refused:
        await house.requests.decide(asked.request_id, WANG, is_approved=True)
    assert refused.value.says == "video_no_consent"
    with pytest.raises(NotFoundError):
        await house.looks.begin(CAMERA_ID, Look.PLAYBACK, why, LI, None, asked_for)
    await house.requests.consent(asked.request_id, "小区物业 张经理 书面同意", LI)
    await house.requests.decide(asked.request_id, WANG, is_approved=True)
    assert await house.looks.begin(CAMERA_ID, Look.PLAYBACK, why, LI, None, asked_for)
    # it is no reason for other moments, nor to look live
    later = replace(asked_for, end=SPAN[1] + timedelta(minutes=1))
    for what, more in ((Look.PLAYBACK, later), (Look.LIVE, asked_for), (Look.PLAYBACK, More())):
        with pytest.raises(NotFoundError):
            await house.looks.begin(CAMERA_ID, what, why, LI, None, more)
    with pytest.raises(ConflictError):
        await house.requests.make(asked.request_id, LI, None)


async def test_what_is_published_has_faces_and_plates_masked(house: House):
    asked = await house.requests.ask(replace(TAKE, purpose=Purpose.PUBLISH), LI)
    with pytest.raises(InvalidError) as refused:
        await house.requests.decide(asked.request_id, WANG, is_approved=True)
    assert refused.value.says == "video_not_masked"
    done = await house.requests.decide(asked.request_id, WANG, is_approved=True, is_masked=True)
    assert done.masked == "wang"


async def test_a_file_goes_when_its_time_is_over_unless_it_is_held(house: House):
    first, second = await house.approved(), await house.approved(replace(TAKE, text="另一案"))
    for request in (first, second):
        await house.requests.make(request.request_id, LI, None)
    await house.requests.hold(second.request_id, "烈公证〔2026〕2号", WANG)
    house.at += timedelta(days=29)
    assert await house.requests.delete_due() == 0
    house.at += timedelta(days=2)
    assert await house.requests.delete_due() == 1
    assert [one.name for one in house.folder.iterdir()] == [f"{second.request_id}.mp4"]
    states = {one.request_id: one.state for one in await house.requests.page(LI)}
    assert states[first.request_id] is RequestState.DELETED
    with pytest.raises(NotFoundError):
        await house.requests.file(first.request_id, LI, None)
    await house.requests.hold(second.request_id, "", WANG)
    assert await house.requests.delete_due() == 1
