"""What must hold before anything is opened: secrets that are some, links nobody can read along."""

import contextlib
import ipaddress
import logging
import re
from urllib.parse import parse_qs, urlsplit

from pydantic import SecretStr

from domain.dispatch.unit_kinds import UnitKind
from geodata.district.refused import DistrictError
from settings import Settings, SettingsError
from store import Store

logger = logging.getLogger(__name__)
SHORTEST_TOKEN, SHORTEST_KEY = 16, 32
_HOST = re.compile(r"[\w-]{1,63}(\.[\w-]{1,63}){0,20}\.?")
_ENCRYPTED = frozenset({"require", "verify-ca", "verify-full"})


def check_links(settings: Settings) -> None:
    """Refuse what gives the house away.

    A database, a Redis or a gateway on another machine is spoken to over TLS, unless
    `ONESCREEN_PLAIN_LINKS` says that its network is closed.

    Raises:
        SettingsError: every fault, one a line; never a value, it may be secret.
    """
    faults = [*_short_key(settings), *_bad_addresses(settings)]
    short = _short_token(settings)
    if short and _is_for_this_machine_only(settings):
        logger.warning("%s", short)
    elif short:
        faults.append(short)
    if not settings.plain_links:
        faults += _plain_links(settings)
    if faults:
        raise SettingsError("\n".join(faults))


def check_unit_kinds(store: Store) -> None:
    """Refuse to start with units of a kind that is declared no more: nobody could read them.

    Raises:
        DistrictError: names the kinds.
    """
    if strange := [kind for kind in store.unit_kinds() if kind not in UnitKind]:
        raise DistrictError(
            f"there are units of kind {', '.join(strange)}, which [[unit_kinds]] of district.toml "
            "does not declare: declare it again, or take them away first"
        )


def _short_key(settings: Settings) -> list[str]:
    if not 0 < len(_text(settings.account_key)) < SHORTEST_KEY:
        return []
    return [f"ONESCREEN_ACCOUNT_KEY: at least {SHORTEST_KEY} characters, best made at random"]


def _short_token(settings: Settings) -> str | None:
    """What is wrong with the ingest token: whoever guesses it writes facts."""
    if not 0 < len(_text(settings.ingest_token)) < SHORTEST_TOKEN:
        return None
    return f"ONESCREEN_INGEST_TOKEN: at least {SHORTEST_TOKEN} characters, best made at random"


def _is_for_this_machine_only(settings: Settings) -> bool:
    """Nobody comes from elsewhere, by address or through a proxy: somebody tries it out."""
    is_behind = bool(settings.trusted_proxies or settings.public_hosts)
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return not is_behind and not is_far(f"http://{host}")


def _bad_addresses(settings: Settings) -> list[str]:
    webhook = _text(settings.notice_webhook_url)
    faults = []
    if webhook and urlsplit(webhook).scheme not in {"http", "https"}:
        faults.append("ONESCREEN_NOTICE_WEBHOOK_URL: must be an http or https address")
    hosts = [one.strip() for one in settings.public_hosts.split(",") if one.strip()]
    if not all(_is_host(one) for one in hosts):
        faults.append(
            "ONESCREEN_PUBLIC_HOSTS: names alone, such as one.example.cn: without http://, "
            "port or path"
        )
    return faults


def _is_host(text: str) -> bool:
    with contextlib.suppress(ValueError):
        ipaddress.ip_address(text.strip("[]"))
        return True
    return _HOST.fullmatch(text) is not None


def _plain_links(settings: Settings) -> list[str]:
    database, redis = _text(settings.database_url), _text(settings.rate_storage)
    webhook = _text(settings.notice_webhook_url)
    faults = []
    if database.startswith("postgres") and is_far(database):
        mode = parse_qs(urlsplit(database).query).get("sslmode", ["prefer"])[-1]
        if mode not in _ENCRYPTED:
            faults.append("ONESCREEN_DATABASE_URL: add sslmode=verify-full (and sslrootcert=…)")
    if "redis" in urlsplit(redis).scheme and "rediss" not in urlsplit(redis).scheme:
        faults += ["ONESCREEN_RATE_STORAGE: use rediss://"] if is_far(redis) else []
    if urlsplit(webhook).scheme == "http" and is_far(webhook):
        faults.append("ONESCREEN_NOTICE_WEBHOOK_URL: use https://")
    closed = "; on a closed network set ONESCREEN_PLAIN_LINKS=1"
    return [fault + closed for fault in faults]


def is_far(address: str) -> bool:
    """Whether what an address names may sit on another machine."""
    parts = urlsplit(address)
    host = parts.hostname or parse_qs(parts.query).get("host", [""])[-1]
    if host in {"", "localhost"} or host.startswith("/"):
        return False
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return True


def _text(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""
