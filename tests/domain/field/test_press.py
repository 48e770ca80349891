"""The true moment of a press, as far as a phone can be believed."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.field.positions.consent import VERSION, PositionConsent
from domain.field.reports.press import KEPT_ON_PHONE, pressed_at, taken_at
from domain.incidents.incidents import IncidentClass
from domain.net.tasks.findings import FindingRules, Route

NOON = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)


def test_a_report_pressed_offline_keeps_the_moment_of_the_press():
    pressed = NOON - timedelta(hours=3)
    assert pressed_at(pressed, NOON) == pressed


@pytest.mark.parametrize(
    "told",
    [
        None,
        NOON,
        NOON - timedelta(seconds=20),
        NOON + timedelta(hours=1),  # a clock an hour ahead that nobody corrected
        NOON - KEPT_ON_PHONE - timedelta(minutes=1),
    ],
)
def test_what_comes_at_once_or_cannot_be_has_no_moment_of_its_own(told: datetime | None):
    assert pressed_at(told, NOON) is None


def test_a_photo_is_never_taken_after_it_arrived():
    assert taken_at(NOON + timedelta(hours=1), NOON) == NOON
    assert taken_at(None, NOON) == NOON
    earlier = NOON - timedelta(minutes=9)
    assert taken_at(earlier, NOON) == earlier


def test_a_key_place_goes_before_every_other_way():
    rules = FindingRules()
    assert rules.route(IncidentClass.HAZARD, site="S-1") is Route.INSPECTION
    assert rules.route(IncidentClass.CITY_MANAGEMENT, item_class="3406041102") is Route.ITEM
    assert rules.route(IncidentClass.DISPUTE) is Route.CASE
    assert rules.route(IncidentClass.FIRE) is Route.INCIDENT


def test_consent_holds_for_the_words_of_today_until_it_is_taken_back():
    given = PositionConsent("walks", VERSION, NOON)
    assert given.holds
    assert not PositionConsent("walks", VERSION - 1, NOON).holds
    assert not PositionConsent("walks", VERSION, NOON, NOON).holds
    assert not PositionConsent("walks", VERSION).holds
