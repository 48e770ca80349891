"""A request for a recording: to take it away, to let a citizen see it, to publish it.

Whoever asks does not approve, unless the district has set it otherwise. A file that was made is
deleted when its time is over, unless it is held for a proceeding.

Source: docs/video.md, "Recordings that leave the house" (Order 799, articles 16, 17, 20 to 22)
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from domain.errors import ConflictError, InvalidError
from domain.kind import Audience, Kept, Kind, Owned
from domain.kind_fields import AREA, Masking, fields_of

LONGEST_SPAN = timedelta(minutes=30)
LONGEST_NAME, LONGEST_WORDS = 64, 500


class Purpose(StrEnum):
    """What a recording is asked for."""

    TAKE = "take"  # a state organ takes a copy: basis and document
    CITIZEN = "citizen"  # a citizen looks, with the owner's consent; nothing is handed out
    PUBLISH = "publish"  # made public: faces and plates masked


PURPOSE_WORDS: Mapping[Purpose, str] = {
    Purpose.TAKE: "依法调取录像",
    Purpose.CITIZEN: "公民申请查阅",
    Purpose.PUBLISH: "向社会公开",
}


class Relation(StrEnum):
    """Who a citizen is to whom the recording concerns."""

    SELF = "self"
    KIN = "kin"
    GUARDIAN = "guardian"


RELATION_WORDS: Mapping[Relation, str] = {
    Relation.SELF: "本人",
    Relation.KIN: "近亲属",
    Relation.GUARDIAN: "监护、看护或代管人",
}


class RequestState(StrEnum):
    """How far a request has come, told by its moments."""

    ASKED = "video_asked"
    APPROVED = "video_approved"
    REFUSED = "video_refused"
    MADE = "video_made"
    DELETED = "video_deleted"


STATE_WORDS: Mapping[RequestState, str] = {
    RequestState.ASKED: "待审批",
    RequestState.APPROVED: "已批准",
    RequestState.REFUSED: "未批准",
    RequestState.MADE: "文件已生成",
    RequestState.DELETED: "文件已到期删除",
}


@dataclass(frozen=True, slots=True)
class VideoRequest:
    """A request.

    Attributes:
        owner: the department whose camera it is; `shared_with` the one that asks.
        about: the incident it comes from, where it does.
        applicant: the citizen who asks, with `phone` and `relation`.
        consent: who of the camera's owner agreed, and by which paper.
        masked: by whom faces and plates were seen to be masked before it is published.
        sha256, size: of the file that was made, with its watermark.
        hold: the document by which it may not be deleted.
    """

    request_id: str
    purpose: Purpose
    camera_id: str
    camera_name: str
    area_code: str
    start: datetime
    end: datetime
    at: datetime
    by: str
    owner: str | None = None
    shared_with: tuple[str, ...] = ()
    about: str | None = None
    basis: str | None = None
    relation: Relation | None = None
    consent: str | None = None
    decided_at: datetime | None = None
    decided_by: str | None = None
    is_approved: bool | None = None
    masked: str | None = None
    made_at: datetime | None = None
    sha256: str | None = None
    size: int | None = None
    delete_at: datetime | None = None
    deleted_at: datetime | None = None
    hold: str | None = None
    is_demo: bool = False
    text: str | None = None
    document: str | None = None
    applicant: str | None = None
    phone: str | None = None
    answer: str | None = None

    @property
    def state(self) -> RequestState:
        """How far it has come."""
        if self.deleted_at is not None:
            return RequestState.DELETED
        if self.made_at is not None:
            return RequestState.MADE
        if self.decided_at is None:
            return RequestState.ASKED
        return RequestState.APPROVED if self.is_approved else RequestState.REFUSED


VIDEO_REQUEST = Kind(
    name="video_request",
    entity=VideoRequest,
    fields=fields_of(
        VideoRequest,
        area_code={"shape": AREA},
        text={"personal": Masking.WORDS},
        document={"personal": Masking.WORDS},
        applicant={"personal": Masking.PERSON},
        phone={"personal": Masking.PHONE},
        answer={"personal": Masking.WORDS},
    ),
    id_field="request_id",
    audience=Audience(
        ("video.export", "video.approve", "video.looks.see"),
        area_field="area_code",
        owned=Owned.ITSELF,
    ),
    kept=Kept.NEWEST,
    title="录像调取申请",
    says={
        "ask": "申请调取摄像机 {camera_name} 的录像",
        "consent": "登记了录像管理单位的同意",
        "approve": "批准了录像调取申请",
        "refuse": "未批准录像调取申请",
        "make": "生成了调取的录像文件",
        "hold": "录像文件转为依法保留",
        "release": "解除录像文件的依法保留",
        "delete": "调取的录像文件到期删除",
        "erased": "个人信息已删除",
    },
)


def check_span(start: datetime, end: datetime, now: datetime) -> None:
    """Whether a recording of these moments may be asked for.

    Raises:
        InvalidError: it ends before it begins, has not been yet, or is too long.
    """
    if not start < end <= now:
        raise InvalidError(says="video_span_wrong", field="end")
    if end - start > LONGEST_SPAN:
        raise InvalidError(
            says="video_span_long", minutes=int(LONGEST_SPAN.total_seconds() // 60), field="end"
        )


def consent_given(request: VideoRequest, consent: str) -> VideoRequest:
    """The owner has agreed that a citizen looks.

    Raises:
        ConflictError: it is decided already, or needs no consent.
    """
    if request.purpose is not Purpose.CITIZEN or request.decided_at is not None:
        raise ConflictError(says="video_request_decided", field="request")
    return replace(request, consent=consent)


def decide(
    request: VideoRequest,
    by: str,
    at: datetime,
    *,
    is_approved: bool,
    answer: str | None,
    is_masked: bool,
    needs_two: bool,
) -> VideoRequest:
    """Approve or refuse.

    Args:
        request: what is asked for.
        by: who decides.
        at: when.
        is_approved: whether it is granted.
        answer: in words; needed for a refusal.
        is_masked: whether whoever decides has seen to it that faces and plates will be masked.
        needs_two: whether somebody else than who asked has to decide.

    Raises:
        ConflictError: decided before, or by the one who asked.
        InvalidError: a refusal without words; no consent of the owner; nothing said of masking.
    """
    if request.decided_at is not None:
        raise ConflictError(says="video_request_decided", field="request")
    if needs_two and by == request.by:
        raise ConflictError(says="video_two_people", field="request", code="two_people")
    if not is_approved and not answer:
        raise InvalidError(says="video_refusal_words", field="answer")
    if is_approved and request.purpose is Purpose.CITIZEN and not request.consent:
        raise InvalidError(says="video_no_consent", field="consent")
    if is_approved and request.purpose is Purpose.PUBLISH and not is_masked:
        raise InvalidError(says="video_not_masked", field="masked")
    return replace(
        request,
        decided_at=at,
        decided_by=by,
        is_approved=is_approved,
        answer=answer,
        masked=by if is_approved and request.purpose is Purpose.PUBLISH else None,
    )


def check_may_be_made(request: VideoRequest) -> None:
    """Whether a file may be made of it.

    Raises:
        ConflictError: it was not approved, was made already, or is only for looking.
    """
    if request.purpose is Purpose.CITIZEN:
        raise ConflictError(says="video_only_looked_at", field="request")
    if request.state is not RequestState.APPROVED:
        raise ConflictError(says="video_not_approved", field="request")


def made(
    request: VideoRequest, sha256: str, size: int, at: datetime, kept_for: timedelta
) -> VideoRequest:
    """The request with the file that was made of it."""
    check_may_be_made(request)
    return replace(request, made_at=at, sha256=sha256, size=size, delete_at=at + kept_for)


def held(request: VideoRequest, document: str | None) -> VideoRequest:
    """Keep the file for a proceeding, or no longer (None).

    Raises:
        ConflictError: there is no file.
    """
    if request.state is not RequestState.MADE:
        raise ConflictError(says="video_no_file", field="request")
    return replace(request, hold=document)


def is_due(request: VideoRequest, now: datetime) -> bool:
    """Whether its file has to go."""
    return (
        request.state is RequestState.MADE
        and not request.hold
        and request.delete_at is not None
        and request.delete_at <= now
    )
