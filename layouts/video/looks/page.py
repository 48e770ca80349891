"""The register of looks: who looked through which camera, why, and for how long."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from dash import dcc, html
from dash.development.base_component import Component

from domain.access.role_names import ROLE_NAMES
from domain.video.looks.looks import ENDED_WORDS, CameraLook
from domain.video.looks.reasons import LOOK_WORDS, WHY_WORDS, Why
from domain.words import Words
from layouts.elements.mantine import within
from layouts.elements.opening import opening
from layouts.office import fields, office
from layouts.reader import Reader
from layouts.video.frame import video_page
from layouts.working import Drawing

PAGE = "video_looks"
# What is looked for, and the number of the first row of the page that is shown.
ASKED = f"{PAGE}-asked"
FIELDS = ("person", "camera", "about", "what", "why", "since", "until")
ANY = "all"


def looks_page(drawing: Drawing) -> list[Component]:
    """The page, empty where its callback fills it."""
    words = drawing.reader.words
    return video_page(drawing, PAGE, words("视频调阅登记"), parts=[dcc.Store(id=ASKED)])


@dataclass(frozen=True, slots=True)
class Found:
    """What is shown: a page of looks, how many there are, and from which on they are shown."""

    looks: Sequence[CameraLook]
    count: int
    at: int
    page: int


def looks(
    found: Found,
    asked: Mapping[str, str],
    question: Mapping[str, str],
    reader: Reader,
    zone_name: str,
    department: Callable[[str], str],
) -> Component:
    """The form, the looks of one page, newest first, and the ways on.

    Args:
        found: what is shown.
        asked: as the form sent it.
        question: the same as the API reads it, for the file.
        reader: for whom.
        zone_name: the district's.
        department: what a department is called.
    """
    words = reader.words
    file = "/api/v1/video/looks.xlsx?" + urlencode(question)
    made = [
        office.note(
            words(
                "每次实时查看、回看、抓拍、导出和云台操作先登记、后出画面；登记不能修改，也不能删除"
            )
        ),
        _form(asked, reader),
        html.P(
            [
                words("共 {count} 条", count=found.count),
                " ",
                html.A(words("导出 Excel"), href=file, download="", className="button small"),
            ]
        ),
        office.table(_columns(asked, reader, zone_name, department), found.looks, _none(words)),
        html.Div(_ways(found, asked, words), className="admin-acts"),
    ]
    return within(reader, made)


def _none(words: Words) -> str:
    return words("没有符合条件的调阅记录")


def _columns(
    asked: Mapping[str, str], reader: Reader, zone_name: str, department: Callable[[str], str]
) -> office.Columns:
    words = reader.words

    def narrow(name: str, value: str, label: str) -> Component:
        return opening(value, ASKED, {**asked, name: value}, name="admin-link", label=label)

    def who(one: CameraLook) -> list[Any]:
        role = words(ROLE_NAMES.get(one.role, one.role))
        unit = office.named(department(one.department)) if one.department else ""
        return [narrow("person", one.by, words("只看这个人")), html.Br(), role, " ", unit]

    def camera(one: CameraLook) -> list[Any]:
        return [
            office.named(one.camera_name),
            html.Br(),
            narrow("camera", one.camera_id, words("只看这个摄像机")),
        ]

    def ended(one: CameraLook) -> Any:
        if one.ended_at is None:
            return words("查看中")
        how = words(ENDED_WORDS[one.ended]) if one.ended else ""
        return [office.moment(one.ended_at, zone_name), html.Br(), how]

    return (
        (words("开始时间"), lambda one: office.moment(one.at, zone_name)),
        (words("结束时间"), ended),
        (words("操作人"), who),
        (words("操作"), lambda one: _what(one, words, zone_name)),
        (words("摄像机"), camera),
        (words("事由"), lambda one: _why(one, words, narrow)),
        (words("来源地址"), lambda one: office.named(one.address)),
    )


def _what(one: CameraLook, words: Words, zone_name: str) -> list[Any]:
    """What was done, with the recording, the screen and the fingerprint of what was taken."""
    told: list[Any] = [words(LOOK_WORDS[one.what])]
    if one.span_start and one.span_end:
        span = f"{office.moment(one.span_start, zone_name)} – {one.span_end - one.span_start}"
        told += [html.Br(), span]
    if one.shown_on:
        told += [html.Br(), words("投到大屏 {screen}", screen=one.shown_on)]
    if one.detail:
        told += [html.Br(), office.named(one.detail)]
    if one.sha256:
        told += [html.Br(), html.Code(f"SHA-256 {one.sha256[:16]}…", title=one.sha256)]
    return told


def _why(one: CameraLook, words: Words, narrow: Callable[[str, str, str], Component]) -> list[Any]:
    told: list[Any] = [words(WHY_WORDS[one.why])]
    if one.about:
        is_plain = one.why in {Why.INCIDENT, Why.CASE, Why.INSPECTION}
        told += [" ", narrow("about", one.about, words("只看这件事")) if is_plain else one.about]
    for text in (one.text, one.basis, one.document):
        if text:
            told += [html.Br(), office.named(text)]
    return told


def _form(asked: Mapping[str, str], reader: Reader) -> html.Form:
    words = reader.words
    any_of = (ANY, words("全部"))
    whats = [any_of, *((one.value, words(name)) for one, name in LOOK_WORDS.items())]
    whys = [any_of, *((one.value, words(name)) for one, name in WHY_WORDS.items())]
    since, until = fields.when("since", words("从")), fields.when("until", words("到"))
    since.value, until.value = asked.get("since") or None, asked.get("until") or None
    return office.form(
        ASKED,
        {},
        words("查询"),
        since,
        until,
        fields.text("person", words("操作人"), value=asked.get("person")),
        fields.text("camera", words("摄像机编码或名称"), value=asked.get("camera")),
        fields.text("about", words("事件、纠纷或区域编号"), value=asked.get("about")),
        fields.choice("what", words("操作"), whats, asked.get("what") or ANY),
        fields.choice("why", words("事由"), whys, asked.get("why") or ANY),
    )


def _ways(found: Found, asked: Mapping[str, str], words: Words) -> list[Component]:
    def turn(at: int, label: str) -> Component:
        return opening(label, ASKED, {**asked, "at": at}, name="button small")

    ways: list[Component] = []
    if found.at > 0:
        ways.append(turn(max(0, found.at - found.page), words("较新的记录")))
    if found.at + found.page < found.count:
        ways.append(turn(found.at + found.page, words("更早的记录")))
    return ways
