"""Ways a notice can take: one interface, and what each is good for."""

import base64
import hashlib
import hmac
import logging
import re
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from domain.desk.notices import Level, Notice
from domain.errors import OneScreenError
from domain.personal.number_masks import mask_numbers

if TYPE_CHECKING:  # imported with the first call to a gateway
    import httpx

log = logging.getLogger("onescreen.notices")
# It writes the whole address of every call, and a robot's address is its key.
logging.getLogger("httpx").setLevel(logging.WARNING)
ANSWER_WITHIN_S = 5.0
# A robot of either takes 20 messages a minute; DingTalk's is silent for ten minutes afterwards.
ROBOTS = frozenset({"wecom", "dingtalk"})
ROBOT_TAKES = 20
# Of these, so many are kept for what was told on: nobody waits behind a crowd of first notices.
KEPT_FOR_ESCALATIONS = 4
# Of what a gateway says of a refusal: so much is looked at, so much told.
_MOST_READ, _MOST_SAID = 400, 120
# Keys, tokens and signatures are long runs of such letters; words and addresses are not.
_SECRETS = re.compile(r"[A-Za-z0-9+/=_-]{16,}")


class ChannelError(OneScreenError):
    """A channel did not take a notice; the text says why, and names no secret."""


@dataclass(frozen=True, slots=True)
class Message:
    """A notice, and the number of its recipient where the channel needs one.

    `order` is what it is about in fields, `words` the same as this channel says it; None for a
    notice that is no order.
    """

    notice: Notice
    phone: str | None = None
    order: Mapping[str, Any] | None = None
    words: str | None = None


class Channel(Protocol):
    """Takes a notice to its recipient's side, or says that it could not."""

    name: str

    async def send(self, message: Message) -> None:
        """Hand the notice over.

        Raises:
            ChannelError: it was not taken; it may be tried again.
        """


class AppChannel:
    """The live socket and the phones' own door: a notice is there as soon as it is journalled."""

    name = "app"

    async def send(self, message: Message) -> None:
        """Nothing more to do: screens follow the journal, phones ask for what waits."""


class LogChannel:
    """The server's log: number and recipient, never the words of a caller."""

    name = "log"

    async def send(self, message: Message) -> None:
        """Write one line."""
        notice = message.notice
        log.info("notice %s level %d to %s", notice.notice_id, notice.level, notice.recipient)


@dataclass(frozen=True, slots=True)
class Gateway:
    """The server a webhook posts to, as the settings name it.

    Attributes:
        secret: signs calls of the shape `dingtalk`, or is the application's of `wecom_app`.
        header: name and value of one header more, such as `Authorization`.
        proxy: address of the HTTP proxy that leads out of a closed network.
        signature: stands before a text in 【】, as SMS operators ask for; empty for none.
        template: of the shape `sms`: which registered template the gateway fills.
    """

    url: str
    shape: str = "plain"
    secret: str | None = None
    header: tuple[str, str] | None = None
    proxy: str | None = None
    signature: str = "一屏指挥"
    template: str = "dispatch"

    def secrets(self) -> list[str]:
        """What a gateway could repeat and nobody may read: its keys, also those in its address."""
        import httpx

        known = [self.secret, self.header[1] if self.header else None]
        known += [value for _, value in httpx.URL(self.url).params.multi_items()]
        return sorted((one for one in known if one and len(one) > 3), key=len, reverse=True)

    def client(self, within_s: float) -> "httpx.AsyncClient":
        """For calls to it; the proxies of the environment are not taken, only the one set."""
        import httpx

        return httpx.AsyncClient(
            timeout=within_s,
            trust_env=False,
            proxy=self.proxy,
            headers=[self.header] if self.header else None,
        )


class Pace:
    """How often a robot may be called: so many times in any minute."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._calls: deque[float] = deque(maxlen=ROBOT_TAKES)

    def take(self, is_urgent: bool) -> None:
        """Count a call.

        Raises:
            ChannelError: the minute is full; the outbox tries again.
        """
        now = self._now()
        while self._calls and now - self._calls[0] >= 60.0:
            self._calls.popleft()
        most = ROBOT_TAKES if is_urgent else ROBOT_TAKES - KEPT_FOR_ESCALATIONS
        if len(self._calls) >= most:
            raise ChannelError(f"机器人限每分钟 {ROBOT_TAKES} 条，稍后自动重发")
        self._calls.append(now)


class WebhookChannel:
    """A POST to a gateway: text messages, WeCom or DingTalk robots, or plain JSON.

    With a `secret` the shape `dingtalk` signs each call, as such a robot may ask for.
    """

    name = "webhook"

    def __init__(
        self,
        gateway: Gateway,
        *,
        within_s: float = ANSWER_WITHIN_S,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._gateway = gateway
        self._now = now
        self._within_s = within_s
        self._pace = Pace(now) if gateway.shape in ROBOTS else None

    async def send(self, message: Message) -> None:
        """Post the notice in the gateway's own shape.

        Raises:
            ChannelError: no answer in time, or not one of success.
        """
        import httpx

        gateway = self._gateway
        body = payload(gateway, message)
        if self._pace is not None:
            self._pace.take(message.notice.level >= Level.SUPERVISOR)
        url = httpx.URL(gateway.url)
        if gateway.shape == "dingtalk" and gateway.secret:
            url = url.copy_merge_params(dingtalk_signature(gateway.secret, self._now()))
        try:
            async with gateway.client(self._within_s) as client:
                answer = await client.post(url, json=body)
        except httpx.HTTPError as error:
            raise ChannelError(f"通道无应答（{type(error).__name__}）") from error
        if answer.status_code >= 300:
            raise ChannelError(f"通道拒绝（HTTP {answer.status_code}）")
        if refused := _robot_refusal(gateway, answer):
            raise ChannelError(refused)


def dingtalk_signature(secret: str, at: float) -> dict[str, str]:
    """The query parameters that prove a call to a DingTalk robot; `at` in seconds since 1970.

    Source: https://open.dingtalk.com/document/robots/customize-robot-security-settings
    """
    timestamp = str(round(at * 1000))
    digest = hmac.new(secret.encode(), f"{timestamp}\n{secret}".encode(), hashlib.sha256).digest()
    return {"timestamp": timestamp, "sign": base64.b64encode(digest).decode()}


def words_for(message: Message, signature: str) -> str:
    """What a person reads who gets a notice elsewhere."""
    notice = message.notice
    signed = f"【{signature}】" if signature else ""
    return f"{signed}{message.words or notice.text}（收件：{notice.recipient}）请签收。"


def payload(gateway: Gateway, message: Message) -> Mapping[str, Any]:
    """The body a gateway understands; `phone` appears only where it is addressed by it.

    Source: docs/notices.md, which tells each body to those who write gateways.
    """
    notice, phones = message.notice, [message.phone] if message.phone else []
    text, shape = words_for(message, gateway.signature), gateway.shape
    if shape == "sms":
        told = {"template": gateway.template, "content": text, "id": notice.notice_id}
        return {"phones": phones, **told}
    if shape == "wecom":
        return {"msgtype": "text", "text": {"content": text, "mentioned_mobile_list": phones}}
    if shape == "dingtalk":
        return {"msgtype": "text", "text": {"content": text}, "at": {"atMobiles": phones}}
    return {
        "notice_id": notice.notice_id,
        "number": notice.number,
        "unit_id": notice.unit_id,
        "recipient": notice.recipient,
        "level": notice.level,
        "text": text,
        "phones": phones,
        "order": message.order,
    }


def refusal_words(gateway: Gateway, answer: Mapping[str, Any]) -> str:
    """The code of a refusal and what the gateway says of it, without what could be a secret."""
    said = answer.get("errmsg")
    words = said[:_MOST_READ] if isinstance(said, str) else ""
    for secret in gateway.secrets():
        words = words.replace(secret, "…")
    words = _SECRETS.sub("…", words)
    words = mask_numbers(" ".join(words.split()))[:_MOST_SAID]
    code = f"errcode {answer.get('errcode')}"
    return f"{code}：{words}" if words else code


def _robot_refusal(gateway: Gateway, answer: "httpx.Response") -> str | None:
    """WeCom and DingTalk answer 200 also when they refuse; `errcode` tells."""
    try:
        told = answer.json()
        code = told.get("errcode", 0)
    except (ValueError, AttributeError):
        return None
    return f"通道拒绝（{refusal_words(gateway, told)}）" if code else None
