"""One's own account: what is due first, then password, second factor and sessions."""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as made
from datetime import datetime, tzinfo
from html import escape

from domain.access.role_names import ROLE_NAMES
from layouts.entrance.entrance import Frame, field, form, page


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
    new_codes: Sequence[str] = made(default_factory=tuple)
    sessions: Sequence[SessionLine] = made(default_factory=tuple)


def account_page(frame: Frame, facts: OwnFacts) -> str:
    """One's own account: what is due first, then password, second factor and sessions."""
    where = facts.area_name or "全域"
    head = (
        '<dl class="entrance-facts">'
        f'<div><dt>登录名</dt><dd translate="no">{escape(facts.name)}</dd></div>'
        f'<div><dt>姓名</dt><dd translate="no">{escape(facts.display_name)}</dd></div>'
        f"<div><dt>角色</dt><dd>{escape(ROLE_NAMES.get(facts.role, facts.role))}</dd></div>"
        f"<div><dt>范围</dt><dd>{escape(where)}</dd></div></dl>"
    )
    parts = [head, _due_words(facts.due), _new_codes(facts.new_codes)]
    if facts.has_password and facts.due != "second_factor":
        parts.append(_password_part(frame, facts))
    if facts.due != "password":
        parts.append(_factor_part(frame, facts))
    if facts.due is None:
        parts.append(_sessions_part(frame, facts))
        home = '<a href="/">返回一屏总览</a>'
        if not facts.may_remove_factor:  # an administrator sees no screen
            home = '<a href="/admin">系统管理</a>'
        parts.append(f'<p class="entrance-links">{home}</p>')
    parts.append(form("/logout", frame, "", "退出登录", kind="entrance-quiet"))
    return page("我的账号", frame, "".join(parts), wide=True)


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
        + form(
            "/account/password",
            frame,
            field("原密码", "old", "password", autocomplete="current-password", maxlength="200")
            + field("新密码", "new", "password", autocomplete="new-password", maxlength="200")
            + field("再输入一次", "again", "password", autocomplete="new-password", maxlength="200")
            + f'<p class="entrance-hint">{rule}</p>',
            "修改密码",
        )
        + "</section>"
    )


def _factor_part(frame: Frame, facts: OwnFacts) -> str:
    if facts.has_second_factor:
        body = f"<p>已启用。剩余恢复码 {facts.recovery_left} 个。</p>"
        if facts.may_remove_factor and facts.has_password:
            body += form(
                "/account/factor/remove",
                frame,
                field("密码", "password", "password", autocomplete="current-password"),
                "停用双因素认证",
                kind="entrance-quiet",
            )
        return f'<section class="entrance-part"><h2>双因素认证</h2>{body}</section>'
    return (
        '<section class="entrance-part"><h2>双因素认证</h2><div class="entrance-enrol">'
        f'<div class="entrance-qr">{facts.qr}</div><div>'
        "<p>用手机上的验证器扫描左侧二维码，或手工输入密钥：</p>"
        f'<p class="entrance-secret">{escape(_grouped(facts.secret))}</p>'
        + form(
            "/account/factor",
            frame,
            field("验证器显示的 6 位验证码", "code", autocomplete="one-time-code", maxlength="10"),
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
        else form(f"/account/sessions/{line.public_id}", frame, "", "下线", kind="entrance-small")
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
