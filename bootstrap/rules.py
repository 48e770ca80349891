"""What the settings and the district say, in the words of those who go by it."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

from pydantic import SecretStr

from api.access.rates import RateRules, RatesError
from api.addresses import Network, networks
from data_folder import read_oidc_secret
from domain.access.accounts import AccountRules
from domain.access.alarms import AlarmRules
from domain.maps.basemap import Wanted
from domain.statistics.statistics import FigureRules
from geodata.district.district import District
from operations.access.oidc import Elsewhere, Provider
from operations.desk.parts import DeskSettings, channels
from operations.field.push import PushKey, PushKeyError, read_push_key
from operations.notices.channels import Channel, ChannelError, Gateway
from operations.notices.orders import check_template
from operations.upkeep.tracks import TrackRules
from settings import Settings, SettingsError


def statistic_rules(district: District) -> FigureRules:
    """What the figures of areas are counted by; another target asks for a recount."""
    targets = district.targets
    first, second, third, fourth = targets.resolve_h
    return FigureRules(str(district.zone), targets.arrival_s, (first, second, third, fourth))


def step_targets(district: District) -> dict[str, float | None]:
    """Seconds each step may take; a dispatch has no target of its own."""
    targets = district.targets
    return {
        "accept": targets.processed_s,
        "dispatch": None,
        "travel": targets.turnout_s + targets.first_travel_s,
        "arrival": targets.arrival_s,
        "resolve": None,
    }


def wanted_basemap(settings: Settings) -> Wanted:
    """What an operator has set about the basemap."""
    return Wanted(
        text=settings.basemap,
        key=settings.basemap_key.get_secret_value() if settings.basemap_key else "",
        datum=settings.basemap_datum,
        tone=settings.basemap_tone,
        source=settings.basemap_source,
        review_number=settings.basemap_review_number,
        max_zoom=settings.basemap_max_zoom,
    )


def desk_settings(settings: Settings) -> DeskSettings:
    """What an operator has set about the desk.

    Raises:
        SettingsError: channels or words of notices that cannot be used.
    """
    seconds = [float(word) for word in settings.notice_escalate_s.split(",") if word]
    return DeskSettings(
        escalate_after=tuple(timedelta(seconds=n) for n in seconds),
        check_in=timedelta(seconds=settings.check_in_s),
        channels=_channels(settings),
        files=settings.facts_dir / "files",
        templates={
            "app": _template("NOTICE_TEXT_APP", settings.notice_text_app),
            "webhook": _template("NOTICE_TEXT_WEBHOOK", settings.notice_text_webhook),
        },
    )


def push_key(settings: Settings) -> PushKey | None:
    """The key that wakes phones of the field, None where none is set.

    Raises:
        SettingsError: it is none, or nobody can be written to about it.
    """
    key = settings.push_key.get_secret_value() if settings.push_key else ""
    if not key:
        return None
    if not settings.push_contact.startswith(("mailto:", "https://")):
        raise SettingsError("ONESCREEN_PUSH_CONTACT: an address such as mailto:duty@example.org")
    try:
        return read_push_key(key, settings.push_contact)
    except PushKeyError as error:
        raise SettingsError(f"ONESCREEN_PUSH_KEY: {error}") from None


def _channels(settings: Settings) -> tuple[Channel, ...]:
    try:
        return channels(settings.notice_channels.split(","), gateway_of(settings))
    except ChannelError as error:
        raise SettingsError(f"ONESCREEN_NOTICE_CHANNELS: {error}") from None


def _template(name: str, text: str) -> str:
    try:
        return check_template(text)
    except ValueError as error:
        raise SettingsError(f"ONESCREEN_{name}: {error}") from None


def gateway_of(settings: Settings) -> Gateway | None:
    """The gateway of notices, None where none is set.

    Raises:
        SettingsError: the header or the proxy cannot be used.
    """
    url = _text(settings.notice_webhook_url)
    if not url:
        return None
    signature = settings.notice_webhook_signature.strip("【】 ")
    return Gateway(
        url=url,
        shape=settings.notice_webhook_shape,
        secret=_text(settings.notice_webhook_secret) or None,
        header=_header(_text(settings.notice_webhook_header)),
        proxy=_proxy(_text(settings.notice_webhook_proxy)),
        signature="" if signature == "none" else signature,
        template=settings.notice_webhook_template,
    )


def _header(text: str) -> tuple[str, str] | None:
    """`Name: value` as a pair; the value is a secret and is never said."""
    if not text:
        return None
    name, colon, value = (one.strip() for one in text.partition(":"))
    is_name = re.fullmatch(r"[A-Za-z0-9-]{1,64}", name) is not None
    if not (colon and is_name and value and value.isascii() and value.isprintable()):
        raise SettingsError(
            "ONESCREEN_NOTICE_WEBHOOK_HEADER: write it as Name: value, in printable ASCII"
        )
    return name, value


def _proxy(text: str) -> str | None:
    if not text:
        return None
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise SettingsError(
            "ONESCREEN_NOTICE_WEBHOOK_PROXY: must be the http or https address of a proxy"
        )
    return text


def _text(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""


# What a district is called at the end of its name, as people write it in letters.
_ENDINGS = {"县": "xian", "区": "qu", "市": "shi", "旗": "qi"}


def _words_of(district: District) -> tuple[str, ...]:
    """What everybody knows of the place, in characters and in letters: no part of a password."""
    folder, ending = district.folder.name, _ENDINGS.get(district.name[-1:], "")
    return (folder, folder + ending, district.name, district.name[:2], district.code)


def account_rules(settings: Settings, district: District) -> AccountRules:
    """What the settings say about passwords and sessions."""
    return AccountRules(
        words=_words_of(district),
        shortest_password=settings.password_length,
        password_days=settings.password_days,
        idle=timedelta(minutes=settings.session_idle_minutes),
        phone_idle=timedelta(minutes=settings.session_idle_phone_minutes),
        admin_idle=timedelta(minutes=settings.session_idle_admin_minutes),
        longest=timedelta(hours=settings.session_hours),
        phone_longest=timedelta(hours=settings.session_hours_phone),
        admin_longest=timedelta(hours=settings.session_hours_admin),
    )


def alarm_rules(settings: Settings) -> AlarmRules:
    """How many failures are too many."""
    return AlarmRules(settings.alarm_after, timedelta(minutes=settings.alarm_minutes))


def elsewhere(settings: Settings) -> Elsewhere | None:
    """The other server people may sign in at, None where none is set.

    Raises:
        SettingsError: the issuer is no https address, or the client id is missing.
    """
    issuer = settings.oidc_issuer.strip()
    if not issuer:
        return None
    address = urlsplit(issuer)
    is_here = address.hostname in {"127.0.0.1", "::1", "localhost"}
    if address.scheme != "https" and not (address.scheme == "http" and is_here):
        raise SettingsError("ONESCREEN_OIDC_ISSUER: must be an https address")
    if not settings.oidc_client_id:
        raise SettingsError("ONESCREEN_OIDC_CLIENT_ID: is needed with ONESCREEN_OIDC_ISSUER")
    return Elsewhere(Provider(issuer, settings.oidc_client_id, read_oidc_secret(settings)))


def rate_rules(settings: Settings) -> RateRules:
    """The limits as they are set."""
    storage = settings.rate_storage
    return RateRules(
        address=settings.rate_per_address,
        account=settings.rate_per_account,
        device=settings.rate_per_device,
        sockets_per_address=settings.max_sockets_per_address,
        requests_per_address=settings.max_requests_per_address,
        messages_per_s=settings.max_messages_per_s,
        storage=storage.get_secret_value() if storage else "",
    )


def proxies(settings: Settings) -> list[Network]:
    """The proxies that are believed.

    Raises:
        RatesError: the setting names something else than addresses.
    """
    try:
        named = networks(settings.trusted_proxies)
    except ValueError as error:
        raise RatesError(f"ONESCREEN_TRUSTED_PROXIES: {error}") from None
    if any(network.prefixlen == 0 for network in named):
        raise RatesError("ONESCREEN_TRUSTED_PROXIES: everybody is no proxy; name yours")
    return named


def track_rules(settings: Settings) -> TrackRules:
    """How long tracks stand in detail, and thinned."""
    return TrackRules(
        days=settings.track_days,
        every=timedelta(minutes=settings.track_thin_minutes),
        longest=settings.track_thin_days,
    )


def tracks_kept(settings: Settings) -> timedelta:
    """How long tracks stand in detail: those of the demo two days."""
    return timedelta(days=2) if settings.demo else timedelta(days=settings.track_days)
