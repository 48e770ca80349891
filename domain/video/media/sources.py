"""Sources of pictures: servers of the district that cameras are reached by, and nothing else.

What is fetched lies at an origin the district's own file names. The address of a camera is only
what is filled into it: it can be edited by many, and names no server.

Source: docs/decisions/0132-pictures-pass-through-our-origin.md
"""

import ipaddress
import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote, unquote, urlsplit

from domain.errors import InvalidError

LONGEST_ADDRESS = 200
_NAME = re.compile(r"[a-z][a-z0-9-]{0,31}")
# Letters of a path that mean themselves; a percent sign or a question mark would not.
_STEP = re.compile(r"[\w@=+,~!$&()*.:-]{1,100}")
_PORTS = {"http": 80, "https": 443, "rtsp": 554, "rtsps": 322}
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class SourceKind(StrEnum):
    """What a source is spoken to by."""

    WVP = "wvp"
    MEDIAMTX = "mediamtx"
    PLAIN = "plain"


class AddressError(InvalidError):
    """An address that does not lie at its source; the text names no secret."""

    code = "address"


@dataclass(frozen=True, slots=True)
class ClockBox:
    """Where a recorder writes the time into its pictures: shares of width and height, 0 to 1."""

    left: float
    top: float
    width: float
    height: float

    def __post_init__(self) -> None:
        if not (0 <= self.left < 1 and 0 <= self.top < 1 and self.width > 0 and self.height > 0):
            raise ValueError("the box of the clock lies outside the picture")
        if self.left + self.width > 1 or self.top + self.height > 1:
            raise ValueError("the box of the clock lies outside the picture")


@dataclass(frozen=True, slots=True)
class Source:
    """A server that cameras are reached by.

    Attributes:
        name: by which the register names it.
        base: its address, such as `http://10.1.2.3:18080`.
        media: further origins its answers may name, such as the media server behind it.
        user: by which we sign in; its secret never stands here.
        whep, hls, rtsp, snapshot: what stands at an address, with `{address}` for the camera's
            own; `rtsp` of the kind `plain` may say `{host}` and `{path}`.
        playback: the origin of a MediaMTX's recordings.
        networks: hosts `{host}` may name, as numbers; no name is looked up.
        is_low_latency: whether its playlists are told in parts.
        clock: where the time stands in its pictures, None where it is not known.
    """

    name: str
    kind: SourceKind
    base: str = ""
    media: tuple[str, ...] = ()
    user: str = ""
    whep: str = ""
    hls: str = ""
    rtsp: str = ""
    snapshot: str = ""
    playback: str = ""
    networks: tuple[Network, ...] = ()
    is_low_latency: bool = False
    clock: ClockBox | None = None
    is_demo: bool = False

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"a source is named with a-z, 0-9 and -: {self.name!r}")
        given = (self.whep, self.hls, self.rtsp, self.snapshot)
        if self.kind is not SourceKind.PLAIN and not self.base:
            raise ValueError(f"source {self.name}: `base` is missing")
        if self.kind is SourceKind.WVP and any(given):
            raise ValueError(f"source {self.name}: a wvp tells its addresses itself")
        if self.kind is SourceKind.PLAIN and not any(given):
            raise ValueError(f"source {self.name}: nothing of whep, hls, rtsp, snapshot is set")
        for url in self.base, *self.media, *given, self.playback:
            if url and (split_origin(url) is None or _holds_credentials(url)):
                raise ValueError(f"source {self.name}: not an address without a password: {url}")
        if "{host}" in "".join(given) and not self.networks:
            raise ValueError(f"source {self.name}: `{{host}}` needs `networks`")

    @property
    def origins(self) -> frozenset[tuple[str, str, int]]:
        """Scheme, host and port of all it may be asked at."""
        named = (self.base, *self.media, self.whep, self.hls, self.rtsp)
        named += (self.snapshot, self.playback)
        return frozenset(
            one for url in named if url and "{host}" not in url and (one := split_origin(url))
        )

    def permits(self, url: str) -> bool:
        """Whether an address may be fetched for this source."""
        found = split_origin(url)
        if found is None or _holds_credentials(url):
            return False
        if found in self.origins:
            return True
        return bool(self.networks) and found[0] == "rtsp" and self._is_in_networks(found[1])

    def _is_in_networks(self, host: str) -> bool:
        try:
            address = ipaddress.ip_address(host)
        except ValueError:
            return False
        return any(address in network for network in self.networks)

    def filled(self, pattern: str, address: str) -> str:
        """A pattern with a camera's address in it; empty where there is no pattern.

        Raises:
            AddressError: the address leaves the source.
        """
        if not pattern:
            return ""
        if "{host}" in pattern:
            host, _, rest = address.partition("/")
            url = pattern.replace("{host}", host).replace("{path}", steps_of(rest))
        else:
            url = pattern.replace("{address}", steps_of(address))
        if not self.permits(url):
            raise AddressError(says="video_address_outside", field="address", source=self.name)
        return url


def split_origin(url: str) -> tuple[str, str, int] | None:
    """Scheme, host and port; None for what is no address of ours."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not parts.hostname:
        return None
    return parts.scheme, parts.hostname, port or _PORTS[parts.scheme]


def _holds_credentials(url: str) -> bool:
    return "@" in urlsplit(url).netloc


def steps_of(path: str) -> str:
    """A path as it may be appended to an address: no `..`, nothing that ends it.

    Raises:
        AddressError: a step means something else than its letters.
    """
    steps = path.strip("/").split("/")
    if len(path) > LONGEST_ADDRESS or not all(map(is_plain_step, steps)):
        raise AddressError(says="video_address_not_plain", field="address")
    return "/".join(quote(one) for one in steps)


def is_plain_step(step: str) -> bool:
    """Whether a step of a path means its letters and nothing else."""
    return bool(_STEP.fullmatch(step)) and step.strip(".") != ""


def folder_of(url: str) -> str:
    """The path an address lies in, decoded, with a slash at its end."""
    return unquote(urlsplit(url).path).rpartition("/")[0] + "/"
