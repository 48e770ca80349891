"""Where people begin, and how they get from one page of cameras to another."""

from dataclasses import replace
from datetime import UTC, datetime

from domain.access.access import granted, pages_of
from domain.access.callers import Caller
from domain.video.exports.requests import Purpose, Relation, VideoRequest
from domain.words import Words
from layouts.office.office import tabs
from layouts.reader import Reader
from layouts.video.cameras.card import card
from layouts.video.exports.page import Seat, exports
from operations.video.cameras.register import CameraFile
from tests.domain.video.cameras import ID, a_camera
from tests.video.test_camera_state_shown import seat

NOON = datetime(2026, 1, 1, 4, tzinfo=UTC)
REQUEST = VideoRequest(
    "r-1", Purpose.CITIZEN, ID, "东门球机", "340604001001001", NOON, NOON, NOON, "li",
    relation=Relation.KIN, consent="同意", decided_at=NOON, decided_by="wang", is_approved=True,
)  # fmt: skip
DESK = Seat(
    Reader(Words()), "Asia/Shanghai", "k", "li", str,
    may_ask=True, may_decide=False, needs_two=True, may_play=True,
)  # fmt: skip


def test_who_may_look_begins_at_the_wall_of_videos_and_who_keeps_points_at_the_register():
    assert "/video" in pages_of(Caller("d", "dispatcher"))
    assert "/video/cameras" not in pages_of(Caller("d", "dispatcher"))
    sees_points = [
        role
        for role in ("village", "department", "leader", "police", "community")
        if "/video/cameras" in pages_of(Caller("x", role, department="education"))
    ]
    assert "village" in sees_points
    assert all("/video" not in pages_of(Caller("x", role)) for role in sees_points)


def test_the_audit_administrator_is_led_to_the_register_of_looks():
    audit = Caller("a", "audit_admin")
    assert pages_of(audit)[0] == "/admin"
    assert "/video/looks" in [one.href for one in tabs("/admin", granted(audit), Words())]
    other = tabs("/admin", granted(Caller("s", "security_admin")), Words())
    assert "/video/looks" not in [one.href for one in other]


def test_a_card_leads_to_the_picture_where_there_is_one_and_its_reader_may_look():
    connected = a_camera(source="xueliang", address="1023")
    way = f"/video?camera={ID}"

    def shown(camera, may_look):
        file = CameraFile(camera, (), 1, (), may_manage=False)
        return str(card(file, replace(seat(), may_look=may_look)))

    assert way in shown(connected, may_look=True)
    assert way not in shown(connected, may_look=False)
    assert way not in shown(a_camera(), may_look=True)


def test_an_approved_request_of_a_citizen_is_played_and_no_other():
    shown = str(exports([REQUEST], DESK))
    assert '"kind": "citizen"' in shown and '"subject": "r-1"' in shown
    assert '"start": "2026-01-01T04:00:00' in shown
    for other in (
        replace(REQUEST, is_approved=False),
        replace(REQUEST, decided_at=None),
        replace(REQUEST, purpose=Purpose.TAKE),
    ):
        assert "data-watch" not in str(exports([other], DESK))
    assert "data-watch" not in str(exports([REQUEST], replace(DESK, may_play=False)))
