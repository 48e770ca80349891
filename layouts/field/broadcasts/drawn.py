"""Broadcasts: where one is sent, the last of them with their tally, and who has not read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from domain.dispatch.units import UNIT_KIND_WORDS
from domain.field.talk.broadcasts import LONGEST_TEXT, BroadcastReader, FieldBroadcast
from layouts.elements.mantine import within
from layouts.field.broadcasts.page import PAGE
from layouts.office import fields, ids, office
from layouts.reader import Reader

DO = ids.do(PAGE)


@dataclass(frozen=True, slots=True)
class Seat:
    """For whom the page is drawn.

    Attributes:
        reader: whose language.
        zone_name: of the district.
        key: of the form drawn now: one that is sent twice is known by it.
        who: the account, whose typing is kept.
        may_send: whether they may send one.
        areas: codes and names to choose from.
        area_name: what a code is called.
    """

    reader: Reader
    zone_name: str
    key: str
    who: str
    may_send: bool
    areas: Sequence[tuple[str, str]]
    area_name: Callable[[str], str]


def kind_names(seat: Seat) -> Mapping[str, str]:
    """Kinds of unit as people call them."""
    return {str(kind): seat.reader.words(name) for kind, name in UNIT_KIND_WORDS.items()}


def new(seat: Seat) -> Component | None:
    """Where a broadcast is written; nothing for whoever only looks."""
    if not seat.may_send:
        return None
    words = seat.reader.words
    form = office.form(
        DO,
        {"act": "send"},
        words("发出广播"),
        fields.lines("text", words("内容"), longest=LONGEST_TEXT, is_required=True),
        fields.choice("area", words("范围"), seat.areas),
        fields.several("kinds", words("力量类别（可不选：全部）"), kind_names(seat).items()),
        fields.text(
            "minutes", words("几分钟内须阅读（可不填）"), longest=4, input_mode="numeric"
        ),
        fields.text(
            "hours", words("有效几小时（可不填）"), longest=3, input_mode="numeric"
        ),
        sure=words("发给该范围内所有在岗的力量？手机会响铃。"),
        words=words,
        key=seat.key,
        kept_for=seat.who,
    )  # fmt: skip
    note = office.note(
        words(
            "只发给在岗的力量；有效期内后到岗的，上勤时也会看到。到时未读的，再用短信等渠道通知，并报值班长。"
        )
    )
    return within(seat.reader, [note, form])


def listing(sent: Sequence[FieldBroadcast], seat: Seat) -> Component:
    """The last broadcasts, newest first."""
    words, kinds = seat.reader.words, kind_names(seat)
    columns: office.Columns = (
        (words("时间"), lambda one: office.moment(one.at, seat.zone_name)[:16]),
        (words("内容"), lambda one: office.named(one.text)),
        (words("范围"), lambda one: office.named(seat.area_name(one.area_code))),
        (
            words("力量类别"),
            lambda one: (
                words.listed([kinds.get(kind, kind) for kind in one.kinds]) or words("全部")
            ),
        ),
        (words("送达"), lambda one: f"{one.delivered}/{one.people}"),
        (words("已读"), lambda one: f"{one.read}/{one.people}"),
        (words("后到岗已读"), lambda one: f"{one.later_read}/{one.later}" if one.later else ""),
        (words("有效至"), lambda one: office.moment(one.ends_at, seat.zone_name)[:16]),
        (words("状态"), lambda one: _state(one, seat)),
        ("", lambda one: office.act(words("打开"), DO, {"act": "open", "id": one.broadcast_id})),
    )
    return within(seat.reader, [office.table(columns, sent, words("还没有发过广播"))])


def _state(one: FieldBroadcast, seat: Seat) -> Component | str:
    words = seat.reader.words
    if one.withdrawn_at is not None:
        return words("已撤回")
    if one.read >= one.people:
        return words("全部已读")
    if one.told_at is not None:
        return office.bad(words("到时未读，已再次通知"))
    return words("等待阅读")


def card(held: FieldBroadcast, readers: Sequence[BroadcastReader], seat: Seat) -> Component:
    """A broadcast with whom it was sent to: who has not read it stands first."""
    words = seat.reader.words
    columns: office.Columns = (
        (words("力量"), lambda reader: office.named(reader.call_sign)),
        (
            words("后到岗"),
            lambda reader: office.moment(reader.joined_at, seat.zone_name)[:16],
        ),
        (words("送达"), lambda reader: office.moment(reader.delivered_at, seat.zone_name)),
        (
            words("已读"),
            lambda reader: (
                office.moment(reader.read_at, seat.zone_name)
                if reader.read_at
                else office.bad(words("未读"))
            ),
        ),
    )
    counts = words(
        "已读 {read}/{people}，送达 {delivered}/{people}",
        read=held.read,
        delivered=held.delivered,
        people=held.people,
    )
    if held.later:
        counts += "；" + words(
            "后到岗 {later}，已读 {later_read}", later=held.later, later_read=held.later_read
        )
    shown: list[Component] = [
        office.title(words("广播"), office.moment(held.at, seat.zone_name)[:16]),
        html.P(office.named(held.text)),
        html.P(counts, className="says"),
        office.table(columns, readers, words("没有收件的力量")),
    ]
    if seat.may_send and held.withdrawn_at is None:
        shown.append(
            office.act(
                words("撤回"),
                DO,
                {"act": "withdraw", "id": held.broadcast_id},
                sure=words("撤回这条广播？手机上显示已撤回，未读的不再催。"),
                words=words,
                is_grave=True,
            )
        )
    shown.append(office.act(words("收起"), DO, {"act": "shut"}))
    return within(seat.reader, [html.Div(shown, className="case-card", id=f"{PAGE}-one")])
