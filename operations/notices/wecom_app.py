"""Notices through an application of WeCom: to the person's own phone, not into a group.

Source: https://developer.work.weixin.qq.com/document/path/90236 (message/send),
.../path/91039 (gettoken), .../path/95402 (user/getuserid).
"""

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from operations.notices.channels import (
    ANSWER_WITHIN_S,
    ChannelError,
    Gateway,
    Message,
    refusal_words,
    words_for,
)

if TYPE_CHECKING:  # imported with a gateway
    import httpx

# The token is not known there any more, or too old: a new one is asked for, once.
_STALE_TOKEN = frozenset({40014, 42001})
_MOST_USERS = 2_000
_SEND = "/message/send"
_EARLY_S = 300.0


class WeComAppChannel:
    """Sends by `message/send`; the recipient's phone number tells who that is in WeCom.

    Args:
        gateway: its address is that of `message/send`, with `corpid`, `agentid`, and `touser` for
            recipients without a phone (the supervisor, a duty desk); `@all` when it is left out.
            Its secret is the application's.
        within_s: how long an answer may take.
        now: seconds since 1970.
    """

    name = "webhook"

    def __init__(
        self,
        gateway: Gateway,
        *,
        within_s: float = ANSWER_WITHIN_S,
        now: Callable[[], float] = time.time,
    ) -> None:
        import httpx

        self._gateway = gateway
        self._url = httpx.URL(gateway.url)
        # Behind a proxy of one's own everything stands below the same prefix.
        path = self._url.path
        self._base = path.removesuffix(_SEND) if path.endswith(_SEND) else "/cgi-bin"
        self._within_s = within_s
        self._now = now
        self._token: tuple[str, float] | None = None
        self._users: dict[str, str] = {}

    async def send(self, message: Message) -> None:
        """Send one text.

        Raises:
            ChannelError: no answer in time, a refusal, or nobody of that number.
        """
        import httpx

        try:
            async with self._gateway.client(self._within_s) as client:
                if await self._sent(client, message) in _STALE_TOKEN:
                    self._token = None
                    if code := await self._sent(client, message):
                        raise ChannelError(f"通道拒绝（errcode {code}）")
        except httpx.HTTPError as error:
            raise ChannelError(f"通道无应答（{type(error).__name__}）") from error

    async def _sent(self, client: "httpx.AsyncClient", message: Message) -> int:
        """0 once it was sent, or the code of a token that must be renewed."""
        asked = self._url.params
        user = asked.get("touser", "@all")
        if message.phone and (found := await self._user(client, message.phone)) is not None:
            user = found
        body = {
            "touser": user,
            "msgtype": "text",
            "agentid": int(asked.get("agentid", "0")),
            "text": {"content": words_for(message, self._gateway.signature)},
            # With it the same words to the same person within half an hour are swallowed with
            # errcode 0: an order sent again would look delivered.
            "enable_duplicate_check": 0,
        }
        answer = await self._call(client, self._url.path, body)
        code = int(answer.get("errcode", 0))
        if code and code not in _STALE_TOKEN:
            raise ChannelError(f"通道拒绝（{refusal_words(self._gateway, answer)}）")
        if not code and answer.get("invaliduser"):
            raise ChannelError("通道没有送达：收件人不在应用的可见范围")
        return code

    async def _user(self, client: "httpx.AsyncClient", phone: str) -> str | None:
        """Who has a phone number there; None when the token must be renewed first."""
        if phone in self._users:
            return self._users[phone]
        answer = await self._call(client, f"{self._base}/user/getuserid", {"mobile": phone})
        code = int(answer.get("errcode", 0))
        if code in _STALE_TOKEN:
            return None
        if code or not answer.get("userid"):
            raise ChannelError(
                f"通道里没有这个手机号的成员（{refusal_words(self._gateway, answer)}）"
            )
        if len(self._users) >= _MOST_USERS:
            self._users.clear()
        self._users[phone] = str(answer["userid"])
        return self._users[phone]

    async def _call(
        self, client: "httpx.AsyncClient", path: str, body: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        token = await self._fresh_token(client)
        url = self._url.copy_with(path=path, params={"access_token": token})
        return _read(await client.post(url, json=body))

    async def _fresh_token(self, client: "httpx.AsyncClient") -> str:
        if self._token is not None and self._token[1] > self._now():
            return self._token[0]
        params = {
            "corpid": self._url.params.get("corpid", ""),
            "corpsecret": self._gateway.secret or "",
        }
        url = self._url.copy_with(path=f"{self._base}/gettoken", params=params)
        answer = _read(await client.get(url))
        if answer.get("errcode") or not answer.get("access_token"):
            raise ChannelError(f"通道不给访问凭证（{refusal_words(self._gateway, answer)}）")
        lives_s = float(answer.get("expires_in", 7200))
        self._token = str(answer["access_token"]), self._now() + max(lives_s - _EARLY_S, 60.0)
        return self._token[0]


def _read(answer: "httpx.Response") -> Mapping[str, Any]:
    if answer.status_code >= 300:
        raise ChannelError(f"通道拒绝（HTTP {answer.status_code}）")
    try:
        found = answer.json()
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise ChannelError("通道的应答读不出")
    return found
