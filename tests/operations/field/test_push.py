"""Pushes to dark screens: with nothing in them, to phones on duty, and only where one may."""

import asyncio
import base64
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from domain.errors import InvalidError
from domain.field.pushes import read_endpoint
from operations.field.push import PushChannel, PushKey, PushKeyError, Waker, read_push_key
from operations.notices.channels import ChannelError, Message
from tests.operations.field.the_field import TheField
from tests.support.serving import until

RAW = base64.urlsafe_b64encode(bytes(range(1, 33))).decode().rstrip("=")


@asynccontextmanager
async def a_service(*statuses: int) -> AsyncIterator[tuple[str, list[str]]]:
    """A push service that answers so, one after the other; its origin, and what it was asked."""
    asked: list[str] = []
    left = list(statuses)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append((await reader.readuntil(b"\r\n\r\n")).decode())
        status = left.pop(0) if len(left) > 1 else left[0]
        writer.write(f"HTTP/1.1 {status} X\r\ncontent-length: 0\r\n\r\n".encode())
        writer.write_eof()
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", asked
    finally:
        server.close()


@pytest.fixture(scope="module")
def key() -> PushKey:
    return read_push_key(RAW, "mailto:duty@example.org")


async def notice_of(town: TheField) -> Message:
    await town.sent()
    [notice] = town.door.store.notices(unit_id="P1")
    return Message(notice)


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://127.0.0.1:8050/api/v1/incidents",
        "https://fcm.googleapis.com.evil.example/x",
        "https://who@fcm.googleapis.com/x",
        "https://evil-push.example/x",
        "file:///etc/passwd",
        "https://[",
    ],
)
def test_no_phone_makes_the_server_ask_whom_it_likes(endpoint: str):
    services = ["https://fcm.googleapis.com", "https://*.push.apple.com"]
    assert read_endpoint("https://web.push.apple.com/abc", services)
    with pytest.raises(InvalidError):
        read_endpoint(endpoint, services)


def test_a_key_that_is_none_is_refused():
    with pytest.raises(PushKeyError):
        read_push_key("short", "mailto:duty@example.org")


async def test_a_push_says_who_sends_and_nothing_else(town: TheField, key: PushKey):
    phone = await town.bound("officer-1")
    async with a_service(201) as (origin, asked):
        await town.phones.push_to(phone, f"{origin}/p/1", [origin])
        channel = PushChannel(town.door.store, town.door.work, key, town.phones.is_rung)
        await channel.send(await notice_of(town))
    [request] = asked
    head = dict(line.split(": ", 1) for line in request.strip().split("\r\n")[1:])
    # RFC 8030: POST, for how long, how urgent; without a body nothing tells how one is encrypted
    assert request.startswith("POST /p/1 HTTP/1.1")
    assert (head["content-length"], head["ttl"], head["urgency"]) == ("0", "600", "high")
    assert not {"content-encoding", "content-type", "crypto-key"} & head.keys()
    scheme, token, public = head["authorization"].replace(",", "").split(" ")
    assert (scheme, public) == ("vapid", f"k={key.public}")
    numbers = key.private.public_key()
    told = jwt.decode(token.removeprefix("t="), ECKey.import_key(numbers), ["ES256"])
    claims = told.claims
    assert (claims["aud"], claims["sub"]) == (origin, "mailto:duty@example.org")
    # RFC 8292: signed with ES256, for a day at most, the key as an uncompressed point
    assert told.header == {"alg": "ES256", "typ": "JWT"}
    assert claims.keys() == {"aud", "exp", "sub"}
    assert 0 < claims["exp"] - time.time() <= 24 * 3600
    point = base64.urlsafe_b64decode(key.public + "=")
    assert (len(point), point[0]) == (65, 4)


async def test_nobody_off_duty_is_woken_and_an_address_given_up_is_forgotten(
    town: TheField, key: PushKey
):
    at_work = await town.bound("officer-1")
    at_home = await town.bound("officer-2", on=False)
    async with a_service(503, 410) as (origin, asked):
        for phone in (at_work, at_home):
            await town.phones.push_to(phone, f"{origin}/{phone.caller.actor}", [origin])
        channel = PushChannel(town.door.store, town.door.work, key, town.phones.is_rung)
        message = await notice_of(town)
        with pytest.raises(ChannelError, match="503"):
            await channel.send(message)
        await channel.send(message)
        await channel.send(message)
    assert [line.split()[1] for line in asked] == ["/officer-1", "/officer-1"]


async def test_a_called_unit_is_woken_and_a_dead_service_stops_no_call(
    town: TheField, key: PushKey
):
    phone = await town.bound("officer-1")
    async with a_service(201, 500) as (origin, asked):
        await town.phones.push_to(phone, f"{origin}/p/1", [origin])
        channel = PushChannel(town.door.store, town.door.work, key, town.phones.is_rung)
        Waker(channel).wake("P1")
        await until(lambda: len(asked) == 1)
        assert list(await channel.wake("P1")) == [500]
        assert list(await channel.wake("P2")) == []
