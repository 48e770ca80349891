"""Police and law on the community page: the officers of its beats, and how to reach them."""

from dash import html
from dash.development.base_component import Component

from domain.net.fusion.beats import Beat
from domain.net.fusion.here import OfficerHere, PoliceHere
from domain.net.fusion.joint import LawPartner
from domain.private import mask_name
from layouts.elements.attributes import attributes
from layouts.elements.panel import says
from layouts.view_models import CommunityFacts

NOBODY = "未配备"


def officer(grid: str, police: PoliceHere | None) -> Component | str:
    """The officer of a grid, by call sign: one click from the map and the card."""
    beat = police.beat_of(grid) if police else None
    if beat is None or police is None:
        return html.Span(NOBODY, className="vacant") if police and police.beats else "—"
    found = police.officers_of(beat)
    if not found:
        has = bool(beat.officers or beat.units)
        return beat.code if has else html.Span(NOBODY, className="vacant")
    return _unit(found[0])


def police(facts: CommunityFacts) -> Component:
    """The beat of a community with its officers, other beats in it, and its law partners."""
    told = facts.police
    if told is None or not (told.beats or told.partners):
        return says("没有登记警格")
    lines = [line for beat in told.beats[:1] for line in _beat(beat, told)]
    others = [part for beat in told.beats[1:] for part in _other(beat, told)]
    if others:
        lines.append(html.P([html.Span("另涉警格 "), *others]))
    return html.Div([*lines, _law(told)], className="police-lines")


def _beat(beat: Beat, told: PoliceHere) -> list[Component]:
    head = html.P([html.Span(f"警格 {beat.code}", className="beat-code"), " ", beat.station])
    found = told.officers_of(beat)
    rows: list[Component] = [_officer(one, beat, told) for one in found]
    if beat.code not in told.seen:
        return [head, *rows, html.P("电话按权限查看")]
    named: list[Component | str] = [] if found else [beat.officers or NOBODY, " "]
    if beat.phone:
        named += ["警格电话 ", html.A(beat.phone, href=f"tel:{beat.phone}", className="link num")]
    return [head, *rows, html.P(named)]


def _officer(one: OfficerHere, beat: Beat, told: PoliceHere) -> Component:
    """Call sign, name where it is for this reader, and where they are.

    That comes over the live socket: assets/61_community_police.js.
    """
    name = mask_name(one.name or "") if beat.code in told.seen else ""
    live = html.Span("…", className="officer-live", **attributes({"data-officer": one.unit_id}))
    return html.P([_unit(one), html.Span(name), live], className="officer-row")


def _other(beat: Beat, told: PoliceHere) -> list[Component | str]:
    return [beat.code, " ", *(_unit(one) for one in told.officers_of(beat)[:1]), " "]


def _unit(one: OfficerHere) -> Component:
    return html.Button(one.call_sign, className="link", **attributes({"data-unit": one.unit_id}))


def _law(told: PoliceHere) -> Component:
    seen = [one for one in told.partners if one.partner_id in told.seen]
    if not seen:
        return html.P(f"法网伙伴 {len(told.partners)} 人")
    return html.P([html.Span("法网伙伴 "), *(part for one in seen for part in _partner(one))])


def _partner(one: LawPartner) -> list[Component | str]:
    named: list[Component | str] = [one.name or "未登记", " "]
    if one.phone:
        named += [html.A(one.phone, href=f"tel:{one.phone}", className="link num"), " "]
    return named
