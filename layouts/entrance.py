"""The pages before and beside the screen: sign-in, second factor, own account, pairing.

Plain HTML that works without JavaScript. Whatever comes from outside passes through `escape`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from html import escape

THEME = "/assets/pages/entrance/theme.js"
STYLES = ("/assets/00_tokens.css", "/assets/01_fonts.css", "/assets/pages/entrance/entrance.css")

ROLE_NAME = {
    "dispatcher": "指挥调度员",
    "leader": "领导",
    "department": "部门人员",
    "village": "村（社区）干部",
    "grid_worker": "网格员",
    "police": "民警",
    "mediation": "调解员",
    "system_admin": "系统管理员",
    "security_admin": "安全管理员",
    "audit_admin": "审计管理员",
    "wall": "大屏",
    "feed": "数据源",
}


@dataclass(frozen=True, slots=True)
class Frame:
    """What every such page shows. `form_token` goes into its forms."""

    district_name: str = ""
    is_demo: bool = False
    form_token: str = ""
    error: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One of one's own sessions."""

    public_id: str
    seen_at: datetime
    created_at: datetime
    address: str
    agent: str
    is_this: bool


@dataclass(frozen=True, slots=True)
class OwnFacts:
    """What the own account page is drawn from. `qr` is an SVG drawn by this server."""

    name: str
    display_name: str
    role: str
    area_name: str
    zone: tzinfo
    due: str | None = None
    has_password: bool = True
    has_second_factor: bool = False
    may_remove_factor: bool = True
    recovery_left: int = 0
    shortest_password: int = 12
    qr: str = ""
    secret: str = ""
    new_codes: Sequence[str] = field(default_factory=tuple)
    sessions: Sequence[SessionLine] = field(default_factory=tuple)


def _page(title: str, frame: Frame, body: str, *, wide: bool = False, refresh: str = "") -> str:
    styles = "".join(f'<link rel="stylesheet" href="{path}">' for path in STYLES)
    mark = '<span class="entrance-demo">演示数据</span>' if frame.is_demo else ""
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
        f'<header class="entrance-head"><p class="entrance-brand">{brand}</p>{mark}</header>'
        f'<main class="entrance-card{" entrance-wide" if wide else ""}">'
        f"<h1>{escape(title)}</h1>{says}{body}</main>"
        '<footer class="entrance-foot">登录、拒绝与重要操作均记入日志</footer></body></html>'
    )


def _form(action: str, frame: Frame, body: str, button: str, *, kind: str = "") -> str:
    return (
        f'<form method="post" action="{action}" class="entrance-form {kind}">'
        f'<input type="hidden" name="form" value="{escape(frame.form_token)}">'
        f'{body}<button type="submit">{escape(button)}</button></form>'
    )


def _field(label: str, name: str, kind: str = "text", **more: str) -> str:
    extra = "".join(f' {key.replace("_", "-")}="{escape(value)}"' for key, value in more.items())
    return (
        f'<label><span>{escape(label)}</span><input name="{name}" type="{kind}"'
        f" required{extra}></label>"
    )


def login_page(frame: Frame, *, after: str, name: str = "", oidc_name: str = "") -> str:
    """Name and password, and the other door where there is one."""
    body = _form(
        "/login",
        frame,
        f'<input type="hidden" name="next" value="{escape(after)}">'
        + _field("登录名", "name", autocomplete="username", value=name, maxlength="64",
                 autocapitalize="none", spellcheck="false", autofocus="autofocus")
        + _field("密码", "password", "password", autocomplete="current-password", maxlength="200"),
        "登录",
    )  # fmt: skip
    if oidc_name:
        body += (
            '<p class="entrance-or"><span>或</span></p><p><a class="entrance-button" '
            f'href="/login/oidc">{escape(oidc_name)}</a></p>'
        )
    if frame.is_demo:
        body += '<p class="entrance-hint">在本机打开演示时会自动登录，无需账号。</p>'
    body += '<p class="entrance-hint">大屏设备请打开 <a href="/pair">大屏配对</a></p>'
    return _page("登录", frame, body)


def code_page(frame: Frame, *, after: str) -> str:
    """The second step."""
    body = (
        '<p class="entrance-hint">打开手机上的验证器，输入 6 位验证码；也可以输入一个恢复码。</p>'
    )
    body += _form(
        "/login/code",
        frame,
        f'<input type="hidden" name="next" value="{escape(after)}">'
        + _field("验证码", "code", autocomplete="one-time-code", maxlength="20",
                 autofocus="autofocus"),
        "继续",
    )  # fmt: skip
    return _page(
        "双因素验证", frame, body + '<p class="entrance-hint"><a href="/login">返回</a></p>'
    )


def logout_page(frame: Frame) -> str:
    """Asks before it signs out."""
    body = _form("/logout", frame, "<p>退出后需要重新登录。</p>", "退出登录")
    return _page(
        "退出登录", frame, body + '<p class="entrance-hint"><a href="/">返回一屏总览</a></p>'
    )


def refused_page() -> str:
    """For somebody signed in who may not see this."""
    body = (
        "<p>您的账号没有权限查看这个页面。如需要，请联系安全管理员。</p>"
        '<p class="entrance-links"><a href="/account">我的账号</a><a href="/">一屏总览</a></p>'
    )
    return _page("无权查看", Frame(), body)


def pair_page(frame: Frame, code: str) -> str:
    """The code a screen shows until somebody confirms it; asks again every three seconds."""
    shown = escape(f"{code[:4]} {code[4:]}".upper())
    body = (
        f'<p class="entrance-code" aria-label="配对码">{shown}</p>'
        "<p>请指挥调度员或系统管理员登录后打开“大屏配对”确认此码。</p>"
        '<p class="entrance-hint">配对码 10 分钟内有效，确认后本屏自动进入总览（只读、脱敏）。</p>'
    )
    return _page("大屏配对", frame, body, refresh="3")


def pair_begin_page(frame: Frame) -> str:
    """Before a screen has a code: one press, so that robots get none."""
    body = "<p>在要上墙的屏幕上打开本页，再由有权限的人员确认配对码。</p>"
    body += _form("/pair", frame, "", "显示配对码")
    return _page("大屏配对", frame, body)


def confirm_pair_page(frame: Frame) -> str:
    """For a person who may confirm a screen."""
    body = _form(
        "/pair",
        frame,
        _field("屏幕上的配对码", "code", maxlength="20", autocomplete="off", autofocus="autofocus")
        + _field(
            "屏幕名称", "name", maxlength="64", autocomplete="off", placeholder="例如：指挥大厅"
        )
        + "<label><span>区域编码（可不填，表示全区）</span>"
        '<input name="area" maxlength="15"></label>',
        "确认配对",
    )
    return _page(
        "大屏配对", frame, body + '<p class="entrance-hint"><a href="/">返回一屏总览</a></p>'
    )


def account_page(frame: Frame, facts: OwnFacts) -> str:
    """One's own account: what is due first, then password, second factor and sessions."""
    where = facts.area_name or "全区"
    head = (
        '<dl class="entrance-facts">'
        f"<div><dt>登录名</dt><dd>{escape(facts.name)}</dd></div>"
        f"<div><dt>姓名</dt><dd>{escape(facts.display_name)}</dd></div>"
        f"<div><dt>角色</dt><dd>{escape(ROLE_NAME.get(facts.role, facts.role))}</dd></div>"
        f"<div><dt>范围</dt><dd>{escape(where)}</dd></div></dl>"
    )
    parts = [head, _due_words(facts.due), _new_codes(facts.new_codes)]
    if facts.has_password and facts.due != "second_factor":
        parts.append(_password_part(frame, facts))
    if facts.has_password and facts.due != "password":
        parts.append(_factor_part(frame, facts))
    if facts.due is None:
        parts.append(_sessions_part(frame, facts))
        home = '<a href="/">返回一屏总览</a>'
        if not facts.may_remove_factor:  # an administrator sees no screen
            home = '<a href="/admin">系统管理</a>'
        parts.append(f'<p class="entrance-links">{home}</p>')
    parts.append(_form("/logout", frame, "", "退出登录", kind="entrance-quiet"))
    return _page("我的账号", frame, "".join(parts), wide=True)


def _due_words(due: str | None) -> str:
    words = {
        "password": "请先修改密码，然后才能继续。",
        "second_factor": "管理员必须启用双因素认证，然后才能继续。",
    }
    return f'<p class="entrance-due">{words[due]}</p>' if due in words else ""


def _new_codes(codes: Sequence[str]) -> str:
    if not codes:
        return ""
    rows = "".join(f"<li>{escape(code)}</li>" for code in codes)
    return (
        '<section class="entrance-part entrance-codes"><h2>恢复码</h2>'
        "<p>手机不在身边时可用恢复码登录，每个只能用一次。现在抄下或打印，离开本页后不再显示。</p>"
        f"<ol>{rows}</ol></section>"
    )


def _password_part(frame: Frame, facts: OwnFacts) -> str:
    rule = f"至少 {facts.shortest_password} 个字符，不含登录名；可以用一句话。"
    return (
        '<section class="entrance-part"><h2>修改密码</h2>'
        + _form(
            "/account/password",
            frame,
            _field("原密码", "old", "password", autocomplete="current-password", maxlength="200")
            + _field("新密码", "new", "password", autocomplete="new-password", maxlength="200")
            + _field(
                "再输入一次", "again", "password", autocomplete="new-password", maxlength="200"
            )
            + f'<p class="entrance-hint">{rule}</p>',
            "修改密码",
        )
        + "</section>"
    )


def _factor_part(frame: Frame, facts: OwnFacts) -> str:
    if facts.has_second_factor:
        body = f"<p>已启用。剩余恢复码 {facts.recovery_left} 个。</p>"
        if facts.may_remove_factor:
            body += _form(
                "/account/factor/remove",
                frame,
                _field("密码", "password", "password", autocomplete="current-password"),
                "停用双因素认证",
                kind="entrance-quiet",
            )
        return f'<section class="entrance-part"><h2>双因素认证</h2>{body}</section>'
    return (
        '<section class="entrance-part"><h2>双因素认证</h2><div class="entrance-enrol">'
        f'<div class="entrance-qr">{facts.qr}</div><div>'
        "<p>用手机上的验证器扫描左侧二维码，或手工输入密钥：</p>"
        f'<p class="entrance-secret">{escape(_grouped(facts.secret))}</p>'
        + _form(
            "/account/factor",
            frame,
            _field("验证器显示的 6 位验证码", "code", autocomplete="one-time-code", maxlength="10"),
            "启用",
        )
        + "</div></div></section>"
    )


def _grouped(secret: str) -> str:
    return " ".join(secret[n : n + 4] for n in range(0, len(secret), 4))


def _sessions_part(frame: Frame, facts: OwnFacts) -> str:
    rows = "".join(_session_row(frame, line, facts.zone) for line in facts.sessions)
    return (
        '<section class="entrance-part"><h2>登录的设备</h2><table><thead><tr><th>最近使用</th>'
        "<th>登录时间</th><th>地址</th><th>设备</th><th></th></tr></thead>"
        f"<tbody>{rows}</tbody></table></section>"
    )


def _session_row(frame: Frame, line: SessionLine, zone: tzinfo) -> str:
    seen, made = (f"{at.astimezone(zone):%m-%d %H:%M}" for at in (line.seen_at, line.created_at))
    end = (
        "<span>本次登录</span>"
        if line.is_this
        else _form(f"/account/sessions/{line.public_id}", frame, "", "下线", kind="entrance-small")
    )
    return (
        f"<tr><td>{seen}</td><td>{made}</td><td>{escape(line.address)}</td>"
        f"<td>{escape(device_name(line.agent))}</td><td>{end}</td></tr>"
    )


def device_name(agent: str) -> str:
    """What a person calls the browser and the machine of a User-Agent."""
    browsers = (("Edg/", "Edge"), ("MicroMessenger", "微信"), ("Chrome/", "Chrome"),
                ("Firefox/", "Firefox"), ("Safari/", "Safari"))  # fmt: skip
    systems = (("Android", "安卓"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
               ("Mac OS", "macOS"), ("Linux", "Linux"))  # fmt: skip
    found = [next((name for mark, name in table if mark in agent), "")
             for table in (browsers, systems)]  # fmt: skip
    return " · ".join(filter(None, found)) or "其他设备"
