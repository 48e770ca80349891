"""Start-up checks of settings: secrets are long enough, and links are encrypted."""

import pytest

from bootstrap.startup_checks import check_links
from settings import Settings, SettingsError

FAR = "postgresql+psycopg://u:p@db.gov.cn/one"


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"ingest_token": "short", "host": "0.0.0.0"}, "INGEST_TOKEN"),
        ({"ingest_token": "short", "host": "::"}, "INGEST_TOKEN"),
        ({"ingest_token": "short", "trusted_proxies": "127.0.0.1"}, "INGEST_TOKEN"),
        ({"account_key": "0123456789abcdef"}, "ACCOUNT_KEY"),
        ({"database_url": FAR}, "DATABASE_URL"),
        ({"database_url": FAR + "?sslmode=prefer"}, "DATABASE_URL"),
        ({"rate_storage": "redis://10.0.0.7:6379/0"}, "RATE_STORAGE"),
        ({"notice_webhook_url": "http://sms.gov.cn/send"}, "NOTICE_WEBHOOK_URL"),
        ({"public_hosts": "http://one.cn:8050/"}, "PUBLIC_HOSTS"),
        ({"public_hosts": "one.cn,two.cn:8050"}, "PUBLIC_HOSTS"),
        ({"notice_webhook_url": "file:///etc/passwd", "plain_links": True}, "NOTICE_WEBHOOK_URL"),
    ],
)
def test_what_gives_the_house_away_is_refused_by_name_and_without_its_value(wrong, name):
    with pytest.raises(SettingsError, match=f"ONESCREEN_{name}") as refused:
        check_links(Settings(**wrong))
    assert not any(str(value) in str(refused.value) for value in wrong.values())


@pytest.mark.parametrize(
    "right",
    [
        {},
        {"database_url": FAR + "?sslmode=verify-full&sslrootcert=/etc/ca.pem"},
        {"database_url": "postgresql://u:p@127.0.0.1:5432/one"},
        {"database_url": "postgresql:///one?host=/run/postgresql"},
        {"database_url": FAR, "plain_links": True},
        {"rate_storage": "rediss://cache.gov.cn/0"},
        {"rate_storage": "redis://[::1]:6379/0"},
        {"notice_webhook_url": "http://localhost:9/x"},
        {"public_hosts": "one.cn, 10.0.0.7,[::1],wall_1"},
        {"ingest_token": "short"},
        {"ingest_token": "short", "host": "::1"},
    ],
)
def test_what_stays_on_the_machine_or_is_encrypted_may_stand(right):
    check_links(Settings(**right))
