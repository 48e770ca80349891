"""The register of key places and units: its list, a card, the form, and the rules of alarms."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from dash import html
from dash.development.base_component import Component

from domain.incidents.classes import CLASS_NAMES
from domain.personal.masks import mask_name, mask_phone
from domain.video.inspections.findings import InspectionFinding
from domain.video.places.raising import RaisingRule
from domain.video.places.sites import (
    KEY_SITE,
    NATURE_WORDS,
    SORT_WORDS,
    KeySite,
    Licence,
    Nature,
    SiteSort,
    licences_of,
)
from domain.words import Words
from layouts.elements.mantine import within
from layouts.office import fields, ids, office
from layouts.video import parts
from layouts.video.inspections.drawn import due_of, rule_of
from layouts.video.inspections.names import state_names
from layouts.video.places.page import PAGE, VIEW
from layouts.video.seat import Seat

DO = ids.do(PAGE)
LONGEST_NAME, LONGEST_TEXT, LONGEST_PERSON = 64, 500, 32
PLANS = "application/pdf,image/jpeg,image/png"


@dataclass(frozen=True, slots=True)
class Looked:
    """What is looked at."""

    sort: str = ""
    area: str = ""
    words: str = ""
    at: int = 0

    def asked(self) -> dict[str, object]:
        """As the browser keeps it."""
        return {"sort": self.sort, "area": self.area, "words": self.words}


class SitePage(Protocol):
    """A page of sites, and how many there are."""

    @property
    def sites(self) -> Sequence[KeySite]:
        """In their order."""

    @property
    def count(self) -> int:
        """On all pages."""


def sort_names(words: Words) -> dict[SiteSort, str]:
    """What stands there."""
    return {one: words(name) for one, name in SORT_WORDS.items()}


def nature_names(words: Words) -> dict[Nature, str]:
    """A place or a unit."""
    return {one: words(name) for one, name in NATURE_WORDS.items()}


def register(page: SitePage, looked: Looked, rules: Sequence[RaisingRule], seat: Seat) -> Component:
    """The list, what narrows it, where one is registered, and what alarms near them mean."""
    words = seat.words
    shown: list[Component] = [_filter(looked, seat)]
    if seat.may("places.manage"):
        shown.append(parts.folded(words("登记重点部位或重点单位"), site_form(seat)))
        shown.append(office.act(words("下载导入模板"), DO, {"act": "template"}))
    shown.append(
        parts.section(
            office.title(words("登记簿（{count}）", count=page.count)),
            _table(page.sites, seat),
            parts.pages(VIEW, page.count, looked.at, looked.asked(), words),
        )
    )
    shown.append(_rules(rules, seat))
    return within(seat.reader, shown)


def _filter(looked: Looked, seat: Seat) -> Component:
    words = seat.words
    sorts = [("", words("全部类别")), *((a.value, b) for a, b in sort_names(words).items())]
    form = office.form(
        VIEW,
        {},
        words("查看"),
        fields.text("words", words("名称或地址"), longest=64, value=looked.words),
        fields.choice("sort", words("类别"), sorts, looked.sort),
        fields.choice("area", words("区域"), [("", words("全部区域")), *seat.areas], looked.area),
    )
    return html.Div([form], className="case-find")


def _table(sites: Sequence[KeySite], seat: Seat) -> Component:
    words, sorts, natures = seat.words, sort_names(seat.words), nature_names(seat.words)
    columns: office.Columns = (
        (words("名称"), lambda one: html.Span(_name(one, seat))),
        (words("部位或单位"), lambda one: natures[one.nature]),
        (words("类别"), lambda one: sorts[one.sort]),
        (words("所在"), lambda one: office.named(seat.area_name(one.area_code))),
        (words("主管部门"), lambda one: office.named(seat.unit_name(one.owner))),
        (words("责任人"), lambda one: _person(one.responsible, one.phone)),
        (words("提醒"), lambda one: html.Span(_waiting(one, seat))),
        ("", lambda one: office.act(words("打开"), DO, {"act": "open", "id": one.site_id})),
    )
    return office.table(columns, sites, words("没有登记的重点部位或重点单位"))


def _name(site: KeySite, seat: Seat) -> list[Component | str]:
    told: list[Component | str] = [office.named(site.name)]
    if site.is_demo:
        told += [" ", html.Span(seat.words("演示数据"), className="tag")]
    return told


def _person(name: str | None, phone: str | None) -> str:
    told = [mask_name(name) if name else "", mask_phone(phone) if phone else ""]
    return " ".join(filter(None, told))


def _waiting(site: KeySite, seat: Seat) -> list[Component | str]:
    """What somebody has to see to: a check that is due, licences that run out."""
    words, told = seat.words, list[Component | str]()
    if site.check_is_due(seat.today):
        told.append(parts.bad(words("检查到期")))
    for one in licences_of(site):
        if one.is_over(seat.today):
            told += [" ", parts.bad(words("{name}已过期", name=one.name))]
        elif one.runs_out(seat.today):
            told += [" ", words("{name}将到期", name=one.name)]
    return told


def _rules(rules: Sequence[RaisingRule], seat: Seat) -> Component:
    """What alarms near key places mean here."""
    words, sorts, every = seat.words, sort_names(seat.words), seat.words("全部类别")
    classes = {one: words(name) for one, name in CLASS_NAMES.items()}
    columns: office.Columns = (
        (words("规则"), lambda one: words(one.name)),
        (
            words("重点部位类别"),
            lambda one: "、".join(sorts[s] for s in SiteSort if s in one.sorts) or every,
        ),
        (
            words("事件类别"),
            lambda one: "、".join(n for c, n in classes.items() if c in one.classes) or every,
        ),
        (words("距离"), lambda one: words("{metres} 米内", metres=one.within_m)),
        (words("等级"), lambda one: words("升 {steps} 级", steps=one.steps)),
    )
    note = words(
        "新事件上报时按规则升级一次，记入事件时间线；处置人员可以再调整。"
        "规则在辖区文件夹的 places.toml"
    )
    table = office.table(columns, rules, words("没有升级规则"))
    return parts.folded(
        words("临近警情升级规则（{count}）", count=len(rules)), table, office.note(note)
    )


def card(
    site: KeySite,
    findings: Sequence[InspectionFinding],
    files: Sequence[tuple[str, str]],
    seat: Seat,
    *,
    is_own: bool,
) -> Component:
    """Everything of a site."""
    words = seat.words
    shown: list[Component] = [
        office.title(nature_names(words)[site.nature], site.name),
        parts.facts(_facts(site, seat)),
        *([office.note(words("演示数据"))] if site.is_demo else []),
        office.title(words("许可证")),
        _licences(licences_of(site), seat),
        office.title(words("检查发现的问题")),
        _findings(findings, seat),
        office.title(words("预案和图纸")),
        parts.files(
            KEY_SITE.name, site.site_id, DO, files, words, may_add=is_own,
            text=words("添加预案（PDF 或图片）"), accept=PLANS,
        ),
    ]  # fmt: skip
    if is_own:
        shown += [_check_form(site, seat), parts.folded(words("更正"), site_form(seat, site))]
        shown.append(
            office.act(
                words("取消登记"),
                DO,
                {"act": "remove", "id": site.site_id},
                sure=words("从登记簿取消？记录保留。"),
                about=site.name,
                words=words,
                is_grave=True,
            )
        )
    shown.append(office.act(words("收起"), DO, {"act": "shut"}))
    return within(seat.reader, [html.Div(shown, className="case-card", id=f"{PAGE}-site")])


def _facts(site: KeySite, seat: Seat) -> list[tuple[str, Any]]:
    words = seat.words
    checks = words("每 {days} 天", days=site.check_days) if site.check_days else ""
    due = [" ", parts.bad(words("检查到期"))] if site.check_is_due(seat.today) else []
    last = [site.checked_on or words("未检查过"), *due] if checks or site.checked_on else ""
    cameras = [office.named(seat.camera_name(one)) for one in site.cameras]
    spaced = [part for one in cameras for part in (one, "；")][:-1]
    return [
        (words("类别"), sort_names(words)[site.sort]),
        (words("地址"), office.named(site.address) if site.address else ""),
        (words("所在"), office.named(seat.area_name(site.area_code))),
        (words("坐标"), f"{site.lat:.6f}, {site.lon:.6f}"),
        (words("主管部门"), office.named(seat.unit_name(site.owner))),
        (words("依据"), office.named(site.basis) if site.basis else ""),
        (words("危险因素"), office.named(site.hazards) if site.hazards else ""),
        (words("责任人"), _person(site.responsible, site.phone)),
        (words("安保负责人"), _person(site.guard, site.guard_phone)),
        (words("检查周期"), checks),
        (words("最近检查"), last),
        (words("检查情况"), office.named(site.check_note) if site.check_note else ""),
        (words("视频点位"), spaced),
        (words("网格重点场所"), site.place_id or ""),
    ]


def _licences(licences: Sequence[Licence], seat: Seat) -> Component:
    words = seat.words

    def until(one: Licence) -> list[Component | str]:
        if one.until is None:
            return [words("长期")]
        told: list[Component | str] = [one.until.isoformat()]
        if one.is_over(seat.today):
            told += [" ", parts.bad(words("已过期"))]
        elif one.runs_out(seat.today):
            told += [" ", parts.bad(words("将到期"))]
        return told

    columns: office.Columns = (
        (words("许可证"), lambda one: office.named(one.name)),
        (words("编号"), lambda one: office.named(one.number)),
        (words("有效期至"), lambda one: html.Span(until(one))),
    )
    return office.table(columns, licences, words("没有登记许可证"))


def _findings(findings: Sequence[InspectionFinding], seat: Seat) -> Component:
    words, states = seat.words, state_names(seat.words)

    def way(one: InspectionFinding) -> Component:
        href = f"/video/inspections?finding={one.finding_id}"
        return html.A(words("打开"), href=href, className="button small")

    columns: office.Columns = (
        (words("问题"), lambda one: html.Span(rule_of(one, seat))),
        (words("状态"), lambda one: states[one.state]),
        (words("整改期限"), lambda one: html.Span(due_of(one, seat))),
        (words("发现时间"), lambda one: office.moment(one.found_at, seat.zone_name)[:10]),
        ("", way),
    )
    return office.table(columns, findings, words("没有检查问题"))


def _check_form(site: KeySite, seat: Seat) -> Component:
    words = seat.words
    note = fields.lines("note", words("检查情况"), longest=LONGEST_TEXT, is_required=True)
    form = parts.form(DO, "check", words("登记今日检查"), note, about={"id": site.site_id})
    return parts.folded(words("登记今日检查"), form)


def site_form(seat: Seat, site: KeySite | None = None) -> Component:
    """Where a site is registered, or corrected; names and numbers are typed anew, never shown."""
    words, old = seat.words, site
    asked: dict[str, object] = {"act": "put"}
    if old is not None:
        asked = {"act": "change", "id": old.site_id, "edition": old.edition}
    sorts = [(one.value, name) for one, name in sort_names(words).items()]
    natures = [(one.value, name) for one, name in nature_names(words).items()]
    departments = [("", words("无")), *seat.departments.items()]
    keep = words("（空：不变）") if old else ""
    licence = words("每行一个：名称｜编号｜有效期至（如 2027-05-01）")

    def text(name: str, label: str, longest: int, *, is_required: bool = False) -> Any:
        value = str(getattr(old, name)) if old else ""
        return fields.text(name, label, longest=longest, value=value, is_required=is_required)

    def lines(name: str, label: str, hint: str = "") -> Any:
        value = str(getattr(old, name)) if old else ""
        return fields.lines(name, label, longest=1500, hint=hint, value=value)

    def person(name: str, label: str) -> Any:
        return fields.text(name, f"{label}{keep}", longest=LONGEST_PERSON)

    inputs: list[Component] = [
        text("name", words("名称"), LONGEST_NAME, is_required=True),
        fields.choice("nature", words("性质"), natures, old.nature.value if old else ""),
        fields.choice("sort", words("类别"), sorts, old.sort.value if old else ""),
        text("lat", words("北纬（WGS 84）"), 12, is_required=True),
        text("lon", words("东经（WGS 84）"), 12, is_required=True),
        text("address", words("地址"), LONGEST_TEXT),
        fields.choice("owner", words("主管部门"), departments, (old.owner or "") if old else ""),
        text("basis", words("依据"), LONGEST_TEXT),
        lines("hazards", words("危险因素")),
        lines("licences", words("许可证"), licence),
        text("check_days", words("检查周期（天，0 为不查）"), 4),
        person("responsible", words("责任人")),
        person("phone", words("联系电话")),
        person("guard", words("安保负责人")),
        person("guard_phone", words("安保电话")),
        fields.several("cameras", words("视频点位"), seat.cameras, old.cameras if old else ()),
        fields.text(
            "place", words("网格重点场所编号（可不填）"), longest=64,
            value=(old.place_id or "") if old else "",
        ),
    ]  # fmt: skip
    label = words("保存") if old else words("登记")
    return office.form(DO, asked, label, *inputs, key="" if old else seat.key)
