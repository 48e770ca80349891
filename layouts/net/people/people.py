"""The page of the people of the net: search, list, a person with history, a roster to be taken."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from domain.net.people.people import NetAssignment, NetPerson
from domain.net.people.posts import ONE_PER_GRID, Post
from domain.net.people.roster import Roster, RosterLine
from domain.net.people.seen import PeoplePage, PersonFile, PersonLine
from domain.private import mask_phone
from domain.tables import RowError
from domain.words import Words, sentence
from layouts.elements.mantine import within
from layouts.net.people.page import PEOPLE, VIEW
from layouts.net.people.words import AreaName, days_word, grid_link, post_options, post_word
from layouts.office import fields, ids, office
from layouts.reader import Reader

PAGE_OF = 50
# Of a roster's preview.
SHOWN_GOOD, SHOWN_FAULTS = 30, 100


def people(page: PeoplePage, roster: Roster | None, name: AreaName, reader: Reader) -> Component:
    """The search, whoever was found, and a roster that waits."""
    words = reader.words
    parts: list[Component] = []
    if roster is not None:
        parts.append(preview(roster, name, words))
    if any(one.person.is_demo for one in page.lines):
        parts.append(office.note(words("演示数据：人名与电话均为虚构")))
    parts.append(_search(page, words))
    if page.may_manage:
        parts += [
            _folded(words("登记人员"), person_form(None, words)),
            html.Div(
                [
                    office.act(words("下载名册模板"), ids.do(PEOPLE), {"act": "template"}),
                    office.act(words("导出名册"), ids.do(PEOPLE), _asked(page, act="export")),
                ],
                className="firm-pages",
            ),
        ]
    else:
        parts.append(office.act(words("导出名册"), ids.do(PEOPLE), _asked(page, act="export")))
    parts += [_list(page.lines, name, words), _pages(page, words)]
    return within(reader, parts)


def _asked(page: PeoplePage, **more: object) -> dict[str, object]:
    wanted = page.wanted
    post = wanted.post.value if wanted.post else ""
    return {"q": wanted.q, "area": wanted.area, "post": post, **more}


def _search(page: PeoplePage, words: Words) -> Component:
    wanted = page.wanted
    find = office.form(
        VIEW,
        {},
        words("查找"),
        fields.text("q", words("姓名、拼音、编号或网格编码"), value=wanted.q),
        fields.choice(
            "post",
            words("岗位"),
            [("", words("全部")), *post_options(words)],
            wanted.post.value if wanted.post else "",
        ),
        fields.text("area", words("区域编码"), value=wanted.area, longest=15),
    )
    return html.Div([find], className="case-find")


def _list(lines: Sequence[PersonLine], name: AreaName, words: Words) -> Component:
    columns: office.Columns = (
        (words("编号"), lambda one: one.person.person_id),
        (words("姓名"), lambda one: office.named(one.person.name)),
        (words("电话"), lambda one: mask_phone(one.person.phone) if one.person.phone else ""),
        (words("岗位与网格"), lambda one: [_post_of(held, name, words) for held in one.now]),
        (
            "",
            lambda one: office.act(
                words("打开"), ids.do(PEOPLE), {"act": "open", "person": one.person.person_id}
            ),
        ),
    )
    return office.table(columns, lines, words("没有符合条件的人员"), tight=2)


def _post_of(one: NetAssignment, name: AreaName, words: Words) -> Component:
    told = post_word(one.post, words)
    if one.covers:
        told = words("{post}（代管）", post=told)
    since = words("{since} 起", since=one.since)
    return html.Div([html.Span(told), " ", grid_link(one.grid, name), " ", html.Span(since)])


def _pages(page: PeoplePage, words: Words) -> Component:
    at, count = page.wanted.at, page.count
    last = min(count, at + PAGE_OF)
    parts: list[Component] = []
    if at:
        parts.append(office.act(words("上一页"), VIEW, _asked(page, at=max(0, at - PAGE_OF))))
    if count:
        parts.append(
            html.Span(
                words("第 {first}–{last} 条，共 {count} 条", first=at + 1, last=last, count=count)
            )
        )
    if last < count:
        parts.append(office.act(words("下一页"), VIEW, _asked(page, at=last)))
    return html.Div(parts, className="firm-pages")


def _folded(title: str, *inside: Component) -> Component:
    return html.Details([html.Summary(title), *inside], className="case-step")


# a person ---------------------------------------------------------------------------------


def person_card(file: PersonFile, name: AreaName, reader: Reader) -> Component:
    """A person: who they are, what they are and were, and what may be changed."""
    words, person = reader.words, file.person
    facts = (
        (words("编号"), person.person_id),
        (words("电话"), _phone(file)),
        (words("所属区域"), name(person.area_code)),
        (words("账号"), person.account or ""),
        (words("地图单元"), person.unit_id or ""),
    )
    told = [one for title, value in facts if value for one in (html.Dt(title), html.Dd(value))]
    parts: list[Component] = [
        office.title(words("网格人员"), person.name or ""),
        html.Dl(told, className="case-facts"),
        history(file.assignments, {}, name, words, may_manage=file.may_manage),
    ]
    if file.may_manage:
        parts += [
            _folded(words("安排任职或代管"), assign_form(person.person_id, "", words)),
            _folded(words("更正信息"), person_form(person, words)),
        ]
    return within(reader, [html.Div(parts, className="case-card")])


def _phone(file: PersonFile) -> str:
    phone = file.person.phone
    if not phone:
        return ""
    return phone if file.may_manage else mask_phone(phone) or ""


def history(
    assignments: Sequence[NetAssignment],
    people: dict[str, NetPerson],
    name: AreaName,
    words: Words,
    *,
    may_manage: bool,
) -> Component:
    """What somebody was and is; of a grid also who. Nothing of it is ever written over."""

    def who(one: NetAssignment) -> object:
        held = people.get(one.person_id)
        return office.named(held.name if held else one.person_id)

    columns: list[tuple[str, object]] = [(words("姓名"), who)] if people else []
    columns += [
        (words("岗位"), lambda one: post_word(one.post, words)),
        (words("网格"), lambda one: grid_link(one.grid, name)),
        (words("起止"), lambda one: days_word(one, words)),
        (words("代管"), lambda one: words("代管") if one.covers else ""),
        (words("说明"), lambda one: office.named(one.reason or one.building)),
    ]
    if may_manage:
        columns.append(("", lambda one: _end_form(one, words) if one.until is None else ""))
    return office.table(columns, assignments, words("没有任职记录"))  # type: ignore[arg-type]


def _end_form(one: NetAssignment, words: Words) -> Component:
    end = office.form(
        ids.do(PEOPLE),
        {"act": "end", "assignment": one.assignment_id, "person": one.person_id},
        words("结束任职"),
        fields.text("until", words("最后一天（年-月-日）"), is_required=True, longest=10),
        fields.text("reason", words("原因"), longest=200),
    )
    parts = [end]
    if one.post in ONE_PER_GRID and not one.covers:
        parts.append(
            office.form(
                ids.do(PEOPLE),
                {"act": "swap", "assignment": one.assignment_id, "person": one.person_id},
                words("对调"),
                fields.text("other", words("对方编号"), is_required=True),
                fields.text("since", words("自（年-月-日）"), is_required=True, longest=10),
            )
        )
    return _folded(words("结束或对调"), *parts)


def assign_form(person_id: str, grid: str, words: Words) -> Component:
    """A post of a grid for somebody, or the cover of one."""
    yes_no = [("", words("任职")), ("yes", words("代管"))]
    return office.form(
        ids.do(PEOPLE),
        {"act": "assign"},
        words("保存任职"),
        fields.text("person", words("人员编号"), value=person_id, is_required=True),
        fields.text("grid", words("网格编码"), value=grid, is_required=True, longest=15),
        fields.choice("post", words("岗位"), post_options(words), Post.WORKER.value),
        fields.choice("covers", words("方式"), yes_no),
        fields.text("since", words("起始日期（年-月-日）"), is_required=True, longest=10),
        fields.text("until", words("截止日期（可空）"), longest=10),
        fields.text("covers_for", words("代谁（人员编号，可空）")),
        fields.text("building", words("楼栋（可空）")),
        fields.text("reason", words("原因（代管必填）"), longest=200),
    )


def person_form(person: NetPerson | None, words: Words) -> Component:
    """Somebody as they are registered or corrected."""
    held = person or NetPerson("", "")
    return office.form(
        ids.do(PEOPLE),
        {"act": "person", "person": held.person_id},
        words("保存人员"),
        fields.text("name", words("姓名"), value=held.name or "", is_required=True),
        fields.text("phone", words("电话"), value=held.phone or ""),
        fields.text(
            "area_code", words("所属社区（村）编码"), value=held.area_code, is_required=True,
            longest=15,
        ),
        fields.text("account", words("账号"), value=held.account or ""),
        fields.text("unit_id", words("地图单元"), value=held.unit_id or ""),
    )  # fmt: skip


# a roster ---------------------------------------------------------------------------------


def preview(roster: Roster, name: AreaName, words: Words) -> Component:
    """What a roster holds before it is taken: the good rows, and a sentence for each fault."""
    told = words(
        "可导入 {good} 行，已有 {same} 行，有误 {faulty} 行",
        good=len(roster.good),
        same=roster.same,
        faulty=len({one.row for one in roster.faults}),
    )
    acts: list[Component] = []
    if roster.good:
        label = words("导入 {good} 行", good=len(roster.good))
        acts.append(office.act(label, ids.do(PEOPLE), {"act": "take"}, is_main=True))
    if roster.faulty:
        acts.append(office.act(words("下载有误的行"), ids.do(PEOPLE), {"act": "faults"}))
    acts.append(office.act(words("放弃"), ids.do(PEOPLE), {"act": "drop"}))
    parts: list[Component] = [
        office.title(words("名册预览")),
        office.note(told),
        html.Div(acts, className="firm-pages"),
    ]
    if roster.faults:
        parts.append(html.Ul([_fault(one, words) for one in roster.faults[:SHOWN_FAULTS]]))
    if roster.good:
        parts.append(_good(roster.good[:SHOWN_GOOD], name, words))
    return html.Section(parts, className="case-section net-roster")


def _fault(one: RowError, words: Words) -> Component:
    column = words.of("field", one.field)
    why = sentence(one.wrong, words)
    return html.Li(words("第 {row} 行 {column}：{why}", row=one.row, column=column, why=why))


def _good(lines: Sequence[RosterLine], name: AreaName, words: Words) -> Component:
    columns: office.Columns = (
        (words("行"), lambda one: str(one.row)),
        (words("姓名"), lambda one: office.named(one.person.name)),
        (words("岗位"), lambda one: post_word(one.assignment.post, words)),
        (words("网格"), lambda one: grid_link(one.assignment.grid, name)),
        (words("起止"), lambda one: days_word(one.assignment, words)),
        (words("代管"), lambda one: words("代管") if one.assignment.covers else ""),
    )
    return office.table(columns, lines, "")
