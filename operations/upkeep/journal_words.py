"""A record of the journal as a sentence: who did what to which thing. Personal words are masked."""

from collections.abc import Callable, Mapping
from typing import Any

from domain.incidents.classes import CLASS_NAMES
from domain.incidents.incidents import IncidentClass
from domain.live.records import Record
from domain.private import FROM, mask
from operations.desk.timeline import KINDS, entry

ACTORS: Mapping[str, str] = {
    "nobody": "未登录者",
    "api": "接口",
    "server": "服务器",
    "system": "系统",
    "operator": "命令行",
    "map": "地图",
    "kpis": "指标计算",
    "brief": "早报",
    "outbox": "通知发送",
    "escalation": "升级提醒",
    "position": "定位",
    "simulator": "演示模拟",
    "demo-dispatcher": "演示调度员",
    "local-dispatcher": "本机调度员",
}
ROLES: Mapping[str, str] = {
    "dispatcher": "调度员",
    "leader": "领导",
    "department": "部门人员",
    "village": "村（社区）人员",
    "grid_worker": "网格员",
    "police": "民警",
    "mediation": "调解员",
    "system_admin": "系统管理员",
    "security_admin": "安全管理员",
    "audit_admin": "审计管理员",
    "wall": "大屏",
}
UNIT_STATUSES: Mapping[str, str] = {
    "available": "空闲",
    "dispatched": "已派",
    "en_route": "途中",
    "on_scene": "到场",
    "cleared": "空闲",
    "off_duty": "离岗",
    "out_of_service": "停用",
}
# By the status of the answer that was given.
_REFUSALS: Mapping[str, str] = {
    "401": "未登录或密钥不对",
    "403": "无权",
    "409": "状态不符",
    "413": "内容过大",
    "429": "请求过多",
}
_SHAPES: Mapping[str, str] = {
    "erased_subject": "清除了 {who} 的个人信息",
    "signed_in": "登录（{role}）",
    "sign_in_failed": "登录失败：账号 {subject}",
    "locked": "账号 {subject} 因多次失败被锁定",
    "signed_out": "退出登录",
    "session_revoked": "结束了 {subject} 的会话",
    "account_added": "新增账号 {subject}",
    "account_changed": "更改账号 {subject}",
    "account_disabled": "停用账号 {subject}",
    "account_enabled": "启用账号 {subject}",
    "account_unlocked": "解除账号 {subject} 的锁定",
    "password_changed": "更改密码",
    "password_reset": "重置了 {subject} 的密码",
    "second_factor_set": "启用动态口令",
    "second_factor_removed": "移除了 {subject} 的动态口令",
    "recovery_code_used": "使用恢复码登录",
    "wall_paired": "配对大屏 {subject}",
    "device_added": "新增设备 {subject}",
    "device_rotated": "更换 {subject} 的密钥",
    "device_revoked": "吊销设备 {subject}",
    "setting_changed": "更改设置 {subject}",
    "verified": "校验记录",
    "looked_up": "查询了 {who} 的记录",
    "alarm_seen": "处理了第 {alarm} 号告警",
    "thinned": "抽稀了 {until} 以前的轨迹，删去 {fixes} 点",
    "journal_trimmed": "到期移除第 {to} 号以前的记录，校验头留存",
}


def sentence(record: Record) -> str:
    """What happened, in one line: who, what, which number."""
    who = ACTORS.get(record.actor) or _by_kind(record.actor)
    said = _WORDS[record.kind](record) if record.kind in _WORDS else _other(record)
    address = (record.private or {}).get(FROM)
    return f"{who} · {said}" + (f"（来自 {address}）" if address else "")


def _by_kind(actor: str) -> str:
    """A phone or a wall by its kind and name; a person by their login name."""
    kind, _, name = actor.partition(":")
    return f"{_KINDS[kind]} {name}" if name and kind in _KINDS else actor


_KINDS: Mapping[str, str] = {"unit": "力量", "feed": "接入端", "wall": "大屏", "source": "来源系统"}


def _in_timeline(record: Record) -> str:
    number = record.state.get("number") or record.id
    try:
        words = entry(record, {})["text"]
    except (KeyError, ValueError):
        words = record.action
    return f"{number} {words}"


def _incident(record: Record) -> str:
    grade = "ⅠⅡⅢⅣ"[record.state["severity"] - 1 : record.state["severity"]]
    name = CLASS_NAMES.get(_class_of(record), record.state["class"])
    return f"{record.id}（{name} {grade} 级）{_in_timeline(record).removeprefix(record.id).strip()}"


def _class_of(record: Record) -> Any:
    try:
        return IncidentClass(record.state["class"])
    except ValueError:
        return None


def _audit(record: Record) -> str:
    state, fields = record.state, mask("audit", record.private or {})
    if record.action == "refused":
        status, _, field = str(state.get("why") or "").partition(" ")
        why = _REFUSALS.get(status, f"{status} {field}".strip())
        more = f"，另有 {state['untold']} 次相同" if state.get("untold") else ""
        said = f"被拒绝访问 {state.get('door', '')}（{why}）{more}"
    elif record.action == "revealed":
        said = f"查看了 {state.get('id', record.id)} 的个人信息"
    elif record.action == "looked_up" and record.id == "caller":
        found = f"，是 {state['id']}" if state.get("id") else "，没有找到"
        said = f"按来电号码 {fields.get('text', '')} 查找力量位置{found}"
    elif record.action == "setting_changed" and "changed" in state:
        names = "、".join(state["changed"])
        said = f"启动时设置有变：{names}" if names else "记下启动时的设置"
    elif record.action == "alarm":
        on = (
            f"账号 {fields['name']} "
            if state["what"] == "account" and fields.get("name")
            else "同一地址"
        )
        said = f"入侵告警：{on}{state['minutes']} 分钟内失败 {state['count']} 次"
    elif record.action == "exported":
        said = f"导出了 {state.get('who') or state.get('what') or record.id}"
    else:
        said = _filled(record)
    reason, address = fields.get("reason"), fields.get("address")
    said += f"，原因：{reason}" if reason else ""
    return said + (f"（来自 {address}）" if address else "")


def _filled(record: Record) -> str:
    state = record.state
    role = state.get("role")
    values = {"subject": record.id, **state, "role": ROLES.get(str(role), role or "")}
    try:
        return _SHAPES[record.action].format(**values)
    except (KeyError, IndexError):
        return f"{record.action} {record.id}"


def _unit(record: Record) -> str:
    sign = record.state.get("call_sign") or record.id
    if record.action == "erased":
        return f"{sign} 个人信息已删除"
    if record.action == "status":
        status = str(record.state.get("status"))
        return f"{sign} 状态变为{UNIT_STATUSES.get(status, status)}"
    return f"{sign} 力量资料{_CHANGES.get(record.action, '更新')}"


_CHANGES = {"add": "新增", "added": "新增", "change": "更新", "remove": "移除", "write": "写入"}


def _camera(record: Record) -> str:
    word = "随地图更新" if record.action == "map" else _CHANGES.get(record.action, "更新")
    return f"摄像机 {record.state.get('name') or record.id} {word}"


def _kpi(record: Record) -> str:
    return f"指标 {record.id} = {record.state.get('value')}"


_ENDINGS = {
    "released": "结束备勤",
    "cancelled": "取消备勤",
    "dispatched": "转为出警，备勤结束",
    "unavailable": "离岗或另有任务，备勤结束",
}


def _standby(record: Record) -> str:
    state = record.state
    who = f"{state['unit_id']} "
    if record.action == "order":
        return f"{who}前往 {state['name']} 备勤"
    if record.action == "arrive":
        return f"{who}到达 {state['name']}，开始备勤"
    return f"{who}{_ENDINGS.get(str(state['ending']), '备勤结束')}（{state['name']}）"


_NAMES = {
    "checklist": "核对清单",
    "duty": "值班安排",
    "map": "地图",
    "brief": "早报",
    "chime": "提示音",
    "run_card": "预案卡",
    "run_cards": "预案卡",
}


def _other(record: Record) -> str:
    name = _NAMES.get(record.kind, record.kind)
    if record.kind == "map":
        return f"启用地图 {record.state.get('version', '')}"
    return f"{name} {record.id} {_CHANGES.get(record.action, record.action)}"


_WORDS: Mapping[str, Callable[[Record], str]] = {
    **dict.fromkeys(KINDS, _in_timeline),
    "incident": _incident,
    "audit": _audit,
    "unit": _unit,
    "camera": _camera,
    "kpi": _kpi,
    "standby": _standby,
}
