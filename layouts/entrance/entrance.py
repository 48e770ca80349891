"""The pages before and beside the screen: sign-in, second factor, own account, pairing.

Plain HTML that works without JavaScript. Whatever comes from outside passes through `escape`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from domain.access.role_names import SCREENS

THEME = "/assets/pages/entrance/theme.js"
# Every page people may begin at (domain/access/routes.py, STARTS).
PAGE_NAMES = {
    "/": "一屏总览",
    "/desk": "调度台",
    "/centre": "矛盾纠纷化解",
    "/centre/firms": "护企工作站",
    "/centre/advice": "意见咨询",
    "/centre/hall": "大厅大屏",
    "/centre/kiosk": "取号机",
    "/net": "一张网",
    "/video": "视频",
    "/video/cameras": "视频点位",
    "/admin": "系统管理",
    "/account": "我的账号",
}
STYLES = ("/assets/00_tokens.css", "/assets/01_fonts.css", "/assets/pages/entrance/entrance.css")


@dataclass(frozen=True, slots=True)
class Frame:
    """What every such page shows.

    `form_token` goes into its forms; `switch` is the other language and this page's address in it;
    `is_auto`: nobody signed in, the demo did it.
    """

    district_name: str = ""
    is_demo: bool = False
    form_token: str = ""
    error: str = ""
    note: str = ""
    switch: tuple[str, str] | None = None
    is_auto: bool = False


def page(title: str, frame: Frame, body: str, *, wide: bool = False, refresh: str = "") -> str:
    """The HTML of one page; `refresh` is the seconds after which it asks again."""
    styles = "".join(f'<link rel="stylesheet" href="{path}">' for path in STYLES)
    marks = (("演示数据", frame.is_demo), ("演示自动登录", frame.is_auto))
    mark = " ".join(f'<span class="entrance-demo">{word}</span>' for word, is_so in marks if is_so)
    says = (
        f'<p class="entrance-error" role="alert">{escape(frame.error)}</p>' if frame.error else ""
    )
    says += f'<p class="entrance-note" role="status">{escape(frame.note)}</p>' if frame.note else ""
    meta = f'<meta http-equiv="refresh" content="{refresh}">' if refresh else ""
    brand = escape(f"{frame.district_name} 一屏总览".strip())
    return (
        '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="theme-color" content="#06121f">{meta}<title>{escape(title)} · {brand}</title>'
        f'<link rel="icon" href="/assets/favicon.ico">{styles}'
        f'<script src="{THEME}"></script></head><body class="entrance">'
        f'<header class="entrance-head"><p class="entrance-brand">{brand}</p>{mark}'
        f"{_switch(frame)}</header>"
        f'<main class="entrance-card{" entrance-wide" if wide else ""}">'
        f"<h1>{escape(title)}</h1>{says}{body}</main>"
        '<footer class="entrance-foot">登录、拒绝与重要操作均记入日志</footer></body></html>'
    )


def _switch(frame: Frame) -> str:
    if frame.switch is None:
        return ""
    language, address = frame.switch
    name = "English" if language == "en" else "中文"
    return (
        f'<a class="entrance-switch" lang="{language}" hreflang="{language}" translate="no" '
        f'href="{escape(address)}">{name}</a>'
    )


def form(action: str, frame: Frame, body: str, button: str, *, kind: str = "") -> str:
    """A form that only this browser can send."""
    return (
        f'<form method="post" action="{action}" class="entrance-form {kind}">'
        f'<input type="hidden" name="form" value="{escape(frame.form_token)}">'
        f'{body}<button type="submit">{escape(button)}</button></form>'
    )


def field(label: str, name: str, kind: str = "text", **more: str) -> str:
    """A labelled input that must be filled in."""
    extra = "".join(f' {key.replace("_", "-")}="{escape(value)}"' for key, value in more.items())
    return (
        f'<label><span>{escape(label)}</span><input name="{name}" type="{kind}"'
        f" required{extra}></label>"
    )


def login_page(
    frame: Frame, *, after: str, name: str = "", oidc_name: str = "", is_first: bool = False
) -> str:
    """Name and password, and the other door where there is one.

    `is_first`: at the server itself, before anybody has signed in: where the password stands.
    """
    body = form(
        "/login",
        frame,
        f'<input type="hidden" name="next" value="{escape(after)}">'
        + field("登录名", "name", autocomplete="username", value=name, maxlength="64",
                 autocapitalize="none", spellcheck="false", autofocus="autofocus")
        + field("密码", "password", "password", autocomplete="current-password", maxlength="200"),
        "登录",
    )  # fmt: skip
    if oidc_name:
        body += (
            '<p class="entrance-or"><span>或</span></p><p><a class="entrance-button" '
            f'href="/login/oidc?next={quote(after)}">{escape(oidc_name)}</a></p>'
        )
    if is_first:
        body += (
            '<p class="entrance-hint">首次启动：请以 admin 和终端里打印的一次性密码登录。'
            "密码找不到了，在服务器上运行 "
            '<code translate="no">ONESCREEN_DEMO=0 .venv/bin/python -m onescreen accounts reset '
            "admin</code> 可再得一个。</p>"
        )
    if frame.is_demo:
        body += '<p class="entrance-hint">在本机打开演示时会自动登录，无需账号。</p>'
    body += '<p class="entrance-hint">大屏设备请打开 <a href="/pair">大屏配对</a></p>'
    return page("登录", frame, body)


def code_page(frame: Frame, *, after: str) -> str:
    """The second step."""
    body = (
        '<p class="entrance-hint">打开手机上的验证器，输入 6 位验证码；也可以输入一个恢复码。</p>'
    )
    body += form(
        "/login/code",
        frame,
        f'<input type="hidden" name="next" value="{escape(after)}">'
        + field("验证码", "code", autocomplete="one-time-code", maxlength="20",
                 autofocus="autofocus"),
        "继续",
    )  # fmt: skip
    return page(
        "双因素验证", frame, body + '<p class="entrance-hint"><a href="/login">返回</a></p>'
    )


def logout_page(frame: Frame) -> str:
    """Asks before it signs out."""
    body = form("/logout", frame, "<p>退出后需要重新登录。</p>", "退出登录")
    return page(
        "退出登录", frame, body + '<p class="entrance-hint"><a href="/">返回一屏总览</a></p>'
    )


def refused_page(pages: Iterable[str] = ("/",), *, is_auto: bool = False) -> str:
    """For somebody signed in who may not see this; `pages` are those they may.

    `is_auto`: the demo's own dispatcher.
    """
    links = "".join(f'<a href="{path}">{PAGE_NAMES[path]}</a>' for path in pages)
    body = (
        "<p>您的账号没有权限查看这个页面。如需要，请联系安全管理员。</p>"
        f'<p class="entrance-links">{links}</p>'
    )
    return page("无权查看", Frame(is_demo=is_auto, is_auto=is_auto), body)


def pair_page(frame: Frame, code: str) -> str:
    """The code a screen shows until somebody confirms it; asks again every three seconds."""
    shown = escape(f"{code[:4]} {code[4:]}".upper())
    body = (
        f'<p class="entrance-code" aria-label="配对码">{shown}</p>'
        "<p>请指挥调度员或系统管理员登录后打开“大屏配对”确认此码。</p>"
        '<p class="entrance-hint">配对码 10 分钟内有效，确认后本屏自动打开（只读、脱敏）。</p>'
    )
    return page("大屏配对", frame, body, refresh="3")


def pair_begin_page(frame: Frame) -> str:
    """Before a screen has a code: one press, so that robots get none."""
    body = "<p>在要上墙的屏幕上打开本页，再由有权限的人员确认配对码。</p>"
    body += form("/pair", frame, "", "显示配对码")
    return page("大屏配对", frame, body)


def confirm_pair_page(frame: Frame) -> str:
    """For a person who may confirm a screen, and says what it is for."""
    uses = "".join(f'<option value="{kind}">{name}</option>' for kind, name in SCREENS.items())
    body = form(
        "/pair",
        frame,
        field("屏幕上的配对码", "code", maxlength="20", autocomplete="off", autofocus="autofocus")
        + field(
            "屏幕名称", "name", maxlength="64", autocomplete="off", placeholder="例如：指挥大厅"
        )
        + f'<label><span>用途</span><select name="kind">{uses}</select></label>'
        "<label><span>大屏的区域编码（可不填，表示全域）</span>"
        '<input name="area" maxlength="15"></label>',
        "确认配对",
    )
    return page(
        "大屏配对", frame, body + '<p class="entrance-hint"><a href="/">返回一屏总览</a></p>'
    )
