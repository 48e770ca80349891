"""Every refusal in Chinese: what happened, which field, and what to do.

The floors below word their refusals for a log, mostly in English; what is worded in Chinese
already stays. Here, at the edge, each is put into a sentence a dispatcher may read.
"""

import re
from collections.abc import Mapping

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_ENGLISH = re.compile(r"[a-z]", re.IGNORECASE)
FIELD_NAMES: Mapping[str, str] = {
    "accept": "是否受理",
    "address": "地址",
    "answers": "清单答案",
    "area": "区域",
    "area_code": "区域代码",
    "assign": "改派的力量",
    "at": "时间",
    "authorization": "密钥",
    "body": "请求内容",
    "by": "统计口径",
    "call_sign": "呼号",
    "call_started_at": "来电时间",
    "caller_name": "报警人",
    "caller_phone": "报警电话",
    "class": "类别",
    "code": "区域代码",
    "count": "数量",
    "crs": "坐标系",
    "cursor": "翻页位置",
    "day": "日期",
    "department": "部门",
    "departments": "协同部门",
    "description": "描述",
    "disposition": "办结方式",
    "file": "文件",
    "home_area": "所属区域",
    "id": "编号",
    "into": "并入的事件",
    "items": "条目",
    "key": "受理单编号",
    "kind": "类型",
    "lat": "纬度",
    "limit": "条数",
    "links": "关联事件",
    "lon": "经度",
    "moves": "补位个数",
    "name": "名称",
    "note": "备注",
    "number": "事件编号",
    "numbers": "事件编号",
    "options": "选项",
    "other": "关联的事件",
    "owner": "主办部门",
    "phone": "电话",
    "plan": "方案",
    "q": "查找内容",
    "reason": "原因",
    "release": "撤下的力量",
    "reported_at": "上报时间",
    "reporter": "报警人",
    "severity": "等级",
    "since": "开始时间",
    "skills": "技能",
    "source": "来源",
    "source_id": "来源编号",
    "state": "通知状态",
    "status": "状态",
    "subkind": "细类",
    "text": "内容",
    "timestamp": "时间",
    "title": "标题",
    "unit_id": "力量",
    "unit_ids": "力量",
    "until": "结束时间",
    "display_name": "姓名",
    "role": "角色",
    "email": "邮箱",
    "version": "版本",
}
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
    (r"status or severity is required", "请至少填写状态或等级。"),
    (r"lat and lon are required, or an area_code", "没有位置；请填写经纬度或区域代码。"),
    (r".+ is required with (\w+)", "填了“{0}”，还缺“{name}”；请一起填写。"),
    (r".+ is required", "没有填写“{name}”；请填写后再提交。"),
    (r".+ is not valid", "“{name}”不正确，没有保存；请改正后再提交。"),
    (r".+ is not a field here", "“{field}”不是这里能填的项，没有保存；请去掉后再提交。"),
    (r".+ is given twice", "“{name}”给了两次；请只留一个。"),
    (r".+ must not be empty", "“{name}”不能为空；请填写后再提交。"),
    (r".+ must be a text", "“{name}”应为文字。"),
    (r".+ must be an object", "“{name}”应为一个 JSON 对象。"),
    (r".+ holds a control character", "“{name}”里有看不见的控制字符；请删去后再提交。"),
    (r".+ is longer than (\d+) characters", "“{name}”超过 {0} 个字；请缩短后再提交。"),
    (r".+ is a text of 1 to (\d+) letters", "“{name}”应为 1 至 {0} 个字。"),
    (r".+ must be one of: (.*)", "“{name}”只能是：{0}。"),
    (r".+ must be a whole number from (\S+) to (\S+)", "“{name}”应为 {0} 至 {1} 的整数。"),
    (r".+ must be a number from (\S+) to (\S+)", "“{name}”应为 {0} 至 {1} 的数。"),
    (r".+ must lie from (\S+) to (\S+)", "“{name}”应在 {0} 与 {1} 之间。"),
    (r".+ (?:must be|is not) a number", "“{name}”应为数字。"),
    (r"lat and lon must be numbers", "经纬度应为数字。"),
    (
        r".+ must be ISO 8601 .*|.+ must be an ISO 8601 text",
        "“{name}”应写成带时区的时间，如 2026-01-01T08:00:00+08:00。",
    ),
    (r".+ lies before the year 2000", "“{name}”早于 2000 年；请核对时间。"),
    (r".+ lies more than 5 minutes ahead", "“{name}”在 5 分钟以后的将来；请核对时钟。"),
    (r"until must lie after since", "结束时间要晚于开始时间；请重新选择。"),
    (r".+ must be a list of at most (\d+)(?: texts)?", "“{name}”应为一列文字，最多 {0} 项。"),
    (r".+ must be true or false", "“{name}”应为 true 或 false。"),
    (
        r"key must be 8 to 64 letters, digits or -",
        "受理单编号应为 8 至 64 位字母、数字或连字符；请重新打开受理单。",
    ),
    (r"an area code has 6, 9, 12 or 15 digits", "区域代码应为 6、9、12 或 15 位数字。"),
    (r"the body must be one JSON object", "请求内容应为一个 JSON 对象。"),
    (
        r"the charset (\S+) is not known.*",
        "不认识编码 {0}；请用 UTF-8 发送，或写明 charset=GBK。",
    ),
    (r"the body is nested too deep", "请求内容嵌套太深。"),
    (r"the body is not (?:JSON|UTF-8).*", "请求内容不是有效的 JSON（UTF-8）。"),
    (r"the cursor is not one of ours", "翻页位置已失效；请从头查看。"),
    (r"no (?:unit|area|incident) (.*)", "没有“{0}”；请核对后重选。"),
    (r"no such .*", "没有这项内容，可能已更换；请刷新页面。"),
    (r"there is nothing at this path", "这个地址没有内容；请核对地址。"),
    (r"this path takes (.*)", "这个地址只接受 {0}。"),
    (r"name at least one unit", "请至少选择一个力量。"),
    (r"unit_id must be .*", "力量编号应为 1 至 64 位字母、数字或 . : @ + - _。"),
    (r"unit_id is shown to everybody.*", "力量编号人人可见，不能用电话或身份证号码。"),
    (r"unit_id differs from the one in the path", "请求里的力量编号与地址里的不同。"),
    (r"call_sign is shown to everybody.*", "呼号人人可见，不能含电话号码；请填到“电话”里。"),
    (r"a skill is 1 to 32 .*", "技能代码应为 1 至 32 位小写字母、数字或下划线，如 first_aid。"),
    (r"a unit of kind (\w+) has no subkind", "{0} 类力量没有细类；请去掉细类。"),
    (r"the file is empty", "文件是空的；请重新选择。"),
    (r"a file holds at most (\d+) MB", "文件超过 {0} MB；请压缩后再上传。"),
    (r"the PDF is damaged.*", "PDF 已损坏；请重新导出后再上传。"),
    (r"an encrypted PDF is refused", "PDF 有密码或权限限制；请另存为不加密的 PDF 再上传。"),
    (r"the picture is refined too often", "图片的存法太费时；请用看图软件另存后再上传。"),
    (r"a PDF with scripts.*", "PDF 含脚本或内嵌文件，不能上传；请另存为普通 PDF。"),
    (
        r"a picture has at most (\d+) million pixels|the picture is too large",
        "图片太大；请缩小后再上传。",
    ),
    (r"send a JPEG, PNG or WebP picture, or a PDF", "只接受 JPEG、PNG、WebP 图片或 PDF。"),
    (r"an address holds at most (\d+) letters", "地址太长，最多 {0} 个字母；没有读取。"),
    (r"a body holds at most (\d+) bytes", "请求内容超过 {0} 字节；请缩小后再发。"),
    (r"too many requests; try again in (\d+) s", "请求太频繁；请 {0} 秒后再试。"),
    (r"too much is waiting to .*", "系统正忙，什么也没有写入；请稍等几秒再点一次。"),
    (r"the ingest token is missing or wrong", "接入密钥缺失或不正确；请核对密钥。"),
    (r"send the body with Content-Type.*", MEANINGS["wrong_type"]),
    (r"there is no (.*)", "没有这条记录（{0}）；请刷新后再试。"),
    (r"status: .*", "“状态”里有不认识的词；请从列表中选择。"),
    (r"this account may not do this", "您的账号无权进行此操作；需要时请联系管理员。"),
    (r"change the password or set .*", "请先修改密码，或设置动态口令。"),
    (r"this server does not go by that name", "服务器不认识这个主机名；请用管理员给的地址访问。"),
    (r"another site may not do this", "请求来自别的网站，已拒绝；请从本系统页面操作。"),
    (r"the body did not come in time", MEANINGS["timeout"]),
    (r"ask for a range of bytes", "请按字节范围读取。"),
    (r"sign in first", "请先登录。"),
    (r"place is two whole numbers: .*", "“{name}”应为两个整数：lat_e3,lon_e3。"),
    (r"hours is two hours of the day: .*", "“{name}”应为一天里的两个钟点，如 20-24。"),
    (r"the hour of the brief is written 07:30", "简报时间请写成 07:30。"),
)
_COMPILED = tuple((re.compile(pattern, re.DOTALL), words) for pattern, words in PATTERNS)


def in_chinese(code: str, field: str | None, message: str) -> str:
    """The sentence a dispatcher reads; what is worded in Chinese already stays."""
    # A name in it does not make an English sentence Chinese.
    if _ENGLISH.match(message) and (known := told(field, message)):
        return known
    if _CHINESE.search(message):
        return message
    if code in MEANINGS:
        return MEANINGS[code]
    return told(field, message) or _otherwise(code, field)


def told(field: str | None, message: str) -> str | None:
    """The sentence for an English message; None when none was written for it."""
    for pattern, words in _COMPILED:
        if found := pattern.fullmatch(message):
            groups = [_name(text or "") for text in found.groups()]
            return words.format(*groups, name=_name(field or "内容"), field=field)
    return None


def _name(word: str) -> str:
    return FIELD_NAMES.get(word, word)


def _otherwise(code: str, field: str | None) -> str:
    if code == "not_found":
        return "要找的记录不存在，可能已过期；请刷新后再试。"
    if code == "unavailable":
        return FAILED
    if field is None:
        return "没有办成，什么也没有改动；请刷新后再试。"
    return f"“{_name(field)}”不正确，没有保存；请改正后再提交。"
