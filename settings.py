"""Every setting: type, unit, default and one sentence. Read by app, bootstrap, `__main__`."""

import os
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).parent
FEWEST_JOURNAL_DAYS = 183
FEWEST_DISPOSAL_DAYS = 7
_FOR_TESTS = "ONESCREEN_TEST_"


class SettingsError(Exception):
    """Settings that cannot be used; the text says which and what is wrong, one a line."""


class Settings(BaseSettings):
    """Read from the environment, each name with the prefix `ONESCREEN_`."""

    model_config = SettingsConfigDict(env_prefix="ONESCREEN_", env_ignore_empty=True, frozen=True)

    host: str = Field("127.0.0.1", description="Address the server listens on.")
    port: int = Field(8050, ge=0, le=65535, description="Port the server listens on.")
    data_dir: Path = Field(
        Path("var"), description="Folder for databases, maps, generated tokens and uploads."
    )
    database_url: SecretStr | None = Field(
        None,
        description="SQLAlchemy URL of a PostgreSQL database (`postgresql+psycopg://…`); "
        "empty: SQLite in the data folder.",
    )
    district: Path = Field(
        ROOT / "districts" / "lieshan",
        description="Folder with `district.toml` and the inputs of the district.",
    )
    ingest_token: SecretStr | None = Field(
        None,
        description="Secret that lets a source write facts and positions; "
        "empty: made at the first start and kept in `ingest_token` in the data folder.",
    )
    account_key: SecretStr | None = Field(
        None,
        description="Key that seals second factors in the database; "
        "empty: made at the first start and kept in `account_key` in the data folder.",
    )
    demo: bool = Field(
        True, description="Demo district, simulator and history; off: no demo fact is ever shown."
    )
    demo_seed: int = Field(340604, description="Seed of everything the simulator invents.")
    demo_speed: float = Field(
        1.0, gt=0, le=60, description="Simulated seconds that pass in one real second."
    )
    demo_history_days: int = Field(
        30, ge=0, le=366, description="Days of history written at the first demo start."
    )
    demo_case_days: int = Field(
        365, ge=0, le=366, description="Days of the demo centre's cases, filled in after the start."
    )
    quarantine_rows: int = Field(
        1000, ge=1, description="Refused messages kept for inspection; older ones go."
    )
    track_days: int = Field(
        30, ge=1, description="Days that real tracks stand in detail (demo tracks: 48 hours)."
    )
    track_thin_minutes: int = Field(
        10, ge=1, le=1440, description="Afterwards one fix of each unit is kept in so many minutes."
    )
    track_thin_days: int = Field(
        180, ge=1, description="Days that real tracks are kept at all, thinned."
    )
    journal_days: int = Field(
        0,
        ge=0,
        description="Days after which the oldest part of the journal may go, at least 183; "
        "0: it is kept for good.",
    )
    disposal_days: int = Field(
        0,
        ge=0,
        description="Days a list of dossiers whose years are over stands before it is carried out "
        "by itself, at least 7; 0: two people list and confirm it.",
    )
    video_two_people: bool = Field(
        True, description="Whether somebody else than who asked approves a recording's export."
    )
    video_export_days: int = Field(
        30, ge=1, description="Days a recording that was exported is kept, unless it is held."
    )
    video_sync_minutes: int = Field(
        60,
        ge=0,
        le=1440,
        description="Minutes after which the list of cameras of each source is taken again; "
        "0: only by hand.",
    )
    notice_escalate_s: str = Field(
        "30,60,120",
        pattern=r"^(\d+(\.\d+)?(,\d+(\.\d+)?){0,2})?$",
        description="Seconds after which an unanswered notice goes to the next nearest unit, the "
        "supervisor, and the department's duty desk; empty: never.",
    )
    notice_channels: str = Field(
        "app,log", description="Channels of notices, in order: `app`, `log`, `webhook`."
    )
    push_key: SecretStr | None = Field(
        None,
        description="Private VAPID key (32 bytes, URL-safe base64) with which phones of the field "
        "are woken; empty: no pushes, the other channels tell.",
    )
    push_contact: str = Field(
        "",
        max_length=200,
        description="Where a push service writes to, as `mailto:duty@example.org`; needed with the "
        "key.",
    )
    push_services: str = Field(
        "https://fcm.googleapis.com,https://updates.push.services.mozilla.com,"
        "https://*.push.apple.com,https://*.notify.windows.com",
        description="Push services that may be called, as origins; `https://*.example.net` stands "
        "for every host below.",
    )
    notice_webhook_url: SecretStr | None = Field(
        None, description="Address of the gateway that the channel `webhook` posts to."
    )
    notice_webhook_shape: Literal["plain", "sms", "wecom", "wecom_app", "dingtalk"] = Field(
        "plain",
        description="What the gateway reads: `plain`, `sms`, `wecom` (a group's robot), "
        "`wecom_app` (an application), `dingtalk`.",
    )
    notice_webhook_secret: SecretStr | None = Field(
        None,
        description="Secret with which calls of the shape `dingtalk` are signed (empty: none), or "
        "of the application of `wecom_app`.",
    )
    notice_webhook_header: SecretStr | None = Field(
        None,
        description="One header more of every call, `Name: value`, such as "
        "`Authorization: Bearer …`.",
    )
    notice_webhook_proxy: SecretStr | None = Field(
        None,
        description="HTTP proxy that calls to the gateway go through; `HTTPS_PROXY` of the "
        "environment is not used for them.",
    )
    notice_webhook_signature: str = Field(
        "一屏指挥",
        max_length=40,
        description="Stands before a text in 【】, as SMS operators ask for; `none`: nothing.",
    )
    notice_webhook_template: str = Field(
        "dispatch", max_length=100, description="`template` in the body of the shape `sms`."
    )
    notice_text_app: str = Field(
        "",
        description="What phones read of an order; empty: the usual words. "
        'Placeholders: docs/desk.md, "An order".',
    )
    notice_text_webhook: str = Field(
        "", description="Likewise what the gateway of the channel `webhook` is sent."
    )
    check_in_s: float = Field(
        600, gt=0, description="Seconds after which people on scene are to be heard of again."
    )
    brief_at: str = Field(
        "07:30",
        description="Hour of the district at which the morning brief of yesterday is written; "
        "empty: none.",
    )
    wall_rotate: str = Field(
        "",
        pattern=r"^(|schedule|\d{1,5})$",
        description="How walls turn their topics: seconds, `schedule` (the topics' own times), "
        "or empty to stay.",
    )
    basemap: str = Field(
        "",
        description="What lies under the map: empty or `none`, `tianditu`, `tianditu-img`, an "
        "address with `{z} {x} {y}`, `wmts:` and an address, or a `.pmtiles` file in the folder "
        "`basemap` of the data folder.",
    )
    basemap_key: SecretStr | None = Field(
        None, description="Key of the tile service: Tianditu's `tk`, or `{key}` of an address."
    )
    basemap_datum: Literal["wgs84", "gcj02"] = Field(
        "wgs84", description="Datum the tiles are drawn in; `gcj02` is put back tile by tile."
    )
    basemap_tone: Literal["", "dark", "dim", "plain"] = Field(
        "", description="How tiles are toned in the dark room; empty: by what they are."
    )
    basemap_source: str = Field("", description="Who made the basemap; named on every map.")
    basemap_review_number: str = Field("", description="Review number (审图号) of the basemap.")
    basemap_max_zoom: int = Field(
        18, ge=1, le=22, description="Deepest zoom the service has; nearer, tiles are enlarged."
    )
    max_live_clients: int = Field(
        500, ge=1, description="Live sockets served at once; one more is told to try later."
    )
    trusted_proxies: str = Field(
        "",
        description="Addresses or networks of reverse proxies, separated by commas, whose "
        "`X-Forwarded-For` and `X-Forwarded-Proto` are believed.",
    )
    rate_per_address: str = Field(
        "12000/minute", description="Requests one address may make; on loopback 100 times as many."
    )
    rate_per_account: str = Field(
        "6000/minute", description="Requests one account may make; on loopback 100 times as many."
    )
    rate_per_device: str = Field(
        "1200/minute", description="Messages one device may send; on loopback 100 times as many."
    )
    rate_storage: SecretStr | None = Field(
        None, description="Redis that keeps the rates for several servers; empty: memory."
    )
    max_connections_per_address: int = Field(
        500, ge=1, description="Connections one address may hold open; loopback is not counted."
    )
    max_requests_per_address: int = Field(
        200, ge=1, description="Requests of one address answered at once; on loopback 100 times."
    )
    max_sockets_per_address: int = Field(
        100, ge=1, description="Sockets one address may hold open; on loopback 100 times as many."
    )
    max_messages_per_s: int = Field(
        1000, ge=1, description="Messages a second on one socket; on loopback 100 times as many."
    )

    public_hosts: str = Field(
        "", description="Names people reach this server by, separated by commas, without ports."
    )
    public_address: str = Field(
        "",
        description="Address people outside reach `/case/` and phones reach `/m` at, as "
        "`https://case.example.gov.cn`; slips print its QR code, passkeys of phones are good "
        "there. Empty: slips bear the readable code only, phones have their PIN.",
    )
    tls_certificate: Path | None = Field(
        None, description="Certificate chain (PEM) the server speaks TLS with; empty: plain HTTP."
    )
    tls_key: Path | None = Field(
        None, description="Private key (PEM, mode 600) of the certificate."
    )
    log_format: Literal["text", "json"] = Field(
        "text",
        description="How the log on standard error reads: lines for people, or one JSON object a "
        "line, with a line for every request answered.",
    )
    alarm_after: int = Field(
        10, ge=0, description="Failures of one address or account that raise an alarm; 0: never."
    )
    alarm_minutes: int = Field(10, ge=1, le=1440, description="Minutes they must fall into.")
    plain_links: bool = Field(
        False, description="Databases, Redis and gateways elsewhere may be spoken to without TLS."
    )
    api_docs: Literal["administrators", "off"] = Field(
        "administrators", description="Who sees `/docs` and `/openapi.json`: they, or nobody."
    )
    password_length: int = Field(12, ge=8, le=64, description="Shortest password allowed.")
    password_days: int = Field(
        0, ge=0, description="Days after which a password must be changed; 0: never."
    )
    session_hours: int = Field(12, ge=1, le=168, description="Longest a session lasts, in hours.")
    session_hours_phone: int = Field(
        12, ge=1, le=168, description="The same for those who carry a phone."
    )
    session_hours_admin: int = Field(8, ge=1, le=168, description="The same for administrators.")
    session_idle_minutes: int = Field(
        480, ge=1, description="Minutes a dispatcher's, leader's or department's session may idle."
    )
    session_idle_phone_minutes: int = Field(
        30, ge=1, description="The same for those who carry a phone."
    )
    session_idle_admin_minutes: int = Field(15, ge=1, description="The same for administrators.")

    oidc_issuer: str = Field(
        "", description="Issuer of an OpenID Connect server people may sign in at; empty: none."
    )
    oidc_client_id: str = Field("", description="What this product is called there.")
    oidc_client_secret: SecretStr | None = Field(None, description="Its secret there, if any.")
    oidc_client_secret_file: Path | None = Field(
        None, description="File (mode 600) that holds the secret instead."
    )
    oidc_name: str = Field(
        "统一身份认证登录", max_length=40, description="What the button on the sign-in page says."
    )

    ice_servers: str = Field(
        "",
        description="STUN and TURN servers that browsers connect calls by, separated by commas "
        "(`stun:host:3478`, `turn:host:3478?transport=udp`); empty: only within one network.",
    )
    turn_secret: SecretStr | None = Field(
        None, description="Secret shared with the TURN servers (coturn's `static-auth-secret`)."
    )
    centre_phone: str = Field(
        "",
        pattern=r"^\+?[0-9 -]{0,24}$",
        description="Telephone of the centre that people in the field call back; empty: none.",
    )
    call_relay_only: bool = Field(
        False, description="Calls go through TURN servers alone: addresses stay hidden."
    )
    call_recording: bool = Field(
        False,
        description="The desk may ask to record a call about an incident; nobody is recorded "
        "before each of the call has agreed.",
    )
    call_recording_days: int = Field(
        30, ge=1, le=3650, description="Days after which the film of a recorded call is deleted."
    )

    @field_validator("journal_days")
    @classmethod
    def _is_lawful(cls, days: int) -> int:
        if 0 < days < FEWEST_JOURNAL_DAYS:
            raise PydanticCustomError(
                "too_few",
                "at least {fewest} days: the record of who did what must be kept six months",
                {"fewest": FEWEST_JOURNAL_DAYS},
            )
        return days

    @field_validator("disposal_days")
    @classmethod
    def _can_be_withdrawn(cls, days: int) -> int:
        if 0 < days < FEWEST_DISPOSAL_DAYS:
            raise PydanticCustomError(
                "too_few",
                "at least {fewest} days: a list must be seen before it is carried out",
                {"fewest": FEWEST_DISPOSAL_DAYS},
            )
        return days

    @field_validator("public_address")
    @classmethod
    def _is_bare(cls, address: str) -> str:
        parts = urlsplit(address)
        is_bare = not (parts.path.strip("/") or parts.query or parts.fragment or parts.username)
        if address and not (parts.scheme in {"http", "https"} and parts.hostname and is_bare):
            raise PydanticCustomError(
                "address", "an address such as https://case.example.gov.cn, without a path"
            )
        return address.rstrip("/")

    @property
    def facts_dir(self) -> Path:
        """Demo and real facts never share a folder, so neither can show the other's."""
        return self.data_dir / ("demo" if self.demo else "real")

    @property
    def high_water(self) -> Path:
        """The journal's mark, beside the folder: putting a whole older folder back is noticed."""
        return self.data_dir / f"high_water-{self.facts_dir.name}.json"

    @property
    def seals(self) -> Path:
        """Where the journal stood each minute, outside its database."""
        return self.data_dir / f"seals-{self.facts_dir.name}.jsonl"


def read_settings() -> Settings:
    """The settings of the environment.

    Raises:
        SettingsError: names every variable that cannot be used or is no setting; never its value,
            it may be secret.
    """
    if unknown := unknown_names(os.environ):
        raise SettingsError("\n".join(unknown))
    try:
        return Settings()  # type: ignore[call-arg]  # every setting has a default
    except ValidationError as error:
        faults = error.errors(include_input=False, include_url=False)
        told = [f"ONESCREEN_{str(f['loc'][0]).upper()}: {f['msg'].lower()}" for f in faults]
        raise SettingsError("\n".join(told)) from None


def unknown_names(environment: Iterable[str]) -> list[str]:
    """One sentence for each ONESCREEN_ name that is no setting: a mistyped one would do nothing."""
    known = [f"ONESCREEN_{name.upper()}" for name in Settings.model_fields]
    told = []
    for name in sorted(environment):
        is_ours = name.upper().startswith("ONESCREEN_") and not name.startswith(_FOR_TESTS)
        if not is_ours or name.upper() in known:
            continue
        near = get_close_matches(name.upper(), known, n=1, cutoff=0.75)
        hint = f"; did you mean {near[0]}?" if near else "; docs/settings.md lists them"
        told.append(f"{name} is no setting{hint}")
    return told


def shown(settings: Settings) -> dict[str, str]:
    """Every setting as an administrator may see it: of a secret only whether it is set."""
    told: dict[str, str] = {}
    for name in type(settings).model_fields:
        value = getattr(settings, name)
        if isinstance(value, SecretStr):
            value = "已设置（不显示）" if value.get_secret_value() else None
        told[f"ONESCREEN_{name.upper()}"] = "未设置" if value in (None, "") else str(value)
    return told
