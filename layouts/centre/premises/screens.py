"""The hall screen and the ticket kiosk: pages of devices, drawn by their own small scripts.

Both speak Chinese large and English small at once: whoever stands before them chose no language.
Neither names anybody.
"""

import json
from html import escape

from domain.centre.premises.board import Board
from domain.centre.premises.tickets import letter_of

_DEMO = "演示数据，号码均为虚构"
_STYLES = ("/assets/00_tokens.css", "/assets/01_fonts.css")


def _page(name: str, title: str, place: str, body: str, attributes: str = "") -> str:
    sheets = (*_STYLES, f"/assets/pages/{name}/{name}.css")
    styles = "".join(f'<link rel="stylesheet" href="{path}">' for path in sheets)
    return (
        '<!DOCTYPE html><html lang="zh-CN" data-theme="dark"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="theme-color" content="#06121f">'
        f"<title>{escape(title)} · {escape(place)}</title>"
        f'<link rel="icon" href="/assets/favicon.ico">{styles}'
        '<script src="/assets/pages/board/00_board.js" defer></script>'
        f'<script src="/assets/pages/{name}/{name}.js" defer></script></head>'
        f'<body class="{name}" {attributes}>{body}</body></html>'
    )


def _both(zh: str, en: str) -> str:
    return f'{escape(zh)} <small lang="en">{escape(en)}</small>'


def hall_page(place: str, board: Board) -> str:
    """Big letters: the numbers being called with their windows, and how many wait."""
    said = {
        "call": "请 {label} 号到 {window} 号窗口",
        "open": "{opens}–{closes} 取号 · Numbers {opens}–{closes}",
        "always": "全天取号 · Numbers at any hour",
        "closed": "现在不取号，已取的号照常办理 · No new numbers; those waiting are served",
    }
    words = escape(json.dumps(said, ensure_ascii=False), quote=True)
    body = (
        f'<header class="hall-head"><h1>{escape(place)}矛盾纠纷多元化解中心</h1>'
        f'<button type="button" id="sound" class="hall-sound">'
        f"{_both('声音已关，点此开启', 'Sound is off: touch to turn on')}</button>"
        f'<p id="voice" class="hall-voice" hidden>'
        f"{_both('本机无中文语音，叫号时响铃', 'No Chinese voice here: a chime rings')}</p>"
        '<time id="clock" class="hall-clock"></time></header>'
        + (
            f'<p class="hall-demo">{_both(_DEMO, "Demo: invented numbers")}</p>'
            if board.is_demo
            else ""
        )
        + f'<p id="stale" class="hall-stale" role="alert" hidden>'
        '数据已停更 <span id="stale-s"></span> 秒 <small lang="en">not up to date</small></p>'
        f'<main class="hall-main"><section class="hall-calls" aria-live="polite">'
        f"<h2>{_both('正在呼叫', 'Now calling')}</h2>"
        '<ol id="calls"></ol>'
        f'<p id="none" class="hall-none">{_both("现在没有呼叫", "Nobody is being called")}</p>'
        f'</section><section class="hall-waiting"><h2>{_both("等候人数", "Waiting")}</h2>'
        '<dl id="waiting"></dl><p id="hours" class="hall-hours"></p></section></main>'
        f'<template id="window-word">{_both("号窗口", "window")}</template>'
    )
    return _page("hall", "大厅叫号", place, body, f'data-words="{words}"')


def kiosk_page(place: str, board: Board) -> str:
    """A big button for each zone that gives numbers; then the number, and its paper."""
    centre = board.centre
    hours = f"{centre.hours.opens:%H:%M}–{centre.hours.closes:%H:%M}"
    buttons = "".join(
        f'<button type="button" class="kiosk-zone" data-zone="{escape(code, quote=True)}">'
        f'<b translate="no">{letter_of(centre, code)}</b>'
        f"<span>{escape(centre.zones[code].name)}</span>"
        f'<small>等候 <i data-count="{escape(code, quote=True)}">{count}</i> 人 '
        '<span lang="en">waiting</span></small></button>'
        for code, count in board.waiting.items()
    )
    body = (
        f'<header class="kiosk-head"><h1>{escape(place)}矛盾纠纷多元化解中心</h1>'
        f"<p>{_both('请选择要办理的事项', 'Choose what you come for')}</p></header>"
        + (
            f'<p class="kiosk-demo">{_both(_DEMO, "Demo: invented numbers")}</p>'
            if board.is_demo
            else ""
        )
        + f'<p id="closed" class="kiosk-closed" {"hidden" if board.is_open else ""}>'
        f"{_both(f'现在不取号，{hours} 取号', f'Closed: numbers are given {hours}')}</p>"
        '<p id="says" class="kiosk-says" role="alert" hidden></p>'
        '<p id="stale" class="kiosk-says" role="alert" hidden>数据已停更，请到导办台取号 '
        '<small lang="en">Out of order: please ask at the front desk</small></p>'
        f'<main class="kiosk-zones">{buttons}</main>'
        '<dialog id="ticket" class="kiosk-ticket">'
        f"<p>{_both('您的号码', 'Your number')}</p>"
        '<p id="label" class="kiosk-label" translate="no"></p><p id="zone"></p>'
        '<p>前面还有 <b id="ahead"></b> 人 <small lang="en">people ahead of you</small></p>'
        '<p class="kiosk-acts"><a id="paper" class="kiosk-button" target="paper">'
        f"{_both('打印小票', 'Print')}</a>"
        f'<button type="button" id="close" class="kiosk-button">{_both("完成", "Done")}</button>'
        '</p></dialog><iframe name="paper" title="paper" hidden></iframe>'
    )
    return _page("kiosk", "取号", place, body)
