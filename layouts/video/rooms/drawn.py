"""Conference rooms: how each is entered, and when somebody last tried it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from dash import html
from dash.development.base_component import Component

from domain.video.rooms import ConferenceRoom, RoomTest, RoomWay, TestResult, href_of
from domain.words import Words
from layouts.elements.mantine import within
from layouts.office import fields, ids, office
from layouts.video import parts
from layouts.video.rooms.page import PAGE
from layouts.video.seat import Seat

DO = ids.do(PAGE)
LONGEST_NAME, LONGEST_ADDRESS, LONGEST_NOTE = 64, 300, 500


def way_names(words: Words) -> Mapping[RoomWay, str]:
    """How a room is entered."""
    return {
        RoomWay.LINK: words("网页链接（https）"),
        RoomWay.TEL: words("电话接入"),
        RoomWay.SIP: words("SIP 终端"),
    }


def result_names(words: Words) -> Mapping[TestResult, str]:
    """What came of a test call."""
    return {
        TestResult.GOOD: words("图像和声音正常"),
        TestResult.SOUND_ONLY: words("只有声音"),
        TestResult.FAILED: words("接不通"),
    }


def listing(rooms: Sequence[ConferenceRoom], now: datetime, seat: Seat) -> Component:
    """The rooms, and where one is registered."""
    words, ways = seat.words, way_names(seat.words)
    columns: office.Columns = (
        (words("会议室"), lambda one: html.Span(_name(one, seat))),
        (words("接入方式"), lambda one: ways[one.way]),
        (words("地址"), lambda one: _address(one)),
        (words("所属系统"), lambda one: office.named(one.platform)),
        (words("最近试呼"), lambda one: html.Span(_tested(one, now, seat))),
        ("", lambda one: office.act(words("打开"), DO, {"act": "open", "id": one.room_id})),
    )
    note = words(
        "本页只登记入会地址和试呼记录，不代替会议系统。点地址由本机浏览器或话机打开；"
        "试呼由人进行并登记，超过 30 天的试呼不再说明现在能用。"
    )
    shown: list[Component] = [office.note(note)]
    if seat.may("conference.manage"):
        shown.append(parts.folded(words("登记会议室"), room_form(seat)))
    shown.append(
        parts.section(
            office.title(words("会议室（{count}）", count=len(rooms))),
            office.table(columns, rooms, words("没有登记的会议室")),
        )
    )
    return within(seat.reader, shown)


def _name(room: ConferenceRoom, seat: Seat) -> list[Component | str]:
    told: list[Component | str] = [office.named(room.name)]
    if room.is_demo:
        told += [" ", html.Span(seat.words("演示数据"), className="tag")]
    return told


def _address(room: ConferenceRoom) -> Component:
    return html.A(
        room.address, href=href_of(room), target="_blank", rel="noreferrer", className="link"
    )


def _tested(room: ConferenceRoom, now: datetime, seat: Seat) -> list[Component | str]:
    """What came of the last test call, and how old it is."""
    words = seat.words
    if room.tested_at is None or room.result is None:
        return [parts.bad(words("从未试呼"))]
    days = (now - room.tested_at).days
    age = words("{days} 天前", days=days) if days else words("今天")
    result = result_names(words)[room.result]
    is_good = room.result is TestResult.GOOD
    told: list[Component | str] = [result if is_good else parts.bad(result), " · ", age]
    if room.test_is_old(now):
        told += [" ", parts.bad(words("已久未试呼"))]
    return told


def card(room: ConferenceRoom, tests: Sequence[RoomTest], now: datetime, seat: Seat) -> Component:
    """A room with its test calls, and where one is written down."""
    words, results = seat.words, result_names(seat.words)
    columns: office.Columns = (
        (words("时间"), lambda one: office.moment(one.at, seat.zone_name)[:16]),
        (words("试呼人"), lambda one: office.named(one.by)),
        (words("结果"), lambda one: results[one.result]),
        (words("接通用时"), lambda one: words("{s} 秒", s=one.took_s) if one.took_s else ""),
        (words("说明"), lambda one: office.named(one.note)),
    )
    shown: list[Component] = [
        office.title(words("会议室"), room.name),
        parts.facts(
            [
                (words("接入方式"), way_names(words)[room.way]),
                (words("地址"), [_address(room)]),
                (words("所属系统"), office.named(room.platform) if room.platform else ""),
                (words("说明"), office.named(room.note) if room.note else ""),
                (words("最近试呼"), _tested(room, now, seat)),
            ]
        ),
        office.title(words("试呼记录")),
        office.table(columns, tests, words("从未试呼")),
    ]
    if seat.may("conference.test"):
        shown.append(_test_form(room, seat))
    if seat.may("conference.manage"):
        shown.append(parts.folded(words("更正"), room_form(seat, room)))
        shown.append(
            office.act(
                words("取消登记"),
                DO,
                {"act": "remove", "id": room.room_id},
                sure=words("取消这个会议室？试呼记录保留。"),
                about=room.name,
                words=words,
                is_grave=True,
            )
        )
    shown.append(office.act(words("收起"), DO, {"act": "shut"}))
    return within(seat.reader, [html.Div(shown, className="case-card", id=f"{PAGE}-room")])


def _test_form(room: ConferenceRoom, seat: Seat) -> Component:
    words = seat.words
    results = [(one.value, name) for one, name in result_names(words).items()]
    return parts.form(
        DO,
        "test",
        words("登记试呼"),
        fields.choice("result", words("结果"), results),
        fields.text("took", words("接通用时（秒，可不填）"), longest=4, input_mode="numeric"),
        fields.lines("note", words("说明（接不通时必填）"), longest=LONGEST_NOTE),
        about={"id": room.room_id},
        key=seat.key,
    )


def room_form(seat: Seat, room: ConferenceRoom | None = None) -> Component:
    """Where a room is registered, or corrected."""
    words = seat.words
    asked = {"act": "change", "id": room.room_id} if room else {"act": "add"}
    ways = [(one.value, name) for one, name in way_names(words).items()]
    return office.form(
        DO,
        asked,
        words("保存") if room else words("登记"),
        fields.text(
            "name", words("名称"), longest=LONGEST_NAME, is_required=True,
            value=room.name if room else "",
        ),
        fields.choice("way", words("接入方式"), ways, room.way.value if room else ""),
        fields.text(
            "address", words("地址（https:// 链接、电话号码或 sip: 地址）"),
            longest=LONGEST_ADDRESS, is_required=True, value=room.address if room else "",
        ),
        fields.text(
            "platform", words("所属系统"), longest=LONGEST_NAME,
            value=room.platform if room else "",
        ),
        fields.lines(
            "note", words("说明（可不填）"), longest=LONGEST_NOTE,
            value=(room.note or "") if room else "",
        ),
        key="" if room else seat.key,
    )  # fmt: skip
