"""Notices at a real gateway: its shapes, its refusals, its silence, and a restart in between."""

import json
import logging
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from bootstrap.rules import desk_settings, gateway_of
from domain.access.callers import DEMO_DISPATCHER as D1
from domain.access.callers import MACHINE
from domain.desk.notices import Notice, NoticeState
from domain.errors import NotReadyError
from domain.subject_key import of_incident
from operations.desk.parts import DeskSettings
from operations.notices.channels import (
    AppChannel,
    ChannelError,
    Gateway,
    Message,
    WebhookChannel,
)
from operations.notices.text_messages import TextMessages
from operations.notices.wecom_app import WeComAppChannel
from settings import Settings, SettingsError
from tests.operations.door_parts import put_units, report
from tests.support.door import Door, open_door
from tests.support.small_map import write_small_map


class Receiver:
    """A receiver on a port of this machine; `script` is what it does with the next calls."""

    def __init__(self) -> None:
        self.script: list[tuple[int, object]] = []
        self.took: list[tuple[str, dict]] = []
        self.let_go = threading.Event()
        self.tokens = 0
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                status, answer = gateway.script.pop(0) if gateway.script else (200, {"errcode": 0})
                if status == 0:  # says nothing until it is let go
                    gateway.let_go.wait(10)
                    return
                if status == 200:
                    gateway.took.append((self.path, body))
                    gateway.headers.append(dict(self.headers))
                self.send_response(status)
                self.end_headers()
                self.wfile.write(json.dumps(answer).encode())

            def do_GET(self) -> None:
                gateway.asked.append(self.path)
                gateway.tokens += 1
                self.send_response(200)
                self.end_headers()
                token = {"errcode": 0, "access_token": f"T{gateway.tokens}", "expires_in": 7200}
                self.wfile.write(json.dumps(token).encode())

            def log_message(self, *args: object) -> None:
                """Keep the output of the tests clean."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/robot/send?access_token=hush"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self.let_go.set()
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def gateway() -> Iterator[Receiver]:
    made = Receiver()
    yield made
    made.close()


def a_message(at) -> Message:
    notice = Notice(
        "LS1-P1-x", "incident", "LS1", "警017", "LS1-P1-x",
        "派遣 警017：火情 Ⅱ 级 LS1", "340604001", at, (), unit_id="P1",
    )  # fmt: skip
    return Message(notice, "13800001111")


@pytest.fixture
def message() -> Message:
    from operations.clock import utc_now

    return a_message(utc_now())


@pytest.mark.parametrize(
    ("shape", "text_of", "phones_of"),
    [
        ("sms", lambda body: body["content"], lambda body: body["phones"]),
        (
            "wecom",
            lambda body: body["text"]["content"],
            lambda body: body["text"]["mentioned_mobile_list"],
        ),
        ("dingtalk", lambda body: body["text"]["content"], lambda body: body["at"]["atMobiles"]),
        ("plain", lambda body: body["text"], lambda body: body["phones"]),
    ],
)
async def test_each_gateway_is_told_in_its_own_shape(gateway, message, shape, text_of, phones_of):
    await WebhookChannel(Gateway(gateway.url, shape)).send(message)
    [(path, body)] = gateway.took
    assert text_of(body) == "【一屏指挥】派遣 警017：火情 Ⅱ 级 LS1（收件：警017）请签收。"
    assert phones_of(body) == ["13800001111"]
    assert path == "/robot/send?access_token=hush"
    if shape in {"sms", "plain"}:  # so that a repetition can be dropped
        assert "LS1-P1-x" in body.values()
    else:
        assert body["msgtype"] == "text"


async def test_a_dingtalk_robot_is_called_with_a_signature(gateway, message):
    channel = WebhookChannel(
        Gateway(gateway.url, "dingtalk", secret="SEC01"), now=lambda: 1_700_000_000.5
    )
    await channel.send(message)
    asked = parse_qs(urlsplit(gateway.took[0][0]).query)
    assert asked["access_token"] == ["hush"]
    assert asked["timestamp"] == ["1700000000500"]
    # printf '1700000000500\nSEC01' | openssl dgst -sha256 -hmac SEC01 -binary | base64
    assert asked["sign"] == ["m+rVmY4AP/QvH7ykq4ZmflwxeeKBuWL7zzBkwNcE8QE="]


async def test_an_application_of_wecom_finds_the_person_and_renews_its_token(gateway, message):
    url = gateway.url.replace("/robot/send?access_token=hush", "/cgi-bin/message/send?corpid=ww1")
    channel = WeComAppChannel(Gateway(f"{url}&agentid=7&touser=Duty", secret="hush"))
    gateway.script = [
        (200, {"errcode": 0, "userid": "li"}), (200, {"errcode": 42001}), (200, {"errcode": 0}),
        (200, {"errcode": 0, "invaliduser": "li"}), (200, {"errcode": 60020}),
    ]  # fmt: skip
    await channel.send(message)
    paths = [urlsplit(path) for path, _ in gateway.took]
    assert [one.path.rpartition("/")[2] for one in paths] == ["getuserid", "send", "send"]
    assert [parse_qs(one.query) for one in paths[1:]] == [
        {"access_token": ["T1"]}, {"access_token": ["T2"]},
    ]  # fmt: skip
    body = gateway.took[-1][1]
    assert (body["touser"], body["agentid"], body["msgtype"]) == ("li", 7, "text")
    for said in ("可见范围", "errcode 60020"):
        with pytest.raises(ChannelError, match=said):
            await channel.send(message)
    await channel.send(Message(message.notice))
    assert gateway.took[-1][1]["touser"] == "Duty"


async def test_an_order_sent_again_in_half_an_hour_arrives_again(gateway, message):
    url = gateway.url.replace("/robot/send", "/cgi-bin/message/send")
    channel = WeComAppChannel(Gateway(url, "wecom_app", secret="hush"))
    no_phone = Message(message.notice)
    for _ in range(2):
        await channel.send(no_phone)
    # WeCom answers errcode 0 to a duplicate and drops it, wherever the check is on.
    assert [body["enable_duplicate_check"] for _, body in gateway.took] == [0, 0]


@pytest.mark.parametrize("prefix", ["", "/wecom", "/a/b"])
async def test_every_call_of_an_application_stays_below_the_prefix(gateway, message, prefix):
    url = gateway.url.replace("/robot/send", f"{prefix}/cgi-bin/message/send")
    gateway.script = [(200, {"errcode": 0, "userid": "li"})]
    await WeComAppChannel(Gateway(url, "wecom_app", secret="hush")).send(message)
    paths = [urlsplit(path).path for path in [*gateway.asked, *(path for path, _ in gateway.took)]]
    names = ("gettoken", "user/getuserid", "message/send")
    assert paths == [f"{prefix}/cgi-bin/{name}" for name in names]


async def test_what_a_gateway_says_of_a_refusal_is_read_without_its_secrets(gateway, message):
    said = "关键词不匹配 key hush SECabcdefghijklmnop0123 to 13800001111 \n" + "长" * 300
    gateway.script = [(200, {"errcode": 310000, "errmsg": said})]
    with pytest.raises(ChannelError) as refused:
        await WebhookChannel(Gateway(gateway.url, "dingtalk")).send(message)
    words = str(refused.value)
    assert words.startswith("通道拒绝（errcode 310000：关键词不匹配 key … … to 138")
    assert len(words) < 160 and "13800001111" not in words and "\n" not in words


async def test_calls_carry_the_header_and_go_through_the_proxy(gateway, message, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")  # the environment's is not taken
    direct = Gateway(gateway.url, header=("Authorization", "Bearer T-1"))
    await WebhookChannel(direct).send(message)
    assert gateway.headers[0]["Authorization"] == "Bearer T-1"
    beyond = "http://sms.invalid/send"  # no such name: only a proxy can be asked for it
    proxy = gateway.url.partition("/robot")[0]
    await WebhookChannel(Gateway(beyond, "sms", proxy=proxy)).send(message)
    app = "http://qyapi.invalid/cgi-bin/message/send?corpid=ww1"
    gateway.script = [(200, {"errcode": 0, "userid": "li"})]
    await WeComAppChannel(Gateway(app, "wecom_app", secret="s", proxy=proxy)).send(message)
    assert [path.partition("?")[0] for path, _ in gateway.took[1:]] == [
        beyond, "http://qyapi.invalid/cgi-bin/user/getuserid", app.partition("?")[0],
    ]  # fmt: skip


async def test_the_signature_and_the_template_are_the_operators(gateway, message):
    await WebhookChannel(Gateway(gateway.url, "sms", signature="阳西公安", template="T7")).send(
        message
    )
    await WebhookChannel(Gateway(gateway.url, "sms", signature="")).send(message)
    first, second = (body for _, body in gateway.took)
    assert first["content"].startswith("【阳西公安】派遣") and first["template"] == "T7"
    assert second["content"].startswith("派遣") and second["template"] == "dispatch"


def test_the_settings_of_a_gateway_reach_it():
    read = Settings(
        notice_webhook_url="https://sms.gov.cn/",
        notice_webhook_header="X-Key:  k:1 ",
        notice_webhook_proxy="http://10.0.0.1:3128",
        notice_webhook_signature="none",
    )
    gateway = gateway_of(read)
    assert (gateway.header, gateway.proxy, gateway.signature) == (
        ("X-Key", "k:1"), "http://10.0.0.1:3128", "",
    )  # fmt: skip
    assert "10.0.0.1" not in repr(read) and "k:1" not in repr(read)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("notice_channels", "foo"),
        ("notice_channels", "app,webhook"),
        ("notice_webhook_header", "hunter2"),
        ("notice_webhook_header", "X: hunter2\r\nY: 1"),
        ("notice_webhook_proxy", "hunter2:3128"),
        ("notice_text_app", "{nosuch}"),
    ],
)
def test_a_channel_that_cannot_be_is_one_sentence_at_the_start(name, value):
    more = {} if name == "notice_channels" else {"notice_webhook_url": "https://sms.gov.cn/"}
    with pytest.raises(SettingsError, match=f"ONESCREEN_{name.upper()}: ") as refused:
        desk_settings(Settings(**{name: value}, **more))
    assert "hunter2" not in str(refused.value)


async def test_a_robot_is_called_no_more_than_it_takes_and_escalations_go_first(gateway, message):
    clock = [0.0]
    channel = WebhookChannel(Gateway(gateway.url, "wecom"), now=lambda: clock[0])
    for _ in range(16):
        await channel.send(message)
    with pytest.raises(ChannelError, match="每分钟 20 条"):
        await channel.send(message)
    told_on = Message(replace(message.notice, level=2))
    for _ in range(4):
        await channel.send(told_on)
    with pytest.raises(ChannelError):
        await channel.send(told_on)
    clock[0] = 60.0
    await channel.send(message)
    assert len(gateway.took) == 21


async def test_a_gateway_that_refuses_fails_or_is_silent_is_named_without_its_key(
    gateway, message, caplog
):
    caplog.set_level(logging.INFO)
    gateway.script = [(500, {}), (200, {"errcode": 310000, "errmsg": "sign not match"}), (0, None)]
    channel = WebhookChannel(Gateway(gateway.url, "wecom"), within_s=0.3)
    said = []
    for _ in range(3):
        with pytest.raises(ChannelError) as refused:
            await channel.send(message)
        said.append(str(refused.value))
    http, robot, silent = said
    assert (http, robot) == ("通道拒绝（HTTP 500）", "通道拒绝（errcode 310000：sign not match）")
    assert silent == "通道无应答（ReadTimeout）"
    gateway.close()
    with pytest.raises(ChannelError, match="ConnectError"):
        await channel.send(message)
    assert "hush" not in caplog.text + "".join(said)


async def test_a_notice_survives_a_gateway_that_is_down_and_a_restart(gateway, tmp_path: Path):
    small = write_small_map(tmp_path / "small.gpkg")
    webhook = WebhookChannel(Gateway(gateway.url, "sms"), within_s=0.3)
    settings = DeskSettings(channels=(AppChannel(), webhook))
    gateway.script = [(500, {}), (0, None)]
    async with open_door(tmp_path / "var", small, settings) as door:
        put_units(door, "P1", phone="13800001111")
        number = await report(door, "1")
        await door.parts.crews.assign(number, ["P1"], caller=D1)
        await at_later(door, seconds=1)
        await at_later(door, seconds=4)
        [notice] = door.store.notices(about=of_incident(number))
        assert (notice.state, notice.pending, notice.attempts) == (
            NoticeState.SENT,  # the app has it; the gateway has not
            ("webhook",),
            2,
        )
    assert gateway.took == []
    async with open_door(tmp_path / "var", small, settings) as door:
        await at_later(door, seconds=15)
        [(_, body)] = gateway.took
        assert body["phones"] == ["13800001111"]
        [notice] = [one for one in door.store.notices(about=of_incident(number)) if one.level == 0]
        assert (notice.pending, notice.error) == ((), None)
        told = [one.action for one in door.store.history("notice", notice.notice_id)]
    assert told[:4] == ["make", "sent", "try", "try"]


async def test_the_journal_tells_the_story_of_a_notice(tmp_path: Path):
    small = write_small_map(tmp_path / "small.gpkg")
    async with open_door(tmp_path / "var", small) as door:
        put_units(door, "P1")
        number = await report(door, "1")
        await door.parts.crews.assign(number, ["P1"], caller=D1)
        await at_later(door, seconds=1)
        await door.parts.notices.hand_out("P1", holder=MACHINE)
        for seconds in (31, 61, 121):
            await at_later(door, seconds=seconds)
        first = door.store.notices(about=of_incident(number), unit_id="P1")[0]
        await door.parts.notices.answer(first.notice_id, "P1", holder=MACHINE)
        story = [(one.action, one.actor) for one in door.store.history("notice", first.notice_id)]
        lines = await door.parts.card.timeline(number, caller=D1)
    assert story == [
        ("make", "demo-dispatcher"), ("sent", "outbox"), ("delivered", "unit:P1"),
        ("escalate", "escalation"), ("escalate", "escalation"), ("escalate", "escalation"),
        ("ack", "unit:P1"),
    ]  # fmt: skip
    texts = [line["text"] for line in lines]
    assert texts.count("警P1 未按时签收，升级") == 3
    assert "升级：值班长" in texts and texts[-1] == "警P1 已签收"


async def at_later(door: Door, **span: float) -> None:
    """Let the timers believe that it is later; everything due runs."""
    timers, now = door.parts.timers, door.ingest._now()
    timers._now = lambda: now + timedelta(**span)
    while await timers.tick():
        pass
    await timers.tick()
    await door.settled()


async def test_a_person_is_texted_over_the_gateway_and_nothing_of_it_is_logged(
    gateway: Receiver, caplog: pytest.LogCaptureFixture
):
    texts = TextMessages(Gateway(gateway.url, shape="sms", signature="烈山"))
    await texts.send("13800000417", "请到中心", "LS-1")
    assert [body for _, body in gateway.took] == [
        {
            "phones": ["13800000417"],
            "template": "case_reminder",
            "content": "【烈山】请到中心",
            "id": "LS-1",
        }
    ]
    gateway.script.append((500, {}))
    with pytest.raises(NotReadyError):
        await texts.send("13800000417", "请到中心", "LS-2")
    assert "13800000417" not in caplog.text
    for other in (None, Gateway(gateway.url, shape="wecom")):
        assert not TextMessages(other).is_at_hand
        with pytest.raises(NotReadyError):
            await TextMessages(other).send("13800000417", "x", "y")
