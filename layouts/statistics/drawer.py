"""The incidents behind a figure, in a drawer: paged, masked by the server, a click to the wall."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from domain.incidents.incidents import STATUS_WORDS, IncidentStatus
from domain.statistics.area_words import CLASS_NAMES
from domain.statistics.statistics import SPANS
from domain.words import Words
from layouts.elements import measures
from layouts.elements.attributes import attributes
from layouts.elements.dmc import dmc
from layouts.elements.mantine import within
from layouts.elements.moments import moment
from layouts.elements.opening import cell, opening, shut, table
from layouts.reader import Reader
from layouts.statistics import ids
from layouts.statistics.address import Address
from layouts.statistics.view import SEVERITIES


def closed() -> html.Div:
    """No drawer."""
    return html.Div(className="drawer")


def drawer(
    asked: Mapping[str, Any],
    page: Mapping[str, Any],
    *,
    reader: Reader,
    address: Address,
    zone_name: str,
    at: int,
) -> Component:
    """What stands behind a figure.

    Args:
        asked: the question: title, filter, and whose figure it is.
        page: `items`, `next`, `is_slowest`, `file`, the days of both `periods`; what the pages
            beside it need: `of`, `narrowed`, `cursors`; or `says`: why there is nothing to show.
        reader: for whom.
        address: of the page.
        zone_name: the district's.
        at: how many pages came before this one.
    """
    words = reader.words
    name = str(asked.get("name") or "")
    title = str(asked.get("title") or "")
    shown = f"{name} · {title}" if name and name != title else title
    body: list[Component] = []
    if page.get("says"):
        body = [html.P(page["says"], className="rows-foot", role="status")]
    else:
        body = [
            _table(page["items"], asked.get("filter") or {}, words, zone_name),
            _foot(page, asked.get("filter") or {}, words, at),
        ]
    actions: list[Component] = [*_choices(asked, page, words)]
    if page.get("file"):
        actions.append(html.A("CSV", href=page["file"], download="", className="button"))
    actions.append(shut(words("关闭"), ids.ROWS))
    made = html.Div(
        [
            html.Header(
                [
                    html.H2(words("明细：{title}", title=shown), className="panel-title"),
                    html.Span(actions, className="rows-actions"),
                ],
                className="panel-head",
            ),
            html.Div(
                body, className="rows-body", tabIndex=0, role="group",
                **attributes({"aria-label": words("事件列表")}),
            ),
        ],
        className="drawer is-open rows-drawer panel as-said",
        role="dialog",
        tabIndex=-1,
        **attributes({"aria-label": shown, "aria-modal": "false", "data-store": ids.ROWS}),
    )  # fmt: skip
    drawn: Component = within(reader, made)
    return drawn


def _choices(asked: Mapping[str, Any], page: Mapping[str, Any], words: Words) -> list[Component]:
    """Period, class and severity; what the figure itself names stands fixed."""
    filters, narrowed = asked.get("filter") or {}, page.get("narrowed") or {}
    made: list[Component] = []
    if page.get("periods") and not asked.get("fixed") and asked.get("fixed") != {}:
        now, before = page["periods"]
        options = [
            {"value": "now", "label": f"{words('本期')} {now}"},
            {"value": "before", "label": f"{words('对比期')} {before}"},
        ]
        made.append(_choice("period", words("哪一期"), options, narrowed.get("period") or "now"))
    classes = [{"value": name, "label": words(text)} for name, text in CLASS_NAMES.items()]
    levels = [
        {"value": str(level), "label": f"{text} {words('级')}"}
        for level, text in SEVERITIES.items()
    ]
    for name, label, options in (
        ("class", words("全部类别"), classes),
        ("severity", words("全部级别"), levels),
    ):
        fixed = filters.get(name)
        value = str(fixed) if fixed else narrowed.get(name)
        made.append(_choice(name, label, options, value, is_fixed=bool(fixed)))
    return made


def _choice(
    name: str,
    label: str,
    options: Sequence[Mapping[str, str]],
    value: str | None,
    *,
    is_fixed: bool = False,
) -> dmc.Select:
    return dmc.Select(
        id=ids.narrowing(name),
        data=list(options),
        value=value,
        placeholder=label,
        clearable=name != "period" and not is_fixed,
        disabled=is_fixed,
        allowDeselect=False,
        size="xs",
        className=f"rows-choice is-{name}",
        comboboxProps={"zIndex": 4000},
        persistence=False,
        **attributes({"aria-label": label}),
    )


def _table(
    items: Sequence[Mapping[str, Any]], filters: Mapping[str, Any], words: Words, zone_name: str
) -> html.Table:
    steps = {
        "accept": words("受理"),
        "dispatch": words("派遣"),
        "travel": words("途中"),
        "arrival": words("到场"),
        "resolve": words("处置"),
    }
    head = [
        words("编号"), words("上报"), words("类别"), words("级别"), words("状态"),
        *(steps[name] for name in SPANS), words("标题与地点"),
    ]  # fmt: skip
    asked = filters.get("slowest")
    rows = [_row(item, asked, words, zone_name) for item in items]
    return table(head, rows, "table-rows")


def _row(item: Mapping[str, Any], asked: Any, words: Words, zone_name: str) -> list[Any]:
    path = [str(one.get("name", "")) for one in item.get("area_path") or []][1:]
    spans = [
        cell(
            measures.span(item["took_s"].get(name), words),
            "num is-asked" if name == asked else "num",
        )
        for name in SPANS
    ]
    number = str(item["number"])
    return [
        cell(html.A(number, href=f"/?sel=incident:{number}", className="link")),
        html.Td(moment(item["reported_at"], zone_name), className="row-moment"),
        words(CLASS_NAMES.get(item["class"], str(item["class"]))),
        cell(SEVERITIES.get(item["severity"], str(item["severity"]))),
        words(STATUS_WORDS[IncidentStatus(item["status"])]),
        *spans,
        html.Td(
            [
                item.get("title") or words("（无标题）"),
                html.Span(" ▸ ".join(path), className="row-place"),
            ],
            className="row-title",
        ),
    ]  # fmt: skip


def _foot(page: Mapping[str, Any], filters: Mapping[str, Any], words: Words, at: int) -> html.P:
    """How many, in which order, and the way to the pages before and after."""
    count = len(page["items"])
    if page.get("is_slowest"):
        order = words("用时最长的在前")
    elif filters.get("slowest"):
        order = words("事件太多，按上报时间排列")
    else:
        order = words("最近上报的在前")
    if not count and not at:
        return html.P(words("没有符合的事件"), className="rows-foot", role="status")
    if not at and not page.get("next"):
        text = words("共 {count} 起，已全部列出", count=count)
    else:
        first = at * page["limit"]
        text = words("第 {first}–{last} 起", first=first + 1, last=first + count)
    ways: list[Component] = []
    if at:
        ways.append(_turn(page, page["cursors"][:-1], words("上一页")))
    if page.get("next"):
        ways.append(_turn(page, [*page["cursors"], page["next"]], words("下一页")))
    return html.P([f"{text} · {order} ", *ways], className="rows-foot", role="status")


def _turn(page: Mapping[str, Any], cursors: Sequence[str], label: str) -> html.Button:
    """A way to another page of the same question."""
    question = {"of": page["of"], "narrowed": page["narrowed"], "cursors": list(cursors)}
    return opening(label, ids.ROWS_PAGE, question, name="button")
