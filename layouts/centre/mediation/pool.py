"""The page of mediators: the pool with its figures, a mediator's own page, groups and rooms."""

from collections.abc import Mapping, Sequence

from dash import dcc, html
from dash.development.base_component import Component

from domain.centre.cases.categories import IN_USE, Category
from domain.centre.mediation.case_mediation import MediatorFile, PoolPage
from domain.centre.mediation.houses import Alliance, Houses
from domain.centre.mediation.mediators import MEDIATOR, Mediator, PoolLevel, PoolState, Source
from domain.centre.mediation.records import NOTHING_DONE, Record
from domain.private import mask
from domain.words import Words
from layouts.centre.case_words import options, word
from layouts.centre.frame import centre_page
from layouts.centre.mediation.choice import folded
from layouts.centre.mediation.editing import edit_form, state_acts
from layouts.centre.mediation.pool_ids import FILE, LOADED, PAGE, UPLOAD
from layouts.centre.named import named
from layouts.elements.mantine import within
from layouts.office import fields, ids, office
from layouts.office.tables import table_upload
from layouts.reader import Reader
from layouts.working import Drawing

SHOWN_FIRST = 30


def mediators_page(drawing: Drawing) -> list[Component]:
    """The page, empty where its callbacks fill it."""
    words = drawing.reader.words
    label = words("导入名册（xlsx 或 CSV）")
    return centre_page(
        drawing,
        PAGE,
        parts=[dcc.Download(id=FILE)],
        below=[table_upload(drawing, UPLOAD, LOADED, label, action="mediators.manage")],
    )


def pool(page: PoolPage, reader: Reader, *, may_manage: bool) -> Component:
    """How many there are, the search, the first of them, and what the district says besides."""
    words, people = reader.words, page.mediators
    working = [one for one in people if one.state is PoolState.ACTIVE]
    district = sum(one.level is PoolLevel.DISTRICT for one in working)
    told = words(
        "在任 {count} 人：区级 {district} 人，{pools} 个镇级库 {towns} 人；调解小组 {groups} 个",
        count=len(working),
        district=district,
        pools=len(page.houses.pools),
        towns=len(working) - district,
        groups=len(page.houses.groups),
    )
    parts: list[Component] = [office.title(words("调解员库")), office.note(told)]
    if any(one.is_demo for one in people):
        parts.append(office.note(words("演示数据：人名与电话均为虚构")))
    parts.append(_search(page.houses, words))
    if may_manage:
        parts += [
            folded(words("登记调解员"), edit_form(None, page.houses, words)),
            fields.line(office.act(words("下载名册模板"), ids.do(PAGE), {"act": "template"})),
        ]
    parts += [
        lines(people[:SHOWN_FIRST], page, words),
        _houses(page, words),
    ]
    return within(reader, parts)


def _search(houses: Houses, words: Words) -> Component:
    any_of = [("", words("全部"))]
    towns = [(town, one.name) for one in houses.pools.values() for town in one.towns[:1]]
    return office.form(
        ids.do(PAGE),
        {"act": "find"},
        words("查找"),
        fields.text("q", words("姓名或编号")),
        fields.choice("skill", words("擅长类型"), [*any_of, *options(IN_USE, words)]),
        fields.choice("town", words("服务镇街"), [*any_of, *towns]),
        fields.choice("group", words("调解小组"), [*any_of, *named(houses.groups)]),
        fields.choice("source", words("来源"), [*any_of, *options(Source, words)]),
        fields.choice("state", words("状态"), [*any_of, *options(PoolState, words)]),
    )


def found(people: Sequence[Mediator], page: PoolPage, reader: Reader) -> Component:
    """What was looked for."""
    words = reader.words
    told = words("找到 {count} 人", count=len(people))
    return within(reader, [office.note(told), lines(people, page, words)])


def lines(people: Sequence[Mediator], page: PoolPage, words: Words) -> Component:
    """Mediators as rows with their figures."""
    groups, pools = page.houses.groups, page.houses.pools

    def record(one: Mediator) -> Record:
        return page.records.get(one.key, NOTHING_DONE)

    columns: office.Columns = (
        (words("编号"), lambda one: one.mediator_id),
        (words("姓名"), lambda one: office.named(one.name)),
        (
            words("调解员库"),
            lambda one: pools[one.pool].name if one.pool in pools else word(one.level, words),
        ),
        (words("来源"), lambda one: word(one.source, words)),
        (words("擅长类型"), lambda one: _skills(one, words)),
        (
            words("调解小组"),
            lambda one: "、".join(groups[g].name for g in one.groups if g in groups),
        ),
        (words("状态"), lambda one: word(one.state, words)),
        (words("在办"), lambda one: str(record(one).load)),
        (words("办结"), lambda one: str(record(one).done)),
        (words("调解成功率"), lambda one: percent(record(one).success_rate, words)),
        ("", lambda one: _open(one, words)),
    )
    return office.table(columns, people, words("没有调解员"))


def _skills(one: Mediator, words: Words) -> str:
    return "、".join(word(Category(skill), words) for skill in one.skills)


def _open(one: Mediator, words: Words) -> Component:
    asked = {"act": "open", "mediator": one.mediator_id}
    return office.act(words("打开"), ids.do(PAGE), asked)


def percent(rate: float | None, words: Words) -> str:
    """A rate, or that too few stand behind it."""
    return words("样本不足") if rate is None else f"{rate * 100:.0f}%"


def mediator(held: MediatorFile, houses: Houses, reader: Reader, *, may_manage: bool) -> Component:
    """A mediator's own page: who they are, what they have done, and what waits with them."""
    words, one = reader.words, held.mediator
    parts: list[Component] = [
        office.title(words("调解员"), f"{one.name or ''} {one.mediator_id}"),
        html.Dl(_facts(one, houses, words), className="case-facts"),
        office.title(words("办案情况")),
        html.Dl(_figures(held.record, words), className="case-facts"),
    ]
    if one.state is not PoolState.ACTIVE and held.open_cases:
        left = words("尚有 {count} 件在办案件，请重新指派", count=len(held.open_cases))
        parts.append(html.P(left, className="is-bad", role="alert"))
    if held.open_cases:
        columns: office.Columns = (
            (words("编码"), lambda case: office.named(case.code)),
            (words("阶段"), lambda case: word(case.stage, words)),
            (words("类型"), lambda case: word(case.category, words)),
        )
        parts.append(office.table(columns, held.open_cases, "", tight=1))
    if may_manage:
        parts.append(state_acts(one, words))
        parts.append(folded(words("更正调解员"), edit_form(one, houses, words)))
    return within(reader, [html.Div(parts, className="case-card")])


def _facts(one: Mediator, houses: Houses, words: Words) -> list[Component]:
    masked = mask(MEDIATOR.name, {"phone": one.phone}) if one.phone else {}
    term = f"{one.term_from or ''} — {one.term_until or ''}" if one.term_until else ""
    held = houses.rooms.get(one.room or "")
    room = held.name if held else ""
    told = (
        (words("所属级别"), word(one.level, words)),
        (words("来源"), word(one.source, words)),
        (words("性别"), word(one.sex, words)),
        (words("出生年份"), str(one.birth_year)),
        (words("擅长类型"), _skills(one, words)),
        (words("方言"), "、".join(one.dialects)),
        (words("任期"), term),
        (words("品牌室"), room),
        (words("账号"), one.account or ""),
        (words("电话"), str(masked.get("phone") or "")),
        (words("培训学时"), str(one.training_hours)),
        (words("可办未成年人案件"), words("是") if one.works_with_minors else words("否")),
        (words("状态"), word(one.state, words)),
        (words("理由"), one.reason or ""),
    )
    return _listed(told)


def _figures(record: Record, words: Words) -> list[Component]:
    few = words("样本不足")
    days, stars = record.mean_days, record.satisfaction
    told = (
        (words("在办案件"), str(record.load)),
        (words("已有结果"), str(record.done)),
        (words("调解成功"), str(record.success)),
        (words("调解不成"), str(record.failed)),
        (words("当事人撤回"), str(record.withdrawn)),
        (words("移送其他程序"), str(record.transferred)),
        (
            words("调解成功率（成功 ÷ 成功与不成之和）"),
            percent(record.success_rate, words),
        ),
        (words("履行率（已履行 ÷ 已履行与未履行之和）"), percent(record.performance_rate, words)),
        (words("平均办理天数"), few if days is None else f"{days:.1f}"),
        (
            words("满意度"),
            few
            if stars is None
            else words("{stars} 星（{n} 人）", stars=f"{stars:.1f}", n=record.rated),
        ),
    )
    return _listed(told)


def _stars(stars: float, rated: int, words: Words) -> str:
    return words("{stars} 星（{n} 人）", stars=f"{stars:.1f}", n=rated)


def _listed(told: Sequence[tuple[str, str]]) -> list[Component]:
    return [part for name, text in told if text for part in (html.Dt(name), html.Dd(text))]


def _houses(page: PoolPage, words: Words) -> Component:
    """Groups, brand rooms, the alliance and the deputies' studio."""
    houses, people = page.houses, page.mediators
    sizes = _sizes(people)
    demo = words("（演示）")
    groups: office.Columns = (
        (words("调解小组"), lambda one: one.name + (demo if one.is_demo else "")),
        (words("人数"), lambda one: str(sizes.get(one.code, 0))),
    )
    rooms: office.Columns = (
        (words("品牌调解室"), lambda one: one.name + (demo if one.is_demo else "")),
        (words("主持人"), lambda one: one.host),
        (words("专长"), lambda one: one.specialty),
        (words("荣誉"), lambda one: "、".join(one.honours)),
        (words("办结"), lambda one: str(_room_done(page, one.code))),
    )
    deputies = [one for one in people if one.source is Source.DEPUTY]
    terms: office.Columns = (
        (words("编号"), lambda one: one.mediator_id),
        (words("姓名"), lambda one: office.named(one.name)),
        (words("任期"), lambda one: f"{one.term_from or ''} — {one.term_until or ''}"),
        (words("擅长类型"), lambda one: _skills(one, words)),
    )
    return html.Div(
        [
            folded(
                words("调解小组"),
                office.table(groups, list(houses.groups.values()), words("没有调解小组")),
            ),
            folded(
                words("品牌调解室"),
                office.table(rooms, list(houses.rooms.values()), words("没有品牌调解室")),
            ),
            folded(
                words("代表委员诉源治理工作室"),
                office.note(words("任期以外的人员不参与匹配")),
                office.table(terms, deputies, words("没有代表委员")),
            ),
            _alliance(houses.alliance, words) if houses.alliance else None,
        ]
    )


def _sizes(people: Sequence[Mediator]) -> Mapping[str, int]:
    sizes: dict[str, int] = {}
    for one in people:
        if one.state is PoolState.ACTIVE:
            for group in one.groups:
                sizes[group] = sizes.get(group, 0) + 1
    return sizes


def _room_done(page: PoolPage, code: str) -> int:
    """Cases settled or ended by the people of a room."""
    keys = [one.key for one in page.mediators if one.room == code]
    return sum(page.records[key].done for key in keys if key in page.records)


def _alliance(one: Alliance, words: Words) -> Component:
    told = (
        (words("名称"), one.name),
        (words("负责人"), one.director),
        (words("法院工作站"), one.station),
        *((word(level, words), "、".join(teams)) for level, teams in one.teams.items()),
    )
    return folded(
        words("婚姻家庭调解联盟"),
        html.Dl(_listed(told), className="case-facts"),
        office.note(words("婚姻家庭案件不公开进行；涉家庭暴力不安排面对面调解")),
    )
