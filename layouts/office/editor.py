"""What the editors of checklists and run cards are made of: classes, lists of lines, what saves.

The server draws everything once for a class; assets/pages/lines/ moves, adds and takes away lines
in the browser, keeps what is not saved yet in the tab, and hands both to the callbacks.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypedDict
from urllib.parse import quote

from dash import dcc, html
from dash.development.base_component import Component

from domain.statistics.area_words import CLASS_NAMES
from domain.words import Words
from layouts.elements.attributes import attributes
from layouts.elements.mantine import within
from layouts.office import editor_ids as ids
from layouts.office import office
from layouts.reader import Reader
from layouts.working import Drawing


class Row(TypedDict):
    """A line as the browser holds it: its list, its own id, and what stands in its fields."""

    part: str
    row: str
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """A list of lines; `title` is its heading, empty where there is only one."""

    name: str
    rows: Sequence[Row]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """What differs between the editors.

    Attributes:
        fields: the fields of a line; also those of an empty one.
        most: how many lines a list may hold.
        add: what is read on the button that adds one.
        blank: a line nobody has filled in.
    """

    fields: Callable[[Row], Sequence[Component]]
    most: int
    add: str
    blank: Row


@dataclass(frozen=True, slots=True)
class View:
    """What an editor is drawn with.

    Attributes:
        page: its name.
        what: what is edited, in the reader's words.
        code: the class that is shown.
        version: the newest that is saved.
        based: the one that what is shown was made from.
        base: the rows of the newest, so that the browser sees what is not saved.
        parts: what is shown.
        state: what is said beside the button that saves.
        drawn: another for every drawing.
        is_chosen: whether somebody has just asked for this class; it takes the focus.
        names: the classes by their codes, in their order.
        looking: why nothing can be changed, where that is not for administrators to do.
    """

    page: str
    what: str
    code: str
    version: int
    based: int
    base: Sequence[Row]
    parts: Sequence[Part]
    versions: Sequence[Mapping[str, Any]]
    lines: Lines
    reader: Reader
    zone_name: str
    may_write: bool
    drawn: str
    state: str = ""
    is_chosen: bool = False
    names: Mapping[str, str] = field(default_factory=lambda: CLASS_NAMES)
    looking: str = ""

    @property
    def words(self) -> Words:
        """The reader's."""
        return self.reader.words


def frame(drawing: Drawing) -> list[Component]:
    """The frame of an editor, filled when the browser has said which class and what it keeps."""
    parts, below = parts_of(drawing, "settings.manage")
    return office.frame(drawing, *parts, below=below)


def parts_of(drawing: Drawing, keeps: str) -> tuple[list[Component], list[Component]]:
    """What stands above the lines of an editor and below them, empty.

    Args:
        drawing: for whom.
        keeps: of the access table, which somebody needs to save.
    """
    name, words = drawing.found.page.name, drawing.reader.words
    above = [
        dcc.Store(id=ids.asked(name)),
        dcc.Store(id=ids.drafts(name)),
        html.Div(id=ids.answer(name), hidden=True),
        html.Div(id=ids.classes(name)),
        html.H2(id=ids.title(name), className="admin-title"),
    ]
    bar = _bar(name, words, may_write=keeps in drawing.granted)
    return above, [bar, html.Div(id=ids.versions(name))]


def drawn(view: View) -> dict[str, Any]:
    """The whole page by its parts: classes, title, lines, what saves, the earlier versions."""
    page, words = view.page, view.words
    head = _classes(view)
    return {
        "classes": head if view.may_write else [looking(view), head],
        "title": title(view.code, view.version, words, view.names),
        "body": _lines(view),
        "save": save_label(view.based, words),
        "drop": words("放弃修改"),
        "state": view.state,
        "versions": versions(page, view.versions, view.zone_name, words, may_write=view.may_write),
    }


def _lines(view: View) -> Component:
    """The lists of lines, and what the browser must know of them."""
    words = view.words
    told = {
        "data-editor": view.page,
        "data-drawn": view.drawn,
        "data-class": view.code,
        "data-version": str(view.version),
        "data-based": str(view.based),
        "data-base": json.dumps(view.base, ensure_ascii=False),
        "data-most": str(view.lines.most),
        "data-most-says": words("最多 {most} 行", most=view.lines.most),
        "data-gone-says": words("已删除第 {n} 行"),
        "data-unsaved-says": words("有未保存的修改，刷新也不会丢"),
        "data-unsaved": words("未保存"),
        "data-wrong": words("{count} 处有误"),
        "data-saving": words("正在保存…"),
        "data-may-write": "yes" if view.may_write else None,
    }
    made = html.Fieldset(
        [
            html.Div([_part(one, view) for one in view.parts], className="ed-cards"),
            html.Ol(_row(view.lines.blank, view), id=ids.blank(view.page), hidden=True),
        ],
        disabled=not view.may_write,
        className="ed-all",
        **attributes(told),
    )
    return within(view.reader, made)


def title(code: str, version: int, words: Words, names: Mapping[str, str] = CLASS_NAMES) -> str:
    """The class and its version."""
    return words("{name} · 第 {version} 版", name=words(names[code]), version=version)


def looking(view: View) -> html.P:
    """Why nothing can be changed, and how to sign in as somebody who may."""
    words = view.words
    if view.looking:
        return html.P(view.looking, className="ed-looking")
    path = "/admin/" + view.page.replace("_", "-")
    next_page = quote(f"{path}?class={view.code}", safe="")
    login = html.A(
        words("用系统管理员账号登录"), href=f"/login?next={next_page}", className="button small"
    )
    desk = html.A(words("回到调度台"), href="/desk", className="button small")
    says = words("只能查看。系统管理员登录后可以修改{what}。", what=view.what)
    return html.P([says, " ", login, " ", desk], className="ed-looking")


def _classes(view: View) -> html.Nav:
    words = view.words

    def one(code: str, name: str) -> html.Button:
        is_here = code == view.code
        focus = f"{code} {view.drawn}" if is_here and view.is_chosen else None
        return html.Button(
            [
                words(name),
                html.Span(id=ids.mark(view.page, code), className="ed-mark"),
            ],
            type="button",
            className="ed-class",
            **attributes(
                {
                    "data-class-of": code,
                    "aria-current": "true" if is_here else None,
                    "data-focus": focus,
                }
            ),
        )

    return html.Nav(
        [one(code, name) for code, name in view.names.items()],
        className="ed-classes",
        **attributes({"aria-label": words("事件类别")}),
    )


def _part(part: Part, view: View) -> html.Section:
    words, name = view.words, ids.lines(view.page, part.name)
    heading = [html.H3(part.title, className="ed-card-title")] if part.title else []
    says = html.Span(id=ids.said(name), className="ed-hint", role="status")
    back = html.Button(
        words("恢复这一行"),
        id=ids.back(name),
        type="button",
        className="link",
        hidden=True,
        **attributes({"data-line-act": "back"}),
    )
    add = html.Button(
        view.lines.add,
        type="button",
        className="button small",
        **attributes({"data-line-act": "add"}),
    )
    return html.Section(
        [
            *heading,
            html.P(id=ids.wrong(name), className="ed-card-error", role="alert"),
            html.Ol(
                [_row(one, view) for one in part.rows],
                id=name,
                className="ed-rows",
                **attributes({"data-lines": part.name}),
            ),
            html.Div([add, says, back], className="ed-below") if view.may_write else None,
        ],
        className="ed-card",
        **attributes({"data-part": part.name, "aria-label": part.title or view.what}),
    )


def _row(row: Row, view: View) -> html.Li:
    words = view.words
    tools = (
        ("up", "↑", words("上移（Alt+↑）"), "Alt+ArrowUp"),
        ("down", "↓", words("下移（Alt+↓）"), "Alt+ArrowDown"),
        ("gone", "✕", words("删除（Alt+Delete）"), "Alt+Delete"),
    )
    buttons = [
        html.Button(
            sign,
            type="button",
            className="ed-tool",
            title=label,
            **attributes({"data-line-act": act, "aria-label": label, "aria-keyshortcuts": keys}),
        )
        for act, sign, label, keys in tools
    ]
    return html.Li(
        [
            html.Span(className="ed-no num", **attributes({"aria-hidden": "true"})),
            *view.lines.fields(row),
            html.Span(buttons, className="ed-tools") if view.may_write else None,
        ],
        className="ed-row",
        **attributes({"data-row": row["row"]}),
    )


def _bar(page: str, words: Words, *, may_write: bool) -> html.Div:
    """What saves: it stays in sight and says how it stands; nobody who only looks sees it."""
    save = html.Button(
        id=ids.save(page),
        type="button",
        className="button is-main",
        disabled=True,
        **attributes({"data-line-act": "save", "aria-keyshortcuts": "Control+Enter"}),
    )
    drop = html.Button(
        words("放弃修改"),
        id=ids.drop(page),
        type="button",
        className="button",
        hidden=True,
        **attributes({"data-line-act": "drop"}),
    )
    parts = [
        save,
        drop,
        html.Span(id=ids.unsaved(page), className="ed-state"),
        html.Span(id=ids.state(page), className="ed-state", role="status"),
    ]
    return html.Div(parts, className="ed-bar") if may_write else html.Div(parts, hidden=True)


def save_label(version: int, words: Words) -> list[Any]:
    """What is read on the button that saves."""
    return [html.Kbd("Ctrl+Enter"), " ", words("保存为第 {version} 版", version=version + 1)]


def of_version(version: int, words: Words, *, may_write: bool) -> str:
    """That an earlier version is shown, and what becomes of it."""
    says = words("这是第 {version} 版的内容", version=version)
    return says + words("，保存后成为新版") if may_write else says


def conflict(says: str, version: int, words: Words) -> list[Any]:
    """That somebody else has saved meanwhile, and the two ways on."""
    mine = html.Button(
        words("保留我的，存在它之上"),
        type="button",
        className="button small",
        **attributes({"data-line-act": "mine", "data-version": str(version)}),
    )
    other = html.Button(
        words("放弃我的，载入第 {version} 版", version=version),
        type="button",
        className="button small",
        **attributes({"data-line-act": "drop"}),
    )
    return [office.bad(says), " ", mine, " ", other]


def answer(told: Mapping[str, Any]) -> html.Span:
    """What the browser must know of a save: `saved` or `mistakes`."""
    return html.Span(**attributes({"data-answer": json.dumps(told, ensure_ascii=False)}))


def versions(
    page: str,
    items: Sequence[Mapping[str, Any]],
    zone_name: str,
    words: Words,
    *,
    may_write: bool,
) -> list[Component]:
    """Who wrote which version when, newest first; each can be looked at or taken up again."""
    label = words("载入这一版再改" if may_write else "查看这一版")

    def take(row: Mapping[str, Any]) -> Component:
        return html.Button(
            label,
            type="button",
            className="button small",
            **attributes({"data-line-act": "load", "data-version": str(row["version"])}),
        )

    columns: office.Columns = (
        (words("版本"), lambda row: str(row["version"])),
        (words("保存时间"), lambda row: office.moment(row["at"], zone_name)),
        (
            words("保存人"),
            lambda row: office.named(row["actor"]) if row["at"] else words("初始版本"),
        ),
        (words("操作"), take),
    )
    table = office.table(columns, items, words("没有记录"), tight=3)
    return [html.Section([office.title(words("历次版本")), table], className="ed-versions")]
