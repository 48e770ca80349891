"""The page of departments' views over the common grids."""

import json

from dash import dcc, html
from dash.development.base_component import Component

from domain.net.people.posts import Post
from domain.net.people.views import HandlingGrid, ViewPage
from domain.words import Words
from layouts.elements.attributes import attributes
from layouts.elements.mantine import within
from layouts.net.frame import net_page
from layouts.net.people.words import AreaName, grid_link, post_word
from layouts.office import fields, ids, office
from layouts.reader import Reader
from layouts.working import Drawing

PAGE = "net_views"
# Whose view is looked at: {"department": …}.
VIEW = f"{PAGE}-view"
LISTED = 60


def views_page(drawing: Drawing) -> list[Component]:
    """The page, empty where its callbacks fill it."""
    return net_page(drawing, PAGE, drawing.reader.words("部门视图"), parts=[dcc.Store(id=VIEW)])


def view(page: ViewPage, name: AreaName, reader: Reader, *, may_manage: bool) -> Component:
    """The ways between views, then one: its handling grids, people, overlaps, holes, tasks."""
    words = reader.words
    if not page.department:
        return office.note(words("没有您可以查看的部门视图"))
    parts: list[Component] = [_ways(page, words)]
    parts.append(office.title(page.departments[page.department]))
    told = words(
        "处置网格 {handling} 个，覆盖共同网格 {covered} / {all}；重叠 {twice}，未覆盖 {holes}",
        handling=len(page.handling),
        covered=page.grids - len(page.holes) if page.handling else 0,
        all=page.grids,
        twice=len(page.overlaps),
        holes=len(page.holes),
    )
    parts += [office.note(told), _handling(page, words)]
    if may_manage:
        parts += [_register(words), _assign(page, words)]
    parts += _conflicts(page, name, words)
    parts.append(_tasks(page, words))
    return within(reader, parts)


def _ways(page: ViewPage, words: Words) -> Component:
    named = {one.name: one.department for one in page.named}
    others = {name: code for code, name in page.departments.items() if code not in named.values()}
    buttons = [
        html.Button(
            name,
            type="button",
            className="case-view",
            **attributes(
                {
                    "data-open": VIEW,
                    "data-ask": json.dumps({"department": code}),
                    "aria-pressed": "true" if code == page.department else "false",
                }
            ),
        )
        for name, code in (named | others).items()
    ]
    heard = attributes({"aria-label": words("部门视图")})
    return html.Div(buttons, className="case-views", role="group", **heard)


def _handling(page: ViewPage, words: Words) -> Component:
    def who(one: HandlingGrid) -> object:
        held = page.handlers_of(one.name)
        names = [page.people[each.person_id].name or each.person_id for each in held]
        return office.named("、".join(names)) if names else words("无责任人")

    columns: office.Columns = (
        (words("处置网格"), lambda one: office.named(one.name)),
        (words("共同网格"), lambda one: str(len(one.shares))),
        (
            words("其中部分覆盖"),
            lambda one: str(sum(share < 0.95 for share in one.shares.values())),
        ),
        (words("责任人"), who),
    )
    return office.table(columns, page.handling, words("该部门尚未划分处置网格"))


def _conflicts(page: ViewPage, name: AreaName, words: Words) -> list[Component]:
    drawn: list[Component] = []
    if page.overlaps:
        columns: office.Columns = (
            (words("共同网格"), lambda one: grid_link(one.grid, name)),
            (words("重叠的处置网格"), lambda one: office.named("、".join(one.names))),
        )
        head = html.Summary(words("重叠：{count} 个网格", count=len(page.overlaps)))
        table = office.table(columns, page.overlaps[:LISTED], "")
        drawn.append(html.Details([head, table], className="case-step"))
    if page.holes:
        head = html.Summary(words("未覆盖：{count} 个网格", count=len(page.holes)))
        links = [html.Li(grid_link(code, name)) for code in page.holes[:LISTED]]
        drawn.append(html.Details([head, html.Ul(links)], className="case-step"))
    return drawn


def _tasks(page: ViewPage, words: Words) -> Component:
    if page.tasks is None:
        return office.note(words("准入事项清单尚未接入"))
    columns: office.Columns = (
        (words("准入事项"), lambda one: office.named(one.name)),
        (words("依据"), lambda one: office.named(one.basis)),
    )
    return office.table(columns, page.tasks, words("该部门没有准入事项"))


def _register(words: Words) -> Component:
    form = office.form(
        ids.do(PAGE),
        {"act": "person"},
        words("登记本部门人员"),
        fields.text("name", words("姓名"), is_required=True),
        fields.text("phone", words("电话")),
        fields.text("area_code", words("区域编码"), is_required=True, longest=15),
    )
    return html.Details([html.Summary(words("登记本部门人员")), form], className="case-step")


def _assign(page: ViewPage, words: Words) -> Component:
    options = [(one.name, one.name) for one in page.handling]
    title = words("指定{post}", post=post_word(Post.HANDLER, words))
    form = office.form(
        ids.do(PAGE),
        {"act": "assign"},
        title,
        fields.choice("handling", words("处置网格"), options),
        fields.text("person", words("人员编号"), is_required=True),
        fields.text("since", words("起始日期（年-月-日）"), is_required=True, longest=10),
    )
    return html.Details([html.Summary(title), form], className="case-step")
