"""The words of the entrance in English. Its pages are drawn in Chinese, the key of every word."""

import re
from html import escape, unescape

ENGLISH = {
    # who
    "指挥调度员": "Dispatcher", "领导": "Leader", "部门人员": "Department officer",
    "村（社区）干部": "Village or community staff", "网格员": "Grid worker",
    "民警": "Police officer",
    "调解员": "Mediator", "系统管理员": "System administrator",
    "纪检监察干部": "Discipline officer",
    "安全管理员": "Security administrator", "审计管理员": "Audit administrator",
    "窗口受理员": "Window clerk", "分流值班员": "Routing clerk on duty",
    "机构承办人": "Officer of a body",
    "结案复核员": "Case reviewer", "联合研判秘书": "Secretary of joint studies",
    "协作单位人员": "Outside partner", "企业联络员": "Enterprise contact",
    "大厅叫号屏": "Hall screen", "取号机": "Ticket kiosk",
    "大屏": "Wall", "数据源": "Feed", "全域": "Whole district",
    # every page
    "一屏总览": "OneScreen", "演示数据": "Demo data", "返回": "Back",
    "演示自动登录": "Demo sign-in",
    "返回一屏总览": "Back to the screens", "调度台": "Dispatch desk",
    "矛盾纠纷化解": "Dispute centre", "护企工作站": "Enterprise station",
    "意见咨询": "Opinions", "大厅大屏": "Hall screen", "一张网": "The net",
    "视频点位": "Cameras",
    "视频": "Video",
    "系统管理": "Administration", "或": "or", "继续": "Continue",
    "登录、拒绝与重要操作均记入日志": "Sign-ins, refusals and important acts are recorded",
    # when the server fails
    "服务器出错": "The server has failed", "再试一次": "Try again", "故障编号": "Fault number",
    "服务器没能打开这个页面，问题已记入日志。请稍等几秒再试；仍不行，请把编号告诉系统管理员。":
        "The server could not open this page; the log knows why. Wait a few seconds and try again; "
        "if that does not help, tell the system administrator this number.",
    # the routes, for administrators
    "接口文档": "Interface", "机器可读": "For machines", "方法": "Method", "路径": "Path",
    # signing in and out
    "登录": "Sign in", "登录名": "Sign-in name", "密码": "Password", "退出登录": "Sign out",
    "退出后需要重新登录。": "You will have to sign in again.", "双因素验证": "Second factor",
    "统一身份认证登录": "Single sign-on",
    "打开手机上的验证器，输入 {n} 位验证码；也可以输入一个恢复码。":
        "Open the authenticator on your phone and enter the {n}-digit code, or a recovery code.",
    "验证码": "Code",
    "在本机打开演示时会自动登录，无需账号。":
        "On this machine the demo signs you in by itself; no account is needed.",
    "首次启动：请以 admin 和终端里打印的一次性密码登录。密码找不到了，在服务器上运行":
        "First start: sign in as admin with the one-time password printed in the terminal. If it "
        "is lost, run on the server",
    "可再得一个。": "and have another.",
    "大屏设备请打开": "A wall screen opens", "大屏配对": "Wall pairing",
    "无权查看": "Not allowed",
    "您的账号没有权限查看这个页面。如需要，请联系安全管理员。":
        "Your account may not see this page. If you need it, ask the security administrator.",
    # pairing
    "请指挥调度员或系统管理员登录后打开“大屏配对”确认此码。":
        "A dispatcher or system administrator signs in, opens Wall pairing and confirms this code.",
    "配对码 {n} 分钟内有效，确认后本屏自动打开（只读、脱敏）。":
        "The code is good for {n} minutes; then this screen opens by itself (read-only, masked).",
    "配对码": "Pairing code", "显示配对码": "Show a code", "确认配对": "Pair",
    "在要上墙的屏幕上打开本页，再由有权限的人员确认配对码。":
        "Open this page on the screen for the wall; somebody who may confirms its code.",
    "屏幕上的配对码": "Code on the screen", "屏幕名称": "Name of the screen",
    "例如：指挥大厅": "For instance: command hall",
    "大屏的区域编码（可不填，表示全域）": "Area code of a wall (empty: the whole district)",
    "用途": "Use",
    # one's own account
    "我的账号": "My account", "姓名": "Name", "角色": "Role", "范围": "Area",
    "请先修改密码，然后才能继续。": "Change the password first, then you can go on.",
    "管理员必须启用双因素认证，然后才能继续。":
        "Administrators must set a second factor before they can go on.",
    "恢复码": "Recovery codes",
    "手机不在身边时可用恢复码登录，每个只能用一次。现在抄下或打印，离开本页后不再显示。":
        "Sign in with one of these when the phone is not at hand; each works once. Write them down "
        "or print them now: they are not shown again.",
    "修改密码": "Change password", "原密码": "Old password", "新密码": "New password",
    "再输入一次": "New password again",
    "至少 {n} 个字符，不含登录名；可以用一句话。":
        "At least {n} characters, without the sign-in name; a sentence will do.",
    "双因素认证": "Second factor", "已启用。剩余恢复码 {n} 个。": "On. {n} recovery codes left.",
    "停用双因素认证": "Remove second factor", "启用": "Turn on",
    "用手机上的验证器扫描左侧二维码，或手工输入密钥：":
        "Scan the code with the authenticator on your phone, or enter the key by hand:",
    "验证器显示的 {n} 位验证码": "The {n}-digit code it shows",
    "登录的设备": "Sessions", "最近使用": "Last used", "登录时间": "Signed in", "地址": "Address",
    "设备": "Device", "本次登录": "This one", "下线": "Sign out", "其他设备": "Another device",
    "微信": "WeChat", "安卓": "Android",
    # what a page says of whoever may not see it
    "您的账号无权进行此操作": "Your account may not do this",
}  # fmt: skip

_HAN = re.compile(r"[\u3400-\u9fff]")
_NUMBER = re.compile(r"\d+")
# What people wrote stays; else a text between tags, or an attribute that is read out.
_WORDS = re.compile(
    r'(<(\w++)[^<>]* translate="no"[^<>]*>[^<]*</\2>)|>([^<>]+)<'
    r'| (placeholder|aria-label)="([^"]*)"'
)


def in_english(page: str) -> str:
    """A page of the entrance with every word it knows in English; names stay as they are."""
    page = page.replace('<html lang="zh-CN">', '<html lang="en">', 1)
    return _WORDS.sub(_put, page)


def _put(found: re.Match[str]) -> str:
    kept, _, text, attribute, value = found.groups()
    if kept:
        return str(kept)
    if text is not None:
        return f">{escape(say(unescape(text)), quote=False)}<"
    return f' {attribute}="{escape(say(unescape(value)))}"'


def say(text: str) -> str:
    """A text in English, as far as its words are known.

    Args:
        text: whole, or several known ones with names between; numbers count as blanks.
    """
    core = text.strip()
    if not _HAN.search(core):
        return text
    said = ENGLISH.get(core) or _with_numbers(core) or _by_parts(core)
    return text.replace(core, said)


def _with_numbers(text: str) -> str | None:
    numbers = _NUMBER.findall(text)
    held = ENGLISH.get(_NUMBER.sub("{n}", text)) if numbers else None
    return held.replace("{n}", numbers[0]) if held else None


def _by_parts(text: str) -> str:
    parts = re.split(r"(\s+|：)", text)
    return "".join(": " if part == "：" else ENGLISH.get(part, part) for part in parts)
