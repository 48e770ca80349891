"""Refusals that name no sentence yet, in Chinese: those of feeds, which are worded for a log.

Everything else names its sentence (domain/errors.py, api/sentences.py). What is worded in Chinese
already stays.
"""

import re
from collections.abc import Callable, Mapping

Names = Callable[[str], str]
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_ENGLISH = re.compile(r"[a-z]", re.IGNORECASE)
# What a code means to a dispatcher, whatever the lower floors said.
MEANINGS: Mapping[str, str] = {
    "illegal_step": "事件现在的状态不允许这一步，可能已被别人处理；请刷新后按提示操作。",
    "unit_busy": "该力量正在处置另一起事件，没有派出；请另选力量，或先把它撤下来。",
    "unit_off_duty": "该力量已离岗或停用，没有派出；请另选在岗力量。",
    "duplicate": "这张受理单已经建过事件；请刷新后查看。",
    "unknown_reference": "所选的力量或事件刚被删除，什么也没有改动；请刷新后重选。",
    "unknown_area": "没有这个区域代码；请用 6、9、12 或 15 位代码，或在地图上点选。",
    "outside_district": "这个位置离本区边界超过 2 公里；请核对位置，或转告邻区。",
    "disk_full": "服务器磁盘已满，什么也没有写入；请立即通知管理员清理。",
    "full": "服务器空间已满，什么也没有写入；请立即通知管理员。",
    "gone": "发送方中途断开，什么也没有写入；请再发一次。",
    "internal": "服务器没有办成，已记录；请稍后再试，仍不行请通知管理员。",
    "bad_request": "请求无法识别；请刷新页面后再试。",
    "wrong_type": "请求内容的类型不对；请以 application/json 发送。",
    "timeout": "请求内容没有按时收全；请检查网络后再发一次。",
}
BUSY = "数据库正忙，什么也没有写入；请稍等几秒再点一次。"
FAILED = "数据库暂时没有应答，什么也没有写入；请稍等几秒再试，仍不行请通知管理员。"
# English of the lower floors → Chinese. `{name}` is the field, `{0}` … are the pattern's groups.
PATTERNS: tuple[tuple[str, str], ...] = (
    (r".+ is required", "没有填写“{name}”；请填写后再提交。"),
    (r".+ must be an object", "“{name}”应为一个 JSON 对象。"),
    (r".+ must be one of: (.*)", "“{name}”只能是：{0}。"),
    (r".+ must be a number from (\S+) to (\S+)", "“{name}”应为 {0} 至 {1} 的数。"),
    (r".+ must lie from (\S+) to (\S+)", "“{name}”应在 {0} 与 {1} 之间。"),
    (r".+ (?:must be|is not) a number", "“{name}”应为数字。"),
    (
        r".+ must be ISO 8601 .*|.+ must be an ISO 8601 text",
        "“{name}”应写成带时区的时间，如 2026-01-01T08:00:00+08:00。",
    ),
    (r".+ lies before the year 2000", "“{name}”早于 2000 年；请核对时间。"),
    (r".+ lies more than 5 minutes ahead", "“{name}”在 5 分钟以后的将来；请核对时钟。"),
    (r"the body must be one JSON object", "请求内容应为一个 JSON 对象。"),
    (r"the charset (\S+) is not known.*", "不认识编码 {0}；请用 UTF-8 发送，或写明 charset=GBK。"),
    (r"the body is nested too deep", "请求内容嵌套太深。"),
    (r"the body is not (?:JSON|UTF-8).*", "请求内容不是有效的 JSON（UTF-8）。"),
    (r"send the body with Content-Type.*", MEANINGS["wrong_type"]),
    (r"there is no (.*)", "没有这条记录（{0}）；请刷新后再试。"),
)
_COMPILED = tuple((re.compile(pattern, re.DOTALL), words) for pattern, words in PATTERNS)


def in_chinese(code: str, field: str | None, message: str, names: Names = str) -> str:
    """The sentence a dispatcher reads; what is worded in Chinese already stays.

    Args:
        code: what a machine reads.
        field: what is wrong, None where no single field is.
        message: what was raised.
        names: what a field is called.
    """
    # A name in it does not make an English sentence Chinese.
    if _ENGLISH.match(message) and (known := told(field, message, names)):
        return known
    if _CHINESE.search(message):
        return message
    if code in MEANINGS:
        return MEANINGS[code]
    return told(field, message, names) or _otherwise(code, field, names)


def told(field: str | None, message: str, names: Names = str) -> str | None:
    """The sentence for an English message; None when none was written for it."""
    for pattern, words in _COMPILED:
        if found := pattern.fullmatch(message):
            groups = [names(text or "") for text in found.groups()]
            return words.format(*groups, name=names(field or "内容"), field=field)
    return None


def _otherwise(code: str, field: str | None, names: Names) -> str:
    if code == "not_found":
        return "要找的记录不存在，可能已过期；请刷新后再试。"
    if code == "unavailable":
        return FAILED
    if field is None:
        return "没有办成，什么也没有改动；请刷新后再试。"
    return f"“{names(field)}”不正确，没有保存；请改正后再提交。"
