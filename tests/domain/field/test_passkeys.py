"""Where passkeys are good for, and how long a question waits."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.field.passkeys import ASKED_FOR, Ask, Challenge, Site, site_of

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://one.example.gov.cn", Site("https://one.example.gov.cn", "one.example.gov.cn")),
        ("https://One.Example:443", Site("https://one.example", "one.example")),
        ("https://one.example:8443", Site("https://one.example:8443", "one.example")),
        ("http://localhost:8050", Site("http://localhost:8050", "localhost")),
        ("http://one.example.gov.cn", None),
        ("https://10.0.0.7", None),
        ("https://[::1]:8050", None),
        ("http://127.0.0.1:8050", None),
        ("", None),
    ],
)
def test_a_passkey_is_good_for_a_name_over_tls(address: str, site: Site | None):
    assert site_of(address) == site


def test_a_question_is_answered_for_what_it_was_asked_and_in_time():
    asked = Challenge("phone-1", Ask.OPEN, "00" * 32, NOON)
    assert asked.is_for(Ask.OPEN, NOON + ASKED_FOR - timedelta(seconds=1))
    assert not asked.is_for(Ask.OPEN, NOON + ASKED_FOR)
    assert not asked.is_for(Ask.MAKE, NOON)
    assert not asked.is_for(Ask.OPEN, NOON - timedelta(seconds=1))
