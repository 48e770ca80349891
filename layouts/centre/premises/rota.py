"""The rota and the rooms of a day: who stands where, what is booked; a month at a glance."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from domain.centre.premises.bookings import Taken
from domain.centre.premises.places import Centre, Staffing
from domain.centre.premises.rota import HALF_NAMES, WINDOW_DUTY, Half, WindowDuty
from domain.private import mask
from domain.words import Words
from layouts.centre.frame import centre_page
from layouts.centre.named import actor, open_ones
from layouts.elements.attributes import attributes
from layouts.elements.mantine import within
from layouts.office import fields, ids, office
from layouts.office.tables import table_upload
from layouts.reader import Reader
from layouts.working import Drawing

PAGE = "rota"
FILE = f"{PAGE}-file"
FILE_SAYS = f"{PAGE}-file-says"


def rota_page(drawing: Drawing) -> list[Component]:
    """The page, empty where its callbacks fill it."""
    words = drawing.reader.words
    label = words("导入排班表（xlsx、CSV）")
    upload = table_upload(drawing, FILE, FILE_SAYS, label, action="rota.write")
    return centre_page(drawing, PAGE, words("排班与场所"), parts=[upload])


@dataclass(frozen=True, slots=True)
class RotaFacts:
    """What the page shows of a day.

    Attributes:
        day: the day that is shown, `today` the district's.
        rows: its rota.
        taken: what is booked on it.
        month: the rota of its month.
        me: the reader's account; their own rows have acts of their own.
        writes: whether the reader writes the rota.
        is_day_off: whether the day is not worked.
    """

    day: date
    today: date
    centre: Centre
    rows: Sequence[WindowDuty]
    taken: Sequence[Taken]
    month: Sequence[WindowDuty] = field(default_factory=tuple)
    me: str = ""
    writes: bool = False
    is_day_off: bool = False


def rota(facts: RotaFacts, reader: Reader, zone_name: str) -> Component:
    """The day: its rota, its rooms, the units on call, and the month."""
    words = reader.words
    parts: list[Component] = [*_days(facts, words), *_rows(facts, words)]
    if facts.writes:
        parts += _plan(facts, words)
    parts += [*_rooms(facts, words, zone_name), *_on_call(facts, words), *_month(facts, words)]
    return within(reader, parts)


def _asks(act: str, facts: RotaFacts, **more: str) -> dict[str, str]:
    return {"act": act, "day": facts.day.isoformat(), **more}


def _days(facts: RotaFacts, words: Words) -> list[Component]:
    """The day that is shown, and the way to others."""
    store, one = ids.do(PAGE), timedelta(days=1)
    ways = [
        office.act(words("前一天"), store, {"act": "day", "day": str(facts.day - one)}),
        office.act(words("今天"), store, {"act": "day", "day": str(facts.today)}),
        office.act(words("后一天"), store, {"act": "day", "day": str(facts.day + one)}),
    ]
    off = words("休息日") if facts.is_day_off else ""
    chosen_day = office.form(
        store,
        {"act": "day"},
        words("查看"),
        fields.text("day", words("日期"), longest=10, value=str(facts.day)),
    )
    heading = office.title(words("{day} 的排班", day=str(facts.day)), off)
    return [heading, html.Div(ways, className="centre-row"), chosen_day]


def _person(one: WindowDuty, words: Words) -> str | Component:
    """Who stands there: the account, else the name, masked; an absence is said."""
    name = mask(WINDOW_DUTY.name, {"name": one.name})["name"] if one.name else ""
    shown = " ".join(part for part in (one.account or "", str(name or "")) if part)
    if one.is_absent:
        return html.Span(words("{who} 缺勤", who=shown), className="rota-absent")
    if one.substitute_of:
        return words("{who}（替 {other}）", who=shown, other=one.substitute_of)
    return office.named(shown)


def _window(centre: Centre, code: str) -> str:
    place = centre.windows.get(code)
    return f"{code} {place.name}" if place else code


def _rows(facts: RotaFacts, words: Words) -> list[Component]:
    centre = facts.centre
    columns: office.Columns = (
        (words("时段"), lambda one: words(HALF_NAMES[one.half])),
        (words("窗口"), lambda one: office.named(_window(centre, one.window))),
        (words("单位"), lambda one: office.named(_unit(centre, one.unit))),
        (words("人员"), lambda one: _person(one, words)),
        ("", lambda one: _acts(one, facts, words)),
    )
    covered = {(one.half, one.window) for one in facts.rows if not one.is_absent}
    open_windows = [one for one in centre.windows.values() if not one.is_closed]
    missing = len(open_windows) * len(HALF_NAMES) - len(covered)
    parts: list[Component] = [office.table(columns, facts.rows, words("当日没有排班"), tight=1)]
    if missing > 0 and not facts.is_day_off:
        parts.append(office.note(words("还有 {count} 个窗口时段无人值守", count=missing)))
    return parts


def _unit(centre: Centre, code: str) -> str:
    unit = centre.units.get(code)
    return unit.name if unit else code


def _acts(one: WindowDuty, facts: RotaFacts, words: Words) -> Component | str:
    """The way to what may be done with a row; a swap that is asked for is agreed to here."""
    store = ids.do(PAGE)
    if not _may_act(one, facts):
        return ""
    opens = office.act(words("办理"), store, _asks("open", facts, duty=one.duty_id))
    agrees = [
        office.act(
            words("同意与 {who} 换班", who=other.account or ""),
            store,
            _asks("swap", facts, duty=one.duty_id, other=other.duty_id),
            is_main=True,
        )
        for other in facts.rows
        if other.asked_swap == one.duty_id
    ]
    return html.Div([opens, *agrees], className="centre-row")


def _may_act(one: WindowDuty, facts: RotaFacts) -> bool:
    mine = bool(one.account) and one.account == facts.me
    return facts.day >= facts.today and (mine or facts.writes)


def opened(one: WindowDuty, facts: RotaFacts, reader: Reader) -> Component | None:
    """What may be done with a row; None where nothing may."""
    words, store = reader.words, ids.do(PAGE)
    if not _may_act(one, facts):
        return None
    others = [
        (other.duty_id, f"{words(HALF_NAMES[other.half])} {_window(facts.centre, other.window)} "
         f"{other.account}")
        for other in facts.rows
        if other.account and other.account != one.account
    ]  # fmt: skip
    inside: list[Component] = [
        office.form(
            store,
            _asks("absent", facts, duty=one.duty_id),
            words("登记缺勤"),
            fields.text("reason", words("原因"), longest=200, is_required=True),
        )
    ]
    if others:
        label = words("换班") if facts.writes else words("申请换班")
        inside.append(
            office.form(
                store,
                _asks("swap", facts, duty=one.duty_id),
                label,
                fields.choice("other", words("与谁"), others),
            )
        )
    if facts.writes:
        inside += _clerk_acts(one, facts, words)
    history_of = _asks("history", facts, duty=one.duty_id)
    inside.append(office.act(words("变动记录"), store, history_of))
    heading = html.P(
        [
            html.B(words(HALF_NAMES[one.half])),
            " ",
            office.named(_window(facts.centre, one.window)),
            " ",
            _person(one, words),
        ]
    )
    card = html.Section(
        [heading, *inside],
        className="admin-card",
        tabIndex=-1,
        **attributes({"data-focus": one.duty_id}),
    )
    return within(reader, [card])


def _clerk_acts(one: WindowDuty, facts: RotaFacts, words: Words) -> list[Component]:
    store = ids.do(PAGE)
    return [
        office.form(
            store,
            _asks("substitute", facts, duty=one.duty_id),
            words("安排顶班"),
            fields.text("account", words("账号")),
            fields.text("name", words("姓名（无账号时）"), longest=32),
        ),
        office.act(
            words("取消排班"),
            store,
            _asks("remove", facts, duty=one.duty_id),
            sure=words("取消这一排班？"),
            words=words,
            is_grave=True,
        ),
    ]


def _plan(facts: RotaFacts, words: Words) -> list[Component]:
    """The form that plans one row."""
    centre = facts.centre
    units = [
        (code, one.name)
        for code, one in centre.units.items()
        if not one.is_closed and one.staffing is not Staffing.ON_CALL
    ]
    halves = [(half.value, words(name)) for half, name in HALF_NAMES.items()]
    windows = [(code, f"{code} {name}") for code, name in open_ones(centre.windows)]
    form = office.form(
        ids.do(PAGE),
        {"act": "plan"},
        words("排班"),
        fields.text("day", words("日期"), longest=10, value=str(facts.day), is_required=True),
        fields.choice("half", words("时段"), halves),
        fields.choice("window", words("窗口"), windows),
        fields.choice("unit", words("单位"), units),
        fields.text("account", words("账号")),
        fields.text("name", words("姓名（无账号时）"), longest=32),
        fields.text("phone", words("电话"), longest=32),
    )
    return [office.title(words("安排一个窗口")), form]


def _rooms(facts: RotaFacts, words: Words, zone_name: str) -> list[Component]:
    """The rooms of the day: what is taken from when to when, by which case where it is seen."""
    zone, centre = ZoneInfo(zone_name), facts.centre

    def told(one: Taken) -> Component:
        begins, ends = (at.astimezone(zone) for at in (one.begins_at, one.ends_at))
        span = f"{begins:%H:%M}–{ends:%H:%M}"
        what = one.case_code or words("占用")
        return html.Span(
            [html.B(span), " ", what], className="room-taken" if one.case_code else "room-busy"
        )

    def of(code: str) -> Sequence[Component]:
        return [told(one) for one in facts.taken if one.room == code]

    columns: office.Columns = (
        (words("房间"), lambda row: office.named(row[1])),
        (words("预约"), lambda row: of(row[0]) or words("空闲")),
    )
    busy = [one for one in facts.taken if one.mediators]
    mediators: office.Columns = (
        (words("调解员"), lambda one: office.named("、".join(one.mediators))),
        (words("预约"), told),
    )
    parts: list[Component] = [
        office.title(words("房间")),
        office.table(columns, open_ones(centre.rooms), words("没有房间"), tight=1),
    ]
    if busy:
        parts += [office.title(words("调解员安排")), office.table(mediators, busy, "", tight=1)]
    return parts


def _on_call(facts: RotaFacts, words: Words) -> list[Component]:
    """Units that come when they are called, and by which phone."""
    called = [
        one
        for one in facts.centre.units.values()
        if one.staffing is Staffing.ON_CALL and not one.is_closed
    ]
    columns: office.Columns = (
        (words("单位"), lambda one: office.named(one.name)),
        (words("电话"), lambda one: one.phone or facts.centre.phone),
    )
    none = words("没有随叫随到的单位；在“中心设置”中登记")
    return [office.title(words("随叫随到单位")), office.table(columns, called, none, tight=1)]


def _month(facts: RotaFacts, words: Words) -> list[Component]:
    """The month: each half day a row, each window a column."""
    held = {(one.day, one.half, one.window): one for one in facts.month}
    halves = list(Half)
    lines = sorted(
        {(one.day, one.half) for one in facts.month},
        key=lambda line: (line[0], halves.index(line[1])),
    )
    windows = [code for code, one in facts.centre.windows.items() if not one.is_closed]

    def cell(window: str) -> Callable[[tuple[str, Half]], str | Component]:
        def shown(line: tuple[str, Half]) -> str | Component:
            found = held.get((*line, window))
            return _person(found, words) if found else ""

        return shown

    columns: office.Columns = (
        (words("日期"), lambda line: line[0]),
        (words("时段"), lambda line: words(HALF_NAMES[line[1]])),
        *((code, cell(code)) for code in windows),
    )
    return [
        office.title(words("本月排班")),
        office.table(columns, lines, words("本月没有排班"), tight=1),
    ]


def history(rows: Sequence[Mapping[str, str]], reader: Reader) -> Component:
    """A row as it has stood: when, by whom, what was done, who stood there."""
    words = reader.words
    columns: office.Columns = (
        (words("时间"), lambda one: one["at"]),
        (words("操作人"), lambda one: office.named(actor(one["actor"], words))),
        (words("变动"), lambda one: one["says"]),
        (words("人员"), lambda one: office.named(one["who"])),
        (words("原因"), lambda one: one["reason"]),
    )
    return within(
        reader, [office.title(words("变动记录")), office.table(columns, rows, "", tight=1)]
    )
