"""What the law asks of a camera's entry, and what is missing in it."""

from dataclasses import replace
from datetime import date

import pytest

from domain.access.callers import Caller
from domain.video.cameras.camera import CAMERA, Camera, CameraClass, with_map_facts
from domain.video.cameras.filing import Gap, changed_since_filing, gaps_of
from domain.video.cameras.vocabulary import Mount, OwnerClass, TakenFrom
from tests.domain.video.cameras import a_camera

TODAY = date(2026, 11, 29)


def test_an_entry_in_order_has_no_gap():
    assert gaps_of(a_camera(), TODAY) == []


@pytest.mark.parametrize(
    ("more", "gap"),
    [
        ({"filing_number": None, "in_use_since": "2026-10-30"}, Gap.NOT_FILED),
        ({"filing_number": None, "in_use_since": "2026-10-29"}, Gap.FILING_LATE),
        ({"filing_number": None, "in_use_since": None}, Gap.NOT_FILED),
        ({"mount": Mount.DOME}, Gap.CHANGED_SINCE),
        ({"lat": 33.80002}, Gap.CHANGED_SINCE),
        ({"has_sign": False}, Gap.NO_SIGN),
        ({"has_sign": None}, Gap.SIGN_UNKNOWN),
        ({"legal_basis": None}, Gap.NO_BASIS),
        ({"near_secret": True}, Gap.NO_CONSENT),
        ({"owner_class": OwnerClass.COMMUNITY}, Gap.NO_AGREEMENT),
        ({"direction_deg": None}, Gap.NO_DIRECTION),
    ],
)
def test_each_gap_is_named(more: dict, gap: Gap):
    assert gaps_of(replace(a_camera(), **more), TODAY) == [gap]


def test_a_shorter_retention_is_a_gap_and_a_change_that_was_not_filed():
    short = replace(a_camera(), retention_days=15)
    assert changed_since_filing(short) == ["retention_days"]
    assert gaps_of(short, TODAY) == [Gap.CHANGED_SINCE, Gap.RETENTION_SHORT]


def test_a_map_changes_only_what_came_from_a_map():
    told = Camera("1", "新名", CameraClass.MINE, 33.9, 116.9, "340604001001002")
    mapped = with_map_facts(a_camera("1"), told)
    assert (mapped.name, mapped.lat, mapped.owner) == ("新名", 33.9, "public_security")
    by_hand = replace(a_camera("1"), taken_from=TakenFrom.HAND)
    assert with_map_facts(by_hand, told) == by_hand
    assert with_map_facts(None, told) == told


def test_a_department_sees_its_own_and_what_is_shared_with_it():
    def seen_by(role: str, department: str | None = None, area: str | None = None) -> bool:
        camera = a_camera(shared_with=("governance",))
        return CAMERA.admits(Caller("x", role, area=area, department=department), camera)

    assert seen_by("department", "public_security") and seen_by("department", "governance")
    assert not seen_by("department", "education")
    assert seen_by("dispatcher") and seen_by("leader") and seen_by("village", area="340604001001")
    assert not seen_by("village", area="340604002001")
    assert not any(seen_by(role) for role in ("wall", "hall", "kiosk", "machine", "key", "feed"))
