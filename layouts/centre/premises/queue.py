"""The window's calling panel: what is here now, the next one, who waits where, who did not come."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from domain.centre.premises.board import Board
from domain.centre.premises.tickets import CALLS_BEFORE_GONE, Ticket, letter_of, waiting_at
from domain.words import Words
from layouts.centre.frame import centre_page
from layouts.elements.attributes import attributes
from layouts.elements.mantine import within
from layouts.office import fields, ids, office
from layouts.reader import Reader
from layouts.working import Drawing

PAGE = "queue"
MOST_LISTED = 30


def queue_page(drawing: Drawing) -> list[Component]:
    """The page, empty where its callbacks fill it."""
    words = drawing.reader.words
    return centre_page(drawing, PAGE, words("窗口叫号"))


def panel(board: Board, window: str, reader: Reader, zone_name: str, *, takes: bool) -> Component:
    """What a window sees; the choice of a window where none is chosen.

    Args:
        board: the queue as it stands.
        window: the chosen one; empty for none.
        reader: for whom.
        zone_name: in which a moment is told.
        takes: whether the reader gives numbers at the front desk.
    """
    words = reader.words
    work: list[Component] = [_windows(board, window, words)]
    if board.is_demo:
        work.insert(0, office.note(words("演示：号码由模拟器取、叫")))
    if window:
        work.append(html.Div(_at_window(board, window, words), className="queue-window"))
    if takes:
        work += _front_desk(board, window, words)
    parts = [
        html.Div(work, className="queue-work"),
        html.Div(_waiting(board, window, words, zone_name), className="queue-waits"),
    ]
    panel_of = attributes({"data-window": window})
    return within(reader, [html.Div(parts, className="queue-panel", **panel_of)])


def _asks(act: str, window: str, **more: str) -> dict[str, str]:
    return {"act": act, "window": window, **more}


def _windows(board: Board, window: str, words: Words) -> Component:
    """Which window one sits at."""
    held = {one.window: one.label for one in board.called}
    buttons: list[Component] = []
    for code, place in board.centre.windows.items():
        label, asked = f"{code} {place.name}", _asks("sit", code)
        buttons.append(office.act(label, ids.do(PAGE), asked, is_main=code == window))
        if code in held:
            buttons.append(html.Span(held[code], className="queue-held"))
    heading = words("我的窗口") if window else words("请先选择您所在的窗口")
    return html.Div([office.title(heading), html.Div(buttons, className="centre-row")])


def _at_window(board: Board, window: str, words: Words) -> list[Component]:
    here = next((one for one in board.called if one.window == window), None)
    mine = waiting_at(window, board.centre, board.queue)
    store = ids.do(PAGE)
    following = office.act(words("下一位"), store, _asks("next", window), is_main=True)
    acts: list[Component] = [html.Span(following, className="queue-next")]
    if here is not None:
        acts += [
            office.act(words("再次呼叫"), store, _asks("again", window)),
            office.act(words("办理完毕"), store, _asks("done", window)),
            office.act(words("未到，过号"), store, _asks("not_come", window)),
        ]
    told = (
        words("正在办理 {label}，已呼叫 {calls} 次", label=here.label, calls=here.calls)
        if here
        else words("本窗口现在没有号")
    )
    place = board.centre.windows[window]
    parts: list[Component] = [
        html.P(
            [
                html.Span(office.named(f"{window} {place.name}"), className="queue-at"),
                html.Span(office.named(here.label if here else "—"), className="queue-here"),
                html.Span(told),
                html.Span(words("本窗口等候 {count} 人", count=len(mine)), className="queue-count"),
            ],
            className="queue-now",
        ),
        html.Div(acts, className="centre-row"),
    ]
    if here is not None:
        least = words("满 {least} 次未到可过号", least=CALLS_BEFORE_GONE)
        parts.append(office.note(least))
        others = [
            office.act(code, store, _asks("hand_over", window, to=code))
            for code in board.centre.windows
            if code != window
        ]
        label = html.Span(words("移交到窗口（顺序不变）"))
        parts.append(html.Div([label, *others], className="centre-row"))
        intake = html.A(
            words("登记案件"), href="/centre", target="_blank", className="button small"
        )
        linked = office.form(
            store,
            _asks("done", window),
            words("办结并关联案件"),
            fields.text("case", words("受理后的案件编码"), is_required=True),
        )
        parts.append(html.Div([intake, linked], className="centre-row"))
    return parts


def _front_desk(board: Board, window: str, words: Words) -> list[Component]:
    """Numbers given by hand, where the kiosk does not do."""
    zones = board.centre.zones
    buttons = [
        office.act(zones[code].name, ids.do(PAGE), _asks("take", window, zone=code))
        for code in board.waiting
    ]
    hours = board.centre.hours
    told = {"opens": f"{hours.opens:%H:%M}", "closes": f"{hours.closes:%H:%M}"}
    hours_told = words("{opens}–{closes} 取号", **told) if board.keeps_hours else words("全天取号")
    state = hours_told if board.is_open else words("现在不取号")
    parts: list[Component] = [
        office.title(words("人工取号")),
        office.note(state),
        html.Div(buttons, className="centre-row"),
    ]
    if not board.is_open and board.queue:
        ends = office.act(
            words("告知等候的 {count} 人改日办理", count=len(board.queue)),
            ids.do(PAGE),
            _asks("end_day", window),
            sure=words("等候的号将全部结束，大厅屏不再显示。确定？"),
            words=words,
            is_grave=True,
        )
        parts.append(html.Div([ends], className="centre-row"))
    return parts


def _waiting(board: Board, window: str, words: Words, zone_name: str) -> list[Component]:
    zones = board.centre.zones
    counts = [
        html.Div(
            [
                html.Dt(office.named(f"{letter_of(board.centre, zone)} {zones[zone].name}")),
                html.Dd(str(count)),
            ],
            className="queue-zone" if count else "queue-zone is-empty",
        )
        for zone, count in board.waiting.items()
    ]
    listed: office.Columns = (
        (words("号码"), lambda one: office.named(one.label)),
        (words("取号时间"), lambda one: office.moment(one.taken_at, zone_name)),
        (words("指定窗口"), lambda one: one.for_window or ""),
    )
    gone: office.Columns = (
        (words("号码"), lambda one: office.named(one.label)),
        (words("窗口"), lambda one: one.window or ""),
        (
            "",
            lambda one: office.act(
                words("恢复排队"), ids.do(PAGE), _asks("back", window, ticket=one.ticket_id)
            ),
        ),
    )
    queue: Sequence[Ticket] = board.queue[:MOST_LISTED]
    parts: list[Component] = [
        office.title(words("各区等候")),
        html.Dl(counts, className="queue-zones"),
        office.title(words("等候的号")),
        office.table(listed, queue, words("没有人等候"), tight=1),
    ]
    if board.gone:
        parts += [office.title(words("过号")), office.table(gone, board.gone, "", tight=1)]
    return parts


def taken(label: str, ahead: int, ticket_id: str, reader: Reader) -> Component:
    """A number given at the front desk, and the way to its paper."""
    words = reader.words
    return html.P(
        [
            html.Span(office.named(label), className="queue-here"),
            words("前面还有 {ahead} 人", ahead=ahead),
            " ",
            html.A(
                words("打印小票"),
                href=f"/api/v1/queue/tickets/{ticket_id}/paper.pdf",
                target="_blank",
                className="button small",
            ),
        ],
        className="queue-now",
    )
