"""The section of a grid's page about its people."""

from dash import html
from dash.development.base_component import Component

from domain.net.people.people import NetAssignment
from domain.net.people.posts import Post
from domain.net.people.seen import GridFile
from domain.words import Words
from layouts.net.people.people import history
from layouts.net.people.words import AreaName, gap_word
from layouts.office import office


def head(code: str, name: AreaName, words: Words) -> list[Component]:
    """What the grid is called, and the ways to its community and to the map."""
    community = html.A(
        words("社区页面：{community}", community=name(code[:12])), href=f"/community/{code[:12]}"
    )
    there = html.A(words("在地图上看"), href=f"/?area={code}")
    return [office.title(name(code)), html.P([community, " ", there], className="net-ways")]


def people_of_grid(file: GridFile, name: AreaName, words: Words) -> Component:
    """Who is there, who was, and what is lacking."""
    parts: list[Component] = [office.title(words("网格人员"))]
    for gap in file.gaps:
        told = gap_word(gap.kind, words)
        if gap.since is not None:
            told = words("{what}，自 {since} 起", what=told, since=gap.since.isoformat())
        if gap.covered_by is not None:
            told = words("{what}，有人代管", what=told)
        parts.append(html.P(told, className="is-bad"))
    if not file.may_see_people:
        parts.append(office.note(words("您的账号看不到网格人员的姓名")))
        return html.Section(parts, className="case-section")
    now = sorted(file.now, key=_order)
    parts.append(history(now, dict(file.people), name, words, may_manage=False))
    if file.before:
        past = history(file.before, dict(file.people), name, words, may_manage=False)
        summary = html.Summary(words("历任（{count}）", count=len(file.before)))
        parts.append(html.Details([summary, past], className="case-step"))
    return html.Section(parts, className="case-section")


def _order(one: NetAssignment) -> tuple[int, bool, str]:
    return list(Post).index(one.post), one.covers, one.since
