"""The true moment of a report, as far as a phone can be believed, and the way it goes."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.field.positions.consent import VERSION, PositionConsent
from domain.field.reports.press import KEPT_ON_PHONE, taken_at, told_at
from domain.incidents.incidents import IncidentClass
from domain.net.tasks.findings import FindingRules, Route

NOON = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
MINUTE_MS = 60_000


def test_a_report_pressed_offline_keeps_the_moment_of_the_press():
    assert told_at(NOON, 180 * MINUTE_MS) == NOON - timedelta(hours=3)


@pytest.mark.parametrize(
    "age_ms",
    [
        0,
        20_000,
        -60 * MINUTE_MS,  # the clock was set back an hour in between
        (KEPT_ON_PHONE + timedelta(minutes=1)) / timedelta(milliseconds=1),
        1e300,
    ],
)
def test_what_comes_at_once_or_cannot_be_has_no_moment_of_its_own(age_ms: float):
    assert told_at(NOON, age_ms) is None


def test_a_photo_is_never_taken_after_it_arrived():
    assert taken_at(NOON, -60 * MINUTE_MS) == NOON
    assert taken_at(NOON, 1e300) == NOON
    assert taken_at(NOON, 9 * MINUTE_MS) == NOON - timedelta(minutes=9)


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
