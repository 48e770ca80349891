"""Recordings that leave the house: what was asked for, and what may be done with each."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from domain.moments import to_iso
from domain.private import mask_name, mask_phone
from domain.video.exports.requests import (
    PURPOSE_WORDS,
    RELATION_WORDS,
    STATE_WORDS,
    Purpose,
    RequestState,
    VideoRequest,
)
from domain.video.looks.reasons import Why
from domain.words import Words
from layouts.elements.attributes import attributes
from layouts.elements.mantine import within
from layouts.office import fields, ids, office
from layouts.reader import Reader
from layouts.video.frame import video_page
from layouts.working import Drawing

PAGE = "video_exports"


def exports_page(drawing: Drawing) -> list[Component]:
    """The page, empty where its callbacks fill it."""
    return video_page(drawing, PAGE, drawing.reader.words("录像调取"))


@dataclass(frozen=True, slots=True)
class Seat:
    """For whom the page is drawn; `key` of the form drawn now, `account` whose page it is."""

    reader: Reader
    zone_name: str
    key: str
    account: str
    department: Callable[[str], str]
    may_ask: bool
    may_decide: bool
    needs_two: bool
    may_play: bool = False

    @property
    def words(self) -> Words:
        """In the language of the reader."""
        return self.reader.words


def exports(rows: Sequence[VideoRequest], seat: Seat) -> Component:
    """How something is asked for, and every request."""
    words = seat.words
    rule = (
        words("导出须由申请人以外的人批准")
        if seat.needs_two
        else words("本辖区设置为一人可申请并批准")
    )
    made: list[Component] = [
        office.note(
            words(
                "导出的录像带有水印（谁、何时、哪个摄像机、为何），每次下载都登记，到期删除；{rule}",
                rule=rule,
            )
        )
    ]
    if seat.may_ask:
        made += [_form(one, seat) for one in Purpose]
    return within(seat.reader, [*made, _table(rows, seat)])


def _form(purpose: Purpose, seat: Seat) -> html.Details:
    words = seat.words
    start, end = fields.when("start", words("录像起")), fields.when("end", words("录像止"))
    parts: list[Component] = [
        fields.text("camera", words("摄像机编码"), longest=20, is_required=True),
        start,
        end,
        fields.lines("text", words("用途和内容"), longest=500, is_required=True),
    ]
    if purpose is Purpose.CITIZEN:
        relations = [(one.value, words(name)) for one, name in RELATION_WORDS.items()]
        parts += [
            fields.text("applicant", words("申请人姓名"), is_required=True),
            fields.text("phone", words("申请人电话"), longest=20),
            fields.choice("relation", words("与录像所涉人员的关系"), relations),
        ]
        note = words(
            "为保护生命健康、财产安全，经管理单位同意，本人、近亲属或监护看护人可以查阅；只看，不给文件"
        )
    else:
        parts += [
            fields.text("basis", words("法律依据"), longest=200, is_required=True),
            fields.text("document", words("文书编号"), longest=100, is_required=True),
            fields.text("about", words("事件编号（可空）"), longest=32),
        ]
        note = (
            words("公开前必须遮挡人脸、车牌等敏感信息；本系统不自动遮挡，也不做人脸比对")
            if purpose is Purpose.PUBLISH
            else words("国家机关依职权调取须有法律依据和文书")
        )
    asked = {"act": "ask", "purpose": purpose.value}
    form = office.form(ids.do(PAGE), asked, words("提交申请"), *parts, key=seat.key)
    return html.Details(
        [html.Summary(words(PURPOSE_WORDS[purpose])), office.note(note), form],
        className="case-step",
    )


def _table(rows: Sequence[VideoRequest], seat: Seat) -> Component:
    words = seat.words
    columns: office.Columns = (
        (words("申请时间"), lambda one: office.moment(one.at, seat.zone_name)),
        (words("申请人"), lambda one: _who(one, seat)),
        (words("用途"), lambda one: words(PURPOSE_WORDS[one.purpose])),
        (words("摄像机"), lambda one: [office.named(one.camera_name), html.Br(), one.camera_id]),
        (words("录像"), lambda one: _span(one, seat)),
        (words("依据和内容"), lambda one: _why(one, words)),
        (words("状态"), lambda one: _state(one, seat)),
        ("", lambda one: _acts(one, seat)),
    )
    return office.table(columns, rows, words("没有录像调取申请"))


def _who(one: VideoRequest, seat: Seat) -> list[Component | str]:
    told: list[Component | str] = [office.named(one.by)]
    told += [office.named(f" {seat.department(code)}") for code in one.shared_with]
    if one.purpose is Purpose.CITIZEN:
        relation = seat.words(RELATION_WORDS[one.relation]) if one.relation else ""
        name = mask_name(one.applicant) if one.applicant else ""
        phone = mask_phone(one.phone) if one.phone else ""
        told += [html.Br(), office.named(f"{name} {phone} {relation}")]
    return told


def _span(one: VideoRequest, seat: Seat) -> list[Component | str]:
    return [
        office.moment(one.start, seat.zone_name),
        html.Br(),
        office.moment(one.end, seat.zone_name),
    ]


def _why(one: VideoRequest, words: Words) -> list[Component | str]:
    told: list[Component | str] = []
    for text in (one.about, one.text, one.basis, one.document):
        if text:
            told += [office.named(text), html.Br()]
    if one.consent:
        told.append(words("管理单位同意：{text}", text=one.consent))
    return told or [words("个人信息已删除")]


def _state(one: VideoRequest, seat: Seat) -> list[Component | str]:
    words = seat.words
    told: list[Component | str] = [words(STATE_WORDS[one.state])]
    if one.decided_by:
        told += [html.Br(), office.named(one.decided_by)]
    if one.answer:
        told += [html.Br(), office.named(one.answer)]
    if one.sha256:
        told += [html.Br(), html.Code(f"SHA-256 {one.sha256[:16]}…", title=one.sha256)]
    if one.state is RequestState.MADE:
        until = office.moment(one.delete_at, seat.zone_name)
        is_held = words("依法保留：{document}", document=one.hold) if one.hold else ""
        told += [html.Br(), is_held or words("{until} 删除", until=until)]
    return told


def _acts(one: VideoRequest, seat: Seat) -> list[Component]:
    words, state = seat.words, one.state
    parts: list[Component] = []
    may_decide = seat.may_decide and not (seat.needs_two and one.by == seat.account)
    if state is RequestState.ASKED and seat.may_ask and one.purpose is Purpose.CITIZEN:
        said = fields.text("consent", words("谁同意、凭什么文件"), longest=200, is_required=True)
        parts.append(_send("consent", one, words("登记同意"), said))
    if state is RequestState.ASKED and may_decide:
        parts += _decisions(one, seat)
    if seat.may_ask and state is RequestState.APPROVED and one.purpose is not Purpose.CITIZEN:
        asked = {"act": "make", "request": one.request_id}
        parts.append(office.act(words("生成文件"), ids.do(PAGE), asked, is_main=True))
    if seat.may_play and state is RequestState.APPROVED and one.purpose is Purpose.CITIZEN:
        parts.append(_play(one, words))
    if seat.may_ask and state is RequestState.MADE:
        href = f"/api/v1/video/exports/{one.request_id}/recording.mp4"
        parts.append(html.A(words("下载"), href=href, download="", className="button small"))
    if seat.may_decide and state is RequestState.MADE:
        paper = fields.text(
            "document", words("保留文书编号（空：解除）"), longest=100, value=one.hold
        )
        parts.append(_send("hold", one, words("依法保留"), paper))
    return parts


def _play(one: VideoRequest, words: Words) -> Component:
    """The recording is looked at here, with the request as the reason (assets/pages/watch/)."""
    asked = {
        "camera": one.camera_id,
        "title": one.camera_name,
        "why": {"kind": Why.CITIZEN.value, "subject": one.request_id},
        "span": {"start": to_iso(one.start), "end": to_iso(one.end)},
    }
    shown = attributes(
        {"data-watch": json.dumps(asked, ensure_ascii=False), "aria-pressed": "false"}
    )
    return html.Div(
        html.Button(words("播放录像"), type="button", className="button small", **shown)
    )


def _decisions(one: VideoRequest, seat: Seat) -> list[Component]:
    words = seat.words
    asked: Mapping[str, str] = {"act": "approve", "request": one.request_id}
    sure = about = ""
    if one.purpose is Purpose.PUBLISH:
        sure = words("确认公开前由人遮挡人脸和车牌？")
        about = one.camera_name
    yes = office.act(
        words("批准"), ids.do(PAGE), asked, sure=sure, about=about, words=words, is_main=True
    )
    why = fields.text("answer", words("不批准的理由"), longest=500, is_required=True)
    return [yes, _send("refuse", one, words("不批准"), why)]


def _send(act: str, one: VideoRequest, label: str, field: Component) -> html.Form:
    return office.form(ids.do(PAGE), {"act": act, "request": one.request_id}, label, field)
