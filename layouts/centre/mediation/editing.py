"""The forms that keep the pool: registering and correcting somebody, suspending, letting go."""

from dash import html
from dash.development.base_component import Component

from domain.centre.cases.categories import IN_USE
from domain.centre.mediation.houses import Houses
from domain.centre.mediation.mediators import (
    Mediator,
    PoolLevel,
    PoolState,
    Sex,
    Source,
    Weekday,
)
from domain.words import Words
from layouts.centre.case_words import options
from layouts.centre.mediation.pool_ids import PAGE
from layouts.centre.named import named
from layouts.office import fields, ids, office


def edit_form(one: Mediator | None, houses: Houses, words: Words) -> Component:
    """What is told of a mediator; empty for a new one."""
    label = words("登记") if one is None else words("保存")
    # what is chosen of several is told by its codes, so that nothing is lost when it is saved
    return office.form(
        ids.do(PAGE),
        {"act": "save", "mediator": one.mediator_id if one else ""},
        label,
        *_who(one, houses, words),
        *_what(one, houses, words),
        *_more(one, houses, words),
    )


def _who(one: Mediator | None, houses: Houses, words: Words) -> list[Component]:
    """Who it is, and of which pool."""
    pools = [("", words("无")), *named(houses.pools)]
    born = str(one.birth_year) if one else ""
    return [
        fields.text("name", words("姓名"), is_required=True, value=one.name if one else ""),
        fields.choice("sex", words("性别"), options(Sex, words), one.sex if one else ""),
        fields.text("birth_year", words("出生年份"), longest=4, input_mode="numeric", value=born),
        fields.choice(
            "level", words("所属级别"), options(PoolLevel, words), one.level if one else ""
        ),
        fields.choice("pool", words("调解员库"), pools, (one.pool if one else "") or ""),
        fields.choice("source", words("来源"), options(Source, words), one.source if one else ""),
        fields.text("account", words("账号"), value=one.account if one else ""),
        fields.text("phone", words("电话"), longest=32, value=one.phone if one else ""),
    ]


def _what(one: Mediator | None, houses: Houses, words: Words) -> list[Component]:
    """What they mediate, where and when."""
    towns = [(town, town) for pool in houses.pools.values() for town in pool.towns]
    spoken = " ".join(one.dialects) if one else ""
    return [
        _several("skills", words("擅长类型"), options(IN_USE, words), one.skills if one else ()),
        _several("groups", words("调解小组"), named(houses.groups), one.groups if one else ()),
        _several("towns", words("服务镇街"), towns, one.towns if one else ()),
        _several("days", words("可调解日"), options(Weekday, words), one.days if one else ()),
        fields.text("dialects", words("方言（空格分隔）"), value=spoken),
    ]


def _more(one: Mediator | None, houses: Houses, words: Words) -> list[Component]:
    """A brand room, a term of office, training, minors."""
    rooms = [("", words("无")), *named(houses.rooms)]
    hours = str(one.training_hours) if one else ""
    minors = "yes" if one and one.works_with_minors else ""
    begins, ends = (one.term_from, one.term_until) if one else ("", "")
    return [
        fields.choice("room", words("品牌室"), rooms, (one.room if one else "") or ""),
        fields.text("term_from", words("任期起（年-月-日）"), longest=10, value=begins),
        fields.text("term_until", words("任期止"), longest=10, value=ends),
        fields.text(
            "training_hours", words("培训学时"), longest=4, input_mode="numeric", value=hours
        ),
        fields.choice(
            "works_with_minors",
            words("可办未成年人案件"),
            [("", words("否")), ("yes", words("是"))],
            minors,
        ),
    ]


def _several(
    name: str, label: str, offered: list[tuple[str, str]], held: tuple[str, ...]
) -> Component:
    made = fields.several(name, label, offered)
    made.value = list(held)
    kept: Component = made
    return kept


def state_acts(one: Mediator, words: Words) -> Component:
    """Suspending, restoring, letting go."""
    if one.state is PoolState.ACTIVE:
        return html.Div(
            [_state(one, PoolState.SUSPENDED, words("暂停"), words),
             _state(one, PoolState.RESIGNED, words("登记离任"), words)],
            className="admin-acts",
        )  # fmt: skip
    asked = {"act": "state", "mediator": one.mediator_id, "state": PoolState.ACTIVE.value}
    return office.act(words("恢复"), ids.do(PAGE), asked)


def _state(one: Mediator, state: PoolState, label: str, words: Words) -> Component:
    asked = {"act": "state", "mediator": one.mediator_id, "state": state.value}
    return office.form(
        ids.do(PAGE), asked, label, fields.text("reason", words("理由"), longest=200)
    )
