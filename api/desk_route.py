"""Routes of the desk: who calls, what the body holds, and refusals a dispatcher can read."""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.responses import Response

from api.callers import caller_of
from api.errors import STATUS_OF, refusal, refusal_of
from api.reading import json_body
from domain.callers import Caller
from domain.errors import OneScreenError
from domain.fields import as_text, check_known, check_object, optional_text

LONGEST_NOTE = 2000
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
# What a refusal of the lower floors means to a dispatcher: what happened, and what to do.
_MEANINGS: Mapping[str, str] = {
    "illegal_step": "事件现在的状态不允许这一步，可能已被别人处理；请刷新后按提示操作。",
    "unit_busy": "该力量正在处置另一起事件，没有派出；请另选力量，或先把它撤下来。",
    "unit_off_duty": "该力量已离岗或停用，没有派出；请另选在岗力量。",
    "duplicate": "这张受理单已经建过事件；请刷新后查看。",
    "unknown_reference": "所选的力量或事件刚被删除，什么也没有改动；请刷新后重选。",
    "unknown_area": "没有这个区域代码；请用 6、9、12 或 15 位代码，或在地图上点选。",
    "outside_district": "这个位置离本区边界超过 2 公里；请核对位置，或转告邻区。",
    "not_found": "要找的记录不存在，可能已过期；请刷新后再试。",
    "busy": "系统正忙，什么也没有写入；请稍等几秒再点一次。",
    "disk_full": "服务器磁盘已满，什么也没有写入；请立即通知管理员清理。",
    "full": "服务器空间已满，什么也没有写入；请立即通知管理员。",
}
_FIELD_NAMES: Mapping[str, str] = {
    "class": "类别",
    "severity": "等级",
    "status": "状态",
    "title": "标题",
    "description": "描述",
    "lat": "纬度",
    "lon": "经度",
    "area_code": "区域代码",
    "call_started_at": "来电时间",
    "caller_name": "报警人",
    "caller_phone": "报警电话",
    "unit_ids": "力量",
    "unit_id": "力量",
    "key": "受理单编号",
    "reason": "原因",
    "note": "备注",
    "text": "内容",
    "disposition": "办结方式",
    "owner": "部门",
    "departments": "部门",
    "other": "关联事件",
    "into": "并入事件",
    "file": "文件",
    "body": "请求内容",
    "since": "开始时间",
    "until": "结束时间",
}
_FAILED = "数据库暂时没有应答，什么也没有写入；请稍等几秒再试，仍不行请通知管理员。"


class DeskRoute(APIRoute):
    """A route whose refusals are sentences in Chinese."""

    def get_route_handler(self) -> Callable[[Request], Awaitable[Response]]:
        """The handler, with its refusals put into words."""
        handle = super().get_route_handler()

        async def told(request: Request) -> Response:
            try:
                answered: Response = await handle(request)
            except OneScreenError as error:
                return in_chinese(error)
            return answered

        return told


def in_chinese(error: OneScreenError) -> Response:
    """The refusal as a dispatcher reads it; what is worded in Chinese already stays."""
    message = getattr(error, "message", "")
    if _CHINESE.search(message):
        return refusal_of(error)
    for kind, status in STATUS_OF:
        if isinstance(error, kind):
            code = str(getattr(error, "code", "invalid"))
            field = getattr(error, "field", None)
            words = _MEANINGS.get(code) or _wrong(field, message)
            return refusal(429 if code == "busy" else status, code, field, words)
    told = refusal_of(error)  # logs it
    return refusal(told.status_code, "unavailable", None, _FAILED)


def _wrong(field: str | None, message: str) -> str:
    name = _FIELD_NAMES.get(field or "", field or "内容")
    return f"“{name}”不正确，没有保存；请改正后再提交。（{message}）"


def who(request: Request) -> Caller:
    """The person behind a request."""
    return caller_of(request.scope)


async def body_of(request: Request, *known: str) -> Mapping[str, Any]:
    """The JSON object of a request; an empty body is an empty object.

    Raises:
        InvalidError: no object, or a field nobody reads.
    """
    if not await request.body():
        return {}
    raw = check_object(await json_body(request))
    check_known(raw, known)
    return raw


def note_of(body: Mapping[str, Any], name: str = "note") -> str | None:
    """What was said about a step, None when nothing."""
    return optional_text(body, name, longest=LONGEST_NOTE, lines=True)


def reason_of(body: Mapping[str, Any]) -> str:
    """Why: without a reason it is not done.

    Raises:
        InvalidError: none is given.
    """
    return as_text(body.get("reason") or "", "reason", longest=LONGEST_NOTE, lines=True)
